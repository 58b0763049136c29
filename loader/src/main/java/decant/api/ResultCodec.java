package decant.api;

import com.sun.jna.Callback;
import com.sun.jna.FromNativeConverter;
import com.sun.jna.NativeLong;
import com.sun.jna.NativeMapped;
import com.sun.jna.NativeMappedConverter;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.WString;
import decant.host.GuestFault;
import decant.host.Memory;
import java.util.ArrayList;
import java.util.List;

/** From RAX and XMM0, or an argument slot of a callback, to Java's values. */
final class ResultCodec {
  private ResultCodec() {}

  /** A result whose declared type the user's type mapper may know. */
  static Object mapped(Class<?> type, long integer, long floating, Mapping mapping) {
    if (mapping.types() != null) {
      FromNativeConverter converter = mapping.types().getFromNativeConverter(type);
      if (converter != null) {
        return converter.fromNative(
            of(converter.nativeType(), integer, floating, mapping), Mapping.fromNative(type));
      }
    }
    return of(type, integer, floating, mapping);
  }

  /**
   * The value of a type.
   *
   * @param integer RAX
   * @param floating XMM0
   * @throws GuestFaultException when it is behind a pointer that leads nowhere
   */
  static Object of(Class<?> type, long integer, long floating, Mapping mapping) {
    try {
      return value(type, integer, floating, mapping);
    } catch (GuestFault | InternalError e) {
      throw Host.fault(integer);
    }
  }

  private static Object value(Class<?> type, long integer, long floating, Mapping mapping) {
    if (type == void.class || type == Void.class) {
      return null;
    }
    if (type == int.class || type == Integer.class) {
      return (int) integer;
    }
    if (type == long.class || type == Long.class) {
      return integer;
    }
    if (type == boolean.class || type == Boolean.class) {
      return (int) integer != 0;
    }
    if (type == byte.class || type == Byte.class) {
      return (byte) integer;
    }
    if (type == short.class || type == Short.class) {
      return (short) integer;
    }
    if (type == char.class || type == Character.class) {
      return (char) integer;
    }
    if (type == float.class || type == Float.class) {
      return Float.intBitsToFloat((int) floating);
    }
    if (type == double.class || type == Double.class) {
      return Double.longBitsToDouble(floating);
    }
    return reference(type, integer, floating, mapping);
  }

  private static Object reference(Class<?> type, long address, long floating, Mapping mapping) {
    if (type == Pointer.class) {
      return NativeCall.pointer(address);
    }
    if (type == String.class) {
      return narrow(address, mapping);
    }
    if (type == WString.class) {
      return address == 0 ? null : new WString(Memory.wide(address));
    }
    if (type == NativeLong.class) {
      return new NativeLong((int) address);
    }
    if (NativeMapped.class.isAssignableFrom(type)) {
      NativeMappedConverter converter = NativeMappedConverter.getInstance(type);
      Object raw = value(converter.nativeType(), address, floating, mapping);
      return converter.fromNative(raw, Mapping.fromNative(type));
    }
    if (Structure.class.isAssignableFrom(type)) {
      return address == 0 ? null : structure(type.asSubclass(Structure.class), address);
    }
    if (Callback.class.isAssignableFrom(type)) {
      return GuestCallback.ofFunction(type, address, mapping);
    }
    if (type == String[].class) {
      return strings(address, mapping);
    }
    throw new IllegalArgumentException("a DLL gives no " + type.getTypeName());
  }

  /** The structure at an address, read. */
  static Structure structure(Class<? extends Structure> type, long address) {
    WindowsLayout.check(type);
    int size = Structure.newInstance(type, Pointer.NULL).size();
    Memory.getByte(address);
    Memory.getByte(address + size - 1); // JNA reads without asking
    Structure s = Structure.newInstance(type, new Pointer(address));
    s.autoRead();
    return s;
  }

  /** A structure that came by value: in the register, or at the address in it. */
  static Structure byValue(Class<? extends Structure> type, long slot) {
    Structure s = Structure.newInstance(type);
    int size = s.size();
    long to = Pointer.nativeValue(s.getPointer());
    if (ArgumentCodec.fitsRegister(size)) {
      putBits(to, size, slot);
    } else {
      Memory.copy(slot, to, size);
    }
    s.autoRead();
    return s;
  }

  /** The bytes of a structure that fits a register. */
  static long bits(long address, int size) {
    return switch (size) {
      case 1 -> Memory.getU8(address);
      case 2 -> Memory.getU16(address);
      case 4 -> Memory.getU32(address);
      default -> Memory.getLong(address);
    };
  }

  private static void putBits(long address, int size, long bits) {
    switch (size) {
      case 1 -> Memory.putByte(address, (int) bits);
      case 2 -> Memory.putShort(address, (int) bits);
      case 4 -> Memory.putInt(address, (int) bits);
      default -> Memory.putLong(address, bits);
    }
  }

  static String narrow(long address, Mapping mapping) {
    return address == 0 ? null : new String(Memory.narrow(address), mapping.charset());
  }

  private static String[] strings(long address, Mapping mapping) {
    if (address == 0) {
      return null;
    }
    List<String> strings = new ArrayList<>();
    for (long at = address; Memory.getLong(at) != 0; at += 8) {
      strings.add(narrow(Memory.getLong(at), mapping));
    }
    return strings.toArray(new String[0]);
  }
}
