package decant.api;

import com.sun.jna.Callback;
import com.sun.jna.NativeLong;
import com.sun.jna.NativeMapped;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.ToNativeConverter;
import com.sun.jna.WString;
import decant.host.Memory;
import java.lang.foreign.MemorySegment;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * From Java's values to argument slots of Win64: 8 bytes for each, integers sign-extended, what is
 * larger or of an odd size by its address.
 *
 * @see <a href="https://learn.microsoft.com/cpp/build/x64-calling-convention">x64 calling
 *     convention</a>
 */
final class ArgumentCodec {
  private final NativeCall call;
  private final Mapping mapping;

  ArgumentCodec(NativeCall call, Mapping mapping) {
    this.call = call;
    this.mapping = mapping;
  }

  /** Adds all arguments of a method; those of variable number follow one by one. */
  void addAll(Object[] arguments, Class<?>[] types, boolean variable) {
    int fixed = variable ? types.length - 1 : types.length;
    for (int i = 0; i < fixed; i++) {
      call.add(slot(arguments[i], types[i]));
    }
    if (variable) {
      Object[] rest = (Object[]) arguments[fixed];
      for (Object value : rest == null ? new Object[0] : rest) {
        call.add(value instanceof Float f ? slot(f.doubleValue()) : slot(value));
      }
      call.add(0); // as JNA does: lists that a null pointer ends need none of their own
    }
  }

  private long slot(Object value, Class<?> type) {
    if (mapping.types() != null) {
      ToNativeConverter converter = mapping.types().getToNativeConverter(type);
      if (converter != null) {
        return slot(converter.toNative(value, Mapping.toNative()));
      }
    }
    return slot(value);
  }

  /** What a value is in its slot. */
  long slot(Object value) {
    return switch (value) {
      case null -> 0;
      case Integer i -> i;
      case Long l -> l;
      case Pointer p -> Pointer.nativeValue(p);
      case String s -> call.narrow(s, mapping.charset());
      case WString w -> call.wide(w.toString());
      case Structure s -> structure(s);
      case Boolean b -> b ? 1 : 0;
      case Short s -> s;
      case Byte b -> b;
      case Character c -> c;
      case Float f -> Float.floatToRawIntBits(f) & 0xFFFF_FFFFL;
      case Double d -> Double.doubleToRawLongBits(d);
      case NativeLong l -> windowsLong(l);
      case NativeMapped m -> slot(m.toNative());
      case Callback c -> GuestCallback.address(c, mapping);
      case Buffer b -> buffer(b);
      case MemorySegment m when m.isNative() -> m.address();
      case Object o when o.getClass().isArray() -> array(o);
      default -> throw new IllegalArgumentException("a DLL takes no " + value.getClass().getName());
    };
  }

  /** A {@code long} of Windows has 32 bits. */
  private static long windowsLong(NativeLong value) {
    long l = value.longValue();
    if (l != (int) l && l != (l & 0xFFFF_FFFFL)) {
      throw new IllegalArgumentException("a long of Windows has 32 bits, and " + l + " has more");
    }
    return (int) l;
  }

  // --- structures -------------------------------------------------------------------------------

  private long structure(Structure s) {
    WindowsLayout.check(s.getClass());
    s.autoWrite();
    long address = Pointer.nativeValue(s.getPointer());
    if (s instanceof Structure.ByValue) {
      return byValue(address, s.size());
    }
    call.behind(s::autoRead);
    call.keep(s);
    return address;
  }

  /** Whether Win64 passes and returns a structure of a size in a register. */
  static boolean fitsRegister(int size) {
    return size == 1 || size == 2 || size == 4 || size == 8;
  }

  private long byValue(long address, int size) {
    if (fitsRegister(size)) {
      return ResultCodec.bits(address, size);
    }
    long copy = call.allocate(size);
    Memory.copy(address, copy, size);
    return copy;
  }

  private long structures(Structure[] array) {
    if (array.length == 0) {
      return 0;
    }
    WindowsLayout.check(array.getClass().getComponentType());
    if (array instanceof Structure.ByReference[]) {
      long pointers = call.allocate(8L * array.length + 8);
      for (int i = 0; i < array.length; i++) {
        Memory.putLong(pointers + 8L * i, array[i] == null ? 0 : structure(array[i]));
      }
      Memory.putLong(pointers + 8L * array.length, 0);
      return pointers;
    }
    long first = structure(array[0]);
    for (int i = 1; i < array.length; i++) {
      if (structure(array[i]) != first + (long) i * array[0].size()) {
        throw new IllegalArgumentException(
            "structures of an array follow each other in memory (Structure.toArray makes such), and"
                + " number "
                + i
                + " does not");
      }
    }
    return first;
  }

