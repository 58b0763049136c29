package decant.nls;

import decant.abi.Text;
import decant.nt.Win32Error;

/**
 * The escapes of a message definition: {@code %1} to {@code %99} are inserts, with a format between
 * exclamation marks or as strings; {@code %0} ends the text; {@code %n} breaks the line.
 *
 * @see <a
 *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-formatmessagew">FormatMessage</a>
 */
public final class MessageFormat {
  private static final int NO_BREAKS = 0xFF;

  private final String message;
  private final Text text;
  private final long arguments;
  private final boolean ignoreInserts;
  private final int lineWidth;
  private final StringBuilder out = new StringBuilder();
  private int at;

  /**
   * A message.
   *
   * @param text what inserted strings are
   * @param arguments address of the inserts' 8-byte slots, 0 when there are none
   * @param ignoreInserts whether inserts stay as they are
   * @param lineWidth 0 to keep line breaks; 255 to keep only those of {@code %n}; else a width
   */
  public MessageFormat(
      String message, Text text, long arguments, boolean ignoreInserts, int lineWidth) {
    this.message = message;
    this.text = text;
    this.arguments = arguments;
    this.ignoreInserts = ignoreInserts;
    this.lineWidth = lineWidth;
  }

  /** The formatted text. */
  public String format() {
    while (at < message.length()) {
      char c = message.charAt(at++);
      if (c == '\r' || c == '\n') {
        if (c == '\r' && at < message.length() && message.charAt(at) == '\n') {
          at++;
        }
        out.append(lineWidth == 0 ? "\r\n" : " ");
      } else if (c != '%' || at == message.length()) {
        out.append(c);
      } else if (!escape(message.charAt(at++))) {
        break;
      }
    }
    return lineWidth == 0 || lineWidth == NO_BREAKS ? out.toString() : wrapped();
  }

  /** Appends what an escape means; false at the end of the text. */
  private boolean escape(char c) {
    if (c >= '1' && c <= '9') {
      insert(c - '0');
      return true;
    }
    switch (c) {
      case '0' -> {
        return false;
      }
      case 'n' -> out.append("\r\n");
      case 'r' -> out.append('\r');
      case 't' -> out.append('\t');
      case 'b' -> out.append(' ');
      default -> {
        if (ignoreInserts) {
          // What is left for the caller's own printf keeps its percent sign.
          out.append('%');
        }
        out.append(c);
      }
    }
    return true;
  }

  private void insert(int first) {
    int start = at - 2;
    int number = first;
    if (at < message.length() && message.charAt(at) >= '0' && message.charAt(at) <= '9') {
      number = number * 10 + message.charAt(at++) - '0';
    }
    String format = "s";
    if (at < message.length() && message.charAt(at) == '!') {
      int end = message.indexOf('!', at + 1);
      if (end < 0) {
        throw Win32Error.INVALID_PARAMETER.exception();
      }
      format = message.substring(at + 1, end);
      at = end + 1;
    }
    if (ignoreInserts) {
      out.append(message, start, at);
      return;
    }
    if (arguments == 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    new SimplePrintf(text, out, arguments + 8L * (number - 1)).one(format, 0);
  }

  /** Breaks lines at blanks, so that none is longer than the width where that is possible. */
  private String wrapped() {
    StringBuilder lines = new StringBuilder();
    int lineStart = 0;
    int lastBlank = -1;
    for (int i = 0; i < out.length(); i++) {
      char c = out.charAt(i);
      if (c == '\n') {
        lines.append(out, lineStart, i + 1);
        lineStart = i + 1;
        lastBlank = -1;
      } else {
        if (c == ' ') {
          lastBlank = i;
        }
        if (i - lineStart >= lineWidth && lastBlank >= 0) {
          lines.append(out, lineStart, lastBlank).append("\r\n");
          lineStart = lastBlank + 1;
          lastBlank = -1;
        }
      }
    }
    return lines.append(out, lineStart, out.length()).toString();
  }
}
