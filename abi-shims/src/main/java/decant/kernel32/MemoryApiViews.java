package decant.kernel32;

import decant.abi.Export;
import decant.abi.Handle;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Support;
import decant.abi.Text;
import decant.host.Memory;
import decant.host.Mman;
import decant.nt.GuestThread;
import decant.nt.HandleTable;
import decant.nt.Handles;
import decant.nt.NtStatus;
import decant.nt.file.IoObject;
import decant.nt.memory.AddressSpace;
import decant.nt.memory.RegionInfo;
import decant.nt.memory.SectionObject;

/** memoryapi.h: file mappings. */
@Library({"kernel32", "kernelbase"})
public final class MemoryApiViews {
  private static final int FILE_MAP_COPY = 0x1;
  private static final int FILE_MAP_WRITE = 0x2;
  private static final int FILE_MAP_READ = 0x4;
  private static final int FILE_MAP_EXECUTE = 0x20;

  private static final int SECTION_BASIC_ACCESS = 0xF_0005;
  private static final int SECTION_MAP_WRITE = 0x2;
  private static final int SECTION_MAP_EXECUTE = 0x8;

  private static final long INVALID_HANDLE_VALUE = -1;

  private MemoryApiViews() {}

  /**
   * Makes a file mapping, or opens the one of that name.
   *
   * @param hFile the file, {@code INVALID_HANDLE_VALUE} for memory
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/memoryapi/nf-memoryapi-createfilemappingw">CreateFileMapping</a>
   */
  @Export(support = Support.PARTIAL, note = "No images (SEC_IMAGE) and no large pages.")
  static long CreateFileMapping(
      GuestThread t,
      Text text,
      @Handle long hFile,
      @Opt long lpFileMappingAttributes,
      int flProtect,
      int dwMaximumSizeHigh,
      int dwMaximumSizeLow,
      @Opt String lpName) {
    long maximum = (long) dwMaximumSizeHigh << 32 | dwMaximumSizeLow & 0xFFFF_FFFFL;
    int protect = flProtect & 0xFF;
    int attributes = flProtect & 0xFFFF_FF00;
    int kind = attributes & (SectionObject.SEC_RESERVE | SectionObject.SEC_IMAGE);
    int granted = SECTION_BASIC_ACCESS;
    int executable =
        AddressSpace.PAGE_EXECUTE_READ
            | AddressSpace.PAGE_EXECUTE_READWRITE
            | AddressSpace.PAGE_EXECUTE_WRITECOPY;
    granted |= (protect & executable) != 0 ? SECTION_MAP_EXECUTE : 0;
    int writable = AddressSpace.PAGE_READWRITE | AddressSpace.PAGE_EXECUTE_READWRITE;
    granted |= (protect & writable) != 0 ? SECTION_MAP_WRITE : 0;
    IoObject file = hFile == INVALID_HANDLE_VALUE ? null : SectionObject.file(t, hFile, protect);
    return NamedObjects.create(
        t,
        lpName,
        SectionObject.class,
        lpFileMappingAttributes,
        granted,
        () ->
            SectionObject.create(
                t,
                file,
                maximum,
                protect,
                kind == 0 ? attributes | SectionObject.SEC_COMMIT : attributes));
  }

  @Export
  static long OpenFileMapping(
      GuestThread t, Text text, int dwDesiredAccess, boolean bInheritHandle, String lpName) {
    return NamedObjects.open(t, lpName, SectionObject.class, dwDesiredAccess, bInheritHandle);
  }

  /**
   * Maps a view.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/memoryapi/nf-memoryapi-mapviewoffile">MapViewOfFile</a>
   */
  @Export
  static long MapViewOfFile(
      GuestThread t,
      @Handle long hFileMappingObject,
      int dwDesiredAccess,
      int dwFileOffsetHigh,
      int dwFileOffsetLow,
      long dwNumberOfBytesToMap) {
    return MapViewOfFileEx(
        t,
        hFileMappingObject,
        dwDesiredAccess,
        dwFileOffsetHigh,
        dwFileOffsetLow,
        dwNumberOfBytesToMap,
        0);
  }

