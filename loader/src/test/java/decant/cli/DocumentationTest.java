package decant.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What is made of the commands and options that there are. */
class DocumentationTest {
  private static final CommandLine DECANT = DecantCommand.line();

  /** The manual page is written by the command that the message names. */
  @Test
  void theManualPageIsThatOfTheseCommands() throws Exception {
    Path page = Path.of("").toAbsolutePath().getParent().resolve("docs/decant.1");
    assertThat(Files.readString(page).equals(ManCommand.page(DECANT)))
        .as("docs/decant.1 is out of date; write it: ./decant man > docs/decant.1")
        .isTrue();
  }

  @Test
  void theManualPageNamesEachCommandAndOption() {
    String page = ManCommand.page(DECANT).replace("\\-", "-");
    for (CommandLine command : DECANT.getSubcommands().values()) {
      if (!command.getCommandName().equals("help")) {
        assertThat(page).contains(".SS decant " + command.getCommandName() + "\n");
        for (OptionSpec option : command.getCommandSpec().options()) {
          if (!option.hidden() && !option.usageHelp() && !option.versionHelp()) {
            assertThat(page).contains("\\fB" + option.longestName() + "\\fR");
          }
        }
      }
    }
  }

  @Test
  void textIsNeverARequest() {
    assertThat(ManCommand.text(".exe \\x -y…")).isEqualTo("\\&.exe \\ex \\-y...");
  }

  @ParameterizedTest
  @EnumSource
  void shellsCompleteEachCommandAndOption(CompletionCommand.Shell shell) {
    String script = CompletionCommand.script(DECANT, shell);
    for (CommandLine command : DECANT.getSubcommands().values()) {
      assertThat(script).contains("        " + command.getCommandName() + ")\n");
      for (OptionSpec option : command.getCommandSpec().options()) {
        assertThat(option.hidden() || script.contains(option.longestName())).isTrue();
      }
    }
  }

  /** A word that is a command must not be taken for a program's name, nor the other way round. */
  @Test
  void theLauncherKnowsTheCommands() {
    for (String command : DECANT.getSubcommands().keySet()) {
      assertThat(Main.isSubcommand(command)).as(command).isTrue();
    }
    assertThat(Main.isSubcommand("hello.exe")).isFalse();
  }
}
