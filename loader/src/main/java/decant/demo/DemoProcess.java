package decant.demo;

import decant.abi.GuestExit;
import decant.demo.x86.UnknownInstructionException;
import decant.loader.CannotRunException;
import decant.loader.ProcessStart;
import decant.loader.ProgramEntry;
import decant.loader.RunOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A process that runs the program of the demonstration in a way of its own, and reports: {@code
 * DemoProcess WAY REPORT PROGRAM ARGUMENT…}.
 */
public final class DemoProcess {
  static final String INTERPRET = "interpret";
  static final String OBSERVE = "observe";
  static final String COUNT = "count";

  private DemoProcess() {}

  public static void main(String[] args) {
    List<String> words = Arrays.asList(args);
    Path file = Path.of(words.get(1));
    RunOptions options = new RunOptions(words.get(2), words.subList(3, words.size()));
    Report report = new Report();
    ProgramEntry way = way(words.getFirst(), report, words.get(2));
    options.entry =
        (t, program) -> {
          try {
            return way.run(t, program);
          } catch (GuestExit e) {
            write(report, file);
            throw e;
          } catch (UnknownInstructionException | IllegalStateException e) {
            throw fail(e.getMessage());
          }
        };
    try {
      ProcessStart.run(options);
    } catch (CannotRunException e) {
      throw fail(e.getMessage());
    }
  }

  private static ProgramEntry way(String name, Report report, String program) {
    return switch (name) {
      case INTERPRET -> new InterpretedRun(report);
      case OBSERVE -> new ObservedRun(report, Path.of(program));
      case COUNT -> new CountedRun(report);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static void write(Report report, Path file) {
    try {
      report.write(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RuntimeException fail(String message) {
    System.err.println("decant: " + message);
    System.err.flush();
    Runtime.getRuntime().halt(Demo.FAILED);
    return new IllegalStateException();
  }
}
