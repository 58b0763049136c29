package decant.shell32;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
  /** Marks are written as !, and arguments are separated by |. */
  @ParameterizedTest
  @CsvSource({
    "a b c,a|b|c",
    "!a b! c,a b|c",
    "a!b c! d,a!b|c d",
    "p !a!!b!,p|a!b",
    "p !a!!!b!,p|a!b",
    "p !!!a b!!!,p|!a|b!",
    "p a\\\\!b c!,p|a\\b c",
    "p a\\\\\\!b c,p|a\\!b|c",
    "p !a\\\\! b,p|a\\|b",
    "p !a!!b c! d,p|a!b|c d",
    "p !!!!a b!!!! c,p|!a b!|c",
    "p !! x,p||x",
    "p !a,p|a",
    "p a\\b\\\\c,p|a\\b\\\\c",
    "!a!b c,a|b|c",
    "'p ',p",
    "' a','|a'",
  })
  void aCommandLineIsSplitAsCommandLineToArgvWDoes(String line, String arguments) {
    assertThat(String.join("|", CommandLine.split(line.replace('!', '"'))))
        .isEqualTo(arguments.replace('!', '"'));
  }
}
