package decant.nt.process;

import decant.host.Unistd;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Begins anew with a JVM that leaves the low addresses to the guest. Where no AOT cache says
 * otherwise, the JVM puts its class space anywhere below 4 GiB, and once in some sixty starts where
 * the guest must be.
 */
public final class Restart {
  /** The main class of the {@code decant} command. */
  private static final String COMMAND = "decant.cli.Main";

  private static final String DONE = "-Ddecant.restarted=true";

  /** No class space at all, without a word about that, and the heap where the launcher wants it. */
  private static final String[] OPTIONS = {
    "-XX:-PrintWarnings",
    "-XX:+IgnoreUnrecognizedVMOptions",
    "-XX:-UseCompressedClassPointers",
    "-XX:HeapBaseMinAddress=24g",
    DONE
  };

  private Restart() {}

  /**
   * Replaces this process by one of the same command line, which has read and written nothing yet.
   * Returns when this is such a process already, when the process is another program that uses
   * Decant, when an AOT cache is being recorded, which would not fit other processes, or when the
   * host refuses.
   */
  public static void once() {
    if (!COMMAND.equals(ChildJvm.mainClass()) || System.getProperty("decant.training") != null) {
      return;
    }
    List<byte[]> words = new ArrayList<>();
    for (String word : ChildJvm.ownWords()) {
      if (word.equals(DONE)) {
        return;
      }
      if (word.equals(COMMAND)) {
        for (String option : OPTIONS) {
          words.add(option.getBytes(StandardCharsets.US_ASCII));
        }
      }
      words.add(word.getBytes(StandardCharsets.ISO_8859_1));
    }
    Arena arena = Arena.global();
    byte[] program = "/proc/self/exe".getBytes(StandardCharsets.US_ASCII);
    Unistd.execv(HostSpawn.text(arena, program).address(), HostSpawn.list(arena, words).address());
  }
}
