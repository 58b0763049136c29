package decant.crt.io;

import decant.abi.CrtErrno;
import decant.crt.start.Variables;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * The mode that {@code fopen} is given.
 *
 * @param oflag {@code _O_*}
 * @param flags of the FILE
 * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/reference/fopen-wfopen">fopen</a>
 */
record StreamMode(int oflag, int flags) {
  /** Parses a mode; {@code EINVAL} when it does not begin with r, w or a. */
  static StreamMode parse(GuestThread t, String mode) {
    boolean commit = Memory.getInt(Variables.address(t, "_commode")) != 0;
    return parse(mode, commit);
  }

  static StreamMode parse(String mode, boolean commit) {
    int at = 0;
    while (at < mode.length() && mode.charAt(at) == ' ') {
      at++;
    }
    int oflag;
    int flags;
    switch (at < mode.length() ? mode.charAt(at) : 0) {
      case 'r' -> {
        oflag = 0;
        flags = Stream.READ;
      }
      case 'w' -> {
        oflag = OpenMode.O_WRONLY | OpenMode.O_CREAT | OpenMode.O_TRUNC;
        flags = Stream.WRITE;
      }
      case 'a' -> {
        oflag = OpenMode.O_WRONLY | OpenMode.O_CREAT | OpenMode.O_APPEND;
        flags = Stream.WRITE;
      }
      default -> throw CrtErrno.EINVAL.exception();
    }
    flags |= commit ? Stream.COMMIT : 0;
    for (at++; at < mode.length() && mode.charAt(at) != ','; at++) {
      switch (mode.charAt(at)) {
        case '+' -> {
          oflag = oflag & ~OpenMode.O_WRONLY | OpenMode.O_RDWR;
          flags = flags & ~(Stream.READ | Stream.WRITE) | Stream.UPDATE;
        }
        case 'b' -> oflag |= OpenMode.O_BINARY;
        case 't' -> oflag |= OpenMode.O_TEXT;
        case 'c' -> flags |= Stream.COMMIT;
        case 'n' -> flags &= ~Stream.COMMIT;
        case 'S' -> oflag |= OpenMode.O_SEQUENTIAL;
        case 'R' -> oflag |= OpenMode.O_RANDOM;
        case 'T' -> oflag |= OpenMode.O_SHORT_LIVED;
        case 'D' -> oflag |= OpenMode.O_TEMPORARY;
        case 'N' -> oflag |= OpenMode.O_NOINHERIT;
        case 'x' -> oflag |= OpenMode.O_EXCL;
        case ' ' -> {}
        default -> throw CrtErrno.EINVAL.exception();
      }
    }
    return new StreamMode(oflag | characterSet(mode, at), flags);
  }

  /** The part behind a comma: {@code ccs=ENCODING}. */
  private static int characterSet(String mode, int comma) {
    if (comma >= mode.length()) {
      return 0;
    }
    String rest = mode.substring(comma + 1).replace(" ", "");
    if (!rest.regionMatches(true, 0, "ccs=", 0, 4)) {
      throw CrtErrno.EINVAL.exception();
    }
    String name = rest.substring(4);
    if (name.equalsIgnoreCase("UTF-8")) {
      return OpenMode.O_U8TEXT;
    }
    if (name.equalsIgnoreCase("UTF-16LE")) {
      return OpenMode.O_U16TEXT;
    }
    if (name.equalsIgnoreCase("UNICODE")) {
      return OpenMode.O_WTEXT;
    }
    throw CrtErrno.EINVAL.exception();
  }
}
