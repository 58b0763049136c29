package decant.crypt32;

import decant.host.Memory;
import decant.nt.Win32Error;

/** The usual contract of results with a room and a size. */
final class CryptResults {
  private CryptResults() {}

  /**
   * Puts a value: without memory only its size is told; {@code ERROR_MORE_DATA} when the room is
   * too small.
   */
  static void put(byte[] value, long data, long size) {
    put(value, data, size, Win32Error.MORE_DATA);
  }

  /** As above, with another error for a room that is too small. */
  static void put(byte[] value, long data, long size, Win32Error tooSmall) {
    int room = Memory.getInt(size);
    Memory.putInt(size, value.length);
    if (data != 0) {
      if (Integer.compareUnsigned(room, value.length) < 0) {
        throw tooSmall.exception();
      }
      Memory.write(data, value);
    }
  }
}
