package decant.cli;

import decant.abi.trace.TraceOptions;
import decant.abi.trace.TracePattern;
import decant.loader.RunOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code decant trace PROGRAM}. */
@Command(
    name = TraceCommand.NAME,
    mixinStandardHelpOptions = true,
    sortOptions = false,
    customSynopsis = "decant trace [OPTIONS] PROGRAM [ARG...]",
    description = "Runs a program and shows each call that it makes of Windows, decoded.",
    footer = {
      "",
      "PATTERN is library!function, or a function alone; * is any characters, ? one; case does not"
          + " matter.",
    })
final class TraceCommand implements Callable<Integer> {
  static final String NAME = "trace";

  @Spec private CommandSpec spec;

  @Option(
      names = "--only",
      paramLabel = "PATTERN",
      description = "trace these functions only, as in kernel32!*File* (repeatable)")
  private List<String> only = List.of();

  @Option(
      names = "--not",
      paramLabel = "PATTERN",
      description = "do not trace these functions (repeatable)")
  private List<String> not = List.of();

  @Option(
      names = "--thread",
      paramLabel = "N",
      description = "trace one thread only: 1 is the first, 2 the one that began next")
  private int thread;

  @Option(
      names = "--direct",
      description =
          "trace what is machine code as well, as memcpy, HeapAlloc and GetLastError are: such"
              + " calls then take a thousand times as long")
  private boolean direct;

  @Option(
      names = {"-f", "--follow"},
      description = "trace the programs that it starts as well")
  private boolean follow;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "write the trace to a file instead of standard error")
  private String output;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "text (the default), json (an object per line), chrome (opens in ui.perfetto.dev), or"
              + " summary (a table of the functions by time, at the end)")
  private String format = "text";

  @Option(
      names = "--max-string",
      paramLabel = "N",
      description = "show so many characters of strings and bytes of buffers (default: 64)")
  private int maxString = 64;

  @Mixin private ProgramOptions program;

  @Parameters(arity = "1..*", paramLabel = "PROGRAM [ARG]", hidden = true)
  private List<String> command = List.of();

  @Override
  public Integer call() {
    TraceOptions trace = new TraceOptions();
    trace.only.addAll(checked(only));
    trace.not.addAll(checked(not));
    trace.thread = thread;
    trace.direct = direct;
    trace.follow = follow;
    trace.output = output == null ? null : Path.of(output).toAbsolutePath().toString();
    trace.format = TraceOptions.format(format);
    if (trace.format == null) {
      throw new ParameterException(
          spec.commandLine(), "--format is text, json, chrome or summary, not '" + format + "'");
    }
    if (maxString < 1 || maxString > TraceOptions.MOST_STRING) {
      throw new ParameterException(
          spec.commandLine(), "--max-string is 1 to " + TraceOptions.MOST_STRING);
    }
    trace.maxString = maxString;
    RunOptions options = program.toRun(spec.commandLine(), command);
    options.trace = trace;
    return Main.run(options);
  }

  private List<String> checked(List<String> patterns) {
    for (String pattern : patterns) {
      try {
        new TracePattern(pattern);
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), e.getMessage());
      }
    }
    return patterns;
  }
}
