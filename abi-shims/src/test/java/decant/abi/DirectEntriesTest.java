package decant.abi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.memory.AddressSpace;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Memory and string functions in machine code against their definition, at the edges of pages. */
class DirectEntriesTest {
  private static final int ROOM = 0x2000;
  private static final int ROUNDS = 4000;
  private static long left;
  private static long right;

  private final Random random = new Random(42);

  @BeforeAll
  static void memory() {
    TestGuest.process();
    left = fenced();
    right = fenced();
  }

  /** Two pages with inaccessible ones around them. */
  private static long fenced() {
    AddressSpace memory = TestGuest.process().memory;
    long base = memory.allocate(0, 0x1_0000, AddressSpace.MEM_RESERVE, AddressSpace.PAGE_NOACCESS);
    return memory.allocate(
        base + 0x4000, ROOM, AddressSpace.MEM_COMMIT, AddressSpace.PAGE_READWRITE);
  }

  private static long call(GuestThread t, String function, long... arguments) {
    return Gate.callWith(t, Gate.machineCode(function), arguments);
  }

  private byte[] bytes(int length, int alphabet) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (1 + random.nextInt(alphabet));
    }
    return bytes;
  }

  private int length() {
    return random.nextInt(random.nextInt(4) == 0 ? 1000 : 70);
  }

  /** Writes a string that ends where the page does. */
  private static long atEnd(long room, byte[] string) {
    long at = room + ROOM - string.length - 1;
    Memory.putNarrowZ(at, string);
    return at;
  }

  @Test
  void memmoveAndMemset() {
    TestGuest.onThread(
        t -> {
          byte[] expected = new byte[ROOM];
          for (int round = 0; round < ROUNDS; round++) {
            random.nextBytes(expected);
            Memory.write(left, expected);
            int n = length();
            int from = random.nextInt(ROOM - n + 1);
            int to =
                random.nextBoolean()
                    ? random.nextInt(ROOM - n + 1)
                    : Math.min(ROOM - n, from + random.nextInt(100));
            System.arraycopy(expected, from, expected, to, n);
            assertThat(call(t, "memmove", left + to, left + from, n)).isEqualTo(left + to);
            int value = random.nextInt();
            Arrays.fill(expected, from, from + n, (byte) value);
            assertThat(call(t, "memset", left + from, value, n)).isEqualTo(left + from);
            assertThat(Memory.read(left, ROOM)).isEqualTo(expected);
          }
        });
  }

  @Test
  void comparisons() {
    TestGuest.onThread(
        t -> {
          for (int round = 0; round < ROUNDS; round++) {
            byte[] a = bytes(length(), 255);
            byte[] b = random.nextBoolean() ? a.clone() : Arrays.copyOf(a, random.nextInt(70));
            if (b.length > 0) {
              b[random.nextInt(b.length)] |= (byte) (1 << random.nextInt(8));
            }
            for (int i = 0; i < b.length; i++) {
              b[i] = b[i] == 0 ? 1 : b[i];
            }
            int n = random.nextInt(80);
            long x = atEnd(left, a);
            long y = atEnd(right, b);
            assertThat((int) call(t, "strcmp", x, y))
                .isEqualTo(Integer.signum(Arrays.compareUnsigned(zero(a), zero(b))));
            assertThat((int) call(t, "strncmp", x, y, n))
                .isEqualTo(Integer.signum(Arrays.compareUnsigned(cut(a, n), cut(b, n))));
            int common = Math.min(a.length, b.length);
            assertThat((int) call(t, "memcmp", x, y, common))
                .isEqualTo(Integer.signum(Arrays.compareUnsigned(cut(a, common), cut(b, common))));
          }
        });
  }

  private static byte[] zero(byte[] s) {
    return Arrays.copyOf(s, s.length + 1);
  }

  private static byte[] cut(byte[] s, int n) {
    return Arrays.copyOf(s, Math.min(n, s.length));
  }

  @Test
  void searches() {
    TestGuest.onThread(
        t -> {
          for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = bytes(length(), 1 + random.nextInt(40));
            String text = new String(bytes, ISO_8859_1);
            byte[] set = bytes(1 + random.nextInt(3), 40);
            String what = new String(set, ISO_8859_1);
            long s = atEnd(left, bytes);
            long w = atEnd(right, set);
            int c = what.charAt(0);
            int n = random.nextInt(text.length() + 10);
            assertThat(call(t, "strlen", s)).isEqualTo(text.length());
            assertThat(call(t, "strnlen", s, n)).isEqualTo(Math.min(n, text.length()));
            assertThat(call(t, "strchr", s, c)).isEqualTo(address(s, text.indexOf(c)));
            assertThat(call(t, "strrchr", s, c)).isEqualTo(address(s, text.lastIndexOf(c)));
            assertThat(call(t, "strstr", s, w)).isEqualTo(address(s, text.indexOf(what)));
            assertThat(call(t, "memchr", s, c, text.length()))
                .isEqualTo(address(s, text.indexOf(c)));
            int stop = 0;
            while (stop < text.length() && what.indexOf(text.charAt(stop)) < 0) {
              stop++;
            }
            assertThat(call(t, "strcspn", s, w)).isEqualTo(stop);
            assertThat(call(t, "strpbrk", s, w)).isEqualTo(stop == text.length() ? 0 : s + stop);
          }
        });
  }

  private static long address(long base, int index) {
    return index < 0 ? 0 : base + index;
  }

  @Test
  void wideStrings() {
    TestGuest.onThread(
        t -> {
          for (int round = 0; round < ROUNDS; round++) {
            int odd = random.nextInt(8) == 0 ? 1 : 0;
            String text = wide(length());
            String other =
                random.nextBoolean() ? text : text.substring(0, random.nextInt(text.length() + 1));
            other = random.nextBoolean() ? other : other + wide(1);
            long s = left + ROOM - 2L * text.length() - 2 - odd;
            long o = right + ROOM - 2L * other.length() - 2;
            Memory.putWideZ(s, text);
            Memory.putWideZ(o, other);
            int n = random.nextInt(text.length() + 10);
            int c = 1 + random.nextInt(300);
            assertThat(call(t, "wcslen", s)).isEqualTo(text.length());
            assertThat(call(t, "wcsnlen", s, n)).isEqualTo(Math.min(n, text.length()));
            assertThat((int) call(t, "wcscmp", s, o))
                .isEqualTo(Integer.signum(text.compareTo(other)));
            assertThat((int) call(t, "wcsncmp", s, o, n))
                .isEqualTo(Integer.signum(head(text, n).compareTo(head(other, n))));
            assertThat(call(t, "wcschr", s, c)).isEqualTo(address(s, 2, text.indexOf(c)));
            assertThat(call(t, "wcsrchr", s, c)).isEqualTo(address(s, 2, text.lastIndexOf(c)));
            assertThat(call(t, "wcsstr", s, o)).isEqualTo(address(s, 2, text.indexOf(other)));
          }
        });
  }

  private String wide(int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append((char) (1 + random.nextInt(300)));
    }
    return text.toString();
  }

  private static String head(String s, int n) {
    return s.substring(0, Math.min(n, s.length()));
  }

  private static long address(long base, int unit, int index) {
    return index < 0 ? 0 : base + (long) unit * index;
  }

  @Test
  void copiesEndWithOneZeroOrAreFilledUp() {
    TestGuest.onThread(
        t -> {
          for (int round = 0; round < ROUNDS; round++) {
            byte[] a = bytes(length(), 255);
            byte[] b = bytes(length(), 255);
            int n = random.nextInt(100);
            long s = atEnd(right, a);
            byte[] expected = new byte[ROOM];
            Arrays.fill(expected, (byte) 0xEE);
            Memory.write(left, expected);
            assertThat(call(t, "strcpy", left, s)).isEqualTo(left);
            s = atEnd(right, b);
            assertThat(call(t, "strcat", left, s)).isEqualTo(left);
            assertThat(call(t, "strncat", left, s, n)).isEqualTo(left);
            assertThat(call(t, "strncpy", left + 0x1000, s, n)).isEqualTo(left + 0x1000);
            System.arraycopy(a, 0, expected, 0, a.length);
            System.arraycopy(b, 0, expected, a.length, b.length);
            int end = a.length + b.length + Math.min(n, b.length);
            System.arraycopy(b, 0, expected, a.length + b.length, Math.min(n, b.length));
            expected[end] = 0;
            System.arraycopy(Arrays.copyOf(b, n), 0, expected, 0x1000, n);
            byte[] got = Memory.read(left, ROOM);
            assertThat(Arrays.copyOf(got, end + 1)).isEqualTo(Arrays.copyOf(expected, end + 1));
            assertThat(Arrays.copyOfRange(got, 0x1000, ROOM))
                .isEqualTo(Arrays.copyOfRange(expected, 0x1000, ROOM));
          }
        });
  }
}
