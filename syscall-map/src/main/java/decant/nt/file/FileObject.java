package decant.nt.file;

import decant.host.DemandPages;
import decant.host.Errno;
import decant.host.Fcntl;
import decant.host.FileCalls;
import decant.host.HostBuffer;
import decant.host.Links;
import decant.host.Stat;
import decant.host.Unistd;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.io.IoQueue;
import decant.nt.process.HandOver;
import decant.nt.process.PassedObjects;
import decant.nt.watch.DirectoryChanges;

/**
 * An open file or directory of the host. Its position is that of the host descriptor, so that a
 * descriptor that was inherited, or is handed on, stays in step. Safe for use by all threads: one
 * operation that needs several host calls excludes others on the same object.
 */
public final class FileObject extends IoObject {
  /**
   * {@code FILE_WRITE_THROUGH}, {@code FILE_SEQUENTIAL_ONLY}, {@code
   * FILE_NO_INTERMEDIATE_BUFFERING} and {@code FILE_DELETE_ON_CLOSE}.
   */
  private static final int LASTING_OPTIONS = 0x100E;

  final FileSystem files;
  final int access;
  final int share;
  final int options;
  private DirectoryChanges changes;

  /** {@code st_mode}. */
  private final int mode;

  /** The Windows path that it was opened by. */
  private volatile String path;

  /** The virtual directory that it is, or null. */
  final Drives.Mount virtual;

  private volatile int fd;

  /** What all opens of the file share; null for a descriptor that was not opened by name. */
  FileNode node;

  /** The next object of the same file; the table's of nodes. */
  FileObject nextOpen;

  /** The file goes when this object is closed. */
  volatile boolean deleteOnClose;

  private DirectoryQuery query;

  FileObject(
      FileSystem files, HostPath path, int fd, int mode, int access, int share, int options) {
    this.files = files;
    this.path = path.windows;
    this.virtual = path.virtual;
    this.fd = fd;
    this.mode = mode;
    this.access = access;
    this.share = share;
    this.options = options;
    this.deleteOnClose = (options & FileSystem.FILE_DELETE_ON_CLOSE) != 0;
  }

  /** An open file of the host that the process got from whoever started it. */
  static FileObject inherited(FileSystem files, int fd, int mode) {
    String path = files.windowsPath(FileNames.readLink(DosAttributes.descriptor(fd)));
    return new FileObject(
        files,
        HostPath.of(path, files.drives()),
        fd,
        mode,
        FileAccess.FILE_ALL_ACCESS,
        FileAccess.FILE_SHARE_ALL,
        FileSystem.FILE_SYNCHRONOUS_IO_NONALERT);
  }

  /** A file of another process, which {@link #handOver} put into a message. */
  public static FileObject handedOver(FileSystem files, HandOver in, int fd) {
    int mode = in.getInt();
    HostPath path = HostPath.of(in.getText(), files.drives());
    int access = in.getInt();
    int share = in.getInt();
    return new FileObject(files, path, fd, mode, access, share, in.getInt());
  }

  /** Deleting the file when it is closed stays the business of this process. */
  @Override
  public boolean handOver(HandOver out) {
    int descriptor = fd;
    if (virtual != null || descriptor < 0) {
      return false;
    }
    out.putInt(PassedObjects.FILE);
    out.putDescriptor(descriptor);
    out.putInt(mode);
    out.putText(path);
    out.putInt(access);
    out.putInt(share);
    out.putInt(options & ~FileSystem.FILE_DELETE_ON_CLOSE);
    return true;
  }

  @Override
  public int fileType() {
    return switch (mode & Stat.S_IFMT) {
      case Stat.S_IFCHR -> FILE_TYPE_CHAR;
      case Stat.S_IFIFO, Stat.S_IFSOCK -> FILE_TYPE_PIPE;
      default -> FILE_TYPE_DISK;
    };
  }

  public boolean isDirectory() {
    return (mode & Stat.S_IFMT) == Stat.S_IFDIR;
  }

  private boolean isRegular() {
    return (mode & Stat.S_IFMT) == Stat.S_IFREG;
  }

  @Override
  public int fd() {
    return fd;
  }

  /** Regular files whose operations end with their calls, and go on where the last one ended. */
  @Override
  public long directFile(int access) {
    if (!isRegular() || !synchronous() || virtual != null) {
      return 0;
    }
    // The descriptor of an object that is closed already is as good as any.
    return Math.max(fd, 0)
        | DIRECT_SEEK
        | ((access & FileAccess.FILE_READ_DATA) != 0 ? DIRECT_READ : 0)
        | ((access & FileAccess.FILE_WRITE_DATA) != 0 ? DIRECT_WRITE : 0);
  }

  /** The full Windows path that the file was opened by. */
  public String path() {
    return path;
  }

  @Override
  public int ioMode() {
    return options & (FileSystem.FILE_SYNCHRONOUS | LASTING_OPTIONS);
  }

