package decant.nt.file;

import decant.host.Errno;
import decant.host.FileCalls;
import decant.host.HostBuffer;
import decant.host.Unistd;
import decant.nt.NtStatus;

/** Copying files, on the host's side so that file systems can share blocks. */
public final class FileCopy {
  /** Bytes between two reports. */
  private static final long STEP = 64L << 20;

  /** Hears how far a copy is. */
  @FunctionalInterface
  public interface Progress {
    /** Returns whether to go on. */
    boolean copied(long done, long total);
  }

  private FileCopy() {}

  /**
   * Copies a file with its attributes and its time of writing.
   *
   * @param replace whether an existing file is replaced; {@code STATUS_OBJECT_NAME_COLLISION} if
   *     not
   * @param progress null for none; {@code STATUS_CANCELLED} when it says no, and the copy is gone
   */
  public static void copy(
      FileSystem files, String from, String to, boolean replace, Progress progress) {
    FileObject source =
        open(files, from, FileAccess.GENERIC_READ, FileAccess.FILE_SHARE_READ, 0, true, false);
    try {
      FileStatus status = source.status();
      int attributes = status.attributes;
      FileObject target =
          open(
              files,
              to,
              FileAccess.GENERIC_READ | FileAccess.GENERIC_WRITE | FileAccess.DELETE,
              0,
              attributes & ~FileStatus.FILE_ATTRIBUTE_READONLY,
              false,
              replace);
      boolean done = false;
      try {
        contents(source.fd(), target.fd(), status.size, progress);
        target.setTimes(0, status.written);
        if ((attributes & FileStatus.FILE_ATTRIBUTE_READONLY) != 0) {
          target.setAttributes(attributes);
        }
        done = true;
      } finally {
        if (!done) {
          target.setDelete(true);
        }
        target.release();
      }
    } finally {
      source.release();
    }
  }

  private static FileObject open(
      FileSystem files,
      String path,
      int access,
      int share,
      int attributes,
      boolean existing,
      boolean replace) {
    int disposition =
        existing
            ? FileSystem.FILE_OPEN
            : replace ? FileSystem.FILE_OVERWRITE_IF : FileSystem.FILE_CREATE;
    IoObject object =
        files
            .create(
                path, access, attributes, share, disposition, FileSystem.FILE_NON_DIRECTORY_FILE)
            .object();
    object.retain();
    if (!(object instanceof FileObject file)) {
      object.release();
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    return file;
  }

  private static void contents(int from, int to, long size, Progress progress) {
    long done = 0;
    boolean kernel = true;
    if (progress != null && !progress.copied(0, size)) {
      throw NtStatus.CANCELLED.exception();
    }
    while (true) {
      long n = kernel ? FileCalls.copy_file_range(from, 0, to, 0, STEP, 0) : piece(from, to);
      if (n < 0 || n == 0 && kernel && done == 0) {
        if (!kernel || done > 0) {
          throw NtStatus.of(Errno.last()).exception();
        }
        // Other file systems, or one that makes up what is read: by hand.
        kernel = false;
        continue;
      }
      if (n == 0) {
        return;
      }
      done += n;
      if (progress != null && !progress.copied(done, size)) {
        throw NtStatus.CANCELLED.exception();
      }
    }
  }

  private static long piece(int from, int to) {
    HostBuffer buffer = HostBuffer.get();
    long n = Unistd.read(from, buffer.data(), HostBuffer.DATA_SIZE);
    long written = 0;
    while (written < n) {
      long w = Unistd.write(to, buffer.data() + written, n - written);
      if (w < 0) {
        return w;
      }
      written += w;
    }
    return n;
  }

  /**
   * Moves a file to another file system: copies it, then deletes it. {@code STATUS_NOT_SAME_DEVICE}
   * for a directory.
   */
  static void move(FileSystem files, String from, String to, boolean replace) {
    if (files.status(from).isDirectory()) {
      throw NtStatus.NOT_SAME_DEVICE.exception();
    }
    copy(files, from, to, replace, null);
    files.delete(from);
  }
}
