package decant.host;

import java.util.Objects;
import jdk.internal.misc.Unsafe;

/**
 * The guest's memory: the part of this process's address space that guests see, from {@link #LOW}
 * to {@link #LIMIT}.
 *
 * <p>Everything that guests can reach lies in that range (images, heaps, stacks, thread blocks);
 * everything of the JVM that must not fault lies above it. An access outside of the range throws
 * {@link GuestFault}; an access to a page in the range that is not there is turned by the signal
 * entry into an {@link InternalError}, which the gate reports as the guest's access violation. So
 * shims read and write guest memory without checking pointers first.
 *
 * <p>All accesses are little-endian and need no alignment: x86-64 has none of its accesses aligned,
 * so {@code Unsafe}'s plain ones do. Nothing here calls more methods than it must, as most of what
 * a program's start calls is interpreted, and never compiled.
 */
public final class Memory {
  /** The lowest address of guest memory: below lie the null-pointer pages. */
  public static final long LOW = 0x1_0000L;

  /** The end (exclusive) of guest memory; layout.inc says the same to the signal entry. */
  public static final long LIMIT = 0x5000_0000_0000L;

  /**
   * Where the machine code lies that is ours: the last part of guest memory, in which guests can
   * allocate nothing. From here on, code is not the guest's.
   */
  public static final long CODE = LIMIT - 0x100_0000L;

  /** Size of a page, in bytes. */
  public static final int PAGE = 0x1000;

  /** The property that says that the JVM is not the guest's alone ({@link #REACH}). */
  public static final String HOSTED = "decant.hosted";

  /**
   * The end (exclusive) of what shims access on behalf of guests. In a JVM that is the guest's it
   * is {@link #LIMIT}; where guests are libraries of a Java program, they are given addresses of
   * the host's memory as well.
   */
  public static final long REACH = Boolean.getBoolean(HOSTED) ? 0x7FFF_FFFF_0000L : LIMIT;

  /** The highest address with seven more bytes behind it. */
  private static final long LAST = REACH - 8;

  private static final Unsafe UNSAFE = Unsafe.getUnsafe();
  private static final long BYTES = Unsafe.ARRAY_BYTE_BASE_OFFSET;

  private static final long CHARS = Unsafe.ARRAY_CHAR_BASE_OFFSET;

  /** A one in each unit, and in each byte, of a word. */
  private static final long UNITS = 0x1_0001_0001_0001L;

  private static final long OCTETS = 0x101_0101_0101_0101L;

  private Memory() {}

  /** The address, once it is known to lie in guest memory with the seven bytes behind it. */
  private static long at(long address) {
    if (address < LOW || address > LAST) {
      throw new GuestFault(address);
    }
    return address;
  }

  /** As {@link #at(long)}, for a write. */
  private static long writable(long address) {
    if (address < LOW || address > LAST) {
      throw GuestFault.ofWrite(address);
    }
    return address;
  }

  /**
   * The address of a range, once it is known to lie in guest memory; {@code length} is 0 or more.
   */
  private static long at(long address, long length) {
    long offset = address - LOW;
    if (length < 0 || offset < 0 || offset > REACH - LOW || length > REACH - LOW - offset) {
      throw new GuestFault(address);
    }
    return address;
  }

  /**
   * Throws {@link GuestFault} unless a range lies in guest memory, and brings in what of it is not
   * there yet: to be called before the host itself reads or writes there. Whether its pages exist
   * the host then finds out.
   *
   * @param length 0 or more
   */
  public static void require(long address, long length) {
    if (length != 0) {
      DemandPages.bringIn(at(address, length), length);
    }
  }

  public static byte getByte(long address) {
    return UNSAFE.getByte(at(address));
  }

  /** The byte at an address, 0 to 255. */
  public static int getU8(long address) {
    return UNSAFE.getByte(at(address)) & 0xFF;
  }

  public static short getShort(long address) {
    return UNSAFE.getShort(null, at(address));
  }

  /** The 16-bit word at an address, 0 to 65535. */
  public static int getU16(long address) {
    return UNSAFE.getShort(null, at(address)) & 0xFFFF;
  }

  public static char getChar(long address) {
    return UNSAFE.getChar(null, at(address));
  }

  public static int getInt(long address) {
    return UNSAFE.getInt(null, at(address));
  }

  /** The 32-bit word at an address, zero-extended. */
  public static long getU32(long address) {
    return UNSAFE.getInt(null, at(address)) & 0xFFFF_FFFFL;
  }

  public static long getLong(long address) {
    return UNSAFE.getLong(null, at(address));
  }

  public static float getFloat(long address) {
    return Float.intBitsToFloat(getInt(address));
  }

  public static double getDouble(long address) {
    return Double.longBitsToDouble(getLong(address));
  }

  public static void putByte(long address, int value) {
    UNSAFE.putByte(writable(address), (byte) value);
  }

  public static void putShort(long address, int value) {
    UNSAFE.putShort(null, writable(address), (short) value);
  }

  public static void putInt(long address, int value) {
    UNSAFE.putInt(null, writable(address), value);
  }

  public static void putLong(long address, long value) {
    UNSAFE.putLong(null, writable(address), value);
  }

