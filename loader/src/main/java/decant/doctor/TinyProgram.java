package decant.doctor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The smallest program that shows that programs run: it calls {@code ExitProcess(42)} of kernel32,
 * for which it must be mapped, bound, entered and left.
 */
final class TinyProgram {
  static final int EXIT_CODE = 42;

  private static final int PE = 0x40;
  private static final int OPTIONAL = PE + 24;
  private static final int DIRECTORIES = OPTIONAL + 112;
  private static final int SECTION = DIRECTORIES + 16 * 8;

  /** The one section, in the file and in memory. */
  private static final int RAW = 0x200;

  private static final int RVA = 0x1000;

  /** In the section: code, import name table, import address table, descriptors, names. */
  private static final int NAME_TABLE = 0x50;

  private static final int ADDRESS_TABLE = 0x60;
  private static final int DESCRIPTORS = 0x80;
  private static final int DLL_NAME = 0xB0;
  private static final int FUNCTION_NAME = 0xC0;

  private TinyProgram() {}

  /** The program file. */
  static byte[] image() {
    ByteBuffer b = ByteBuffer.allocate(RAW + 0x200).order(ByteOrder.LITTLE_ENDIAN);
    b.put(0, new byte[] {'M', 'Z'}).putInt(0x3C, PE).put(PE, new byte[] {'P', 'E'});
    b.putShort(PE + 4, (short) 0x8664).putShort(PE + 6, (short) 1); // x86-64, one section
    b.putShort(PE + 20, (short) (SECTION - OPTIONAL)).putShort(PE + 22, (short) 0x22);
    b.putShort(OPTIONAL, (short) 0x20B).putInt(OPTIONAL + 16, RVA); // PE32+, entry point
    b.putLong(OPTIONAL + 24, 0x1_4000_0000L)
        .putInt(OPTIONAL + 32, 0x1000)
        .putInt(OPTIONAL + 36, RAW);
    b.putShort(OPTIONAL + 40, (short) 6).putShort(OPTIONAL + 48, (short) 6); // Windows 6.0
    b.putInt(OPTIONAL + 56, RVA + 0x1000).putInt(OPTIONAL + 60, RAW); // sizes of image, headers
    b.putShort(OPTIONAL + 68, (short) 3); // a console program
    b.putLong(OPTIONAL + 72, 0x10_0000).putLong(OPTIONAL + 80, 0x1000); // stack
    b.putLong(OPTIONAL + 88, 0x10_0000).putLong(OPTIONAL + 96, 0x1000); // heap
    b.putInt(OPTIONAL + 108, 16).putInt(DIRECTORIES + 8, RVA + DESCRIPTORS);
    b.putInt(DIRECTORIES + 12, 40);
    b.put(SECTION, ".text".getBytes(StandardCharsets.US_ASCII));
    b.putInt(SECTION + 8, 0x200).putInt(SECTION + 12, RVA);
    b.putInt(SECTION + 16, 0x200).putInt(SECTION + 20, RAW);
    b.putInt(SECTION + 36, 0x6000_0020); // code: to be executed and read
    // sub rsp, 28h; mov ecx, 42; call [address table]; int3
    b.put(RAW, new byte[] {0x48, (byte) 0x83, (byte) 0xEC, 0x28, (byte) 0xB9, EXIT_CODE});
    b.put(RAW + 9, (byte) 0xFF).put(RAW + 10, (byte) 0x15).putInt(RAW + 11, ADDRESS_TABLE - 15);
    b.put(RAW + 15, (byte) 0xCC);
    b.putLong(RAW + NAME_TABLE, RVA + FUNCTION_NAME)
        .putLong(RAW + ADDRESS_TABLE, RVA + FUNCTION_NAME);
    b.putInt(RAW + DESCRIPTORS, RVA + NAME_TABLE).putInt(RAW + DESCRIPTORS + 12, RVA + DLL_NAME);
    b.putInt(RAW + DESCRIPTORS + 16, RVA + ADDRESS_TABLE);
    b.put(RAW + DLL_NAME, "kernel32.dll".getBytes(StandardCharsets.US_ASCII));
    b.put(RAW + FUNCTION_NAME + 2, "ExitProcess".getBytes(StandardCharsets.US_ASCII));
    return b.array();
  }
}
