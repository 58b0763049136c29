package decant.loader;

import static org.assertj.core.api.Assertions.assertThat;

import decant.nt.DllDirectories;
import decant.nt.Environment;
import decant.nt.GuestProcess;
import decant.nt.memory.AddressSpace;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The documented orders of search, as lists of directories. */
class DllSearchTest {
  private static final String SYSTEM = Environment.SYSTEM_DIRECTORY;

  private final GuestProcess process = new GuestProcess(new AddressSpace(), 4);
  private final DllSearch search = new DllSearch(process, null);
  private String current;

  @BeforeEach
  void program() {
    current = process.files.currentDirectory();
    search.setProgram("Z:\\apps\\tool.exe");
    Environment.of(process).set("Path", SYSTEM + ";Z:\\one; Z:\\two ;;Z:\\apps;z:\\one\\x");
  }

  private List<String> directories(String name, int flags) {
    return search.directories(new DllName(name), flags);
  }

  @Test
  void theProgramsDirectoryComesFirst() {
    assertThat(directories("a", 0))
        .containsExactly("Z:\\apps", SYSTEM, current, "Z:\\one", "Z:\\two", "z:\\one\\x");
  }

  @Test
  void setDllDirectoryReplacesTheCurrentDirectory() {
    DllDirectories.of(process).setDirectory("Z:\\mine");
    assertThat(directories("a", 0)).startsWith("Z:\\apps", "Z:\\mine", SYSTEM, "Z:\\one");
    DllDirectories.of(process).setDirectory("");
    assertThat(directories("a", 0)).startsWith("Z:\\apps", SYSTEM, "Z:\\one");
    DllDirectories.of(process).setDirectory(null);
    assertThat(directories("a", 0)).contains(current);
  }

  @Test
  void theAlteredOrderBeginsWhereTheLibraryIs() {
    int altered = DllSearch.LOAD_WITH_ALTERED_SEARCH_PATH;
    assertThat(directories("Z:\\plugins\\a.dll", altered)).startsWith("Z:\\plugins", SYSTEM);
    assertThat(directories("a.dll", altered)).startsWith("Z:\\apps");
  }

  @Test
  void searchFlagsNameWhatIsSearched() {
    DllDirectories.of(process).add("Z:\\added");
    assertThat(directories("a", DllSearch.SEARCH_SYSTEM32)).containsExactly(SYSTEM);
    assertThat(directories("a", DllSearch.SEARCH_APPLICATION_DIR)).containsExactly("Z:\\apps");
    assertThat(directories("a", DllSearch.SEARCH_USER_DIRS)).containsExactly("Z:\\added");
    assertThat(directories("a", DllSearch.SEARCH_DEFAULT_DIRS))
        .containsExactly("Z:\\apps", "Z:\\added", SYSTEM);
    int both = DllSearch.SEARCH_DLL_LOAD_DIR | DllSearch.SEARCH_SYSTEM32;
    assertThat(directories("Z:\\plugins\\a.dll", both)).containsExactly("Z:\\plugins", SYSTEM);
  }

  @Test
  void defaultFlagsHoldWhereNoneAreGiven() {
    DllDirectories.of(process).setDefaultFlags(DllSearch.SEARCH_SYSTEM32);
    assertThat(directories("a", 0)).containsExactly(SYSTEM);
    assertThat(directories("a", DllSearch.SEARCH_APPLICATION_DIR)).containsExactly("Z:\\apps");
  }

  @Test
  void directoriesOfRootsKeepTheirBackslash() {
    assertThat(DllSearch.directory("Z:\\tool.exe")).isEqualTo("Z:\\");
    assertThat(DllSearch.directory("Z:\\a\\tool.exe")).isEqualTo("Z:\\a");
  }
}
