package decant.nt.memory;

import decant.host.Memory;
import decant.host.Mman;
import decant.host.Unistd;
import decant.nt.GuestThread;
import decant.nt.HandleTable;
import decant.nt.NtObject;
import decant.nt.NtStatus;
import decant.nt.file.FileAccess;
import decant.nt.file.FileStatus;
import decant.nt.file.IoObject;
import decant.nt.process.HandOver;
import decant.nt.process.PassedObjects;

/**
 * A section: memory that views of it show, backed by a file or by nothing but memory. Its views
 * keep it alive, and it keeps its file open.
 *
 * @see <a
 *     href="https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-zwcreatesection">ZwCreateSection</a>
 */
public final class SectionObject extends NtObject {
  public static final int SEC_FILE = 0x80_0000;
  public static final int SEC_IMAGE = 0x100_0000;
  public static final int SEC_RESERVE = 0x400_0000;
  public static final int SEC_COMMIT = 0x800_0000;
  public static final int SEC_NOCACHE = 0x1000_0000;

  private static final long MAX_SIZE = 1L << 46;

  private final IoObject file;
  private final int fd;
  private final int protect;
  private final int attributes;
  private volatile long size;

  private SectionObject(IoObject file, int fd, long size, int protect, int attributes) {
    this.file = file;
    this.fd = fd;
    this.size = size;
    this.protect = protect;
    this.attributes = attributes;
  }

  /**
   * The file of a handle that grants what a section of this protection does; {@code
   * STATUS_ACCESS_DENIED} when it does not.
   */
  public static IoObject file(GuestThread t, long handle, int protect) {
    int needed =
        switch (protect & 0xFF) {
          case AddressSpace.PAGE_READONLY, AddressSpace.PAGE_WRITECOPY -> FileAccess.FILE_READ_DATA;
          case AddressSpace.PAGE_READWRITE ->
              FileAccess.FILE_READ_DATA | FileAccess.FILE_WRITE_DATA;
          case AddressSpace.PAGE_EXECUTE -> FileAccess.FILE_EXECUTE;
          case AddressSpace.PAGE_EXECUTE_READ, AddressSpace.PAGE_EXECUTE_WRITECOPY ->
              FileAccess.FILE_EXECUTE | FileAccess.FILE_READ_DATA;
          case AddressSpace.PAGE_EXECUTE_READWRITE ->
              FileAccess.FILE_EXECUTE | FileAccess.FILE_READ_DATA | FileAccess.FILE_WRITE_DATA;
          default -> 0;
        };
    HandleTable.Entry entry = t.process.handles.entry(handle);
    if (!(entry.object instanceof IoObject file)) {
      throw NtStatus.OBJECT_TYPE_MISMATCH.exception();
    }
    if ((entry.access & needed) != needed) {
      throw NtStatus.ACCESS_DENIED.exception();
    }
    return file;
  }

  /**
   * Makes a section.
   *
   * @param file what it shows, null for memory
   * @param maximum its size; 0 for the size of the file. A file that is shorter is extended, if the
   *     section may be written
   * @param protect the most that views may do
   * @param attributes {@code SEC_COMMIT} or {@code SEC_RESERVE}, and caching hints
   */
  public static SectionObject create(
      GuestThread t, IoObject file, long maximum, int protect, int attributes) {
    int checked = Protection.checked(protect);
    int kind = attributes & (SEC_COMMIT | SEC_RESERVE | SEC_IMAGE);
    if ((attributes & SEC_IMAGE) != 0) {
      throw NtStatus.NOT_SUPPORTED.exception();
    }
    if (Integer.bitCount(kind) != 1 || checked == AddressSpace.PAGE_NOACCESS) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    if (maximum < 0 || maximum > MAX_SIZE) {
      throw NtStatus.SECTION_TOO_BIG.exception();
    }
    return file == null
        ? ofMemory(t, maximum, checked, attributes)
        : ofFile(file, maximum, checked, attributes);
  }

