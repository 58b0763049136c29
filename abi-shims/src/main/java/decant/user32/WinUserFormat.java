package decant.user32;

import decant.abi.Export;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Out;
import decant.abi.Text;
import decant.abi.VarArgs;
import decant.host.Memory;
import decant.nls.SimplePrintf;

/** winuser.h: wsprintf, whose results have at most 1024 units. */
@Library("user32")
public final class WinUserFormat {
  private static final int MAX_UNITS = 1024;

  private WinUserFormat() {}

  /**
   * Formats into a buffer.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-wsprintfw">wsprintf</a>
   */
  @Export
  static int wsprintfW(@Out long out, @In long format, @VarArgs long arguments) {
    return format(Text.WIDE, out, format, arguments);
  }

  @Export
  static int wsprintfA(@Out long out, @In long format, @VarArgs long arguments) {
    return format(Text.ANSI, out, format, arguments);
  }

  @Export
  static int wvsprintfW(@Out long out, @In long format, @In long arglist) {
    return format(Text.WIDE, out, format, arglist);
  }

  @Export
  static int wvsprintfA(@Out long out, @In long format, @In long arglist) {
    return format(Text.ANSI, out, format, arglist);
  }

  private static int format(Text text, long to, long format, long arguments) {
    StringBuilder out = new StringBuilder();
    new SimplePrintf(text, out, arguments).format(text.read(format));
    if (text == Text.WIDE) {
      int length = Math.min(out.length(), MAX_UNITS - 1);
      Memory.putWideZ(to, out.substring(0, length));
      return length;
    }
    byte[] bytes = Text.encode(out.toString());
    int length = Math.min(bytes.length, MAX_UNITS - 1);
    Memory.write(to, bytes, 0, length);
    Memory.putByte(to + length, 0);
    return length;
  }
}
