package decant.abi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiSetsTest {
  @ParameterizedTest
  @CsvSource({
    "api-ms-win-crt-runtime-l1-1-0.dll,ucrtbase",
    "API-MS-WIN-CRT-STDIO-L1-1-0.DLL,ucrtbase",
    "api-ms-win-core-file-l1-2-0,kernelbase",
    "api-ms-win-core-com-l1-1-0.dll,combase",
    "api-ms-win-core-rtlsupport-l1-1-0.dll,ntdll",
    "api-ms-win-core-version-l1-1-0.dll,version",
    "api-ms-win-security-base-l1-1-0.dll,advapi32",
    "api-ms-win-eventing-provider-l1-1-0.dll,advapi32",
    "ext-ms-win-ntuser-window-l1-1-0.dll,user32",
    "api-ms-win-shcore-scaling-l1-1-1.dll,shcore",
  })
  void aContractIsAnsweredByItsHost(String contract, String host) {
    assertThat(ApiSets.host(contract)).isEqualTo(host);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kernel32.dll", "apiset", "api-ms-win-nothing-l1-1-0.dll", "ap", ""})
  void whatIsNoKnownContractHasNoHost(String name) {
    assertThat(ApiSets.host(name)).isNull();
  }
}
