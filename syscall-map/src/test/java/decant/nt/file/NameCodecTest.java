package decant.nt.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NameCodecTest {
  /** Bytes of which all kinds of well-formed and broken sequences come about. */
  private static final int[] PIECES = {
    'a', '.', ' ', ':', 0xED, 0xA0, 0x80, 0xB2, 0xBF, 0xEF, 0xBA, 0xAE, 0xC3, 0xF0, 0x9F
  };

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static String decode(String utf8) {
    return NameCodec.decode(utf8.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void utf8IsItsText() {
    assertThat(decode("plain.txt")).isEqualTo("plain.txt");
    assertThat(decode("\u00E9\u4E2D\uD83D\uDE00")).isEqualTo("\u00E9\u4E2D\uD83D\uDE00");
    assertThat(NameCodec.encode("\u00E9\u4E2D\uD83D\uDE00"))
        .isEqualTo("\u00E9\u4E2D\uD83D\uDE00".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void bytesThatAreNoUtf8AreLoneSurrogates() {
    assertThat(NameCodec.decode(bytes('a', 0xFF, 'b'))).isEqualTo("a\uDCFFb");
    assertThat(NameCodec.decode(bytes(0xC3))).isEqualTo("\uDCC3");
    assertThat(NameCodec.decode(bytes(0xC0, 0x80))).isEqualTo("\uDCC0\uDC80");
    assertThat(NameCodec.encode("a\uDCFFb")).isEqualTo(bytes('a', 0xFF, 'b'));
  }

  @Test
  void otherLoneSurrogatesAreThreeBytes() {
    assertThat(NameCodec.encode("\uD800")).isEqualTo(bytes(0xED, 0xA0, 0x80));
    assertThat(NameCodec.decode(bytes(0xED, 0xA0, 0x80))).isEqualTo("\uD800");
    assertThat(NameCodec.decode(NameCodec.encode("x\uDFFFy"))).isEqualTo("x\uDFFFy");
  }

  @Test
  void whatWindowsForbidsIsPrivateUse() {
    assertThat(decode("a:b*?\"<>|\\\u0001"))
        .isEqualTo("a\uF03Ab\uF02A\uF03F\uF022\uF03C\uF03E\uF07C\uF05C\uF001");
    assertThat(decode("a.")).isEqualTo("a\uF02E");
    assertThat(decode("a ")).isEqualTo("a\uF020");
    assertThat(decode("a. b")).isEqualTo("a. b");
    assertThat(decode("...")).isEqualTo("..\uF02E");
    assertThat(decode("..")).isEqualTo("..");
    assertThat(NameCodec.encode("a\uF03A\uF020")).isEqualTo("a: ".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void noTwoHostNamesAreOneWindowsName() {
    Random random = new Random(7);
    for (int round = 0; round < 200_000; round++) {
      byte[] name = new byte[1 + random.nextInt(7)];
      for (int i = 0; i < name.length; i++) {
        name[i] = (byte) PIECES[random.nextInt(PIECES.length)];
      }
      String windows = NameCodec.decode(name);
      assertThat(NameCodec.encode(windows)).isEqualTo(name);
    }
  }

  @Test
  void textThatIsNoNameKeepsItsCharacters() {
    assertThat(NameCodec.decodeText(bytes('"', '*', ':', 0xFF, '.'))).isEqualTo("\"*:\uDCFF.");
    assertThat(NameCodec.encodeText("\uF03A\uD83D\uDE00"))
        .isEqualTo("\uF03A\uD83D\uDE00".getBytes(StandardCharsets.UTF_8));
    assertThat(NameCodec.decodeText("\uFFFD\uF03A".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("\uFFFD\uF03A");
  }

  @Test
  void anyBytesSurviveAsText() {
    Random random = new Random(11);
    for (int n = 0; n < 50_000; n++) {
      byte[] bytes = new byte[random.nextInt(9)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) PIECES[random.nextInt(PIECES.length)];
      }
      assertThat(NameCodec.encodeText(NameCodec.decodeText(bytes))).isEqualTo(bytes);
    }
  }
}
