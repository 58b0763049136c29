package decant.crt;

import static org.assertj.core.api.Assertions.assertThat;

import decant.host.Memory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MultibyteTest {
  private static final CrtLocale UTF8 = CrtLocale.C.with(CrtLocale.LC_ALL, ".utf8");
  private final GuestText guest = new GuestText();

  @BeforeEach
  void setUp() {
    guest.reset();
  }

  @Test
  void utf8AndBack() {
    String text = "a\u00e4\u20ac\ud83d\ude00z";
    long bytes = guest.utf8(text);
    long wide = guest.take(64);
    assertThat(Multibyte.toWide(UTF8, wide, 32, bytes, 0)).isEqualTo(text.length());
    assertThat(Memory.wide(wide)).isEqualTo(text);
    long back = guest.take(64);
    assertThat(Multibyte.toBytes(UTF8, back, 64, wide, 0)).isEqualTo(11);
    assertThat(Memory.narrow(back)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void malformedUtf8IsRefused() {
    for (String bad :
        new String[] {
          "\u0080",
          "\u00c0\u0080",
          "\u00e0\u0080\u0080",
          "\u00ed\u00a0\u0080",
          "\u00f4\u0090\u0080\u0080",
          "\u00ff",
          "\u00c3a"
        }) {
      long text = guest.narrow(bad);
      assertThat(Multibyte.decode(UTF8, text, 4)).as(bad).isEqualTo(Multibyte.INVALID);
    }
  }

  @Test
  void anUnfinishedCharacterIsIncomplete() {
    long text = guest.utf8("\u20ac");
    assertThat(Multibyte.decode(UTF8, text, 2)).isEqualTo(Multibyte.INCOMPLETE);
    assertThat(Multibyte.decode(UTF8, text, 3)).isEqualTo(3L << 32 | 0x20AC);
  }

  @Test
  void onlyWholeCharactersAreWritten() {
    long wide = guest.wide("a\u20ac");
    long bytes = guest.take(16);
    Memory.fill(bytes, 16, '#');
    long resume = guest.take(8);
    assertThat(Multibyte.toBytes(UTF8, bytes, 3, wide, resume)).isEqualTo(1);
    assertThat(Memory.getLong(resume)).isEqualTo(wide + 2);
    assertThat(Memory.getU8(bytes + 1)).isEqualTo('#');
  }

  @Test
  void theCLocaleKnowsBytesOnly() {
    assertThat(Multibyte.toBytes(CrtLocale.C, 0, 0, guest.wide("\u00e4"), 0)).isEqualTo(1);
    assertThat(Multibyte.toBytes(CrtLocale.C, 0, 0, guest.wide("\u20ac"), 0))
        .isEqualTo(Multibyte.INVALID);
  }
}
