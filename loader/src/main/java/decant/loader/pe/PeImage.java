package decant.loader.pe;

import decant.host.Bytes;
import decant.loader.pe.BadImageException.Reason;
import java.util.List;

/**
 * A portable executable: its headers, and its tables by relative virtual address (RVA). The same
 * class reads a file's bytes ({@link #parse}) and the image as it lies in memory ({@link
 * #mappedAt}); neither copies anything.
 *
 * <p>Nothing in a file is believed: whatever does not fit ends in a {@link BadImageException}, and
 * no table makes a reader loop or allocate beyond a bound.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/debug/pe-format">PE format</a>
 */
public final class PeImage {
  public static final int DIRECTORY_EXPORT = 0;
  public static final int DIRECTORY_IMPORT = 1;
  public static final int DIRECTORY_RESOURCE = 2;
  public static final int DIRECTORY_EXCEPTION = 3;
  public static final int DIRECTORY_SECURITY = 4;
  public static final int DIRECTORY_BASERELOC = 5;
  public static final int DIRECTORY_DEBUG = 6;
  public static final int DIRECTORY_TLS = 9;
  public static final int DIRECTORY_LOAD_CONFIG = 10;
  public static final int DIRECTORY_BOUND_IMPORT = 11;
  public static final int DIRECTORY_IAT = 12;
  public static final int DIRECTORY_DELAY_IMPORT = 13;
  public static final int DIRECTORY_COM_DESCRIPTOR = 14;

  static final long PAGE = 0x1000;

  /** The largest image: 2 GiB less the granule that no user address space has. */
  private static final long MAX_IMAGE = 0x7FFF_0000L;

  /** More address space than any program uses for one stack, and more memory. */
  private static final long MAX_STACK_RESERVE = 1L << 40;

  private static final long MAX_STACK_COMMIT = 1L << 30;

  private static final int SECTION_HEADER = 40;

  private final PeHeaders headers;
  private final Section[] sections;
  private final ImageBytes bytes;
  private final boolean mapped;

  private PeImage(PeHeaders headers, Section[] sections, ImageBytes bytes, boolean mapped) {
    this.headers = headers;
    this.sections = sections;
    this.bytes = bytes;
    this.mapped = mapped;
  }

  /** Like {@link #parse(Bytes, String)}. */
  public static PeImage parse(byte[] file, String name) {
    return parse(Bytes.of(file), name);
  }

  /**
   * Parses an image that can be mapped and run here: PE32+ for x86-64, without .NET.
   *
   * @param file the whole file
   * @param name how messages call it
   * @throws BadImageException when it is anything else
   */
  public static PeImage parse(Bytes file, String name) {
    PeImage image = read(file, name);
    image.requireNative();
    return image;
  }

  /** Parses an image for whatever processor, 32-bit ones too: for looking at it. */
  public static PeImage read(Bytes file, String name) {
    ImageBytes bytes = new ImageBytes(file, name);
    PeHeaders headers = PeHeaders.read(bytes, name);
    return new PeImage(headers, readSections(headers, bytes), bytes, false);
  }

  /** The same image as it lies in memory, {@link #sizeOfImage} bytes at {@code image}. */
  public PeImage mappedAt(Bytes image) {
    return new PeImage(headers, sections, new ImageBytes(image, name()), true);
  }