  // --- arrays and buffers: copied there and back ----------------------------------------------

  private long buffer(Buffer buffer) {
    if (buffer.isDirect()) {
      call.keep(buffer);
      return MemorySegment.ofBuffer(buffer).address();
    }
    if (buffer instanceof ByteBuffer bytes && bytes.hasArray()) {
      int from = bytes.arrayOffset() + bytes.position();
      int length = bytes.remaining();
      long at = call.allocate(length);
      Memory.write(at, bytes.array(), from, length);
      call.behind(() -> Memory.read(at, bytes.array(), from, length));
      return at;
    }
    throw new IllegalArgumentException(
        "a buffer for a DLL is direct, or a ByteBuffer with an array");
  }

  private long array(Object array) {
    return switch (array) {
      case byte[] a ->
          copied(a.length, p -> p.write(0, a, 0, a.length), p -> p.read(0, a, 0, a.length));
      case short[] a ->
          copied(2L * a.length, p -> p.write(0, a, 0, a.length), p -> p.read(0, a, 0, a.length));
      case int[] a ->
          copied(4L * a.length, p -> p.write(0, a, 0, a.length), p -> p.read(0, a, 0, a.length));
      case long[] a ->
          copied(8L * a.length, p -> p.write(0, a, 0, a.length), p -> p.read(0, a, 0, a.length));
      case float[] a ->
          copied(4L * a.length, p -> p.write(0, a, 0, a.length), p -> p.read(0, a, 0, a.length));
      case double[] a ->
          copied(8L * a.length, p -> p.write(0, a, 0, a.length), p -> p.read(0, a, 0, a.length));
      case char[] a -> wideChars(a);
      case Structure[] a -> structures(a);
      case Pointer[] a -> pointers(a);
      case String[] a -> strings(a);
      case WString[] a -> wideStrings(a);
      default ->
          throw new IllegalArgumentException("a DLL takes no " + array.getClass().getTypeName());
    };
  }

  /** Memory that lasts as long as the call, filled before it and read after it. */
  private long copied(long size, Consumer<Pointer> before, Consumer<Pointer> after) {
    Pointer room = new Pointer(call.allocate(size));
    before.accept(room);
    call.behind(() -> after.accept(room));
    return Pointer.nativeValue(room);
  }

  private long wideChars(char[] a) {
    long at = call.allocate(2L * a.length);
    Memory.putWide(at, new String(a));
    call.behind(
        () -> {
          for (int i = 0; i < a.length; i++) {
            a[i] = Memory.getChar(at + 2L * i);
          }
        });
    return at;
  }

  private long pointers(Pointer[] a) {
    long at = call.allocate(8L * a.length + 8);
    for (int i = 0; i < a.length; i++) {
      Memory.putLong(at + 8L * i, Pointer.nativeValue(a[i]));
    }
    Memory.putLong(at + 8L * a.length, 0);
    call.behind(
        () -> {
          for (int i = 0; i < a.length; i++) {
            long now = Memory.getLong(at + 8L * i);
            if (now != Pointer.nativeValue(a[i])) {
              a[i] = NativeCall.pointer(now);
            }
          }
        });
    call.keep(a);
    return at;
  }

  private long strings(String[] a) {
    long at = call.allocate(8L * a.length + 8);
    for (int i = 0; i < a.length; i++) {
      Memory.putLong(at + 8L * i, a[i] == null ? 0 : call.narrow(a[i], mapping.charset()));
    }
    Memory.putLong(at + 8L * a.length, 0);
    call.behind(
        () -> {
          for (int i = 0; i < a.length; i++) {
            a[i] = ResultCodec.narrow(Memory.getLong(at + 8L * i), mapping);
          }
        });
    return at;
  }

  private long wideStrings(WString[] a) {
    long at = call.allocate(8L * a.length + 8);
    for (int i = 0; i < a.length; i++) {
      Memory.putLong(at + 8L * i, a[i] == null ? 0 : call.wide(a[i].toString()));
    }
    Memory.putLong(at + 8L * a.length, 0);
    call.behind(
        () -> {
          for (int i = 0; i < a.length; i++) {
            String now = Memory.wide(Memory.getLong(at + 8L * i));
            a[i] = now == null ? null : new WString(now);
          }
        });
    return at;
  }
}
