package decant.loader.pe;

import decant.loader.pe.BadImageException.Reason;

/**
 * The fields of {@code IMAGE_NT_HEADERS} (winnt.h), 32-bit or 64-bit, as they stand in the file.
 */
public final class PeHeaders {
  /** {@code Characteristics}: no relocations. */
  public static final int FILE_RELOCS_STRIPPED = 0x0001;

  /** {@code Characteristics}: addresses above 2 GiB are fine. */
  public static final int FILE_LARGE_ADDRESS_AWARE = 0x0020;

  /** {@code Characteristics}: a DLL. */
  public static final int FILE_DLL = 0x2000;

  private static final int MZ = 0x5A4D;
  private static final int PE = 0x0000_4550;
  private static final int MAGIC_PE32 = 0x10B;
  private static final int MAGIC_PE32_PLUS = 0x20B;
  private static final int DIRECTORIES = 16;

  /** How messages call the file. */
  public final String name;

  /** {@code IMAGE_FILE_MACHINE_*}. */
  public final int machine;

  /** Seconds since 1970 as a rule; a hash in reproducible builds. */
  public final int timeDateStamp;

  public final int characteristics;

  /** True for PE32+. */
  public final boolean plus;

  public final long entryPoint;
  public final long imageBase;
  public final long sectionAlignment;
  public final long fileAlignment;
  public final int majorOperatingSystemVersion;
  public final int minorOperatingSystemVersion;
  public final int majorSubsystemVersion;
  public final int minorSubsystemVersion;
  public final long sizeOfImage;
  public final long sizeOfHeaders;
  public final int checkSum;

  /** {@code IMAGE_SUBSYSTEM_*}. */
  public final int subsystem;

  public final int dllCharacteristics;

  /** What the program wants for its first thread; nothing bounds these four. */
  public final long sizeOfStackReserve;

  public final long sizeOfStackCommit;
  public final long sizeOfHeapReserve;
  public final long sizeOfHeapCommit;

  final int sectionCount;
  final long sectionTable;

  /** RVA and size of each data directory. */
  private final long[] directories = new long[2 * DIRECTORIES];

  private PeHeaders(ImageBytes f, long nt, String name) {
    this.name = name;
    String coff = "COFF header";
    String optional = "optional header";
    machine = f.u16(nt + 4, coff);
    sectionCount = f.u16(nt + 6, coff);
    timeDateStamp = f.i32(nt + 8, coff);
    final int optionalSize = f.u16(nt + 20, coff);
    characteristics = f.u16(nt + 22, coff);
    long o = nt + 24;
    int magic = f.u16(o, optional);
    if (magic != MAGIC_PE32 && magic != MAGIC_PE32_PLUS) {
      throw PeImage.corrupt(
          name, "its optional header has the unknown magic number 0x" + Integer.toHexString(magic));
    }
    plus = magic == MAGIC_PE32_PLUS;
    entryPoint = f.u32(o + 16, optional);
    imageBase = plus ? f.i64(o + 24, optional) : f.u32(o + 28, optional);
    sectionAlignment = f.u32(o + 32, optional);
    fileAlignment = f.u32(o + 36, optional);
    majorOperatingSystemVersion = f.u16(o + 40, optional);
    minorOperatingSystemVersion = f.u16(o + 42, optional);
    majorSubsystemVersion = f.u16(o + 48, optional);
    minorSubsystemVersion = f.u16(o + 50, optional);
    sizeOfImage = f.u32(o + 56, optional);
    sizeOfHeaders = f.u32(o + 60, optional);
    checkSum = f.i32(o + 64, optional);
    subsystem = f.u16(o + 68, optional);
    dllCharacteristics = f.u16(o + 70, optional);
    sizeOfStackReserve = word(f, o, 0);
    sizeOfStackCommit = word(f, o, 1);
    sizeOfHeapReserve = word(f, o, 2);
    sizeOfHeapCommit = word(f, o, 3);
    long count = Math.min(f.u32(o + (plus ? 108 : 92), optional), DIRECTORIES);
    for (int i = 0; i < 2 * count; i++) {
      directories[i] = f.u32(o + (plus ? 112 : 96) + 4L * i, "data directories");
    }
    sectionTable = o + optionalSize;
  }

  private long word(ImageBytes f, long optional, int index) {
    return plus
        ? f.i64(optional + 72 + 8L * index, "optional header")
        : f.u32(optional + 72 + 4L * index, "optional header");
  }

  static PeHeaders read(ImageBytes file, String name) {
    if (!file.has(0, 2) || file.u16(0, "") != MZ) {
      throw FileKind.refuse(file, name);
    }
    long nt = file.u32(0x3C, "DOS header");
    if (!file.has(nt, 4)) {
      // A relocation table behind the extended header is the mark of what is more than DOS.
      boolean extended = file.u16(0x18, "DOS header") >= 0x40;
      if (extended && nt != 0) {
        throw new BadImageException(
            Reason.TRUNCATED,
            name + " is cut off: its PE header at 0x" + Long.toHexString(nt) + " is missing");
      }
      throw FileKind.refuseDos(file, nt, name);
    }
    if (file.i32(nt, "PE header") != PE) {
      throw FileKind.refuseDos(file, nt, name);
    }
    return new PeHeaders(file, nt, name);
  }

  /** Whether sections are finer than pages: then the file lies in memory as it is on disk. */
  public boolean isFlat() {
    return sectionAlignment < PeImage.PAGE;
  }

  long directory(int index) {
    return directories[2 * index];
  }

  long directoryLength(int index) {
    return directories[2 * index + 1];
  }
}
