package decant.loader.pe;

import decant.loader.pe.BadImageException.Reason;

/** Says what a file is that is not a Windows image. */
final class FileKind {
  private static final int TEXT_SAMPLE = 512;

  private FileKind() {}

  /** The exception for a file that does not begin with {@code MZ}. */
  static BadImageException refuse(ImageBytes file, String name) {
    if (file.size == 0) {
      return new BadImageException(Reason.EMPTY, name + " is empty");
    }
    long magic = 0;
    for (int i = 0; i < 4 && i < file.size; i++) {
      magic = magic << 8 | file.u8(i, "");
    }
    if (file.size < 4) {
      magic <<= 8 * (4 - file.size);
    }
    if (magic == 0x7F454C46L) {
      return foreign(name, "an ELF file (Linux)");
    }
    if (magic == 0xFEEDFACEL
        || magic == 0xFEEDFACFL
        || magic == 0xCEFAEDFEL
        || magic == 0xCFFAEDFEL
        || magic == 0xBEBAFECAL) {
      return foreign(name, "a Mach-O file (macOS)");
    }
    if (magic == 0xCAFEBABEL) {
      // A count of architectures, or the major version of a Java class file: 45 or more.
      boolean fat = file.has(0, 8) && file.u8(7, "") < 45;
      return foreign(name, fat ? "a Mach-O file (macOS)" : "a Java class file");
    }
    if (magic >>> 16 == 0x2321) {
      return notAProgram(name, "a script (it begins with #!)");
    }
    if (magic == 0x504B0304L) {
      return notAProgram(name, "a ZIP archive");
    }
    if (magic == 0xD0CF11E0L) {
      return notAProgram(name, "a compound file (such as an .msi installer package)");
    }
    return notAProgram(name, isText(file) ? "text" : "no program of a known format");
  }

  /** The exception for a file with a DOS header, but no PE header at {@code e_lfanew}. */
  static BadImageException refuseDos(ImageBytes file, long header, String name) {
    if (file.has(header, 2)) {
      switch (file.u16(header, "")) {
        case 0x454E:
          return foreign(name, "a 16-bit Windows or OS/2 program (NE)");
        case 0x454C:
          return foreign(name, "a Windows VxD or OS/2 program (LE)");
        case 0x584C:
          return foreign(name, "an OS/2 program (LX)");
        default:
          break;
      }
    }
    return foreign(name, "a DOS program, or a damaged Windows program: it has no PE header");
  }

  private static BadImageException foreign(String name, String what) {
    return new BadImageException(
        Reason.FOREIGN_FORMAT, name + " is not a Windows program, but " + what);
  }

  private static BadImageException notAProgram(String name, String what) {
    return new BadImageException(
        Reason.NOT_A_PROGRAM, name + " is not a Windows program, but " + what);
  }

  private static boolean isText(ImageBytes file) {
    long end = Math.min(file.size, TEXT_SAMPLE);
    for (long i = 0; i < end; i++) {
      int b = file.u8(i, "");
      if (b < 0x20 && (b < '\t' || b > '\r') && b != 0x1B) {
        return false;
      }
    }
    return true;
  }
}
