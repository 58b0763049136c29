package decant.crt.io;

import decant.abi.CrtErrno;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.NtStatusException;
import decant.nt.file.IoObject;
import decant.nt.file.StandardHandles;
import java.util.Arrays;

/** The file descriptors of a process. Looking one up takes no lock; opening and closing does. */
final class LowFiles {
  /** The most descriptors that there can be. */
  static final int MAX = 8192;

  private volatile LowFile[] files = new LowFile[32];

  private LowFiles(GuestProcess process) {
    StandardHandles standard = StandardHandles.of(process);
    for (int fd = 0; fd < 3; fd++) {
      long handle = standard.get(StandardHandles.STD_INPUT_HANDLE - fd);
      IoObject object = ioObject(process, handle);
      if (object != null) {
        files[fd] = new LowFile(fd, handle, object, LowFile.TEXT);
      }
    }
    InheritedFiles.decode(process, (fd, handle, flags) -> inherit(process, fd, handle, flags));
  }

  private void inherit(GuestProcess process, int fd, long handle, int flags) {
    IoObject object = ioObject(process, handle);
    if (object != null) {
      if (fd >= files.length) {
        files = Arrays.copyOf(files, Math.max(fd + 1, 2 * files.length));
      }
      files[fd] = new LowFile(fd, handle, object, flags);
    }
  }

  /** One more than the highest descriptor that may be open. */
  int end() {
    LowFile[] table = files;
    int end = table.length;
    while (end > 0 && table[end - 1] == null) {
      end--;
    }
    return end;
  }

  /** What a standard handle refers to; null when it is none that can be read or written. */
  private static IoObject ioObject(GuestProcess process, long handle) {
    if (handle == 0 || handle == -1) {
      return null;
    }
    try {
      return process.handles.get(handle, IoObject.class);
    } catch (NtStatusException e) {
      return null;
    }
  }

  static LowFiles of(GuestProcess process) {
    return process.state(LowFiles.class, LowFiles::new);
  }

  static LowFiles of(GuestThread t) {
    return of(t.process);
  }

  /** The file of a descriptor, or null. */
  LowFile find(int fd) {
    LowFile[] table = files;
    return fd < 0 || fd >= table.length ? null : table[fd];
  }

  /** The file of a descriptor; {@code EBADF} when there is none. */
  LowFile get(int fd) {
    LowFile file = find(fd);
    if (file == null) {
      throw CrtErrno.EBADF.exception();
    }
    return file;
  }

  /** Makes the lowest free descriptor for a handle. */
  synchronized LowFile open(GuestThread t, long handle, IoObject object, int flags) {
    int fd = 0;
    while (fd < files.length && files[fd] != null) {
      fd++;
    }
    return put(t, fd, handle, object, flags);
  }

  /** Makes a given descriptor for a handle; what it was before has been closed. */
  synchronized LowFile put(GuestThread t, int fd, long handle, IoObject object, int flags) {
    if (fd < 0 || fd >= MAX) {
      throw CrtErrno.EMFILE.exception();
    }
    LowFile[] table = files;
    if (fd >= table.length) {
      table = Arrays.copyOf(table, Math.max(fd + 1, 2 * table.length));
    }
    LowFile file = new LowFile(fd, handle, object, flags);
    table[fd] = file;
    files = table;
    standardHandle(t, fd, handle);
    IoInfo.opened(t, file);
    return file;
  }

  /** Descriptors 0 to 2 and the standard handles go together. */
  private static void standardHandle(GuestThread t, int fd, long handle) {
    if (fd < 3) {
      StandardHandles.of(t.process).set(StandardHandles.STD_INPUT_HANDLE - fd, handle);
    }
  }

  /** Closes a descriptor and its handle. Standard output and error may share one handle. */
  void close(GuestThread t, int fd) {
    LowFile file;
    boolean shared;
    synchronized (this) {
      file = get(fd);
      files[fd] = null;
      LowFile other = fd == 1 ? files[2] : fd == 2 ? files[1] : null;
      shared = other != null && other.handle == file.handle;
      standardHandle(t, fd, 0);
      IoInfo.closed(t, fd);
    }
    if (!shared) {
      t.process.handles.close(file.handle);
    }
  }
}
