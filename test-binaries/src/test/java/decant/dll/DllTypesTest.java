package decant.dll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.WString;
import com.sun.jna.ptr.DoubleByReference;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import decant.api.Decant;
import decant.api.WindowsLibrary;
import decant.dll.Types.Point;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of value finds its way into a DLL and back, as JNA's documentation says. */
class DllTypesTest {
  static final Path DLL =
      Path.of(System.getProperty("basedir", "."))
          .toAbsolutePath()
          .resolve("guests/bin/api_types.dll");

  private static final Types T = Decant.load(DLL, Types.class);

  @TempDir Path work;

  @Test
  void numbers() {
    assertThat(T.add_bytes((byte) 100, (byte) 27)).isEqualTo((byte) 127);
    assertThat(T.add_bytes((byte) -100, (byte) -27)).isEqualTo((byte) -127);
    assertThat(T.add_shorts((short) -30_000, (short) 1)).isEqualTo((short) -29_999);
    assertThat(T.add_ints(Integer.MAX_VALUE, 1)).isEqualTo(Integer.MIN_VALUE);
    assertThat(T.add_longs(1L << 40, -1)).isEqualTo((1L << 40) - 1);
    assertThat(T.add_floats(1.5f, 2.25f)).isEqualTo(3.75f);
    assertThat(T.add_doubles(1e300, 1e300)).isEqualTo(2e300);
    assertThat(T.negate(true)).isFalse();
    assertThat(T.negate(false)).isTrue();
    assertThat(T.next_char('Ŀ')).isEqualTo('ŀ');
    assertThat(T.mixed(1, 2, 3, 4, (byte) 5, 6, (short) 7, 8)).isEqualTo(87_654_321.0);
    assertThat(T.many(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18))
        .isEqualTo(2109);
    assertThat(T.addTwice(1, 2)).isEqualTo(5);
  }

