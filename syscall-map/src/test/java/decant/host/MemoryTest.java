package decant.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import decant.nt.memory.AddressSpace;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Strings and numbers at all alignments, and at the edges of guest memory. */
class MemoryTest {
  private static final AddressSpace SPACE = new AddressSpace();
  private static final int SIZE = 0x1000;
  private static final long PAGE =
      SPACE.allocate(
          0, SIZE, AddressSpace.MEM_RESERVE | AddressSpace.MEM_COMMIT, AddressSpace.PAGE_READWRITE);

  @AfterAll
  static void free() {
    SPACE.free(PAGE, 0, AddressSpace.MEM_RELEASE);
  }

  private static String text(int length, char last) {
    return length == 0 ? "" : "abcdefghijklmnopqrstuvwxyz".repeat(8).substring(1, length) + last;
  }

  @Test
  void wideStringsOfAllLengthsAndAlignments() {
    for (int at = 0; at < 9; at++) {
      for (int length = 0; length < 80; length++) {
        for (char last : new char[] {'z', '\u00FF', '\u4E2D', '\uD800'}) {
          String text = text(length, last);
          Memory.fill(PAGE, SIZE, 0xA5);
          long end = Memory.putWideZ(PAGE + 16 + at, text);
          assertThat(end).isEqualTo(PAGE + 16 + at + 2 * length + 2);
          assertThat(Memory.getU8(end)).isEqualTo(0xA5);
          assertThat(Memory.getU8(PAGE + 15 + at)).isEqualTo(0xA5);
          assertThat(Memory.wideLength(PAGE + 16 + at)).isEqualTo(length);
          assertThat(Memory.wide(PAGE + 16 + at)).isEqualTo(text);
        }
      }
    }
  }

  @Test
  void narrowStringsOfAllLengthsAndAlignments() {
    for (int at = 0; at < 9; at++) {
      for (int length = 0; length < 200; length++) {
        byte[] text = text(length, '\u0080').getBytes(StandardCharsets.ISO_8859_1);
        Memory.fill(PAGE, SIZE, 0);
        Memory.putByte(PAGE + 15 + at, 1);
        long end = Memory.putNarrowZ(PAGE + 16 + at, text);
        assertThat(end).isEqualTo(PAGE + 16 + at + length + 1);
        assertThat(Memory.narrow(PAGE + 16 + at)).isEqualTo(text);
      }
    }
  }

  @Test
  void stringsThatEndWithTheirPage() {
    Memory.fill(PAGE, SIZE, 'x');
    Memory.putShort(PAGE + SIZE - 2, 0);
    assertThat(Memory.wideLength(PAGE + SIZE - 2)).isZero();
    assertThat(Memory.wideLength(PAGE + SIZE - 10)).isEqualTo(4);
    assertThat(Memory.narrowLength(PAGE + SIZE - 5)).isEqualTo(3);
  }

  @Test
  void numbersAtAllAlignments() {
    for (int at = 0; at < 8; at++) {
      Memory.putLong(PAGE + at, 0x8123_4567_89AB_CDEFL);
      assertThat(Memory.getLong(PAGE + at)).isEqualTo(0x8123_4567_89AB_CDEFL);
      assertThat(Memory.getInt(PAGE + at)).isEqualTo(0x89AB_CDEF);
      assertThat(Memory.getU32(PAGE + at + 4)).isEqualTo(0x8123_4567L);
      assertThat(Memory.getU16(PAGE + at + 6)).isEqualTo(0x8123);
      assertThat(Memory.getShort(PAGE + at)).isEqualTo((short) 0xCDEF);
      assertThat(Memory.getChar(PAGE + at + 1)).isEqualTo('\uABCD');
    }
  }

  @Test
  void addressesThatAreNotTheGuests() {
    for (long address :
        new long[] {0, 8, Memory.LOW - 1, Memory.LIMIT, -1, -8, Long.MIN_VALUE, Long.MAX_VALUE}) {
      assertThatThrownBy(() -> Memory.getInt(address)).isInstanceOf(GuestFault.class);
      assertThatThrownBy(() -> Memory.putLong(address, 0)).isInstanceOf(GuestFault.class);
      assertThatThrownBy(() -> Memory.wide(address | 1)).isInstanceOf(GuestFault.class);
      assertThatThrownBy(() -> Memory.narrowLength(address)).isInstanceOf(GuestFault.class);
      assertThatThrownBy(() -> Memory.putWide(address, "a")).isInstanceOf(GuestFault.class);
    }
  }
}
