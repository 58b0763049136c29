package decant.nt.console;

import decant.host.Errno;
import decant.host.HostBuffer;
import decant.host.Memory;
import decant.host.Poll;
import decant.host.Terminal;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.file.Descriptor;
import decant.nt.file.IoObject;
import decant.nt.process.HandOver;
import decant.nt.process.PassedObjects;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A console handle: the terminal as input or as output buffer. Text goes to the terminal as UTF-8;
 * what a program asks of the screen becomes VT sequences.
 */
public final class ConsoleObject extends IoObject {
  private static final int CHUNK = 0x2000;
  private static final byte[] NONE = {};

  private final int fd;
  private final boolean input;
  private final Console console;

  /** Bytes that were read from the terminal and not yet by the program; guarded by this. */
  private volatile byte[] pending = NONE;

  /** For waits: whether there is input, and whether a thread watches for it. */
  private boolean readable;

  private boolean watched;

  /** A handle over a terminal's descriptor. */
  public ConsoleObject(GuestProcess process, int fd, boolean input) {
    this.console = Console.of(process);
    this.fd = fd;
    this.input = input;
    if (!input) {
      console.screen(this);
    }
  }

  /** The console of another process, which {@link #handOver} put into a message. */
  public static ConsoleObject handedOver(GuestProcess process, HandOver in, int fd) {
    return new ConsoleObject(process, fd, in.getInt() != 0);
  }

  @Override
  public boolean handOver(HandOver out) {
    out.putInt(PassedObjects.CONSOLE);
    out.putDescriptor(fd);
    out.putInt(input ? 1 : 0);
    return true;
  }

  @Override
  public int fileType() {
    return FILE_TYPE_CHAR;
  }

  @Override
  public int fd() {
    return fd;
  }

  /** Whether this is the input buffer, as opposed to a screen buffer. */
  public boolean isInput() {
    return input;
  }

  public Console console() {
    return console;
  }

  /** This, when it is the input buffer; else {@code STATUS_INVALID_HANDLE}. */
  public ConsoleObject asInput() {
    if (!input) {
      throw NtStatus.INVALID_HANDLE.exception();
    }
    return this;
  }

  /** This, when it is a screen buffer; else {@code STATUS_INVALID_HANDLE}. */
  public ConsoleObject asOutput() {
    if (input) {
      throw NtStatus.INVALID_HANDLE.exception();
    }
    return this;
  }

  @Override
  protected boolean isSignalled(GuestThread waiter) {
    return !input || readable;
  }

  /** An input buffer is signalled while there is input: looks, and has a thread look on. */
  @Override
  protected void waitBegins() {
    if (!input) {
      return;
    }
    boolean now = pending.length > 0 || awaitInput(0);
    change(
        () -> {
          readable = now;
          if (!now && !watched) {
            watched = true;
            Thread watcher = new Thread(this::watch, "decant-console-input");
            watcher.setDaemon(true);
            watcher.start();
          }
        });
  }

  private void watch() {
    awaitInput(-1);
    change(
        () -> {
          watched = false;
          readable = true;
        });
  }

  private boolean awaitInput(int milliseconds) {
    HostBuffer buffer = HostBuffer.get();
    buffer.putInt(0, fd);
    buffer.putInt(4, Poll.POLLIN);
    int n;
    do {
      n = Poll.poll(buffer.struct(), 1, milliseconds);
    } while (n < 0 && Errno.last() == Errno.EINTR);
    return n != 0;
  }

  @Override
  public int read(GuestThread thread, long buffer, int length, long offset) {
    asInput();
    if (length <= 0) {
      return 0;
    }
    synchronized (this) {
      fill(thread);
      int n = Math.min(length, pending.length);
      Memory.write(buffer, pending, 0, n);
      pending = Arrays.copyOfRange(pending, n, pending.length);
      return n;
    }
  }

  /**
   * Reads text: a line with its {@code \r\n} in line mode, else what there is; empty at the end of
   * the input.
   *
   * @param limit the greatest number of UTF-16 units
   */
  public synchronized String readText(GuestThread thread, int limit) {
    asInput();
    fill(thread);
    int bytes = 0;
    int units = 0;
    while (bytes < pending.length) {
      int lead = pending[bytes] & 0xFF;
      int size = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
      int more = size == 4 ? 2 : 1;
      if (units + more > limit || bytes + size > pending.length && bytes > 0) {
        break;
      }
      bytes = Math.min(bytes + size, pending.length);
      units += more;
    }
    String text = new String(pending, 0, bytes, StandardCharsets.UTF_8);
    pending = Arrays.copyOfRange(pending, bytes, pending.length);
    return text;
  }

