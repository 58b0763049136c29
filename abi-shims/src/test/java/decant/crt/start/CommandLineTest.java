package decant.crt.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommandLineTest {
  private static List<String> universal(String line) {
    return CommandLine.split(line, true).stream().map(CommandLine.Argument::text).toList();
  }

  private static List<String> classic(String line) {
    return CommandLine.split(line, false).stream().map(CommandLine.Argument::text).toList();
  }

  @Test
  void blanksDivideArgumentsOutsideOfQuotes() {
    assertThat(universal("p a  b\tc \"d e\" f\" \"g"))
        .containsExactly("p", "a", "b", "c", "d e", "f g");
  }

  @Test
  void anEmptyLineIsAProgramWithoutAName() {
    assertThat(universal("")).containsExactly("");
  }

  @Test
  void quotesInTheProgramNameAreDroppedAndBackslashesKept() {
    assertThat(universal("\"C:\\a b\\\"c.exe x")).containsExactly("C:\\a b\\c.exe", "x");
  }

  @Test
  void backslashesCountOnlyBeforeAQuotationMark() {
    assertThat(universal("p a\\\\b d\"e f\"g h")).containsExactly("p", "a\\\\b", "de fg", "h");
    assertThat(universal("p a\\\\\\\"b c d")).containsExactly("p", "a\\\"b", "c", "d");
    assertThat(universal("p a\\\\\\\\\"b c\" d e")).containsExactly("p", "a\\\\b c", "d", "e");
    assertThat(universal("p \"x\\\\\"")).containsExactly("p", "x\\");
  }

  @Test
  void twoQuotationMarksInQuotesAreOneAndTheUniversalRuntimeStaysInQuotes() {
    assertThat(universal("p \"a\"\"b c\" d")).containsExactly("p", "a\"b c", "d");
    assertThat(classic("p \"a\"\"b c\" d")).containsExactly("p", "a\"b", "c d");
  }

  @Test
  void emptyQuotesAreAnEmptyArgument() {
    assertThat(universal("p \"\" x")).containsExactly("p", "", "x");
  }

  @Test
  void onlyUnquotedWildcardsCount() {
    List<CommandLine.Argument> arguments = CommandLine.split("p *.c \"*.h\" a?b", true);
    assertThat(arguments)
        .extracting(CommandLine.Argument::wildcard)
        .containsExactly(false, true, false, true);
  }
}