  private static Section[] readSections(PeHeaders h, ImageBytes bytes) {
    if (h.sizeOfImage == 0 || h.sizeOfImage > MAX_IMAGE) {
      throw corrupt(h.name, "its size in memory is 0x" + Long.toHexString(h.sizeOfImage));
    }
    boolean flat = h.isFlat();
    if (Long.bitCount(h.sectionAlignment) != 1
        || Long.bitCount(h.fileAlignment) != 1
        || h.fileAlignment > h.sectionAlignment
        || flat && h.fileAlignment != h.sectionAlignment) {
      throw corrupt(
          h.name,
          "its section alignment 0x"
              + Long.toHexString(h.sectionAlignment)
              + " and file alignment 0x"
              + Long.toHexString(h.fileAlignment)
              + " do not go together");
    }
    if ((h.imageBase & 0xFFFF) != 0) {
      throw corrupt(h.name, "its base address is no multiple of 64 KiB");
    }
    if (h.sizeOfHeaders > h.sizeOfImage || h.sizeOfHeaders == 0) {
      throw corrupt(h.name, "the size of its headers is 0x" + Long.toHexString(h.sizeOfHeaders));
    }
    if (!bytes.has(0, h.sizeOfHeaders)) {
      bytes.u8(h.sizeOfHeaders - 1, "headers end");
    }
    if (h.entryPoint >= h.sizeOfImage) {
      throw corrupt(
          h.name, "its entry point 0x" + Long.toHexString(h.entryPoint) + " lies outside");
    }
    if (h.sectionCount > 0) {
      // Before the array: a count is not believed until the file holds the table.
      bytes.u8(h.sectionTable + (long) h.sectionCount * SECTION_HEADER - 1, "section table");
    }
    Section[] sections = new Section[h.sectionCount];
    long next = flat ? 0 : align(h.sizeOfHeaders);
    long limit = align(h.sizeOfImage);
    for (int i = 0; i < sections.length; i++) {
      Section s = readSection(h, bytes, h.sectionTable + (long) i * SECTION_HEADER, flat);
      if (s.address() < next || s.end() > limit) {
        throw corrupt(
            h.name,
            "section "
                + s.name()
                + " (0x"
                + Long.toHexString(s.address())
                + " to 0x"
                + Long.toHexString(s.end())
                + (s.address() < next ? ") overlaps what precedes it" : ") ends outside"));
      }
      next = flat ? s.address() : align(s.end());
      sections[i] = s;
    }
    return sections;
  }

  private static Section readSection(PeHeaders h, ImageBytes bytes, long at, boolean flat) {
    StringBuilder name = new StringBuilder(8);
    for (int i = 0; i < 8; i++) {
      int c = bytes.u8(at + i, "section table");
      if (c == 0) {
        break;
      }
      name.append(c >= 0x20 && c < 0x7F ? (char) c : '?');
    }
    long size = bytes.u32(at + 8, "section table");
    final long address = bytes.u32(at + 12, "section table");
    long rawSize = bytes.u32(at + 16, "section table");
    long rawOffset = bytes.u32(at + 20, "section table");
    int characteristics = bytes.i32(at + 36, "section table");
    if (size == 0) {
      size = rawSize;
    }
    if (rawOffset == 0) {
      rawSize = 0;
    }
    if (rawSize != 0 && !bytes.has(rawOffset, rawSize)) {
      throw new BadImageException(
          Reason.TRUNCATED,
          h.name
              + " is cut off: section "
              + name
              + " ends at 0x"
              + Long.toHexString(rawOffset + rawSize)
              + ", the file at 0x"
              + Long.toHexString(bytes.size));
    }
    if (flat) {
      if (rawSize != 0 && rawOffset != address) {
        throw corrupt(h.name, "section " + name + " must lie in the file as in memory");
      }
    } else {
      if ((address & (PAGE - 1)) != 0) {
        throw corrupt(h.name, "section " + name + " does not begin at a page");
      }
      long sector = rawOffset & -0x200;
      rawSize = Math.min(rawSize == 0 ? 0 : rawSize + rawOffset - sector, align(size));
      rawOffset = sector;
    }
    return new Section(name.toString(), address, size, rawOffset, rawSize, characteristics);
  }

  /**
   * Whether this is a DLL in which there is nothing to execute. Such may be made for any machine,
   * as the data of ICU long was for i386.
   */
  private boolean isDataAlone() {
    if (!isDll() || headers.entryPoint != 0 || headers.directoryLength(DIRECTORY_IMPORT) != 0) {
      return false;
    }
    for (Section section : sections) {
      if (section.has(Section.CNT_CODE | Section.MEM_EXECUTE)) {
        return false;
      }
    }
    return true;
  }

