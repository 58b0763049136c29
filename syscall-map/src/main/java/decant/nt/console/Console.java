package decant.nt.console;

import decant.host.Memory;
import decant.host.Terminal;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.memory.AddressSpace;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;

/**
 * The console of a process: what all console handles share. It stands for the terminal, whether or
 * not a standard handle refers to that.
 */
public final class Console {
  public static final int CODE_PAGE_UTF8 = 65001;

  /** Input modes. */
  public static final int ENABLE_PROCESSED_INPUT = 0x1;

  public static final int ENABLE_LINE_INPUT = 0x2;
  public static final int ENABLE_ECHO_INPUT = 0x4;

  private static final int INPUT_MODES = 0x3FF;
  private static final int DEFAULT_INPUT_MODE = 0x1F7;

  /** Output modes. */
  public static final int ENABLE_PROCESSED_OUTPUT = 0x1;

  private static final int OUTPUT_MODES = 0x1F;
  private static final int DEFAULT_OUTPUT_MODE = 0x3;

  /** Light grey on black. */
  private static final int DEFAULT_ATTRIBUTES = 0x07;

  private volatile int inputMode = DEFAULT_INPUT_MODE;
  private volatile int outputMode = DEFAULT_OUTPUT_MODE;
  private volatile int attributes = DEFAULT_ATTRIBUTES;
  private volatile int outputCodePage = CODE_PAGE_UTF8;
  private volatile Charset outputCharset = StandardCharsets.UTF_8;
  private volatile Charset inputCharset = StandardCharsets.UTF_8;
  private volatile String title = "";
  private volatile boolean attached = true;
  private volatile ConsoleObject screen;

  /** The terminal's settings as the process found them, null until the process changes them. */
  private byte[] found;

  private int foundFd;

  private Console() {}

  /** The console of a process. */
  public static Console of(GuestProcess process) {
    return process.state(Console.class, p -> new Console());
  }

  public int inputMode() {
    return inputMode;
  }

  public int outputMode() {
    return outputMode;
  }

  /** {@code SetConsoleMode} on an output handle; VT sequences are the terminal's own language. */
  public void setOutputMode(int mode) {
    if ((mode & ~OUTPUT_MODES) != 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    outputMode = mode;
  }

  /**
   * {@code SetConsoleMode} on an input handle: line input, echo and processing of Ctrl-C are the
   * terminal's {@code ICANON}, {@code ECHO} and {@code ISIG}.
   */
  public synchronized void setInputMode(GuestThread thread, int fd, int mode) {
    if ((mode & ~INPUT_MODES) != 0
        || (mode & ENABLE_ECHO_INPUT) != 0 && (mode & ENABLE_LINE_INPUT) == 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    int old = inputMode;
    inputMode = mode;
    int terminalModes = ENABLE_PROCESSED_INPUT | ENABLE_LINE_INPUT | ENABLE_ECHO_INPUT;
    if (((old ^ mode) & terminalModes) == 0) {
      return;
    }
    long termios = thread.scratch();
    if (Terminal.tcgetattr(fd, termios) != 0) {
      return;
    }
    if (found == null) {
      found = Memory.read(termios, Terminal.SIZE);
      foundFd = fd;
      thread.process.atExit(t -> restore(t.process));
    }
    boolean line = (mode & ENABLE_LINE_INPUT) != 0;
    int local = Memory.getInt(termios + Terminal.C_LFLAG);
    local = with(local, Terminal.ICANON, line);
    local = with(local, Terminal.ECHO, (mode & ENABLE_ECHO_INPUT) != 0);
    local = with(local, Terminal.ISIG, (mode & ENABLE_PROCESSED_INPUT) != 0);
    Memory.putInt(termios + Terminal.C_LFLAG, local);
    // Without line input the Enter key reads as a carriage return.
    int input = Memory.getInt(termios + Terminal.C_IFLAG);
    Memory.putInt(termios + Terminal.C_IFLAG, with(input, Terminal.ICRNL, line));
    if (!line) {
      Memory.putByte(termios + Terminal.C_CC + Terminal.VMIN, 1);
      Memory.putByte(termios + Terminal.C_CC + Terminal.VTIME, 0);
    }
    Terminal.tcsetattr(fd, Terminal.TCSANOW, termios);
  }

  private static int with(int flags, int bit, boolean on) {
    return on ? flags | bit : flags & ~bit;
  }

  /** Gives the terminal the settings back that it had before the process. */
  private synchronized void restore(GuestProcess process) {
    if (found != null) {
      long termios =
          process.memory.allocate(
              0,
              Memory.PAGE,
              AddressSpace.MEM_RESERVE | AddressSpace.MEM_COMMIT,
              AddressSpace.PAGE_READWRITE);
      Memory.write(termios, found);
      Terminal.tcsetattr(foundFd, Terminal.TCSANOW, termios);
      process.memory.free(termios, 0, AddressSpace.MEM_RELEASE);
      found = null;
    }
  }

  public int attributes() {
    return attributes;
  }

  void setAttributes(int attributes) {
    this.attributes = attributes;
  }

  int outputCodePage() {
    return outputCodePage;
  }

  /** {@code STATUS_INVALID_PARAMETER} for a code page that there is not. */
  public void setInputCodePage(int codePage) {
    inputCharset = charset(codePage);
  }

  public void setOutputCodePage(int codePage) {
    outputCharset = charset(codePage);
    outputCodePage = codePage;
  }

  Charset outputCharset() {
    return outputCharset;
  }

  public Charset inputCharset() {
    return inputCharset;
  }

  private static Charset charset(int codePage) {
    if (codePage == CODE_PAGE_UTF8) {
      return StandardCharsets.UTF_8;
    }
    for (String prefix : new String[] {"windows-", "IBM", "x-windows-", "x-IBM"}) {
      try {
        return Charset.forName(prefix + codePage);
      } catch (UnsupportedCharsetException | IllegalCharsetNameException e) {
        continue;
      }
    }
    throw NtStatus.INVALID_PARAMETER.exception();
  }

  public String title() {
    return title;
  }

  /** Sets the title, which the terminal shows if the process has a handle to it. */
  public void setTitle(GuestThread thread, String title) {
    this.title = title;
    ConsoleObject object = screen;
    if (object != null) {
      object.writeText(thread, "\u001b]0;" + title + "\u0007");
    }
  }

  /** Tells of a handle that writes to the screen. */
  void screen(ConsoleObject object) {
    screen = object;
  }

  /** Whether the process has a console: {@code FreeConsole} ends that. */
  public boolean attached() {
    return attached;
  }

  public void attach(boolean attached) {
    this.attached = attached;
  }
}
