package decant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What cannot be run gets one line that says why, one that names what to type next, and 126 or 127.
 */
class BadInputTest {
  private static final int NEW_HEADER = 0x3C;
  private static final int MACHINE = 4;
  private static final int SIZE_OF_IMAGE = 24 + 56;
  private static final int IMPORT_DIRECTORY = 24 + 112 + 8;
  private static final int CLR_DIRECTORY = 24 + 112 + 14 * 8;
  private static final int CANNOT_RUN = 126;
  private static final int NOT_FOUND = 127;

  @TempDir Path work;

  @Test
  void missingFile() {
    assertRefused("no-such-program.exe", NOT_FOUND, "to see the programs there: ls *.exe");
  }

  @Test
  void misspeltFile() throws IOException {
    Files.copy(Path.of(Guest.program("hello")), work.resolve("hello.exe"));
    assertRefused("helo.exe", NOT_FOUND, "a name like that is there: decant hello.exe");
  }

  @Test
  void misspeltCommand() {
    assertRefused("inpsect", NOT_FOUND, "a command like that is: decant inspect");
  }

  @Test
  void missingWindowsPath() {
    assertRefused("Z:\\no\\such.exe", NOT_FOUND, "about other drives: decant --help");
  }

  @Test
  void missingFolder() {
    assertRefused("no/such/program.exe", NOT_FOUND, "no such directory; to see where you are: pwd");
  }

  @Test
  void directory() {
    assertRefused(work.toString(), CANNOT_RUN, "ls " + work + "/*.exe");
  }

  @Test
  void emptyFile() throws IOException {
    assertRefused(file(new byte[0]), CANNOT_RUN, "file " + work);
  }

  @Test
  void text() throws IOException {
    assertRefused(file("#!/bin/sh\necho no\n".getBytes()), CANNOT_RUN, "file " + work);
  }

  @Test
  void dosProgram() throws IOException {
    byte[] program = Arrays.copyOf(new byte[] {'M', 'Z', 90, 0, 3}, 0x400);
    assertRefused(file(program), CANNOT_RUN, "file " + work);
  }

  @Test
  void archive() throws IOException {
    assertRefused(file("PK\3\4 and so on".getBytes()), CANNOT_RUN, "file " + work);
  }

  @Test
  void elf() {
    assertRefused("/bin/true", CANNOT_RUN, "a Linux program needs no Decant: /bin/true");
  }

  @Test
  void unreadableFile() {
    assertRefused("/proc/self/mem", CANNOT_RUN, "file /proc/self/mem");
  }

  @Test
  void library() {
    assertRefused(Guest.program("numbers.dll"), CANNOT_RUN, "decant inspect /");
  }

  @ParameterizedTest
  @ValueSource(ints = {0x14C, 0xAA64, 0x1C0, 0x200, 0})
  void otherMachine(int machine) throws IOException {
    ByteBuffer image = hello();
    image.putShort(image.getInt(NEW_HEADER) + MACHINE, (short) machine);
    assertRefused(file(image.array()), CANNOT_RUN, "decant inspect " + work);
  }

  @Test
  void dotNet() throws IOException {
    ByteBuffer image = hello();
    int directory = image.getInt(NEW_HEADER) + CLR_DIRECTORY;
    image.putInt(directory, 0x2000).putInt(directory + 4, 72);
    assertRefused(file(image.array()), CANNOT_RUN, "mono " + work);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 63, 64, 127, 200, 300, 500, 1000, 1024, 2000, 5000, 9000, 14000})
  void truncated(int size) throws IOException {
    assertRefused(file(Arrays.copyOf(hello().array(), size)), CANNOT_RUN, work + "/program.exe");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 0x7FFF_F000, -4096, -1})
  void absurdImageSize(int size) throws IOException {
    ByteBuffer image = hello();
    image.putInt(image.getInt(NEW_HEADER) + SIZE_OF_IMAGE, size);
    assertRefused(file(image.array()), CANNOT_RUN, "sha256sum " + work);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x10, 0x00FF_FFF0, -16})
  void importsNowhere(int rva) throws IOException {
    ByteBuffer image = hello();
    image.putInt(image.getInt(NEW_HEADER) + IMPORT_DIRECTORY, rva);
    Guest.Result result = Guest.decant(work, file(image.array())).end();
    assertThat(result.exitCode()).as("%s", result).isNotZero();
    assertThat(result.err()).doesNotContain("\tat ");
  }

  @Test
  void missingLibrary() throws IOException {
    Path alone = Files.copy(Path.of(Guest.program("libraries")), work.resolve("alone.exe"));
    assertRefused(alone.toString(), CANNOT_RUN, "decant api --missing " + alone);
  }

  private void assertRefused(String program, int exitCode, String advice) {
    Guest.Result result = Guest.decant(work, program).end().exits(exitCode);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("decant: ").endsWith("\n");
    assertThat(result.err().lines()).as("%s", result).hasSize(2);
    assertThat(result.err().lines().toList().getLast()).startsWith("  ").contains(advice);
  }

  private static ByteBuffer hello() throws IOException {
    byte[] bytes = Files.readAllBytes(Path.of(Guest.program("hello")));
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private String file(byte[] bytes) throws IOException {
    return Files.write(work.resolve("program.exe"), bytes).toString();
  }
}
