package decant.dll;

import com.sun.jna.Callback;
import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;
import com.sun.jna.WString;
import com.sun.jna.ptr.DoubleByReference;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import decant.api.WindowsStructure;
import java.nio.ByteBuffer;

/** The functions of {@code guests/api/api_types.dll.c}. */
public interface Types extends Library, AutoCloseable {
  @Override
  void close();

  int threads_attached();

  int threads_detached();

  byte add_bytes(byte a, byte b);

  short add_shorts(short a, short b);

  int add_ints(int a, int b);

  long add_longs(long a, long b);

  float add_floats(float a, float b);

  double add_doubles(double a, double b);

  boolean negate(boolean b);

  char next_char(char c);

  NativeLong windows_long(NativeLong l);

  double mixed(int a, double b, long c, float d, byte e, double f, short g, float h);

  int many(
      int a,
      int b,
      int c,
      int d,
      int e,
      int f,
      int g,
      int h,
      int i,
      int j,
      int k,
      int l,
      int m,
      int n,
      int o,
      int p,
      int q,
      int r);

  int narrow_length(String s);

  int wide_length(WString s);

  String narrow_text();

  WString wide_text();

  String no_text();

  String[] texts();

  int join(String[] list, byte[] to, int room);

  int wide_join(WString[] list, char[] to);

  void double_ints(int[] a, int n);

  void double_bytes(ByteBuffer a, int n);

  double sum(double[] d, float[] f, short[] s, long[] l, int n);

  void outputs(IntByReference i, PointerByReference p, DoubleByReference d, LongByReference l);

  Pointer same(Pointer p);

  void swap(Pointer[] p);

  int write_file(String path, Pointer data, int n);

  int to_wide(Pointer from, Pointer to, int room);

  int move_point(Point p, int by);

  int area(Point.Value p);

  int one_value(One p);

  int three_sum(Three p);

  Point.Value make_point(int x, int y);

  Three make_three(int c);

  Large make_large(double d, int i);

  double large_by_value(Large l);

  Point static_point();

  int sum_points(Point[] p, int n);

  int use_windows(Windows w);

  int apply(IntFunction f, int n);

  double apply_double(DoubleFunction f, double d);

  int apply_text(TextFunction f, String s);

  String name_of(NameFunction f, int n);

  int apply_point(PointFunction f, Point p);

  IntFunction tripler();

  void sort_with(int[] a, int n, Comparison f);

  int on_own_thread(IntFunction f, int n);

  int sum_of(int n, Object... values);

  int print_to(byte[] to, int room, String format, Object... values);

  int count_here();

  int thread_id();

  Pointer teb();

  void set_error(int code) throws LastErrorException;

  int fault(Pointer p);

  int divide(int a, int b);

  void raise(int code);

  int overflow(int n);

  void jump_nowhere(Pointer to);

  void leave(int code);

  void leave_by_abort();

  void leave_thread(int code);

  int fault_on_own_thread();

  int jump_back(IntFunction f);

  int jump(int n);

  int shared_data_version();

  int copy_from(Pointer from, int n);

  int call_missing();

  /** No export of the DLL. */
  int nothing_of_this_name();

  /** Not of the DLL at all. */
  default int addTwice(int a, int b) {
    return add_ints(add_ints(a, b), b);
  }

  /** {@code struct point}. */
  @FieldOrder({"x", "y"})
  class Point extends Structure {
    public int x;
    public int y;

    public Point() {}

    public Point(Pointer at) {
      super(at);
    }

    /** By value. */
    public static class Value extends Point implements Structure.ByValue {}
  }

  /** {@code struct one}. */
  @FieldOrder("c")
  class One extends Structure implements Structure.ByValue {
    public byte c;
  }

  /** {@code struct three}. */
  @FieldOrder("c")
  class Three extends Structure implements Structure.ByValue {
    public byte[] c = new byte[3];
  }

  /** {@code struct large}. */
  @FieldOrder({"d", "i", "s", "p", "list"})
  class Large extends Structure implements Structure.ByValue {
    public double d;
    public int i;
    public String s;
    public Point p;
    public int[] list = new int[3];
  }

  /** {@code struct windows}. */
  @FieldOrder({"c", "name", "text", "call"})
  class Windows extends WindowsStructure {
    public char c;
    public char[] name = new char[8];
    public WString text;
    public IntFunction call;
  }

  /** What JNA would lay out as Linux does. */
  @FieldOrder("l")
  class WithLong extends Structure {
    public NativeLong l;
  }

  /** {@code int (*)(int)}. */
  interface IntFunction extends Callback {
    int invoke(int n);
  }

  /** {@code double (*)(double, int, float)}. */
  interface DoubleFunction extends Callback {
    double invoke(double d, int n, float f);
  }

  /** {@code int (*)(const char *, const wchar_t *)}. */
  interface TextFunction extends Callback {
    int invoke(String narrow, WString wide);
  }

  /** {@code const char *(*)(int)}. */
  interface NameFunction extends Callback {
    String invoke(int n);
  }

  /** {@code int (*)(struct point *, struct point)}. */
  interface PointFunction extends Callback {
    int invoke(Point p, Point.Value v);
  }

  /** {@code int (*)(const void *, const void *)}. */
  interface Comparison extends Callback {
    int invoke(Pointer a, Pointer b);
  }
}
