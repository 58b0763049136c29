package decant.cmd;

import decant.host.Errno;
import decant.host.HostBuffer;
import decant.host.Unistd;
import decant.nt.GuestProcess;
import decant.nt.NtStatusException;
import decant.nt.file.IoObject;
import java.io.ByteArrayOutputStream;

/**
 * Where a command reads and writes: three handles. What goes to {@code capture}, if there is one,
 * does not go to the output's handle.
 */
record Io(GuestProcess process, long in, long out, long err, ByteArrayOutputStream capture) {
  private static final int CHUNK = 0x4000;

  /** As this, with another handle for one stream. */
  Io with(int stream, long handle) {
    return switch (stream) {
      case 0 -> new Io(process, handle, out, err, capture);
      case 1 -> new Io(process, in, handle, err, null);
      case 2 -> new Io(process, in, out, handle, capture);
      default -> this;
    };
  }

  long handle(int stream) {
    return stream == 0 ? in : stream == 1 ? out : err;
  }

  private int descriptor(long handle) {
    try {
      return handle == 0 ? -1 : process.handles.get(handle, IoObject.class).fd();
    } catch (NtStatusException e) {
      return -1;
    }
  }

  void print(String text) {
    write(Names.bytes(text));
  }

  void line(String text) {
    print(text + "\r\n");
  }

  void error(String text) {
    write(descriptor(err), Names.bytes(text + "\r\n"));
  }

  void write(byte[] bytes) {
    if (capture != null) {
      capture.writeBytes(bytes);
    } else {
      write(descriptor(out), bytes);
    }
  }

  /** Writes all; the null device, and a reader who is gone, take everything. */
  static void write(int fd, byte[] bytes) {
    HostBuffer buffer = HostBuffer.get();
    int done = 0;
    while (fd >= 0 && done < bytes.length) {
      byte[] part = java.util.Arrays.copyOfRange(bytes, done, Math.min(bytes.length, done + CHUNK));
      buffer.putData(part);
      long n = Unistd.write(fd, buffer.data(), part.length);
      if (n >= 0) {
        done += (int) n;
      } else if (Errno.last() != Errno.EINTR) {
        return;
      }
    }
  }

  /** Reads a line, byte by byte: what follows belongs to others. Null at the end. */
  String readLine() {
    int fd = descriptor(in);
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      int c = fd < 0 ? -1 : readByte(fd);
      if (c < 0 && line.size() == 0) {
        return null;
      }
      if (c < 0 || c == '\n') {
        byte[] bytes = line.toByteArray();
        int n = bytes.length;
        return Names.text(
            n > 0 && bytes[n - 1] == '\r' ? java.util.Arrays.copyOf(bytes, n - 1) : bytes);
      }
      line.write(c);
    }
  }

  private static int readByte(int fd) {
    HostBuffer buffer = HostBuffer.get();
    while (true) {
      long n = Unistd.read(fd, buffer.data(), 1);
      if (n == 1) {
        return buffer.dataU8(0);
      }
      if (n == 0 || Errno.last() != Errno.EINTR) {
        return -1;
      }
    }
  }

  /** Everything that can be read. */
  byte[] readAll() {
    int fd = descriptor(in);
    HostBuffer buffer = HostBuffer.get();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    while (fd >= 0) {
      long n = Unistd.read(fd, buffer.data(), CHUNK);
      if (n > 0) {
        all.writeBytes(buffer.data(0, (int) n));
      } else if (n == 0 || Errno.last() != Errno.EINTR) {
        break;
      }
    }
    return all.toByteArray();
  }
}