  private void requireNative() {
    if (isDotNet()) {
      throw new BadImageException(
          Reason.DOT_NET, name() + " is a .NET program; it needs the .NET runtime");
    }
    if (isDataAlone()) {
      return;
    }
    if (headers.machine != Machine.AMD64) {
      throw new BadImageException(
          Reason.WRONG_MACHINE,
          name()
              + " is a Windows program for "
              + Machine.name(headers.machine)
              + "; only x86-64 programs can run here");
    }
    if (!headers.plus) {
      throw corrupt(name(), "it is an x86-64 image with a 32-bit header");
    }
  }

  /** Refuses what is no program: DLLs, drivers, and images of other subsystems. */
  public void requireProgram() {
    if (isDll()) {
      throw new BadImageException(
          Reason.NOT_A_PROGRAM_IMAGE, name() + " is a DLL, not a program that can be started");
    }
    if (headers.subsystem != 2 && headers.subsystem != 3) {
      throw new BadImageException(
          Reason.NOT_A_PROGRAM_IMAGE,
          name()
              + " is made for "
              + Machine.subsystem(headers.subsystem)
              + ", not for Windows' command line or desktop");
    }
    if (headers.entryPoint == 0) {
      throw corrupt(name(), "it has no entry point");
    }
    requireStack(headers.sizeOfStackReserve, MAX_STACK_RESERVE);
    requireStack(headers.sizeOfStackCommit, MAX_STACK_COMMIT);
  }

  private void requireStack(long size, long max) {
    if (size < 0 || size > max) {
      throw corrupt(name(), "it asks for a stack of 0x" + Long.toHexString(size) + " bytes");
    }
  }

  /** How messages call the file. */
  public String name() {
    return headers.name;
  }

  /** The fields of the headers. */
  public PeHeaders headers() {
    return headers;
  }

  /** The preferred base address. */
  public long imageBase() {
    return headers.imageBase;
  }

  /** RVA of the entry point; 0: none (a DLL without {@code DllMain}). */
  public long entryPoint() {
    return headers.entryPoint;
  }

  /** Bytes that the image takes in memory: whole pages. */
  public long sizeOfImage() {
    return align(headers.sizeOfImage);
  }

  public boolean isDll() {
    return (headers.characteristics & PeHeaders.FILE_DLL) != 0;
  }

  /**
   * True when the image can lie at its preferred base only. One that does not say so and has no
   * relocation table has nothing that would have to change.
   */
  public boolean isFixed() {
    return (headers.characteristics & PeHeaders.FILE_RELOCS_STRIPPED) != 0;
  }

  public boolean isDotNet() {
    return directoryAddress(DIRECTORY_COM_DESCRIPTOR) != 0;
  }

  /** The sections in the order of their addresses. */
  public List<Section> sections() {
    return List.of(sections);
  }

