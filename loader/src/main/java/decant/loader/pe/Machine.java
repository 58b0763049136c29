package decant.loader.pe;

/** {@code IMAGE_FILE_MACHINE_*} as people know them. */
public final class Machine {
  public static final int UNKNOWN = 0;
  public static final int I386 = 0x14C;
  public static final int ARM = 0x1C0;
  public static final int ARM_NT = 0x1C4;
  public static final int IA64 = 0x200;
  public static final int AMD64 = 0x8664;
  public static final int ARM64EC = 0xA641;
  public static final int ARM64 = 0xAA64;

  private Machine() {}

  /** A name for messages: {@code x86-64}, {@code ARM64} … */
  public static String name(int machine) {
    return switch (machine) {
      case AMD64 -> "x86-64";
      case I386 -> "i386 (32-bit x86)";
      case ARM64 -> "ARM64";
      case ARM64EC -> "ARM64EC";
      case ARM, ARM_NT -> "32-bit ARM";
      case IA64 -> "Itanium";
      case 0x5032, 0x5064, 0x5128 -> "RISC-V";
      case 0x6232, 0x6264 -> "LoongArch";
      case 0xEBC -> "EFI byte code";
      default -> "machine 0x" + Integer.toHexString(machine);
    };
  }

  /** {@code IMAGE_SUBSYSTEM_*} for messages. */
  public static String subsystem(int subsystem) {
    return switch (subsystem) {
      case 1 -> "native";
      case 2 -> "Windows GUI";
      case 3 -> "Windows console";
      case 5 -> "OS/2 console";
      case 7 -> "POSIX console";
      case 9 -> "Windows CE";
      case 10 -> "EFI application";
      case 11 -> "EFI boot driver";
      case 12 -> "EFI run-time driver";
      case 13 -> "EFI ROM";
      case 14 -> "Xbox";
      case 16 -> "Windows boot application";
      default -> "subsystem " + subsystem;
    };
  }
}
