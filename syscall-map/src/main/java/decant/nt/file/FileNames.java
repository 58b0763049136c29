package decant.nt.file;

import decant.host.Errno;
import decant.host.Fcntl;
import decant.host.HostBuffer;
import decant.host.Links;
import decant.host.Stat;
import decant.nt.NtStatus;

/** Changing names: deleting, renaming, linking, making directories. */
final class FileNames {
  private final FileNode.Table nodes;

  FileNames(FileNode.Table nodes) {
    this.nodes = nodes;
  }

  /** Deletes a file, or a link to one; the file lives on until its last handle is closed. */
  void delete(HostPath path) {
    checkEntry(path);
    FileStatus status = CaseLookup.existing(path);
    if (status.isDirectory() || isDirectoryLink(path.bytes, status)) {
      throw NtStatus.FILE_IS_A_DIRECTORY.exception();
    }
    if (status.isReadOnly()) {
      throw NtStatus.CANNOT_DELETE.exception();
    }
    nodes.checkDelete(status.device, status.inode);
    unlink(path.bytes, 0);
  }

  /** Removes an empty directory, or a link to a directory. */
  void removeDirectory(HostPath path) {
    checkEntry(path);
    FileStatus status = CaseLookup.existing(path);
    if (isDirectoryLink(path.bytes, status)) {
      unlink(path.bytes, 0);
      return;
    }
    if (!status.isDirectory()) {
      throw NtStatus.NOT_A_DIRECTORY.exception();
    }
    nodes.checkDelete(status.device, status.inode);
    unlink(path.bytes, Fcntl.AT_REMOVEDIR);
  }

  private static void checkEntry(HostPath path) {
    if (path.mount) {
      throw NtStatus.ACCESS_DENIED.exception();
    }
  }

  /** Nothing can be made in a virtual directory. */
  private static void checkPlace(HostPath path) {
    if (path.isNowhere()) {
      throw NtStatus.ACCESS_DENIED.exception();
    }
  }

  private static boolean isDirectoryLink(byte[] path, FileStatus status) {
    if (!status.isLink()) {
      return false;
    }
    FileStatus target = FileStatus.of(path, true);
    return target != null && target.isDirectory();
  }

  private static void unlink(byte[] path, int flags) {
    if (Links.unlinkat(Fcntl.AT_FDCWD, HostBuffer.get().path(path), flags) != 0) {
      throw NtStatus.lastHostError();
    }
  }

  /** Makes a directory. */
  void makeDirectory(HostPath path) {
    if (path.mount || CaseLookup.status(path) != null) {
      throw NtStatus.OBJECT_NAME_COLLISION.exception();
    }
    checkPlace(path);
    if (Stat.mkdirat(Fcntl.AT_FDCWD, HostBuffer.get().path(path.bytes), 0777) != 0) {
      throw NtStatus.lastHostError();
    }
    NameCache.made(path.bytes);
  }

  /** Makes a symbolic link whose contents are host bytes. */
  void symbolicLink(HostPath path, byte[] target) {
    if (path.mount || CaseLookup.status(path) != null) {
      throw NtStatus.OBJECT_NAME_COLLISION.exception();
    }
    checkPlace(path);
    makeLink(path.bytes, target);
  }

  /**
   * Puts a symbolic link in the place of a file. It is made beside that first, so that the file is
   * still there when the host refuses the link.
   *
   * @param removal takes the file away
   */
  static void replaceByLink(byte[] path, byte[] target, Runnable removal) {
    byte[] name = NameCodec.encode(".link-" + Long.toHexString(System.nanoTime()));
    byte[] link = CaseLookup.concat(path, CaseLookup.lastSlash(path, path.length) + 1, name);
    makeLink(link, target);
    try {
      removal.run();
      move(link, path, Links.RENAME_NOREPLACE);
    } catch (decant.nt.NtStatusException e) {
      unlink(link, 0);
      throw e;
    }
  }

  private static void makeLink(byte[] path, byte[] target) {
    if (target.length >= HostBuffer.PATH_MAX) {
      throw NtStatus.NAME_TOO_LONG.exception();
    }
    HostBuffer buffer = HostBuffer.get();
    long name = buffer.path(path);
    if (Links.symlinkat(buffer.path2(target), Fcntl.AT_FDCWD, name) != 0) {
      throw NtStatus.lastHostError();
    }
  }

