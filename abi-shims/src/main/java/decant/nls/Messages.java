package decant.nls;

import decant.host.ProductFile;
import java.nio.charset.StandardCharsets;

/**
 * The texts of Windows' own messages, in English, by Win32 error or NTSTATUS. Programs ask for one
 * or two of them, so each is looked up in the file, by bisection.
 */
public final class Messages {
  private static final String RESOURCE = "messages.txt";

  /**
   * One message a line: the number in decimal or hexadecimal (0x…), a blank, the text. The numbers
   * ascend; lines before the first that begin with # are none.
   */
  private static final byte[] LINES = ProductFile.read(Messages.class, RESOURCE);

  private Messages() {}

  /** The text of a Win32 error, of an HRESULT made of one, or of an NTSTATUS; null for another. */
  public static String get(int code) {
    String text = find(code & 0xFFFF_FFFFL);
    if (text == null && code >>> 16 == 0x8007) {
      text = find(code & 0xFFFF);
    }
    return text;
  }

  private static String find(long wanted) {
    int low = 0;
    int high = LINES.length;
    while (low < high) {
      int start = (low + high) >>> 1;
      while (start > low && LINES[start - 1] != '\n') {
        start--;
      }
      int end = start;
      while (LINES[end] != '\n') {
        end++;
      }
      int blank = start;
      while (LINES[blank] != ' ') {
        blank++;
      }
      long number = LINES[start] == '#' ? -1 : number(start, blank);
      if (number == wanted) {
        return new String(LINES, blank + 1, end - blank - 1, StandardCharsets.UTF_8)
            .replace("\\n", "\r\n");
      }
      if (number < wanted) {
        low = end + 1;
      } else {
        high = start;
      }
    }
    return null;
  }

  private static long number(int start, int end) {
    boolean hexadecimal = end - start > 2 && LINES[start + 1] == 'x';
    long number = 0;
    for (int i = hexadecimal ? start + 2 : start; i < end; i++) {
      number = number * (hexadecimal ? 16 : 10) + Character.digit(LINES[i], 16);
    }
    return number;
  }
}