  /** Whether operations end with their calls. */
  public boolean synchronous() {
    return (options & FileSystem.FILE_SYNCHRONOUS) != 0;
  }

  @Override
  public int read(GuestThread thread, long buffer, int length, long offset) {
    checkData();
    if (offset == CURRENT) {
      if (node != null && node.locks.any()) {
        node.locks.check(this, position(), length & 0xFFFF_FFFFL, false);
      }
      return transfer(buffer, length, false);
    }
    checkOffset(offset);
    if (node != null) {
      node.locks.check(this, offset, length & 0xFFFF_FFFFL, false);
    }
    if (synchronous() || !isRegular()) {
      synchronized (this) {
        seek(offset);
        return transfer(buffer, length, false);
      }
    }
    return count(Unistd.pread(fd, buffer, length & 0xFFFF_FFFFL, offset));
  }

  @Override
  public int write(GuestThread thread, long buffer, int length, long offset) {
    checkData();
    DemandPages.bringIn(buffer, length & 0xFFFF_FFFFL);
    if (offset == CURRENT && (node == null || !node.locks.any())) {
      return transfer(buffer, length, true);
    }
    synchronized (this) {
      long at = offset == CURRENT ? position() : offset == END ? size() : offset;
      checkOffset(at);
      if (node != null) {
        node.locks.check(this, at, length & 0xFFFF_FFFFL, true);
      }
      if (synchronous() || !isRegular()) {
        if (offset != CURRENT) {
          seek(at);
        }
        return transfer(buffer, length, true);
      }
    }
    long at = offset == END ? size() : offset;
    return count(Unistd.pwrite(fd, buffer, length & 0xFFFF_FFFFL, at));
  }

  private void checkData() {
    if (isDirectory()) {
      throw NtStatus.INVALID_DEVICE_REQUEST.exception();
    }
  }

  private void checkOffset(long offset) {
    if (offset < 0 && isRegular()) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
  }

  private void seek(long offset) {
    if (isRegular() && Unistd.lseek(fd, offset, Unistd.SEEK_SET) < 0) {
      throw NtStatus.lastHostError();
    }
  }

  /** Reads or writes at the descriptor's position. Writing goes on until all is written. */
  private int transfer(long buffer, int length, boolean write) {
    long wanted = length & 0xFFFF_FFFFL;
    long done = 0;
    while (true) {
      long n =
          write ? Unistd.write(fd, buffer + done, wanted - done) : Unistd.read(fd, buffer, wanted);
      if (n < 0) {
        Errno errno = Errno.last();
        if (errno == Errno.EINTR) {
          continue;
        }
        if (done > 0) {
          return (int) done;
        }
        throw failure(errno);
      }
      done += n;
      if (!write || done >= wanted || n == 0) {
        return (int) done;
      }
    }
  }

  private int count(long n) {
    if (n < 0) {
      throw failure(Errno.last());
    }
    return (int) n;
  }

  /** A descriptor that the host did not open for data lacks the right on Windows. */
  private static RuntimeException failure(Errno errno) {
    return (errno == Errno.EBADF ? NtStatus.ACCESS_DENIED : NtStatus.of(errno)).exception();
  }

  @Override
  public void flush() {
    if (FileCalls.fsync(fd) != 0) {
      Errno errno = Errno.last();
      if (errno != Errno.EINVAL && errno != Errno.EBADF && errno != Errno.EROFS) {
        throw NtStatus.of(errno).exception();
      }
    }
  }

  @Override
  public FileStatus status() {
    FileStatus status = hostStatus();
    if (virtual != null) {
      return status;
    }
    return status.isLink() ? status.addAttributes(hostPath()) : status.addAttributes(fd);
  }

  FileStatus hostStatus() {
    if (virtual != null) {
      return FileStatus.ofVirtual(virtual.name);
    }
    FileStatus status = FileStatus.of(fd);
    if (status == null) {
      throw NtStatus.lastHostError();
    }
    return status;
  }

  @Override
  public long size() {
    return hostStatus().size;
  }

  @Override
  public long position() {
    if (!isRegular()) {
      return 0;
    }
    long position = Unistd.lseek(fd, 0, Unistd.SEEK_CUR);
    // Opened for attributes only, it has no position on the host.
    return position < 0 ? 0 : position;
  }

  @Override
  public void setPosition(long position) {
    checkOffset(position);
    if (isRegular() && Unistd.lseek(fd, position, Unistd.SEEK_SET) < 0) {
      Errno errno = Errno.last();
      if (errno != Errno.EBADF) {
        throw NtStatus.of(errno).exception();
      }
    }
  }

  @Override
  public void setSize(long size) {
    checkData();
    checkOffset(size);
    if (FileCalls.ftruncate(fd, size) != 0) {
      Errno errno = Errno.last();
      throw (errno == Errno.EINVAL ? NtStatus.ACCESS_DENIED : NtStatus.of(errno)).exception();
    }
  }

