package decant.abi;

import decant.host.Memory;

/**
 * The header page of a built-in library: enough of a PE32+ image that code walking the module list
 * finds one.
 */
final class BuiltinHeader {
  private static final int PE = 0x80;
  private static final int OPTIONAL = PE + 24;

  private BuiltinHeader() {}

  static void write(long base, long size) {
    Memory.putShort(base, 0x5A4D); // IMAGE_DOS_SIGNATURE
    Memory.putInt(base + 0x3C, PE);
    Memory.putInt(base + PE, 0x4550); // IMAGE_NT_SIGNATURE
    Memory.putShort(base + PE + 4, 0x8664); // IMAGE_FILE_MACHINE_AMD64
    Memory.putShort(base + PE + 20, 0xF0); // SizeOfOptionalHeader
    Memory.putShort(base + PE + 22, 0x2022); // EXECUTABLE_IMAGE | LARGE_ADDRESS_AWARE | DLL
    Memory.putShort(base + OPTIONAL, 0x20B);
    Memory.putLong(base + OPTIONAL + 24, base); // ImageBase
    Memory.putInt(base + OPTIONAL + 32, Memory.PAGE); // SectionAlignment
    Memory.putInt(base + OPTIONAL + 36, 0x200); // FileAlignment
    Memory.putInt(base + OPTIONAL + 40, 10); // OperatingSystemVersion
    Memory.putInt(base + OPTIONAL + 48, 10); // SubsystemVersion
    Memory.putInt(base + OPTIONAL + 56, (int) size); // SizeOfImage
    Memory.putInt(base + OPTIONAL + 60, Memory.PAGE); // SizeOfHeaders
    Memory.putShort(base + OPTIONAL + 68, 3); // IMAGE_SUBSYSTEM_WINDOWS_CUI
    Memory.putInt(base + OPTIONAL + 108, 16); // NumberOfRvaAndSizes
  }
}
