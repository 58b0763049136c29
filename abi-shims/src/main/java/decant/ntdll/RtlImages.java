package decant.ntdll;

import decant.abi.Export;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.host.Memory;

/**
 * Finding one's way in the headers of an image, mapped as such or as a file.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/debug/pe-format">PE format</a>
 */
@Library("ntdll")
final class RtlImages {
  private static final int DOS_SIGNATURE = 0x5A4D;
  private static final int NT_SIGNATURE = 0x4550;
  private static final int LFANEW = 0x3C;
  private static final long HIGHEST_LFANEW = 0x1000_0000;
  private static final int SECTION_COUNT = 6;
  private static final int OPTIONAL_SIZE = 0x14;
  private static final int OPTIONAL = 0x18;
  private static final int MAGIC_64 = 0x20B;
  private static final int MAGIC_32 = 0x10B;
  private static final int SIZE_OF_HEADERS = OPTIONAL + 0x3C;
  private static final int SECTION_SIZE = 0x28;
  private static final int VIRTUAL_ADDRESS = 0x0C;
  private static final int RAW_SIZE = 0x10;
  private static final int RAW_OFFSET = 0x14;

  private RtlImages() {}

  /**
   * The {@code IMAGE_NT_HEADERS} of an image, 0 for what is none.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/dbghelp/nf-dbghelp-imagentheader">ImageNtHeader</a>
   */
  @Export
  static long RtlImageNtHeader(@In @Opt long Base) {
    if (Base == 0 || Base == -1 || Memory.getU16(Base) != DOS_SIGNATURE) {
      return 0;
    }
    long offset = Memory.getU32(Base + LFANEW);
    if (offset >= HIGHEST_LFANEW || Memory.getInt(Base + offset) != NT_SIGNATURE) {
      return 0;
    }
    return Base + offset;
  }

  /**
   * The header of the section that an RVA lies in, 0 for none.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/dbghelp/nf-dbghelp-imagervatosection">ImageRvaToSection</a>
   */
  @Export
  static long RtlImageRvaToSection(@In long NtHeaders, @Opt long Base, int Rva) {
    long section = NtHeaders + OPTIONAL + Memory.getU16(NtHeaders + OPTIONAL_SIZE);
    for (int i = Memory.getU16(NtHeaders + SECTION_COUNT); i > 0; i--, section += SECTION_SIZE) {
      long offset = Integer.toUnsignedLong(Rva) - Memory.getU32(section + VIRTUAL_ADDRESS);
      if (offset >= 0 && offset < Memory.getU32(section + RAW_SIZE)) {
        return section;
      }
    }
    return 0;
  }

  /**
   * Where an RVA lies in an image that is mapped as a file, 0 for nowhere.
   *
   * @param LastRvaSection a section header to look at first, and where to put the one that was
   *     found
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/dbghelp/nf-dbghelp-imagervatova">ImageRvaToVa</a>
   */
  @Export
  static long RtlImageRvaToVa(
      @In long NtHeaders, long Base, int Rva, @In @Out @Opt long LastRvaSection) {
    long section = RtlImageRvaToSection(NtHeaders, Base, Rva);
    if (section == 0) {
      return 0;
    }
    if (LastRvaSection != 0) {
      Memory.putLong(LastRvaSection, section);
    }
    return Base
        + Integer.toUnsignedLong(Rva)
        - Memory.getU32(section + VIRTUAL_ADDRESS)
        + Memory.getU32(section + RAW_OFFSET);
  }

  /** As {@link #RtlImageRvaToVa} without the section. */
  @Export
  static long RtlAddressInSectionTable(@In long NtHeaders, @Opt long BaseOfImage, int Rva) {
    return RtlImageRvaToVa(NtHeaders, BaseOfImage, Rva, 0);
  }

  /**
   * Where a data directory's data lie, 0 when there are none.
   *
   * @param Base of the image; bit 0 says that it is mapped as a file, whatever {@code
   *     MappedAsImage} says
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/dbghelp/nf-dbghelp-imagedirectoryentrytodata">ImageDirectoryEntryToData</a>
   */
  @Export
  static long RtlImageDirectoryEntryToData(
      @In long Base, byte MappedAsImage, short DirectoryEntry, @Out long Size) {
    boolean image = MappedAsImage != 0 && (Base & 1) == 0;
    long base = Base & -2;
    long headers = RtlImageNtHeader(base);
    Memory.putInt(Size, 0);
    if (headers == 0) {
      return 0;
    }
    int magic = Memory.getU16(headers + OPTIONAL);
    if (magic != MAGIC_64 && magic != MAGIC_32) {
      return 0;
    }
    long directories = headers + OPTIONAL + (magic == MAGIC_64 ? 0x70 : 0x60);
    int entry = DirectoryEntry & 0xFFFF;
    if (entry >= Memory.getU32(directories - 4)) {
      return 0;
    }
    int rva = Memory.getInt(directories + 8L * entry);
    if (rva == 0) {
      return 0;
    }
    Memory.putInt(Size, Memory.getInt(directories + 8L * entry + 4));
    boolean inHeaders = Integer.toUnsignedLong(rva) < Memory.getU32(headers + SIZE_OF_HEADERS);
    return image || inHeaders
        ? base + Integer.toUnsignedLong(rva)
        : RtlImageRvaToVa(headers, base, rva, 0);
  }
}
