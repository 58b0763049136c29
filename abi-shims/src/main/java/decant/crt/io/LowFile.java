package decant.crt.io;

import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.NtStatusException;
import decant.nt.file.FileIo;
import decant.nt.file.IoObject;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A file descriptor of the CRT: a handle, the mode that its data is translated in, and what text
 * mode has read ahead. Whoever uses it holds its lock.
 */
final class LowFile {
  /** End of file was found: a Ctrl-Z in text mode. */
  static final int EOF = 0x02;

  static final int PIPE = 0x08;
  static final int NO_INHERIT = 0x10;
  static final int APPEND = 0x20;
  static final int DEVICE = 0x40;
  static final int TEXT = 0x80;

  /** The file is deleted when it is closed. */
  static final int TEMPORARY = 0x100;

  private static final int CTRL_Z = 0x1A;
  private static final int NONE = -1;

  final long handle;
  final IoObject object;
  final ReentrantLock lock = new ReentrantLock();
  final int fd;

  /** The bits above. */
  int flags;

  /** How text mode encodes characters. */
  TextEncoding encoding = TextEncoding.ANSI;

  /** A byte (or, in UTF-16, a unit) read behind a carriage return; {@link #NONE} without one. */
  private int ahead = NONE;

  LowFile(int fd, long handle, IoObject object, int flags) {
    this.fd = fd;
    this.handle = handle;
    this.object = object;
    this.flags =
        flags
            | switch (object.fileType()) {
              case IoObject.FILE_TYPE_CHAR -> DEVICE;
              case IoObject.FILE_TYPE_PIPE -> PIPE;
              default -> 0;
            };
  }

  boolean isText() {
    return (flags & TEXT) != 0;
  }

  boolean isDisk() {
    return (flags & (DEVICE | PIPE)) == 0;
  }

  /** Reads raw bytes; the end of a pipe is the end of the file. */
  private int readRaw(GuestThread t, long buffer, int length) {
    try {
      return FileIo.read(t, object, buffer, length, IoObject.CURRENT);
    } catch (NtStatusException e) {
      if (e.status() == NtStatus.PIPE_BROKEN || e.status() == NtStatus.END_OF_FILE) {
        return 0;
      }
      throw e;
    }
  }

  /** Reads what {@code _read} returns: translated in text mode; 0 at the end of the file. */
  int read(GuestThread t, long buffer, int length) {
    if (length == 0 || (flags & EOF) != 0) {
      return 0;
    }
    if (!isText()) {
      return readRaw(t, buffer, length);
    }
    return switch (encoding) {
      case ANSI -> readText(t, buffer, length);
      case UTF8 -> WideText.readUtf8(this, t, buffer, length);
      case UTF16 -> WideText.readUtf16(this, t, buffer, length);
    };
  }

  /** Reads untranslated bytes, beginning with the one that was read ahead. */
  int readBytes(GuestThread t, long buffer, int length) {
    int n = 0;
    if (ahead != NONE) {
      Memory.putByte(buffer, ahead);
      ahead = NONE;
      n = 1;
      if (length == 1 || !isDisk()) {
        return n;
      }
    }
    return n + readRaw(t, buffer + n, length - n);
  }

  private int readText(GuestThread t, long buffer, int length) {
    int n = readBytes(t, buffer, length);
    long to = buffer;
    for (int i = 0; i < n; i++) {
      int c = Memory.getU8(buffer + i);
      if (c == CTRL_Z && (flags & DEVICE) == 0) {
        flags |= EOF;
        break;
      }
      if (c == '\r') {
        if (i + 1 < n) {
          if (Memory.getU8(buffer + i + 1) == '\n') {
            continue;
          }
        } else {
          c = carriageReturnAtEnd(t);
        }
      }
      Memory.putByte(to++, c);
    }
    return (int) (to - buffer);
  }

  /** A carriage return is the last byte of what was read: the next one decides what it is. */
  private int carriageReturnAtEnd(GuestThread t) {
    long next = IoBuffers.of(t).translation;
    if (readRaw(t, next, 1) == 0) {
      return '\r';
    }
    int c = Memory.getU8(next);
    if (c == '\n') {
      return '\n';
    }
    ahead = c;
    return '\r';
  }

  /** Writes what {@code _write} is given; returns the number of bytes of that. */
  int write(GuestThread t, long buffer, int length) {
    if (length == 0) {
      return 0;
    }
    if (!isText()) {
      return writeRaw(t, buffer, length);
    }
    return switch (encoding) {
      case ANSI -> writeText(t, buffer, length);
      case UTF8 -> WideText.writeUtf8(this, t, buffer, length);
      case UTF16 -> WideText.writeUtf16(this, t, buffer, length);
    };
  }

  /** Writes raw bytes. */
  int writeRaw(GuestThread t, long buffer, int length) {
    long offset = (flags & APPEND) != 0 && isDisk() ? IoObject.END : IoObject.CURRENT;
    return FileIo.write(t, object, buffer, length, offset);
  }

  private int writeText(GuestThread t, long buffer, int length) {
    long translated = IoBuffers.of(t).translation;
    int done = 0;
    while (done < length) {
      int n = 0;
      int from = done;
      while (done < length && n + 2 <= IoBuffers.SIZE) {
        int c = Memory.getU8(buffer + done++);
        if (c == '\n') {
          Memory.putByte(translated + n++, '\r');
        }
        Memory.putByte(translated + n++, c);
      }
      int written = writeRaw(t, translated, n);
      if (written < n) {
        return from + Math.min(written, done - from);
      }
    }
    return length;
  }

  /** Moves the position; what was read ahead is forgotten. */
  long seek(long offset, int origin) {
    if (!isDisk()) {
      throw decant.abi.CrtErrno.ESPIPE.exception();
    }
    long base =
        switch (origin) {
          case SeekOrigin.SET -> 0;
          case SeekOrigin.CUR -> position();
          case SeekOrigin.END -> object.size();
          default -> throw decant.abi.CrtErrno.EINVAL.exception();
        };
    long position = base + offset;
    if (position < 0) {
      throw decant.abi.CrtErrno.EINVAL.exception();
    }
    object.setPosition(position);
    ahead = NONE;
    flags &= ~EOF;
    return position;
  }

  /** The position of the next byte that {@link #read} looks at. */
  long position() {
    if (!isDisk()) {
      throw decant.abi.CrtErrno.ESPIPE.exception();
    }
    return object.position() - (ahead == NONE ? 0 : 1);
  }
}
