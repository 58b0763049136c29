package decant.loader;

import decant.loader.pe.PeImage;
import decant.nt.GuestThread;

/**
 * Another way into a program that has been loaded than to call its entry point: for those who want
 * to look at a run from inside.
 */
public interface ProgramEntry {
  /**
   * Runs the program on its first thread; {@link decant.abi.GuestExit} is passed on.
   *
   * @param program as it lies in memory, bound
   * @return what the entry point returns
   */
  long run(GuestThread t, PeImage program);
}
