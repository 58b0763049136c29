package decant.nt.file;

import decant.host.Errno;
import decant.host.Fcntl;
import decant.host.FileCalls;
import decant.host.HostBuffer;
import decant.host.Stat;
import decant.host.Unistd;
import decant.nt.NtStatus;

/** Opens and creates files of the host: the heart of {@code NtCreateFile}. */
final class FileOpener {
  /** {@code IO_STATUS_BLOCK.Information} of an open. */
  static final int FILE_SUPERSEDED = 0;

  static final int FILE_OPENED = 1;
  static final int FILE_CREATED = 2;
  static final int FILE_OVERWRITTEN = 3;

  /** What nobody may do to a file of the system. */
  private static final int CHANGES =
      FileAccess.WRITES
          | FileAccess.FILE_WRITE_EA
          | FileAccess.FILE_WRITE_ATTRIBUTES
          | FileAccess.DELETE
          | FileAccess.WRITE_DAC
          | FileAccess.WRITE_OWNER;

  private final FileSystem files;

  FileOpener(FileSystem files) {
    this.files = files;
  }

  /** Null when the file is not there and the disposition does not create it. */
  FileSystem.Opened open(
      HostPath path, int access, int attributes, int share, int disposition, int options) {
    if (Integer.compareUnsigned(disposition, FileSystem.FILE_OVERWRITE_IF) > 0
        || (options & FileSystem.FILE_OPEN_BY_FILE_ID) != 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    if (path.directory
        && !path.mount
        && (options & (FileSystem.FILE_NON_DIRECTORY_FILE | FileSystem.FILE_DIRECTORY_FILE))
            == FileSystem.FILE_NON_DIRECTORY_FILE) {
      throw NtStatus.OBJECT_NAME_INVALID.exception();
    }
    int rights = FileAccess.specific(access);
    if (path.virtual != null) {
      return openVirtual(path, rights, share, disposition, options);
    }
    if (path.isSystemFile()
        && (truncates(disposition)
            || (rights & CHANGES) != 0
            || (options & FileSystem.FILE_DELETE_ON_CLOSE) != 0)) {
      throw NtStatus.ACCESS_DENIED.exception();
    }
    if (path.isNowhere()) {
      if (creates(disposition)) {
        throw NtStatus.ACCESS_DENIED.exception();
      }
      return null;
    }
    if (disposition != FileSystem.FILE_CREATE) {
      FileSystem.Opened existing =
          openExisting(path, rights, attributes, share, disposition, options);
      if (existing != null || !creates(disposition)) {
        return existing;
      }
    } else if (path.mount || CaseLookup.status(path) != null) {
      throw NtStatus.OBJECT_NAME_COLLISION.exception();
    }
    return create(path, rights, attributes, share, disposition, options);
  }

  private FileSystem.Opened openVirtual(
      HostPath path, int rights, int share, int disposition, int options) {
    if (disposition == FileSystem.FILE_CREATE) {
      throw NtStatus.OBJECT_NAME_COLLISION.exception();
    }
    if ((options & FileSystem.FILE_NON_DIRECTORY_FILE) != 0) {
      throw NtStatus.FILE_IS_A_DIRECTORY.exception();
    }
    if (truncates(disposition) || (options & FileSystem.FILE_DELETE_ON_CLOSE) != 0) {
      throw NtStatus.ACCESS_DENIED.exception();
    }
    int mode = Stat.S_IFDIR;
    return new FileSystem.Opened(
        new FileObject(files, path, -1, mode, rights, share, options), FILE_OPENED);
  }

  private static boolean truncates(int disposition) {
    return disposition >= FileSystem.FILE_OVERWRITE || disposition == FileSystem.FILE_SUPERSEDE;
  }

  private static boolean creates(int disposition) {
    return disposition != FileSystem.FILE_OPEN && disposition != FileSystem.FILE_OVERWRITE;
  }

  /** Opens a file that is there; null when it is not. */
  private FileSystem.Opened openExisting(
      HostPath path, int rights, int attributes, int share, int disposition, int options) {
    if (CaseLookup.isMissing(path)) {
      return null;
    }
    boolean truncates = truncates(disposition);
    int flags = flags(rights, options, truncates);
    int fd = hostOpen(path.bytes, flags, 0);
    if (fd < 0) {
      Errno errno = Errno.last();
      if (errno == Errno.ENOENT) {
        boolean found = CaseLookup.find(path);
        fd = found ? hostOpen(path.bytes, flags, 0) : -1;
        errno = found ? Errno.last() : Errno.ENOENT;
        if (fd < 0 && errno == Errno.ENOENT) {
          return null;
        }
      }
      if (fd < 0) {
        fd = reopen(path, errno, rights, flags, options, truncates);
      }
    }
    FileObject file = register(path, fd, rights, attributes, share, options, truncates, true);
    if (!truncates) {
      return new FileSystem.Opened(file, FILE_OPENED);
    }
    return new FileSystem.Opened(
        file, disposition == FileSystem.FILE_SUPERSEDE ? FILE_SUPERSEDED : FILE_OVERWRITTEN);
  }

  /** Tries again after a failure that only means that the host wants other flags. */
  private static int reopen(
      HostPath path, Errno errno, int rights, int flags, int options, boolean truncates) {
    if (errno == Errno.EISDIR) {
      if (truncates || (options & FileSystem.FILE_NON_DIRECTORY_FILE) != 0) {
        throw (truncates && (options & FileSystem.FILE_NON_DIRECTORY_FILE) == 0
                ? NtStatus.OBJECT_NAME_COLLISION
                : NtStatus.FILE_IS_A_DIRECTORY)
            .exception();
      }
      int fd = hostOpen(path.bytes, flags & ~Fcntl.O_ACCMODE & ~Fcntl.O_APPEND, 0);
      if (fd >= 0) {
        return fd;
      }
    }
    if (errno == Errno.ELOOP && (flags & Fcntl.O_NOFOLLOW) != 0) {
      int fd = hostOpen(path.bytes, Fcntl.O_PATH | Fcntl.O_NOFOLLOW | Fcntl.O_CLOEXEC, 0);
      if (fd >= 0) {
        return fd;
      }
    }
    if (errno == Errno.ENOTDIR && (flags & Fcntl.O_DIRECTORY) != 0) {
      FileStatus status = FileStatus.of(path.bytes, true);
      throw (status == null ? NtStatus.OBJECT_PATH_NOT_FOUND : NtStatus.NOT_A_DIRECTORY)
          .exception();
    }
    throw NtStatus.of(errno).exception();
  }

  private FileSystem.Opened create(
      HostPath path, int rights, int attributes, int share, int disposition, int options) {
    boolean readOnly = (attributes & FileStatus.FILE_ATTRIBUTE_READONLY) != 0;
    int fd;
    if ((options & FileSystem.FILE_DIRECTORY_FILE) != 0) {
      if (truncates(disposition)) {
        throw NtStatus.INVALID_PARAMETER.exception();
      }
      files.names.makeDirectory(path);
      fd = hostOpen(path.bytes, flags(rights, options, false), 0);
    } else {
      if (readOnly && (options & FileSystem.FILE_DELETE_ON_CLOSE) != 0) {
        throw NtStatus.CANNOT_DELETE.exception();
      }
      int flags = flags(rights, options, true) & ~Fcntl.O_PATH | Fcntl.O_CREAT;
      // A link to a file that is not there yet creates that file.
      boolean link = disposition != FileSystem.FILE_CREATE && isLink(path);
      fd = hostOpen(path.bytes, link ? flags : flags | Fcntl.O_EXCL, readOnly ? 0444 : 0666);
    }
    if (fd < 0) {
      Errno errno = Errno.last();
      if (errno == Errno.EEXIST && disposition != FileSystem.FILE_CREATE) {
        // Somebody else was faster.
        return open(path, rights, attributes, share, disposition, options);
      }
      throw (errno == Errno.ENOENT ? NtStatus.OBJECT_PATH_NOT_FOUND : NtStatus.of(errno))
          .exception();
    }
    NameCache.made(path.bytes);
    return new FileSystem.Opened(
        register(path, fd, rights, attributes, share, options, false, false), FILE_CREATED);
  }

  private static boolean isLink(HostPath path) {
    FileStatus status = FileStatus.of(path.bytes, false);
    return status != null && status.isLink();
  }

  private static int hostOpen(byte[] path, int flags, int mode) {
    long name = HostBuffer.get().path(path);
    if (name == 0) {
      throw NtStatus.NAME_TOO_LONG.exception();
    }
    return Fcntl.openat(Fcntl.AT_FDCWD, name, flags, mode);
  }

  private static int flags(int rights, int options, boolean truncates) {
    boolean write = truncates || (rights & FileAccess.WRITES) != 0;
    boolean read = (rights & FileAccess.READS) != 0;
    int flags = Fcntl.O_CLOEXEC | Fcntl.O_NOCTTY;
    if ((options & FileSystem.FILE_OPEN_REPARSE_POINT) != 0) {
      flags |= Fcntl.O_NOFOLLOW;
    }
    if ((options & FileSystem.FILE_DIRECTORY_FILE) != 0) {
      return flags | Fcntl.O_DIRECTORY | (read ? 0 : Fcntl.O_PATH);
    }
    if (!read && !write) {
      return flags | Fcntl.O_PATH;
    }
    if ((rights & FileAccess.WRITES) == FileAccess.FILE_APPEND_DATA) {
      flags |= Fcntl.O_APPEND;
    }
    // Windows lets a file be mapped for writing only with read access; the host asks for it too.
    return flags | (write ? read ? Fcntl.O_RDWR : Fcntl.O_WRONLY : Fcntl.O_RDONLY);
  }

  private FileObject register(
      HostPath path,
      int fd,
      int rights,
      int attributes,
      int share,
      int options,
      boolean truncates,
      boolean existed) {
    FileObject file = null;
    try {
      FileStatus status = FileStatus.of(fd);
      if (status == null) {
        throw NtStatus.lastHostError();
      }
      if (existed) {
        check(path, status, rights, attributes, options, truncates);
      }
      FileObject opened = new FileObject(files, path, fd, status.mode, rights, share, options);
      opened.node = files.nodes.open(opened, status.device, status.inode);
      file = opened;
      if (truncates && status.isRegular() && FileCalls.ftruncate(fd, 0) != 0) {
        throw NtStatus.lastHostError();
      }
      if ((truncates || !existed) && status.isRegular()) {
        setNewAttributes(file, status, attributes, truncates);
      }
      FileObject result = file;
      file = null;
      fd = -1;
      return result;
    } finally {
      if (file != null) {
        files.nodes.close(file);
      }
      if (fd >= 0) {
        Unistd.close(fd);
      }
    }
  }

  private static void check(
      HostPath path,
      FileStatus status,
      int rights,
      int attributes,
      int options,
      boolean truncates) {
    if (status.isDirectory()) {
      if ((options & FileSystem.FILE_NON_DIRECTORY_FILE) != 0) {
        throw NtStatus.FILE_IS_A_DIRECTORY.exception();
      }
      if ((options & FileSystem.FILE_DELETE_ON_CLOSE) != 0
          && (path.mount || !DirectoryList.isEmpty(path.bytes))) {
        throw NtStatus.DIRECTORY_NOT_EMPTY.exception();
      }
      return;
    }
    if (path.directory && !status.isLink()) {
      throw NtStatus.OBJECT_NAME_INVALID.exception();
    }
    if ((options & FileSystem.FILE_DIRECTORY_FILE) != 0 && !status.isLink()) {
      throw NtStatus.NOT_A_DIRECTORY.exception();
    }
    if (status.isReadOnly()) {
      if (truncates || (rights & FileAccess.WRITES) != 0) {
        throw NtStatus.ACCESS_DENIED.exception();
      }
      if ((options & FileSystem.FILE_DELETE_ON_CLOSE) != 0) {
        throw NtStatus.CANNOT_DELETE.exception();
      }
    }
    if (truncates && status.isRegular()) {
      int stored = DosAttributes.read(path.bytes, status.device);
      int needed = FileStatus.FILE_ATTRIBUTE_HIDDEN | FileStatus.FILE_ATTRIBUTE_SYSTEM;
      if (stored > 0 && (stored & needed & ~attributes) != 0) {
        throw NtStatus.ACCESS_DENIED.exception();
      }
    }
  }

  /** Gives a new or overwritten file its attributes. New files have the archive bit. */
  private static void setNewAttributes(
      FileObject file, FileStatus status, int attributes, boolean overwritten) {
    int special =
        FileStatus.FILE_ATTRIBUTE_HIDDEN
            | FileStatus.FILE_ATTRIBUTE_SYSTEM
            | (overwritten ? FileStatus.FILE_ATTRIBUTE_READONLY : 0);
    boolean stored =
        overwritten && DosAttributes.read(DosAttributes.descriptor(file.fd()), status.device) >= 0;
    if ((attributes & special) != 0 || stored) {
      DosAttributes.write(
          DosAttributes.descriptor(file.fd()),
          status,
          attributes | FileStatus.FILE_ATTRIBUTE_ARCHIVE);
    }
  }
}
