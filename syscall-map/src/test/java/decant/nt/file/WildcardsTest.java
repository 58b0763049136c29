package decant.nt.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WildcardsTest {
  private static boolean matches(String win32Pattern, String name) {
    return Wildcards.matches(Wildcards.fromWin32(win32Pattern), name);
  }

  @Test
  void aStarMatchesAnything() {
    assertThat(matches("*", "a.b.c")).isTrue();
    assertThat(matches("*.*", "noextension")).isTrue();
    assertThat(matches("a*c", "abbc")).isTrue();
    assertThat(matches("a*c", "abbd")).isFalse();
    assertThat(matches("**b*", "abc")).isTrue();
  }

  @Test
  void caseDoesNotMatter() {
    assertThat(matches("*.TXT", "Readme.txt")).isTrue();
    assertThat(matches("\u00C9*", "\u00E9t\u00E9")).isTrue();
  }

  @Test
  void aStarBeforeADotGoesUpToTheLastDot() {
    assertThat(matches("*.txt", "a.b.txt")).isTrue();
    assertThat(matches("*.", "noextension")).isTrue();
    assertThat(matches("*.", "a.b")).isFalse();
  }

  @Test
  void aQuestionMarkMayMatchNothingAtTheEndOfANamePart() {
    assertThat(matches("a?.txt", "ab.txt")).isTrue();
    assertThat(matches("a?.txt", "a.txt")).isTrue();
    assertThat(matches("a???", "ab")).isTrue();
    assertThat(matches("???.txt", "abcd.txt")).isFalse();
    assertThat(matches("?", "ab")).isFalse();
  }

  @Test
  void aDotBeforeAWildcardMayBeMissingAtTheEnd() {
    assertThat(matches("abc.*", "abc")).isTrue();
    assertThat(matches("abc.?", "abc")).isTrue();
    assertThat(matches("abc.*", "abcd")).isFalse();
  }

  @Test
  void aPlainQuestionMarkOfTheKernelMatchesExactlyOne() {
    assertThat(Wildcards.matches("a?", "a")).isFalse();
    assertThat(Wildcards.matches("a?", "ab")).isTrue();
  }
}
