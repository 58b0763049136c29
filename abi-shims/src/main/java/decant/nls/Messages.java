package decant.nls;

import decant.host.ProductFile;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The texts of Windows' own messages, in English, by Win32 error or NTSTATUS. */
public final class Messages {
  private static final String RESOURCE = "messages.txt";
  private static final Map<Integer, String> TEXTS = load();

  private Messages() {}

  /** The text of a Win32 error, of an HRESULT made of one, or of an NTSTATUS; null for another. */
  public static String get(int code) {
    String text = TEXTS.get(code);
    if (text == null && code >>> 16 == 0x8007) {
      text = TEXTS.get(code & 0xFFFF);
    }
    return text;
  }

  /** One message a line: the number in decimal or hexadecimal (0x…), a blank, the text. */
  private static Map<Integer, String> load() {
    Map<Integer, String> texts = new HashMap<>(512);
    String text = new String(ProductFile.read(Messages.class, RESOURCE), StandardCharsets.UTF_8);
    for (int at = 0, end; at < text.length(); at = end + 1) {
      end = text.indexOf('\n', at);
      int blank = text.indexOf(' ', at);
      if (blank > at && blank < end && text.charAt(at) != '#') {
        texts.put(
            (int) (long) Long.decode(text.substring(at, blank)),
            text.substring(blank + 1, end).replace("\\n", "\r\n"));
      }
    }
    return texts;
  }
}
