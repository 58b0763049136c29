package decant.crt.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import decant.abi.CrtErrno;
import org.junit.jupiter.api.Test;

class StreamModeTest {
  @Test
  void theFirstLetterSaysWhatIsDone() {
    assertThat(StreamMode.parse("r", false)).isEqualTo(new StreamMode(0, Stream.READ));
    assertThat(StreamMode.parse("w", false).oflag())
        .isEqualTo(OpenMode.O_WRONLY | OpenMode.O_CREAT | OpenMode.O_TRUNC);
    assertThat(StreamMode.parse("a", false).oflag())
        .isEqualTo(OpenMode.O_WRONLY | OpenMode.O_CREAT | OpenMode.O_APPEND);
  }

  @Test
  void aPlusMakesBothDirections() {
    StreamMode mode = StreamMode.parse("w+b", false);
    assertThat(mode.oflag())
        .isEqualTo(OpenMode.O_RDWR | OpenMode.O_CREAT | OpenMode.O_TRUNC | OpenMode.O_BINARY);
    assertThat(mode.flags()).isEqualTo(Stream.UPDATE);
  }

  @Test
  void theCharacterSetIsAnEncoding() {
    assertThat(StreamMode.parse("rt, ccs=UTF-8", false).oflag())
        .isEqualTo(OpenMode.O_TEXT | OpenMode.O_U8TEXT);
    assertThat(StreamMode.parse("r,ccs=unicode", false).oflag()).isEqualTo(OpenMode.O_WTEXT);
    assertThatThrownBy(() -> StreamMode.parse("r,ccs=KOI8", false))
        .isSameAs(CrtErrno.EINVAL.exception());
  }

  @Test
  void lettersThatAreNoneAreRefused() {
    assertThatThrownBy(() -> StreamMode.parse("", false)).isSameAs(CrtErrno.EINVAL.exception());
    assertThatThrownBy(() -> StreamMode.parse("q", false)).isSameAs(CrtErrno.EINVAL.exception());
    assertThatThrownBy(() -> StreamMode.parse("r?", false)).isSameAs(CrtErrno.EINVAL.exception());
  }

  @Test
  void commitIsAskedForByModeOrBySetting() {
    assertThat(StreamMode.parse("wc", false).flags() & Stream.COMMIT).isNotZero();
    assertThat(StreamMode.parse("w", true).flags() & Stream.COMMIT).isNotZero();
    assertThat(StreamMode.parse("wn", true).flags() & Stream.COMMIT).isZero();
  }
}