  public static void putFloat(long address, float value) {
    putInt(address, Float.floatToRawIntBits(value));
  }

  public static void putDouble(long address, double value) {
    putLong(address, Double.doubleToRawLongBits(value));
  }

  /** Reads {@code length} bytes of guest memory into {@code to}. */
  public static void read(long address, byte[] to, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, to.length);
    Bytes.move(null, at(address, length), to, BYTES + offset, length);
  }

  /** The {@code length} bytes at an address, as a new array. The caller has bounded the length. */
  public static byte[] read(long address, int length) {
    at(address, length);
    byte[] bytes = new byte[length];
    Bytes.move(null, address, bytes, BYTES, length);
    return bytes;
  }

  /** Writes {@code length} bytes into guest memory. */
  public static void write(long address, byte[] from, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, from.length);
    Bytes.move(from, BYTES + offset, null, at(address, length), length);
  }

  public static void write(long address, byte[] from) {
    write(address, from, 0, from.length);
  }

  /** Copies guest memory; the ranges may overlap. */
  public static void copy(long from, long to, long length) {
    UNSAFE.copyMemory(at(from, length), at(to, length), length);
  }

  /** Sets {@code length} bytes to a value. */
  public static void fill(long address, long length, int value) {
    UNSAFE.setMemory(at(address, length), length, (byte) value);
  }

  /** The number of 16-bit units before the terminating zero. */
  public static int wideLength(long address) {
    if ((address & 1) != 0) {
      long end = address;
      while (getChar(end) != 0) {
        end += 2;
      }
      return length(address, (end - address) >> 1);
    }
    // Eight bytes at a time, which never reach into a page that the string does not.
    long at = address & -8;
    long units = getLong(at) | (1L << 8 * (address - at)) - 1;
    for (; ; at += 8, units = getLong(at)) {
      long zeros = units - UNITS & ~units & UNITS << 15;
      if (zeros != 0) {
        return length(address, (at - address + (Long.numberOfTrailingZeros(zeros) >> 3)) >> 1);
      }
    }
  }

  /** The number of bytes before the terminating zero. */
  public static int narrowLength(long address) {
    long at = address & -8;
    long bytes = getLong(at) | (1L << 8 * (address - at)) - 1;
    for (; ; at += 8, bytes = getLong(at)) {
      long zeros = bytes - OCTETS & ~bytes & OCTETS << 7;
      if (zeros != 0) {
        return length(address, at - address + (Long.numberOfTrailingZeros(zeros) >> 3));
      }
    }
  }

  private static int length(long address, long length) {
    if (length > Integer.MAX_VALUE - 16) {
      throw new GuestFault(address);
    }
    return (int) length;
  }

  /** The zero-terminated UTF-16 string at an address, or null for a null pointer. */
  public static String wide(long address) {
    return address == 0 ? null : wide(address, wideLength(address));
  }

  /** The UTF-16 string of {@code length} units at an address; unpaired surrogates are kept. */
  public static String wide(long address, int length) {
    at(address, 2L * length);
    byte[] latin = new byte[length];
    long all = 0;
    int done = 0;
    for (; done <= length - 4; done += 4) {
      long units = UNSAFE.getLong(null, address + 2L * done);
      all |= units;
      long pairs = (units | units >>> 8) & 0xFFFF_0000_FFFFL;
      UNSAFE.putInt(latin, BYTES + done, (int) (pairs | pairs >>> 16));
    }
    for (; done < length; done++) {
      int unit = UNSAFE.getChar(null, address + 2L * done);
      all |= unit;
      latin[done] = (byte) unit;
    }
    if ((all & 0xFF00_FF00_FF00_FF00L) == 0) {
      return Latin1.string(latin);
    }
    char[] chars = new char[length];
    Bytes.move(null, address, chars, CHARS, 2L * length);
    return new String(chars);
  }

  /** Writes a string as UTF-16 without a terminating zero; returns the address behind it. */
  public static long putWide(long address, CharSequence text) {
    int length = text.length();
    if (length != 0) {
      char[] chars = new char[length];
      text.getChars(0, length, chars, 0);
      Bytes.move(chars, CHARS, null, at(writable(address), 2L * length), 2L * length);
    }
    return address + 2L * length;
  }

  /** Writes a string as UTF-16 with a terminating zero; returns the address behind that. */
  public static long putWideZ(long address, String text) {
    long end = putWide(address, text);
    putShort(end, 0);
    return end + 2;
  }

  /** The bytes of the zero-terminated string at an address. */
  public static byte[] narrow(long address) {
    return read(address, narrowLength(address));
  }

  /** Writes bytes with a terminating zero; returns the address behind that. */
  public static long putNarrowZ(long address, byte[] text) {
    write(address, text);
    putByte(address + text.length, 0);
    return address + text.length + 1;
  }

  /** Rounds up to a multiple of {@code unit}, a power of two. */
  public static long alignUp(long value, long unit) {
    return (value + unit - 1) & -unit;
  }

  /** Rounds down to a multiple of {@code unit}, a power of two. */
  public static long alignDown(long value, long unit) {
    return value & -unit;
  }
}
