package decant.loader;

import decant.host.Memory;

/** {@code UNICODE_STRING} (ntdef.h). */
final class UnicodeString {
  static final int LENGTH = 0;
  static final int MAXIMUM_LENGTH = 2;
  static final int BUFFER = 8;
  static final int SIZE = 16;

  private static final int MAX_UNITS = 0x7FFE;

  private UnicodeString() {}

  /**
   * Writes a string with a terminating zero to {@code buffer} and a UNICODE_STRING for it to {@code
   * at}; what is too long for one is cut.
   *
   * @return the address behind the string, a multiple of 8
   */
  static long write(long at, long buffer, String text) {
    String fitting = text.length() > MAX_UNITS ? text.substring(0, MAX_UNITS) : text;
    Memory.putShort(at + LENGTH, 2 * fitting.length());
    Memory.putShort(at + MAXIMUM_LENGTH, 2 * fitting.length() + 2);
    Memory.putLong(at + BUFFER, buffer);
    return Memory.alignUp(Memory.putWideZ(buffer, fitting), 8);
  }

  /** How many bytes {@link #write} uses of the buffer. */
  static long bytes(String text) {
    return Memory.alignUp(2L * Math.min(text.length(), MAX_UNITS) + 2, 8);
  }
}