  private static SectionObject ofMemory(GuestThread t, long size, int protect, int attributes) {
    if (size == 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    long name = t.scratch();
    Memory.putLong(name, 0);
    int fd = Mman.memfd_create(name, Mman.MFD_CLOEXEC);
    if (fd < 0) {
      throw NtStatus.lastHostError();
    }
    if (Unistd.ftruncate(fd, Memory.alignUp(size, Memory.PAGE)) != 0) {
      NtStatus status = NtStatus.lastHostError().status();
      Unistd.close(fd);
      throw status.exception();
    }
    return new SectionObject(null, fd, Memory.alignUp(size, Memory.PAGE), protect, attributes);
  }

  private static SectionObject ofFile(IoObject file, long maximum, int protect, int attributes) {
    if (file.fileType() != IoObject.FILE_TYPE_DISK || file.fd() < 0) {
      throw NtStatus.INVALID_FILE_FOR_SECTION.exception();
    }
    long length = file.size();
    if (maximum == 0 && length == 0) {
      throw NtStatus.MAPPED_FILE_SIZE_ZERO.exception();
    }
    if (maximum > length) {
      if (!isShared(protect) || !Protection.isWritable(protect)) {
        throw NtStatus.SECTION_TOO_BIG.exception();
      }
      if (Unistd.ftruncate(file.fd(), maximum) != 0) {
        throw NtStatus.lastHostError();
      }
    }
    file.retain();
    long size = maximum == 0 ? length : maximum;
    return new SectionObject(file, file.fd(), size, protect, attributes | SEC_FILE);
  }

  private static boolean isShared(int protect) {
    return !Protection.isWriteCopy(protect);
  }

  @Override
  public boolean handOver(HandOver out) {
    out.putInt(PassedObjects.SECTION);
    out.putDescriptor(fd);
    out.putLong(size);
    out.putInt(protect);
    out.putInt(attributes);
    return true;
  }

  /** A section of another process, which {@link #handOver} put into a message. */
  public static SectionObject handedOver(HandOver in) {
    int fd = in.getDescriptor();
    long size = in.getLong();
    int protect = in.getInt();
    return new SectionObject(null, fd, size, protect, in.getInt());
  }

  @Override
  public String typeName() {
    return "Section";
  }

  public long size() {
    return size;
  }

  /** {@code SEC_*}. */
  public int attributes() {
    return attributes;
  }

  /**
   * Maps a view into the address space of the calling process.
   *
   * @param address where, 0 for anywhere
   * @param offset into the section, a multiple of {@link AddressSpace#GRANULARITY}
   * @param length 0 for all from the offset on
   * @param viewProtect what the view may do: {@code STATUS_SECTION_PROTECTION} when that is more
   *     than the section may
   * @return the base of the view
   */
  public long map(GuestThread t, long address, long offset, long length, int viewProtect) {
    int granted = Protection.checked(viewProtect);
    if ((offset & (AddressSpace.GRANULARITY - 1)) != 0) {
      throw NtStatus.MAPPED_ALIGNMENT.exception();
    }
    long whole = size;
    if (offset < 0 || offset >= whole || length < 0 || length > whole - offset) {
      throw NtStatus.INVALID_VIEW_SIZE.exception();
    }
    boolean writes = isShared(granted) && Protection.isWritable(granted);
    if (writes && !(isShared(protect) && Protection.isWritable(protect))) {
      throw NtStatus.SECTION_PROTECTION.exception();
    }
    retain();
    try {
      return t.process.memory.mapView(
          address,
          length == 0 ? whole - offset : length,
          granted,
          (attributes & SEC_RESERVE) == 0 || (attributes & SEC_FILE) != 0,
          isShared(granted),
          fd,
          offset,
          this);
    } catch (RuntimeException e) {
      release();
      throw e;
    }
  }

  /** Makes the section larger; a smaller size changes nothing. Returns the size then. */
  public synchronized long extend(long newSize) {
    if (newSize > MAX_SIZE) {
      throw NtStatus.SECTION_TOO_BIG.exception();
    }
    boolean ofFile = (attributes & SEC_FILE) != 0;
    if (!ofFile || !isShared(protect) || !Protection.isWritable(protect)) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    if (newSize > size) {
      FileStatus status = FileStatus.of(fd);
      if (status == null || status.size < newSize && Unistd.ftruncate(fd, newSize) != 0) {
        throw NtStatus.lastHostError();
      }
      size = newSize;
    }
    return size;
  }

  /** Unmaps the view that an address lies in. */
  public static void unmap(GuestThread t, long address) {
    NtObject section = t.process.memory.unmap(address);
    if (section != null) {
      section.release();
    }
  }

  @Override
  protected void destroyed() {
    if (file != null) {
      file.release();
    } else {
      Unistd.close(fd);
    }
  }
}
