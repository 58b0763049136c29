package decant.nls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import decant.abi.Text;
import decant.nt.Win32Exception;
import org.junit.jupiter.api.Test;

class MessageFormatTest {
  private static String format(String message, boolean ignoreInserts, int width) {
    return new MessageFormat(message, Text.WIDE, 0, ignoreInserts, width).format();
  }

  @Test
  void escapesAreReplaced() {
    assertThat(format("a%nb%tc%%d%!e%b.%0 gone", false, 0)).isEqualTo("a\r\nb\tc%d!e .");
  }

  @Test
  void insertsStayWhenTheyAreIgnored() {
    assertThat(format("%1 and %12!04d!", true, 0)).isEqualTo("%1 and %12!04d!");
  }

  @Test
  void formatsForTheCallersPrintfStayWhenInsertsAreIgnored() {
    assertThat(format("a%s b%% c%. e%nf", true, 0)).isEqualTo("a%s b%% c%. e\r\nf");
  }

  @Test
  void insertsNeedArguments() {
    assertThatThrownBy(() -> format("%1", false, 0)).isInstanceOf(Win32Exception.class);
  }

  @Test
  void lineBreaksOfTheTextAreBlanksWhenAWidthIsGiven() {
    assertThat(format("a\nb\r\nc%nd", false, 0)).isEqualTo("a\r\nb\r\nc\r\nd");
    assertThat(format("a\nb\r\nc%nd", false, 255)).isEqualTo("a b c\r\nd");
  }

  @Test
  void systemMessagesAreThereForErrorsAndTheirHresults() {
    assertThat(Messages.get(2)).isEqualTo("The system cannot find the file specified.");
    assertThat(Messages.get(0x8007_0005)).isEqualTo("Access is denied.");
    assertThat(Messages.get(0x7FFF_0000)).isNull();
  }
}
