package decant.host;

/** {@code termios.h} and the terminal's {@code ioctl}s. */
public final class Terminal {
  /** Fields of {@code struct termios} as the C library has it. */
  public static final int C_IFLAG = 0;

  public static final int C_OFLAG = 4;
  public static final int C_LFLAG = 12;
  public static final int C_CC = 17;
  public static final int SIZE = 60;

  public static final int VTIME = 5;
  public static final int VMIN = 6;

  public static final int ISIG = 0x1;
  public static final int ICANON = 0x2;
  public static final int ECHO = 0x8;
  public static final int ICRNL = 0x100;

  public static final int TCSANOW = 0;

  /** {@code ioctl}: the window's size, as rows, columns, two more shorts. */
  public static final long TIOCGWINSZ = 0x5413;

  /** {@code ioctl}: the number of bytes that can be read. */
  public static final long FIONREAD = 0x541B;

  /** Bytes that were written and not taken yet; {@code SIOCOUTQ} of sockets. */
  public static final long TIOCOUTQ = 0x5411;

  static {
    Libc.bind(Terminal.class);
  }

  private Terminal() {}

  public static native int isatty(int fd);

  public static native int tcgetattr(int fd, long termios);

  public static native int tcsetattr(int fd, int when, long termios);

  public static native int tcflush(int fd, int queue);

  public static native int ioctl(int fd, long request, long argument);
}
