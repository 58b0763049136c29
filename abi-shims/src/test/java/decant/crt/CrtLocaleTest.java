package decant.crt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CrtLocaleTest {
  private static String all(String name) {
    CrtLocale locale = CrtLocale.C.with(CrtLocale.LC_ALL, name);
    return locale == null ? null : locale.name(CrtLocale.LC_ALL);
  }

  @Test
  void namesAreThoseOfTheRuntime() {
    assertThat(all("C")).isEqualTo("C");
    assertThat(all("English")).isEqualTo("English_United States.1252");
    assertThat(all("english_united states.1252")).isEqualTo("English_United States.1252");
    assertThat(all("en-US")).isEqualTo("en-US");
    assertThat(all(".UTF-8")).isEqualTo("English_United States.utf8");
    assertThat(all("en-US.utf8")).isEqualTo("en-US.utf8");
  }

  @Test
  void whatIsNotThereIsRefused() {
    assertThat(all("Klingon")).isNull();
    assertThat(all("English.99999")).isNull();
    assertThat(all("English.932")).isNull();
    assertThat(all("LC_CTYPE=C;LC_NOISE=C")).isNull();
  }

  @Test
  void categoriesDiffer() {
    CrtLocale locale = CrtLocale.C.with(CrtLocale.LC_TIME, "English");
    assertThat(locale.name(CrtLocale.LC_ALL))
        .isEqualTo(
            "LC_COLLATE=C;LC_CTYPE=C;LC_MONETARY=C;LC_NUMERIC=C;"
                + "LC_TIME=English_United States.1252");
    assertThat(
            CrtLocale.C.with(CrtLocale.LC_ALL, locale.name(CrtLocale.LC_ALL))
                .name(CrtLocale.LC_TIME))
        .isEqualTo("English_United States.1252");
    assertThat(locale.with(CrtLocale.LC_ALL, "C")).isSameAs(CrtLocale.C);
  }

  @Test
  void aCodePageGivesBytesTheirCharacters() {
    CrtLocale western = CrtLocale.C.with(CrtLocale.LC_CTYPE, "English.1252");
    assertThat(western.fromByte(0x80)).isEqualTo(0x20AC);
    assertThat(western.toByte(0x20AC)).isEqualTo(0x80);
    assertThat(western.toByte(0x430)).isEqualTo(-1);
    assertThat(western.upper(0xE4)).isEqualTo(0xC4);
    assertThat(western.types(0xE4) & CharTypes.LOWER).isNotZero();
    assertThat(CrtLocale.C.upper(0xE4)).isEqualTo(0xE4);
    assertThat(CrtLocale.C.fromByte(0xE4)).isEqualTo(0xE4);
  }
}