  private void fill(GuestThread thread) {
    if (pending.length > 0) {
      return;
    }
    long scratch = thread.scratch();
    int n = Descriptor.read(thread, fd, scratch, CHUNK);
    byte[] bytes = Memory.read(scratch, n);
    pending =
        (console.inputMode() & Console.ENABLE_LINE_INPUT) != 0 ? withCarriageReturns(bytes) : bytes;
  }

  private static byte[] withCarriageReturns(byte[] text) {
    int lines = 0;
    for (byte b : text) {
      lines += b == '\n' ? 1 : 0;
    }
    byte[] result = new byte[text.length + lines];
    int to = 0;
    for (byte b : text) {
      if (b == '\n') {
        result[to++] = '\r';
      }
      result[to++] = b;
    }
    return result;
  }

  @Override
  public int write(GuestThread thread, long buffer, int length, long offset) {
    asOutput();
    if (console.outputCodePage() == Console.CODE_PAGE_UTF8) {
      return Descriptor.write(thread, fd, buffer, length);
    }
    byte[] bytes = Memory.read(buffer, length);
    writeText(thread, new String(bytes, console.outputCharset()));
    return length;
  }

  /** Writes text to the screen. */
  public void writeText(GuestThread thread, String text) {
    asOutput();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    long scratch = thread.scratch();
    for (int at = 0; at < bytes.length; at += CHUNK) {
      int n = Math.min(CHUNK, bytes.length - at);
      Memory.write(scratch, bytes, at, n);
      Descriptor.write(thread, fd, scratch, n);
    }
  }

  /** The terminal's size: columns in the low half, rows in the high one. */
  public int size(GuestThread thread) {
    long winsize = thread.scratch();
    int rows = 0;
    int columns = 0;
    if (Terminal.ioctl(fd, Terminal.TIOCGWINSZ, winsize) == 0) {
      rows = Memory.getU16(winsize);
      columns = Memory.getU16(winsize + 2);
    }
    // A terminal that does not know its size says 0.
    return (columns == 0 ? 80 : columns) | (rows == 0 ? 25 : rows) << 16;
  }

  public void moveCursor(GuestThread thread, int column, int row) {
    writeText(thread, "\u001b[" + (row + 1) + ";" + (column + 1) + "H");
  }

  /** {@code SetConsoleTextAttribute}: four bits of foreground, four of background. */
  public void setAttributes(GuestThread thread, int attributes) {
    asOutput();
    console.setAttributes(attributes);
    writeText(thread, sgr(attributes));
  }

  private static String sgr(int attributes) {
    int foreground = vtColour(attributes);
    int background = vtColour(attributes >> 4);
    return "\u001b["
        + (((attributes & 8) != 0 ? 90 : 30) + foreground)
        + ";"
        + (((attributes & 0x80) != 0 ? 100 : 40) + background)
        + "m";
  }

  /** Windows numbers colours blue-green-red, terminals red-green-blue. */
  private static int vtColour(int attributes) {
    return (attributes & 1) << 2 | attributes & 2 | (attributes & 4) >> 2;
  }

  /** Writes {@code count} times one character from a place on, the cursor staying where it is. */
  public void fillText(GuestThread thread, char character, int count, int column, int row) {
    int size = size(thread);
    int room = Math.max(0, ((size >>> 16) - row) * (size & 0xFFFF) - column);
    writeAt(
        thread, String.valueOf(character).repeat(Math.min(Math.max(count, 0), room)), column, row);
  }

  /** Writes text at a place, the cursor staying where it is. */
  public void writeAt(GuestThread thread, String text, int column, int row) {
    writeText(thread, "\u001b7\u001b[" + (row + 1) + ";" + (column + 1) + "H" + text + "\u001b8");
  }

  @Override
  protected void destroyed() {
    Descriptor.close(fd);
  }

  /** The text that waits, without taking it: reads what the terminal has first. */
  public synchronized String peekText(GuestThread thread) {
    asInput();
    if (pending.length == 0 && Descriptor.poll(thread, fd, Poll.POLLIN, 0) != 0) {
      fill(thread);
    }
    return new String(pending, StandardCharsets.UTF_8);
  }

  /** Drops what waits. */
  public synchronized void discard() {
    asInput();
    pending = NONE;
    Terminal.tcflush(fd, 0);
  }
}
