package decant.abi;

import decant.host.Memory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The header of a built-in library: enough of a PE32+ image that code walking the module list finds
 * one, and what {@code System32} has as its file.
 */
public final class BuiltinHeader {
  private static final int PE = 0x80;
  private static final int OPTIONAL = PE + 24;
  private static final int SIZE = 0x200;

  private BuiltinHeader() {}

  /** Writes the header of a library to where it is mapped. */
  static void write(long base, long size) {
    Memory.write(base, bytes(base, size, true));
  }

  /**
   * The header of an image without sections.
   *
   * @param base its preferred address
   * @param size its size in memory
   * @param dll whether it is a library, or else a program with a console
   */
  public static byte[] bytes(long base, long size, boolean dll) {
    ByteBuffer b = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
    b.putShort(0, (short) 0x5A4D); // IMAGE_DOS_SIGNATURE
    b.putInt(0x3C, PE);
    b.putInt(PE, 0x4550); // IMAGE_NT_SIGNATURE
    b.putShort(PE + 4, (short) 0x8664); // IMAGE_FILE_MACHINE_AMD64
    b.putShort(PE + 20, (short) 0xF0); // SizeOfOptionalHeader
    // EXECUTABLE_IMAGE | LARGE_ADDRESS_AWARE, and DLL
    b.putShort(PE + 22, (short) (dll ? 0x2022 : 0x22));
    b.putShort(OPTIONAL, (short) 0x20B);
    b.putLong(OPTIONAL + 24, base); // ImageBase
    b.putInt(OPTIONAL + 32, Memory.PAGE); // SectionAlignment
    b.putInt(OPTIONAL + 36, SIZE); // FileAlignment
    b.putInt(OPTIONAL + 40, 10); // OperatingSystemVersion
    b.putInt(OPTIONAL + 48, 10); // SubsystemVersion
    b.putInt(OPTIONAL + 56, (int) size); // SizeOfImage
    b.putInt(OPTIONAL + 60, Memory.PAGE); // SizeOfHeaders
    b.putShort(OPTIONAL + 68, (short) 3); // IMAGE_SUBSYSTEM_WINDOWS_CUI
    b.putInt(OPTIONAL + 108, 16); // NumberOfRvaAndSizes
    return b.array();
  }
}