  /** Sets aside space without making the file longer; a smaller size cuts the file. */
  public void setAllocation(long size) {
    checkData();
    checkOffset(size);
    long end = size();
    if (size < end) {
      setSize(size);
    } else if (size > end
        && Fcntl.fallocate(fd, Fcntl.FALLOC_FL_KEEP_SIZE, end, size - end) != 0
        && Errno.last() == Errno.ENOSPC) {
      throw NtStatus.DISK_FULL.exception();
    }
  }

  /** Sets attributes ({@code FILE_ATTRIBUTE_*}). */
  public void setAttributes(int attributes) {
    DosAttributes.write(DosAttributes.descriptor(fd), hostStatus(), attributes);
  }

  /** Sets times in 100 ns units from 1601; 0 and below leave one as it is. */
  public void setTimes(long accessed, long written) {
    FileTimes.set(DosAttributes.descriptor(fd), accessed, written);
  }

  /** The file's host path as it is now, after any renaming; null for a virtual directory. */
  public byte[] hostPath() {
    return virtual != null ? null : FileNames.readLink(DosAttributes.descriptor(fd));
  }

  /** Where listing this directory stands, null before the first query. */
  synchronized DirectoryQuery query() {
    return query;
  }

  synchronized void query(DirectoryQuery started) {
    if (query != null) {
      query.close();
    }
    query = started;
  }

  /** Says whether the file goes when it is closed for the last time. */
  public void setDelete(boolean delete) {
    checkName();
    if (delete) {
      checkDelete();
    } else {
      deleteOnClose = false;
    }
    files.nodes.setDeletePending(node, delete);
  }

  private void checkDelete() {
    if (hostStatus().isReadOnly()) {
      throw NtStatus.CANNOT_DELETE.exception();
    }
    if (isDirectory() && !DirectoryList.isEmpty(hostPath())) {
      throw NtStatus.DIRECTORY_NOT_EMPTY.exception();
    }
  }

  /** Refuses operations on the name of what has none of its own on the host. */
  private void checkName() {
    if (node == null) {
      throw NtStatus.CANNOT_DELETE.exception();
    }
  }

  public boolean isDeletePending() {
    return node != null && files.nodes.isDeletePending(node);
  }

  /** Deletes the name at once; the file itself lives until all handles are closed. */
  public void deleteNow() {
    checkName();
    checkDelete();
    unlink();
  }

  private void unlink() {
    byte[] current = hostPath();
    FileStatus there = FileStatus.of(current, false);
    FileStatus own = FileStatus.of(fd);
    if (there == null || own == null || there.inode != own.inode || there.device != own.device) {
      return;
    }
    HostBuffer buffer = HostBuffer.get();
    int flags = isDirectory() ? Fcntl.AT_REMOVEDIR : 0;
    Links.unlinkat(Fcntl.AT_FDCWD, buffer.path(current), flags);
  }

  /** Renames the file; a name in use fails or is replaced. */
  public void rename(String target, boolean replace) {
    checkName();
    HostPath to = files.locate(target);
    byte[] from = hostPath();
    files.names.rename(from, hostStatus(), to, replace);
    path = to.windows;
  }

  /** Puts a symbolic link in the place of the file, which must be empty; this object keeps it. */
  void becomeLink(String target) {
    checkName();
    if (hostStatus().size != 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    checkDelete();
    FileNames.replaceByLink(hostPath(), files.linkContents(target), this::unlink);
  }

  /** Makes another name for the file. */
  public void link(String target, boolean replace) {
    files.names.link(hostPath(), files.locate(target), replace);
  }

  /** Locks bytes; see {@link ByteLocks#lock}. */
  public void lock(long start, long length, boolean exclusive, boolean wait) {
    checkData();
    files.handles.stopDirectFiles();
    locks().lock(this, start, length, exclusive, wait);
  }

  public void unlock(long start, long length) {
    locks().unlock(this, start, length);
  }

  private ByteLocks locks() {
    if (node == null) {
      throw NtStatus.INVALID_DEVICE_REQUEST.exception();
    }
    return node.locks;
  }

  /** What changes in the directory, watched from the first call on, whose filter counts. */
  public synchronized DirectoryChanges changes(int filter, boolean subtree) {
    if (!isDirectory()) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    if (changes == null) {
      changes = new DirectoryChanges(this, hostPath(), filter, subtree);
    }
    return changes;
  }

  @Override
  public synchronized IoQueue queue() {
    return changes == null ? null : changes.queue();
  }

  @Override
  protected void destroyed() {
    if (changes != null) {
      changes.close();
    }
    query(null);
    int descriptor = fd;
    if (node != null) {
      if (node.locks.any()) {
        node.locks.release(this);
      }
      if (files.nodes.close(this)) {
        unlink();
      }
    }
    fd = -1;
    if (descriptor >= 0) {
      Descriptor.close(descriptor);
    }
  }
}
