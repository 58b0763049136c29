package decant.loader;

import decant.abi.trace.TraceOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a run of a program is asked to be. Mutable until it is handed to {@link ProcessStart}. */
public final class RunOptions {
  /**
   * The property that names the file for the exit code of the program; the file beside it whose
   * name ends in {@code .failed} takes what a user would be told of a program that cannot be run.
   */
  public static final String REPORT = "decant.report";

  /** The program: a host path, or a Windows path with a drive. */
  public final String program;

  /** The program's arguments, without its own name. */
  public final List<String> arguments;

  /** Environment variables that are set over the host's; a null value removes one. */
  public final Map<String, String> environment = new LinkedHashMap<>();

  /** Drive letters (upper case) and the host directories that they are. */
  public final Map<Character, String> drives = new LinkedHashMap<>();

  /** The host directory that the program starts in, null for the current one. */
  public String directory;

  /**
   * A host file that takes the exit code, all 32 bits, in decimal; null for none. Who starts Decant
   * from Java names it by a property, without the option parser.
   */
  public String exitCodeFile = System.getProperty(REPORT);

  /** Whether the end leaves a map of Decant's own code for {@code perf} ({@link PerfMap}). */
  public boolean perfMap;

  /**
   * The programs of the host that the program may start, by name or directory; empty for all, null
   * for none.
   */
  public List<String> allowRun;

  /** Who runs the program's code; null: the processor. */
  public ProgramEntry entry;

  /** How the run is traced; null when it is not. */
  public TraceOptions trace;

  public RunOptions(String program, List<String> arguments) {
    this.program = program;
    this.arguments = new ArrayList<>(arguments);
  }
}