  @Export
  static long MapViewOfFileEx(
      GuestThread t,
      @Handle long hFileMappingObject,
      int dwDesiredAccess,
      int dwFileOffsetHigh,
      int dwFileOffsetLow,
      long dwNumberOfBytesToMap,
      @Opt long lpBaseAddress) {
    HandleTable.Entry entry = t.process.handles.entry(hFileMappingObject);
    SectionObject section = t.process.handles.get(hFileMappingObject, SectionObject.class);
    boolean write = (dwDesiredAccess & FILE_MAP_WRITE) != 0;
    if (write && (entry.access & SECTION_MAP_WRITE) == 0) {
      throw NtStatus.ACCESS_DENIED.exception();
    }
    boolean execute = (dwDesiredAccess & FILE_MAP_EXECUTE) != 0;
    int protect;
    if (write) {
      protect = execute ? AddressSpace.PAGE_EXECUTE_READWRITE : AddressSpace.PAGE_READWRITE;
    } else if ((dwDesiredAccess & FILE_MAP_COPY) != 0) {
      protect = execute ? AddressSpace.PAGE_EXECUTE_WRITECOPY : AddressSpace.PAGE_WRITECOPY;
    } else if ((dwDesiredAccess & FILE_MAP_READ) != 0) {
      protect = execute ? AddressSpace.PAGE_EXECUTE_READ : AddressSpace.PAGE_READONLY;
    } else {
      protect = execute ? AddressSpace.PAGE_EXECUTE : AddressSpace.PAGE_NOACCESS;
    }
    long offset = (long) dwFileOffsetHigh << 32 | dwFileOffsetLow & 0xFFFF_FFFFL;
    return section.map(t, lpBaseAddress, offset, dwNumberOfBytesToMap, protect);
  }

  @Export(
      dll = "kernelbase",
      support = Support.PARTIAL,
      note =
          "Only for the calling process; not in the place of placeholders; no extended parameters.")
  static long MapViewOfFile3(
      GuestThread t,
      @Handle long FileMapping,
      @Opt @Handle long Process,
      @Opt long BaseAddress,
      long Offset,
      long ViewSize,
      int AllocationType,
      int PageProtection,
      @Opt long ExtendedParameters,
      int ParameterCount) {
    if (Process != 0) {
      Handles.requireCurrentProcess(t, Process);
    }
    int meaningless = AddressSpace.MEM_RESERVE | AddressSpace.MEM_TOP_DOWN;
    if (ParameterCount != 0 || (AllocationType & ~meaningless) != 0) {
      throw NtStatus.NOT_SUPPORTED.exception();
    }
    return t.process
        .handles
        .get(FileMapping, SectionObject.class)
        .map(t, BaseAddress, Offset, ViewSize, PageProtection);
  }

  @Export
  static boolean UnmapViewOfFile(GuestThread t, long lpBaseAddress) {
    SectionObject.unmap(t, lpBaseAddress);
    return true;
  }

  @Export(dll = "kernelbase", support = Support.PARTIAL, note = "Only for the calling process.")
  static boolean UnmapViewOfFile2(
      GuestThread t, @Handle long Process, long BaseAddress, int UnmapFlags) {
    Handles.requireCurrentProcess(t, Process);
    SectionObject.unmap(t, BaseAddress);
    return true;
  }

  /**
   * Starts the writing of a view's changes to its file.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/memoryapi/nf-memoryapi-flushviewoffile">FlushViewOfFile</a>
   */
  @Export
  static boolean FlushViewOfFile(
      GuestThread t, long lpBaseAddress, @Opt long dwNumberOfBytesToFlush) {
    RegionInfo region = t.process.memory.query(lpBaseAddress);
    if (region.type() != AddressSpace.MEM_MAPPED) {
      throw NtStatus.NOT_MAPPED_VIEW.exception();
    }
    long length = dwNumberOfBytesToFlush == 0 ? region.size() : dwNumberOfBytesToFlush;
    if (Mman.msync(region.base(), Memory.alignUp(length, Memory.PAGE), Mman.MS_ASYNC) != 0) {
      throw NtStatus.NOT_MAPPED_VIEW.exception();
    }
    return true;
  }
}
