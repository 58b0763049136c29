package decant.nls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MessagesTest {
  @Test
  void eachLineOfTheFileIsFound() throws IOException {
    String text;
    try (InputStream in = Messages.class.getResourceAsStream("messages.txt")) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    long last = -1;
    for (String line : text.split("\n")) {
      if (!line.startsWith("#")) {
        int blank = line.indexOf(' ');
        long number = Long.decode(line.substring(0, blank));
        assertThat(number).isGreaterThan(last);
        assertThat(Messages.get((int) number))
            .isEqualTo(line.substring(blank + 1).replace("\\n", "\r\n"));
        last = number;
      }
    }
    assertThat(last).isPositive();
  }

  @Test
  void otherNumbers() {
    assertThat(Messages.get(0x8007_0002)).isEqualTo(Messages.get(2));
    assertThat(Messages.get(-1)).isNull();
    assertThat(Messages.get(0xFFFF)).isNull();
    assertThat(Messages.get(0x8007_FFFF)).isNull();
  }
}