  /** The contents of a symbolic link. */
  static byte[] readLink(byte[] path) {
    HostBuffer buffer = HostBuffer.get();
    long n =
        Links.readlinkat(Fcntl.AT_FDCWD, buffer.path(path), buffer.data(), HostBuffer.PATH_MAX);
    if (n < 0) {
      throw (Errno.last() == Errno.EINVAL
              ? NtStatus.NOT_A_REPARSE_POINT
              : NtStatus.of(Errno.last()))
          .exception();
    }
    return buffer.data(0, (int) n);
  }

  /**
   * Gives a file another name. A name that differs from the old one in case only is always free.
   *
   * @param from the file's host path
   * @param status the file's status
   * @param replace whether a file with the new name is replaced: {@code
   *     STATUS_OBJECT_NAME_COLLISION} if not; a directory or read-only file never is ({@code
   *     STATUS_ACCESS_DENIED})
   */
  void rename(byte[] from, FileStatus status, HostPath to, boolean replace) {
    byte[] other = prepare(from, status, to, replace);
    move(from, to.bytes, replace || other != null ? 0 : Links.RENAME_NOREPLACE);
    if (other != null && !java.util.Arrays.equals(other, from)) {
      Links.unlinkat(Fcntl.AT_FDCWD, HostBuffer.get().path(other), 0);
    }
  }

  private static void move(byte[] from, byte[] to, int flags) {
    HostBuffer buffer = HostBuffer.get();
    if (rename(buffer, from, to, flags) != 0) {
      Errno errno = Errno.last();
      if (flags == 0 || errno != Errno.EINVAL || rename(buffer, from, to, 0) != 0) {
        throw NtStatus.of(Errno.last()).exception();
      }
    }
  }

  private static int rename(HostBuffer buffer, byte[] from, byte[] to, int flags) {
    return Links.renameat2(
        Fcntl.AT_FDCWD, buffer.path(from), Fcntl.AT_FDCWD, buffer.path2(to), flags);
  }

  /**
   * Makes sure that a name may be taken, and sets it to the spelling asked for.
   *
   * @return the host path of the file that has that name in another spelling, which must go
   *     afterwards unless it is the renamed file itself, or null
   */
  private byte[] prepare(byte[] from, FileStatus status, HostPath to, boolean replace) {
    checkEntry(to);
    byte[] exact = NameCodec.encode(to.name());
    FileStatus there = CaseLookup.status(to);
    if (there == null) {
      checkPlace(to);
      return null;
    }
    byte[] found = to.bytes;
    boolean same = java.util.Arrays.equals(found, from);
    if (!same) {
      checkReplace(there, replace);
      if (there.device == status.device && there.inode == status.inode) {
        // The host does nothing when both names are links to one file: this one goes first.
        unlink(found, 0);
      }
    }
    int parent = CaseLookup.lastSlash(found, found.length) + 1;
    byte[] wanted = CaseLookup.concat(found, parent, exact);
    to.bytes = wanted;
    return same || !java.util.Arrays.equals(wanted, found) ? found : null;
  }

  private void checkReplace(FileStatus there, boolean replace) {
    if (!replace) {
      throw NtStatus.OBJECT_NAME_COLLISION.exception();
    }
    if (there.isDirectory() || there.isReadOnly()) {
      throw NtStatus.ACCESS_DENIED.exception();
    }
    try {
      nodes.checkDelete(there.device, there.inode);
    } catch (decant.nt.NtStatusException e) {
      throw NtStatus.ACCESS_DENIED.exception();
    }
  }

  /** Makes a hard link. */
  void link(byte[] from, HostPath to, boolean replace) {
    FileStatus there = CaseLookup.status(to);
    if (there != null) {
      checkReplace(there, replace);
      unlink(to.bytes, 0);
    }
    checkPlace(to);
    HostBuffer buffer = HostBuffer.get();
    int result =
        Links.linkat(Fcntl.AT_FDCWD, buffer.path(from), Fcntl.AT_FDCWD, buffer.path2(to.bytes), 0);
    if (result != 0) {
      throw NtStatus.lastHostError();
    }
  }
}
