package decant.crt.start;

import decant.abi.Text;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatusException;
import decant.nt.ThreadBlock;
import decant.nt.Win32Exception;
import decant.nt.file.IoObject;
import decant.nt.file.StandardHandles;
import java.util.Arrays;

/** Messages of the CRT itself, for a program that is about to end. */
final class Console {
  private Console() {}

  /**
   * Writes a message to the standard error handle, past the program's streams. A handle that cannot
   * be written to is no reason to fail.
   */
  static void error(GuestThread t, String message) {
    byte[] bytes = Text.encode(message);
    bytes = Arrays.copyOf(bytes, Math.min(bytes.length, ThreadBlock.SCRATCH_SIZE));
    Memory.write(t.scratch(), bytes);
    try {
      long handle = StandardHandles.of(t.process).get(StandardHandles.STD_ERROR_HANDLE);
      t.process
          .handles
          .get(handle, IoObject.class)
          .write(t, t.scratch(), bytes.length, IoObject.CURRENT);
    } catch (NtStatusException | Win32Exception e) {
      return;
    }
  }
}