  @Test
  void longsOfWindowsHave32Bits() {
    assertThat(T.windows_long(new NativeLong(0))).isEqualTo(new NativeLong(-1));
    assertThatThrownBy(() -> T.windows_long(new NativeLong(1L << 40)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32 bits");
  }

  @Test
  void strings() {
    assertThat(T.narrow_length("Grüße")).isEqualTo(7);
    assertThat(T.narrow_length(null)).isEqualTo(-1);
    assertThat(T.wide_length(new WString("wide €"))).isEqualTo(6);
    assertThat(T.narrow_text()).isEqualTo("Grüße");
    assertThat(T.wide_text().toString()).isEqualTo("wide €");
    assertThat(T.no_text()).isNull();
    assertThat(T.texts()).containsExactly("one", "two");
    String[] list = {"a", "bc", "def"};
    byte[] to = new byte[20];
    assertThat(T.join(list, to, to.length)).isEqualTo(3);
    assertThat(Native.toString(to)).isEqualTo("abcdef");
    assertThat(list[0]).isEqualTo("changed");
    char[] wide = new char[20];
    assertThat(T.wide_join(new WString[] {new WString("x"), new WString("€")}, wide)).isEqualTo(2);
    assertThat(new String(wide).trim()).isEqualTo("x€");
  }

  @Test
  void theEncodingIsAnOption() {
    Types latin =
        Decant.load(
            DLL,
            Types.class,
            java.util.Map.of(com.sun.jna.Library.OPTION_STRING_ENCODING, "ISO-8859-1"));
    assertThat(latin.narrow_length("Grüße")).isEqualTo(5);
  }

  @Test
  void functionsMayHaveOtherNames() {
    com.sun.jna.FunctionMapper mapper = (library, method) -> "add_" + method.getName();
    Sums sums =
        Decant.load(
            DLL, Sums.class, java.util.Map.of(com.sun.jna.Library.OPTION_FUNCTION_MAPPER, mapper));
    assertThat(sums.ints(1, 2)).isEqualTo(3);
  }

  /** Any interface will do. */
  public interface Sums {
    int ints(int a, int b);
  }

  @Test
  void arraysAndBuffers() {
    int[] ints = {1, -2, 3};
    T.double_ints(ints, 3);
    assertThat(ints).containsExactly(2, -4, 6);
    ByteBuffer direct = ByteBuffer.allocateDirect(4).put(new byte[] {1, 2, 3, 4}).position(1);
    T.double_bytes(direct, 3);
    assertThat(direct.get(0)).isEqualTo((byte) 1);
    assertThat(direct.get(3)).isEqualTo((byte) 8);
    ByteBuffer heap = ByteBuffer.wrap(new byte[] {1, 2, 3, 4}).position(2);
    T.double_bytes(heap, 2);
    assertThat(heap.array()).containsExactly(1, 2, 6, 8);
    assertThat(
            T.sum(
                new double[] {0.5, 1},
                new float[] {0.25f, 2},
                new short[] {-1, 3},
                new long[] {1L << 33, 4},
                2))
        .isEqualTo(0.75 - 1 + 1 + 2 + 3 + 4 + (1L << 33));
  }

  @Test
  void outputsByReference() {
    IntByReference i = new IntByReference();
    PointerByReference p = new PointerByReference();
    DoubleByReference d = new DoubleByReference();
    LongByReference l = new LongByReference();
    T.outputs(i, p, d, l);
    assertThat(i.getValue()).isEqualTo(42);
    assertThat(p.getValue()).isEqualTo(p.getPointer());
    assertThat(d.getValue()).isEqualTo(2.5);
    assertThat(l.getValue()).isEqualTo(-1);
    assertThat(T.same(null)).isNull();
    assertThat(T.same(new Pointer(0x1234_5678_9ABCL))).isEqualTo(new Pointer(0x1234_5678_9ABCL));
    Pointer[] two = {new Pointer(1), new Pointer(2)};
    T.swap(two);
    assertThat(two).containsExactly(new Pointer(2), new Pointer(1));
  }

  @Test
  void functionsOfWindowsReadAndWriteMemoryOfJna() throws IOException {
    Memory memory = new Memory(5);
    memory.write(0, "Grüß".getBytes(StandardCharsets.UTF_8), 0, 5);
    Path file = work.resolve("written");
    assertThat(T.write_file("Z:" + file, memory, 5)).isEqualTo(5);
    assertThat(Files.readAllBytes(file)).hasSize(5);
    Memory text = new Memory(20);
    text.setString(0, "Grüße", "UTF-8");
    Memory wide = new Memory(20);
    assertThat(T.to_wide(text, wide, 10)).isEqualTo(6);
    assertThat(wide.getShort(4)).isEqualTo((short) 'ü');
  }

  @Test
  void structures() {
    Point p = new Point();
    p.x = 3;
    p.y = 5;
    assertThat(T.move_point(p, 1)).isEqualTo(16);
    assertThat(p.x).isEqualTo(4);
    assertThat(p.y).isEqualTo(4);
    Point.Value v = new Point.Value();
    v.x = 6;
    v.y = 7;
    assertThat(T.area(v)).isEqualTo(42);
    Types.One one = new Types.One();
    one.c = -3;
    assertThat(T.one_value(one)).isEqualTo(-3);
    Types.Three three = new Types.Three();
    three.c = new byte[] {1, 2, 3};
    assertThat(T.three_sum(three)).isEqualTo(6);
    assertThat(T.make_point(8, 9).y).isEqualTo(9);
    assertThat(T.make_three(5).c).containsExactly(5, 6, 7);
    Types.Large large = T.make_large(2.5, 7);
    assertThat(large.d).isEqualTo(2.5);
    assertThat(large.s).isEqualTo("in a structure");
    assertThat(large.p.y).isEqualTo(-7);
    assertThat(large.list).containsExactly(1, 2, 3);
    assertThat(T.large_by_value(large)).isEqualTo(2.5 + 7 + 14 + 7 + 3);
    assertThat(T.static_point().y).isEqualTo(8);
    Point[] points = (Point[]) new Point().toArray(3);
    for (int i = 0; i < 3; i++) {
      points[i].x = 10 * i;
      points[i].y = 1;
    }
    assertThat(T.sum_points(points, 3)).isEqualTo(33);
    assertThat(points[2].x).isEqualTo(2);
  }

  @Test
  void structuresWithWhatWindowsHasDifferently() {
    Types.Windows w = new Types.Windows();
    w.c = 'A';
    w.name[0] = '€';
    w.text = new WString("four");
    w.call = n -> 10 * n;
    assertThat(w.size()).isEqualTo(40);
    assertThat(T.use_windows(w)).isEqualTo('A' + '€' + 4 + 50);
    assertThat(w.c).isEqualTo('Z');
    assertThat(new String(w.name).trim()).isEqualTo("changed");
    try (WindowsLibrary library = Decant.library(DLL)) {
      assertThatThrownBy(() -> library.call(int.class, "fault", new Types.WithLong()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("WithLong.l: a long of Windows has 32 bits");
    }
  }

  @Test
  void callbacks() {
    assertThat(T.apply(n -> n + 1, 41)).isEqualTo(42);
    assertThat(T.apply_double((d, n, f) -> d * n + f, 2.0)).isEqualTo(6.5);
    List<String> heard = new ArrayList<>();
    int length =
        T.apply_text(
            (narrow, wide) -> {
              heard.add(narrow + " " + wide);
              return 3;
            },
            "Grüße");
    assertThat(length).isEqualTo(3);
    assertThat(heard).containsExactly("Grüße wide");
    assertThat(T.name_of(n -> "name " + n, 5)).isEqualTo("name 5");
    Point p = new Point();
    p.x = 1;
    p.y = 2;
    int result =
        T.apply_point(
            (reference, value) -> {
              reference.x = 100;
              return value.x + value.y;
            },
            p);
    assertThat(result).isEqualTo(103);
    assertThat(p.x).isEqualTo(100);
    int[] numbers = {3, 1, 2};
    T.sort_with(numbers, 3, (a, b) -> Integer.compare(b.getInt(0), a.getInt(0)));
    assertThat(numbers).containsExactly(3, 2, 1);
    T.sort_with(numbers, 3, null);
    assertThat(numbers).containsExactly(1, 2, 3);
  }

  @Test
  void callbacksThatCallAgain() {
    assertThat(T.apply(n -> T.apply(m -> T.add_ints(m, 1), n) + 1, 1)).isEqualTo(3);
    assertThat(T.on_own_thread(n -> T.add_ints(n, T.apply(m -> 2 * m, n)), 7)).isEqualTo(21);
  }

  @Test
  void functionPointers() {
    Types.IntFunction triple = T.tripler();
    assertThat(triple.invoke(14)).isEqualTo(42);
    assertThat(T.apply(triple, 5)).isEqualTo(15);
    assertThat(T.tripler()).isEqualTo(triple);
  }

  @Test
  void variableArguments() {
    assertThat(T.sum_of(4, 1, 2.5, 3, 4.5)).isEqualTo(11);
    assertThat(T.sum_of(0)).isZero();
    byte[] to = new byte[60];
    T.print_to(to, to.length, "%d %s %.2f %lld", 7, "seven", 7.25, 1L << 40);
    assertThat(Native.toString(to)).isEqualTo("7 seven 7.25 1099511627776");
  }

  @Test
  void lastErrorsBecomeExceptions() {
    T.set_error(0);
    assertThatThrownBy(() -> T.set_error(5))
        .isInstanceOfSatisfying(
            LastErrorException.class, e -> assertThat(e.getErrorCode()).isEqualTo(5));
    assertThat(Decant.lastError()).isEqualTo(5);
  }

  @Test
  void withoutAnInterface() {
    try (WindowsLibrary library = Decant.library(DLL)) {
      assertThat(library.call(int.class, "add_ints", 20, 22)).isEqualTo(42);
      assertThat(library.address("counter").getInt(0)).isEqualTo(17);
      assertThatThrownBy(() -> library.address("none"))
          .isInstanceOf(UnsatisfiedLinkError.class)
          .hasMessageContaining("exports no none");
    }
    assertThatThrownBy(T::nothing_of_this_name).isInstanceOf(UnsatisfiedLinkError.class);
    assertThat(T.toString()).contains("api_types.dll");
    assertThat(T).isEqualTo(T).hasSameHashCodeAs(T);
    assertThat(Arrays.asList(T)).contains(T);
  }
}
