package decant.abi;

import static org.assertj.core.api.Assertions.assertThat;

import decant.host.Bytes;
import decant.host.Memory;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.file.FileAccess;
import decant.nt.file.FileObject;
import decant.nt.file.FileSystem;
import decant.nt.memory.AddressSpace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Plain reads and writes that machine code does by itself, and all those that it must not do. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ShortcutsTest {
  private static final int GENERIC_READ = 0x8000_0000;
  private static final int GENERIC_WRITE = 0x4000_0000;
  private static final int FILE_APPEND_DATA = 0x4;
  private static final int SHARE_ALL = 7;
  private static final int FILE_BEGIN = 0;
  private static final int FILE_CURRENT = 1;
  private static final int FILE_END = 2;
  private static final int END_OF_FILE = 0xC000_0011;
  private static final int ACCESS_VIOLATION = 0xC000_0005;
  private static final int ACCESS_DENIED = 5;
  private static final int INVALID_HANDLE = 6;
  private static final int NEGATIVE_SEEK = 131;
  private static final int NOACCESS = 998;

  private static GuestProcess process;
  private static long memory;

  @TempDir Path directory;

  @BeforeAll
  static void open() {
    process = TestGuest.process();
    memory = TestGuest.memory(0x1_0000, AddressSpace.PAGE_READWRITE);
  }

  private long open(String name, String content, int access, int options) throws IOException {
    Path file = directory.resolve(name);
    if (!Files.exists(file)) {
      Files.writeString(file, content);
    }
    String path = process.files.windowsPath(file.toString().getBytes(StandardCharsets.UTF_8));
    int rights = FileAccess.specific(access);
    FileSystem.Opened opened =
        process.files.create(path, rights, 0, SHARE_ALL, FileSystem.FILE_OPEN, options);
    return process.handles.open(opened.object(), rights, 0);
  }

  private long open(String name, String content, int access) throws IOException {
    return open(name, content, access, FileSystem.FILE_SYNCHRONOUS_IO_NONALERT);
  }

  private static long call(GuestThread t, String function, long... arguments) {
    String library = function.startsWith("Nt") ? "ntdll" : "kernel32";
    return Gate.callWith(t, Gate.modules().export(t, library, function), arguments);
  }

  private static String text(long at, int length) {
    return new String(Memory.read(at, length), StandardCharsets.ISO_8859_1);
  }

  @Test
  void aFileIsReadToItsEnd() throws IOException {
    long h = open("a", "hello", GENERIC_READ);
    long done = memory + 0x100;
    TestGuest.onThread(
        t -> {
          assertThat((int) call(t, "ReadFile", h, memory, 3, done, 0)).isOne();
          assertThat(Memory.getInt(done)).isEqualTo(3);
          assertThat(text(memory, 3)).isEqualTo("hel");
          assertThat((int) call(t, "ReadFile", h, memory, 10, done, 0)).isOne();
          assertThat(text(memory, Memory.getInt(done))).isEqualTo("lo");
          assertThat((int) call(t, "ReadFile", h, memory, 10, done, 0)).isOne();
          assertThat(Memory.getInt(done)).isZero();
          long block = Memory.getLong(t.teb + GuestThread.TEB_STACK_LIMIT) + 0x100;
          assertThat((int) call(t, "SetFilePointer", h, 1, 0, FILE_BEGIN)).isOne();
          assertThat((int) call(t, "NtReadFile", h, 0, 0, 0, block, memory, 9, 0, 0)).isZero();
          assertThat(text(memory, (int) Memory.getLong(block + 8))).isEqualTo("ello");
          assertThat((int) call(t, "NtReadFile", h, 0, 0, 0, block, memory, 9, 0, 0))
              .isEqualTo(END_OF_FILE);
          assertThat(Memory.getInt(block)).isEqualTo(END_OF_FILE);
          assertThat(Memory.getLong(block + 8)).isZero();
          assertThat((int) call(t, "NtReadFile", h, 0, 0, 0, block, memory, 0, 0, 0)).isZero();
          assertThat((int) call(t, "CloseHandle", h)).isOne();
          assertThat((int) call(t, "ReadFile", h, memory, 10, done, 0)).isZero();
          assertThat(t.lastError()).isEqualTo(INVALID_HANDLE);
        });
  }

  @Test
  void aFileIsWrittenAndThePositionMoves() throws IOException {
    long h = open("w", "", GENERIC_READ | GENERIC_WRITE);
    long done = memory + 0x100;
    Memory.write(memory, "0123456789".getBytes(StandardCharsets.ISO_8859_1));
    TestGuest.onThread(
        t -> {
          assertThat((int) call(t, "WriteFile", h, memory, 10, done, 0)).isOne();
          assertThat(Memory.getInt(done)).isEqualTo(10);
          assertThat((int) call(t, "SetFilePointer", h, 0, 0, FILE_CURRENT)).isEqualTo(10);
          assertThat((int) call(t, "SetFilePointer", h, -4, 0, FILE_CURRENT)).isEqualTo(6);
          assertThat((int) call(t, "SetFilePointer", h, -9, 0, FILE_CURRENT)).isEqualTo(-1);
          assertThat(t.lastError()).isEqualTo(NEGATIVE_SEEK);
          assertThat((int) call(t, "SetFilePointerEx", h, -1, done, FILE_END)).isOne();
          assertThat(Memory.getLong(done)).isEqualTo(9);
          assertThat((int) call(t, "SetFilePointerEx", h, -1, done, FILE_BEGIN)).isZero();
          assertThat(t.lastError()).isEqualTo(NEGATIVE_SEEK);
          assertThat((int) call(t, "SetFilePointerEx", h, 1L << 33, done, FILE_BEGIN)).isOne();
          assertThat((int) call(t, "SetFilePointer", h, 0, 0, FILE_CURRENT)).isEqualTo(-1);
          long block = Memory.getLong(t.teb + GuestThread.TEB_STACK_LIMIT) + 0x100;
          assertThat((int) call(t, "SetFilePointer", h, 2, 0, FILE_BEGIN)).isEqualTo(2);
          assertThat((int) call(t, "NtWriteFile", h, 0, 0, 0, block, memory, 3, 0, 0)).isZero();
          assertThat(Memory.getLong(block)).isZero();
          assertThat(Memory.getLong(block + 8)).isEqualTo(3);
          call(t, "CloseHandle", h);
        });
    assertThat(Files.readString(directory.resolve("w"))).isEqualTo("0101256789");
  }

  @Test
  void whatAHandleDoesNotGrantIsRefused() throws IOException {
    long reads = open("r", "text", GENERIC_READ);
    long writes = open("r", "text", GENERIC_WRITE);
    long appends = open("r", "text", FILE_APPEND_DATA);
    long done = memory + 0x100;
    TestGuest.onThread(
        t -> {
          assertThat((int) call(t, "WriteFile", reads, memory, 1, done, 0)).isZero();
          assertThat(t.lastError()).isEqualTo(ACCESS_DENIED);
          assertThat((int) call(t, "ReadFile", writes, memory, 1, done, 0)).isZero();
          assertThat(t.lastError()).isEqualTo(ACCESS_DENIED);
          Memory.putByte(memory, '!');
          assertThat((int) call(t, "WriteFile", appends, memory, 1, done, 0)).isOne();
          call(t, "CloseHandle", reads);
          call(t, "CloseHandle", writes);
          call(t, "CloseHandle", appends);
        });
    assertThat(Files.readString(directory.resolve("r"))).isEqualTo("text!");
  }

  @Test
  void whatIsNotMemoryIsRefusedAndThePositionStays() throws IOException {
    long h = open("m", "text", GENERIC_READ | GENERIC_WRITE);
    long done = memory + 0x100;
    TestGuest.onThread(
        t -> {
          for (long bad : new long[] {0x1000, Memory.LIMIT - 2, Memory.LIMIT + 0x1000, -4}) {
            assertThat((int) call(t, "ReadFile", h, bad, 4, done, 0)).isZero();
            assertThat((int) call(t, "WriteFile", h, bad, 4, done, 0)).isZero();
            assertThat(t.lastError()).isEqualTo(NOACCESS);
          }
          assertThat((int) call(t, "SetFilePointer", h, 0, 0, FILE_CURRENT)).isZero();
          call(t, "CloseHandle", h);
        });
  }

  /** Functions of the system answer with an error where those of Windows' libraries fault. */
  @Test
  void aStatusBlockThatIsNoMemoryIsRefusedAndThePositionStays() throws IOException {
    long h = open("s", "text", GENERIC_READ | GENERIC_WRITE);
    TestGuest.onThread(
        t -> {
          for (long bad : new long[] {0x1000, Memory.LIMIT - 2, Memory.LIMIT + 0x1000, -8}) {
            for (String function : new String[] {"NtReadFile", "NtWriteFile"}) {
              assertThat((int) call(t, function, h, 0, 0, 0, bad, memory, 2, 0, 0))
                  .isEqualTo(ACCESS_VIOLATION);
            }
          }
          assertThat((int) call(t, "SetFilePointer", h, 0, 0, FILE_CURRENT)).isZero();
          long block = memory + 0x200; // which is memory, but no stack
          assertThat((int) call(t, "NtReadFile", h, 0, 0, 0, block, memory, 9, 0, 0)).isZero();
          assertThat(Memory.getLong(block + 8)).isEqualTo(4);
          call(t, "CloseHandle", h);
        });
  }

  @Test
  void anOverlappedFileHasNoPosition() throws IOException {
    long h = open("o", "text", GENERIC_READ, 0);
    long done = memory + 0x100;
    long overlapped = memory + 0x200;
    Memory.fill(overlapped, 32, 0);
    Memory.putInt(overlapped + 16, 2);
    TestGuest.onThread(
        t -> {
          assertThat((int) call(t, "ReadFile", h, memory, 4, done, overlapped)).isOne();
          assertThat(text(memory, Memory.getInt(done))).isEqualTo("xt");
          call(t, "CloseHandle", h);
        });
  }

  /** The number of a descriptor that is closed means another file as soon as one is opened. */
  @Test
  void aFileIsNotClosedWhileMachineCodeIsAtWorkWithIt() throws Exception {
    long h = open("c", "text", GENERIC_READ);
    FileObject file = process.handles.get(h, FileObject.class);
    Bytes row = Bytes.at(process.handles.directFiles() + h / 4 * 16, 16);
    assertThat(row.get32(0)).isEqualTo(file.fd());
    assertThat(row.get32(4)).isNotZero();
    row.put32(8, 1); // as a thread that is between the two looks at the row
    process.handles.close(h);
    assertThat(row.get64(0)).isZero();
    long done = memory + 0x100;
    TestGuest.onThread(
        t -> {
          assertThat((int) call(t, "ReadFile", h, memory, 4, done, 0)).isZero();
          assertThat(t.lastError()).isEqualTo(INVALID_HANDLE);
        });
    assertThat(file.fd()).isNotNegative();
    row.put32(8, 0);
    for (int i = 0; file.fd() >= 0 && i < 1000; i++) {
      Thread.sleep(10);
    }
    assertThat(file.fd()).isNegative();
  }

  @Test
  void aThreadThatLeavesTwiceKeepsNoFileOpen() throws IOException {
    for (int i = 0; i < 2; i++) {
      long h = open("c", "text", GENERIC_READ);
      FileObject file = process.handles.get(h, FileObject.class);
      long at = process.handles.directFiles() + h / 4 * 16;
      Bytes row = Bytes.at(at, 16);
      assertThat(row.get32(8)).isZero();
      row.put32(8, 1);
      process.handles.leaveDirectFile(at);
      assertThat(row.get32(8)).isZero();
      process.handles.leaveDirectFile(at);
      process.handles.leaveDirectFile(at + 1); // is no row, as the next is none
      process.handles.leaveDirectFile(at + (1 << 20));
      process.handles.close(h);
      assertThat(file.fd()).isNegative();
    }
  }

  /** From then on the process's files are read through Java. */
  @Test
  @Order(Integer.MAX_VALUE)
  void lockedBytesAreNotRead() throws IOException {
    long h = open("l", "text", GENERIC_READ | GENERIC_WRITE);
    long other = open("l", "text", GENERIC_READ);
    TestGuest.onThread(
        t -> {
          long done = memory + 0x100;
          assertThat((int) call(t, "LockFile", h, 0, 0, 2, 0)).isOne();
          assertThat((int) call(t, "ReadFile", other, memory, 4, done, 0)).isZero();
          assertThat(t.lastError()).isEqualTo(33); // ERROR_LOCK_VIOLATION
          assertThat((int) call(t, "ReadFile", h, memory, 4, done, 0)).isOne();
          call(t, "CloseHandle", h);
          call(t, "CloseHandle", other);
        });
  }
}