  /** The section that an RVA lies in, or null. */
  public Section sectionAt(long rva) {
    int low = 0;
    int high = sections.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Section s = sections[middle];
      if (rva < s.address()) {
        high = middle - 1;
      } else if (rva >= Math.max(s.end(), s.address() + s.rawSize())) {
        low = middle + 1;
      } else {
        return s;
      }
    }
    return null;
  }

  /** RVA of a data directory; 0 when the image has none. */
  public long directoryAddress(int directory) {
    return headers.directory(directory);
  }

  /** Size of a data directory, as the header has it. */
  public long directorySize(int directory) {
    return headers.directoryLength(directory);
  }

  /** The imported DLLs; delay-loaded ones come from {@link #delayImports}. */
  public List<ImportedDll> imports() {
    return ImportReader.imports(this);
  }

  /** The DLLs that are loaded when a function of theirs is first called. */
  public List<ImportedDll> delayImports() {
    return ImportReader.delayImports(this);
  }

  /** The export table, or null when there is none. */
  public ExportTable exports() {
    return directoryAddress(DIRECTORY_EXPORT) == 0 ? null : new ExportTable(this);
  }

  /** The TLS directory, or null when there is none. */
  public TlsDirectory tls() {
    return directoryAddress(DIRECTORY_TLS) == 0 ? null : TlsDirectory.read(this);
  }

  // --- reading by RVA ---------------------------------------------------------------------------

  private static final long ZEROS = -1;

  /** The offset of bytes at an RVA; {@link #ZEROS} when not all of them are in the file. */
  private long locate(long rva, long length, String what) {
    if (mapped) {
      if (bytes.has(rva, length)) {
        return rva;
      }
      throw outside(rva, what);
    }
    if (rva + length <= headers.sizeOfHeaders) {
      return rva;
    }
    if (headers.isFlat()) {
      if (bytes.has(rva, length)) {
        return rva;
      }
      throw outside(rva, what);
    }
    Section s = sectionAt(rva);
    if (s == null) {
      throw outside(rva, what);
    }
    long delta = rva - s.address();
    return delta + length <= s.rawSize() ? s.rawOffset() + delta : ZEROS;
  }

  private BadImageException outside(long rva, String what) {
    return corrupt(name(), "its " + what + " at RVA 0x" + Long.toHexString(rva) + " lies outside");
  }

  /** Little-endian bytes that do not all lie in one section's part of the file. */
  private long pieces(long rva, int length, String what) {
    long value = 0;
    for (int i = 0; i < length; i++) {
      long at = locate(rva + i, 1, what);
      if (at != ZEROS) {
        value |= (long) bytes.u8(at, what) << 8 * i;
      }
    }
    return value;
  }

  /** The byte at an RVA; {@code what} names it in the message when it lies outside. */
  public int u8(long rva, String what) {
    long at = locate(rva, 1, what);
    return at == ZEROS ? 0 : bytes.u8(at, what);
  }

  public int u16(long rva, String what) {
    long at = locate(rva, 2, what);
    return at == ZEROS ? (int) pieces(rva, 2, what) : bytes.u16(at, what);
  }

  public long u32(long rva, String what) {
    long at = locate(rva, 4, what);
    return at == ZEROS ? pieces(rva, 4, what) : bytes.u32(at, what);
  }

  public long i64(long rva, String what) {
    long at = locate(rva, 8, what);
    return at == ZEROS ? pieces(rva, 8, what) : bytes.i64(at, what);
  }

  /** A pointer-sized value: 8 bytes, or 4 in a 32-bit image. */
  public long pointer(long rva, String what) {
    return headers.plus ? i64(rva, what) : u32(rva, what);
  }

  /** Size of a pointer in this image. */
  public int pointerSize() {
    return headers.plus ? 8 : 4;
  }

  /** The zero-terminated string at an RVA, one character per byte. */
  public String string(long rva, int max, String what) {
    long at = locate(rva, 1, what);
    if (at != ZEROS) {
      // Nearly always it lies in one piece; then it is read without a call for each character.
      String text = bytes.bytes.string(at, Math.min(max, pieceEnd(rva, at) - at));
      if (text != null) {
        return text;
      }
    }
    StringBuilder text = new StringBuilder(32);
    for (int c = u8(rva, what); c != 0; c = u8(rva + text.length(), what)) {
      if (text.length() == max) {
        throw corrupt(name(), "its " + what + " at RVA 0x" + Long.toHexString(rva) + " has no end");
      }
      text.append((char) c);
    }
    return text.toString();
  }

  /** The end of the bytes that follow each other in the file as in memory; {@code at} is of RVA. */
  private long pieceEnd(long rva, long at) {
    if (mapped || headers.isFlat()) {
      return bytes.size;
    }
    Section s = at == rva && rva < headers.sizeOfHeaders ? null : sectionAt(rva);
    return Math.min(bytes.size, s == null ? headers.sizeOfHeaders : s.rawOffset() + s.rawSize());
  }

  /** Turns an address that assumes a base into an RVA; what is outside fails when it is read. */
  long rva(long address, long base) {
    long rva = address - base;
    return rva < 0 || rva > 0xFFFF_FFFFL ? 0xFFFF_FFFFL : rva;
  }

  ImageBytes bytes() {
    return bytes;
  }

  /** The bytes that are read: the whole file, or the image in memory. */
  public Bytes memory() {
    return bytes.bytes;
  }

  boolean isMapped() {
    return mapped;
  }

  static long align(long value) {
    return value + PAGE - 1 & -PAGE;
  }

  static BadImageException corrupt(String name, String how) {
    return new BadImageException(Reason.CORRUPT, name + " is damaged: " + how);
  }
}
