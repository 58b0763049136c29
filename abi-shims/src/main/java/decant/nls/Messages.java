package decant.nls;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
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
    try (InputStream in = Messages.class.getResourceAsStream(RESOURCE);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        int blank = line.indexOf(' ');
        if (blank > 0 && line.charAt(0) != '#') {
          texts.put(
              (int) (long) Long.decode(line.substring(0, blank)),
              line.substring(blank + 1).replace("\\n", "\r\n"));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return texts;
  }
}
