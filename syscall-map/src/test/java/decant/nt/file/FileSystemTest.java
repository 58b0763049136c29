package decant.nt.file;

import static decant.nt.file.FileAccess.DELETE;
import static decant.nt.file.FileAccess.FILE_SHARE_ALL;
import static decant.nt.file.FileAccess.FILE_SHARE_READ;
import static decant.nt.file.FileAccess.GENERIC_READ;
import static decant.nt.file.FileAccess.GENERIC_WRITE;
import static decant.nt.file.FileSystem.FILE_CREATE;
import static decant.nt.file.FileSystem.FILE_DELETE_ON_CLOSE;
import static decant.nt.file.FileSystem.FILE_DIRECTORY_FILE;
import static decant.nt.file.FileSystem.FILE_NON_DIRECTORY_FILE;
import static decant.nt.file.FileSystem.FILE_OPEN;
import static decant.nt.file.FileSystem.FILE_OPEN_IF;
import static decant.nt.file.FileSystem.FILE_OVERWRITE_IF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import decant.nt.HandleTable;
import decant.nt.NtStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSystemTest {
  @TempDir Path directory;
  private final FileSystem files = new FileSystem(new HandleTable());

  @BeforeEach
  void useTheDirectoryAsDriveD() {
    files.drives().map('D', directory.toString().getBytes(StandardCharsets.UTF_8));
  }

  private FileObject open(String path, int access, int share, int disposition, int options) {
    FileObject file =
        (FileObject) files.create(path, access, 0, share, disposition, options).object();
    file.retain();
    return file;
  }

  private FileObject open(String path, int access, int share, int disposition) {
    return open(path, access, share, disposition, FILE_NON_DIRECTORY_FILE);
  }

  private static void refused(NtStatus status, ThrowingCallable call) {
    assertThatThrownBy(call).isSameAs(status.exception());
  }

  private Path file(String name) throws IOException {
    return Files.writeString(directory.resolve(name), name);
  }

  @Test
  void namesAreFoundInAnyCase() throws IOException {
    Files.createDirectories(directory.resolve("Sub/Deep"));
    file("Sub/Deep/File.TXT");
    open("d:\\SUB\\deep\\fILE.txt", GENERIC_READ, FILE_SHARE_ALL, FILE_OPEN).release();
    assertThat(files.spelling("D:\\sub\\DEEP\\file.txt")).isEqualTo("File.TXT");
    refused(
        NtStatus.OBJECT_NAME_COLLISION,
        () -> open("D:\\sub\\deep\\FILE.TXT", GENERIC_WRITE, 0, FILE_CREATE));
  }

  @Test
  void aMissingFileAndAMissingDirectoryAreToldApart() throws IOException {
    file("plain");
    refused(NtStatus.OBJECT_NAME_NOT_FOUND, () -> open("D:\\no", GENERIC_READ, 0, FILE_OPEN));
    refused(NtStatus.OBJECT_PATH_NOT_FOUND, () -> open("D:\\no\\no", GENERIC_READ, 0, FILE_OPEN));
    refused(NtStatus.OBJECT_PATH_NOT_FOUND, () -> open("Q:\\no", GENERIC_READ, 0, FILE_OPEN));
    refused(
        NtStatus.OBJECT_PATH_NOT_FOUND, () -> open("D:\\plain\\no", GENERIC_READ, 0, FILE_OPEN));
    refused(NtStatus.OBJECT_NAME_INVALID, () -> open("D:\\a*b", GENERIC_READ, 0, FILE_OPEN));
    refused(NtStatus.BAD_NETWORK_PATH, () -> open("\\\\s\\h\\x", GENERIC_READ, 0, FILE_OPEN));
  }

  @Test
  void whatASettledDirectoryLacksIsNotAskedForUntilItChanges() throws Exception {
    file("there");
    Thread.sleep(2600); // FileStatus.isSettled
    assertThat(files.tryStatus("D:\\absent")).isNull();
    FileStatus settled = FileStatus.of(directory.toString().getBytes(StandardCharsets.UTF_8), true);
    assumeTrue(NameCache.lacks(settled, new byte[] {'x'})); // a local file system
    assertThat(NameCache.lacks(settled, "THERE".getBytes(StandardCharsets.UTF_8))).isFalse();
    assertThat(NameCache.lacks(settled, new byte[256])).isFalse();
    assertThat(NameCache.expectsMissing()).isTrue();
    assertThat(files.tryStatus("D:\\Absent")).isNull();
    assertThat(files.tryStatus("D:\\There")).isNotNull();
    assertThat(files.tryStatus("D:\\ABSENT")).isNull();
    file("Absent");
    assertThat(files.tryStatus("D:\\absent")).isNotNull();
    Files.delete(directory.resolve("Absent"));
    assertThat(files.tryCreate("D:\\absent", GENERIC_READ, 0, 0, FILE_OPEN, 0)).isNull();
    open("D:\\absent", GENERIC_WRITE, 0, FILE_OPEN_IF).release();
    assertThat(files.tryStatus("D:\\ABSENT")).isNotNull();
  }

  @Test
  void opensThatDoNotShareExcludeEachOther() throws IOException {
    file("f");
    FileObject reader = open("D:\\f", GENERIC_READ, FILE_SHARE_READ, FILE_OPEN);
    open("D:\\f", GENERIC_READ, FILE_SHARE_READ, FILE_OPEN).release();
    refused(
        NtStatus.SHARING_VIOLATION, () -> open("D:\\f", GENERIC_WRITE, FILE_SHARE_ALL, FILE_OPEN));
    refused(NtStatus.SHARING_VIOLATION, () -> open("D:\\f", GENERIC_READ, 0, FILE_OPEN));
    refused(NtStatus.SHARING_VIOLATION, () -> open("D:\\F", DELETE, FILE_SHARE_ALL, FILE_OPEN));
    refused(NtStatus.SHARING_VIOLATION, () -> files.delete("D:\\f"));
    open("D:\\f", FileAccess.FILE_READ_ATTRIBUTES, 0, FILE_OPEN).release();
    reader.release();
    open("D:\\f", GENERIC_WRITE, 0, FILE_OPEN).release();
  }

  @Test
  void aRefusedOverwriteLeavesTheFileAlone() throws IOException {
    Path f = file("f");
    FileObject reader = open("D:\\f", GENERIC_READ, FILE_SHARE_READ, FILE_OPEN);
    refused(
        NtStatus.SHARING_VIOLATION,
        () -> open("D:\\f", GENERIC_WRITE, FILE_SHARE_ALL, FILE_OVERWRITE_IF));
    assertThat(f).hasContent("f");
    reader.release();
    open("D:\\f", GENERIC_WRITE, FILE_SHARE_ALL, FILE_OVERWRITE_IF).release();
    assertThat(f).isEmptyFile();
  }

  @Test
  void aReadOnlyFileIsNeitherWrittenNorDeleted() throws IOException {
    Path f = file("f");
    files.setAttributes("D:\\f", FileStatus.FILE_ATTRIBUTE_READONLY);
    assertThat(files.status("D:\\f").attributes & FileStatus.FILE_ATTRIBUTE_READONLY).isNotZero();
    refused(NtStatus.ACCESS_DENIED, () -> open("D:\\f", GENERIC_WRITE, 0, FILE_OPEN));
    refused(NtStatus.CANNOT_DELETE, () -> files.delete("D:\\f"));
    files.setAttributes("D:\\f", FileStatus.FILE_ATTRIBUTE_NORMAL);
    files.delete("D:\\f");
    assertThat(f).doesNotExist();
  }

  @Test
  void aFileMarkedForDeletionGoesWithItsLastHandle() throws IOException {
    Path f = file("f");
    FileObject first = open("D:\\f", GENERIC_READ | DELETE, FILE_SHARE_ALL, FILE_OPEN);
    FileObject second = open("D:\\f", GENERIC_READ, FILE_SHARE_ALL, FILE_OPEN);
    first.setDelete(true);
    refused(NtStatus.DELETE_PENDING, () -> open("D:\\f", GENERIC_READ, FILE_SHARE_ALL, FILE_OPEN));
    first.release();
    assertThat(f).exists();
    second.release();
    assertThat(f).doesNotExist();
  }

  @Test
  void deleteOnCloseFollowsARename() throws IOException {
    FileObject f =
        open(
            "D:\\f",
            GENERIC_WRITE | DELETE,
            FILE_SHARE_ALL,
            FILE_OPEN_IF,
            FILE_NON_DIRECTORY_FILE | FILE_DELETE_ON_CLOSE);
    f.rename("D:\\g", false);
    assertThat(directory.resolve("g")).exists();
    f.release();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void renamingKnowsCaseAndCollisions() throws IOException {
    file("f");
    file("Other");
    FileObject f = open("D:\\f", DELETE, FILE_SHARE_ALL, FILE_OPEN);
    f.rename("D:\\F", false);
    assertThat(directory.toFile().list()).containsExactlyInAnyOrder("F", "Other");
    refused(NtStatus.OBJECT_NAME_COLLISION, () -> f.rename("D:\\other", false));
    f.rename("D:\\other", true);
    assertThat(directory.toFile().list()).containsExactly("other");
    assertThat(directory.resolve("other")).hasContent("f");
    f.release();
  }

  @Test
  void directoriesAreListedInNtfsOrder() throws IOException {
    file("b");
    file("A");
    file("c_1");
    file("C2");
    assertThat(list("D:\\", "*")).containsExactly("A", "b", "C2", "c_1");
    Files.createDirectory(directory.resolve("sub"));
    assertThat(list("D:\\sub", "*")).containsExactly(".", "..");
    refused(NtStatus.NOT_A_DIRECTORY, () -> files.setCurrentDirectory("D:\\b"));
  }

  private List<String> list(String path, String pattern) {
    DirectoryQuery query = files.list(path, pattern);
    List<String> names = new ArrayList<>();
    for (DirectoryQuery.Entry e = query.next(); e != null; e = query.next()) {
      names.add(e.name());
    }
    return names;
  }

  @Test
  void directoriesAndFilesAreNotEachOther() throws IOException {
    file("f");
    Files.createDirectory(directory.resolve("d"));
    refused(
        NtStatus.NOT_A_DIRECTORY,
        () -> open("D:\\f", GENERIC_READ, 0, FILE_OPEN, FILE_DIRECTORY_FILE));
    refused(NtStatus.FILE_IS_A_DIRECTORY, () -> open("D:\\d", GENERIC_READ, 0, FILE_OPEN));
    refused(NtStatus.FILE_IS_A_DIRECTORY, () -> open("D:\\d", GENERIC_WRITE, 0, FILE_OPEN));
    refused(NtStatus.FILE_IS_A_DIRECTORY, () -> files.delete("D:\\d"));
    refused(NtStatus.NOT_A_DIRECTORY, () -> files.removeDirectory("D:\\f"));
    refused(NtStatus.OBJECT_NAME_COLLISION, () -> files.makeDirectory("D:\\D"));
  }

  @Test
  void lockedBytesAreClosedToOthers() throws IOException {
    file("some bytes");
    int both = GENERIC_READ | GENERIC_WRITE;
    FileObject a = open("D:\\some bytes", both, FILE_SHARE_ALL, FILE_OPEN);
    FileObject b = open("D:\\some bytes", both, FILE_SHARE_ALL, FILE_OPEN);
    a.lock(0, 4, true, false);
    refused(NtStatus.LOCK_NOT_GRANTED, () -> b.lock(3, 1, false, false));
    refused(NtStatus.FILE_LOCK_CONFLICT, () -> b.read(null, 0, 1, 2));
    b.lock(4, 2, false, false);
    refused(NtStatus.RANGE_NOT_LOCKED, () -> b.unlock(4, 1));
    a.release();
    b.lock(3, 1, false, false);
    b.release();
  }

  @Test
  void theVirtualDriveHasViewsOfRealPlaces() {
    assertThat(list("C:\\", "*")).containsExactly("Temp", "Users", "Windows");
    assertThat(list("C:\\windows", "*")).containsExactly(".", "..", "System32");
    assertThat(files.status("c:\\temp").isDirectory()).isTrue();
    refused(NtStatus.ACCESS_DENIED, () -> open("C:\\Windows\\x", GENERIC_WRITE, 0, FILE_OPEN_IF));
    refused(NtStatus.ACCESS_DENIED, () -> files.makeDirectory("C:\\x"));
    refused(NtStatus.OBJECT_NAME_NOT_FOUND, () -> files.status("C:\\Windows\\x"));
    refused(NtStatus.OBJECT_PATH_NOT_FOUND, () -> open("C:\\no\\x", GENERIC_WRITE, 0, FILE_CREATE));
  }

  @Test
  void hostPathsShowOnTheDriveThatIsNearest() {
    byte[] inside = (directory + "/x/y").getBytes(StandardCharsets.UTF_8);
    assertThat(files.windowsPath(inside)).isEqualTo("D:\\x\\y");
    assertThat(files.windowsPath("/".getBytes(StandardCharsets.US_ASCII))).isEqualTo("Z:\\");
    assertThat(files.windowsPath("/etc/x".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo("Z:\\etc\\x");
    assertThat(files.hostPath("D:\\x")).isEqualTo((directory + "/x").getBytes());
  }

  @Test
  void largeDirectoriesAreSearchedForNamesInAnotherCaseToo() throws IOException {
    for (int i = 0; i < 100; i++) {
      open("D:\\Name" + i, GENERIC_WRITE, 0, FILE_CREATE).release();
    }
    refused(NtStatus.OBJECT_NAME_COLLISION, () -> open("D:\\NAME7", GENERIC_WRITE, 0, FILE_CREATE));
    refused(
        NtStatus.OBJECT_NAME_COLLISION, () -> open("D:\\NAME99", GENERIC_WRITE, 0, FILE_CREATE));
    refused(NtStatus.OBJECT_NAME_NOT_FOUND, () -> open("D:\\ADDED", GENERIC_READ, 0, FILE_OPEN));
    file("Added");
    open("D:\\ADDED", GENERIC_READ, 0, FILE_OPEN).release();
    Files.delete(directory.resolve("Name5"));
    refused(NtStatus.OBJECT_NAME_NOT_FOUND, () -> open("D:\\NAME5", GENERIC_READ, 0, FILE_OPEN));
  }

  @Test
  void linksAreShownAndFollowed() throws IOException {
    Path target = file("target");
    files.symbolicLink("D:\\link", "target");
    assertThat(Files.readSymbolicLink(directory.resolve("link")).toString()).isEqualTo("target");
    assertThat(files.status("D:\\link").attributes)
        .isEqualTo(FileStatus.FILE_ATTRIBUTE_REPARSE_POINT);
    FileObject followed = open("D:\\link", GENERIC_READ, 0, FILE_OPEN);
    assertThat(followed.status().size).isEqualTo(6);
    followed.release();
    files.delete("D:\\link");
    assertThat(target).exists();
  }

  @Test
  void permissionsChangeWithWhatOthersMayDo() throws IOException {
    Path file = file("shared");
    byte[] host = files.changeablePath("D:\\SHARED");
    assertThat(permissionsAfter(host, file, "rw-rw-r--", 4)).isEqualTo("rw-rw-r--");
    assertThat(permissionsAfter(host, file, "rw-rw-r--", 0)).isEqualTo("rw-------");
    assertThat(permissionsAfter(host, file, "rw-r-----", 7)).isEqualTo("rw-rw-rw-");
    assertThat(permissionsAfter(host, file, "rw-r--r-x", 5)).isEqualTo("rw-r--r-x");
    refused(NtStatus.OBJECT_NAME_NOT_FOUND, () -> files.changeablePath("D:\\none"));
  }

  private static String permissionsAfter(byte[] host, Path file, String before, int others)
      throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(before));
    HostPermissions.set(host, others);
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
