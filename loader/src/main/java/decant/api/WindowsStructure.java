package decant.api;

import com.sun.jna.Callback;
import com.sun.jna.DefaultTypeMapper;
import com.sun.jna.FromNativeContext;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.StructureWriteContext;
import com.sun.jna.ToNativeContext;
import com.sun.jna.TypeConverter;
import com.sun.jna.WString;
import java.util.HashMap;
import java.util.Map;

/**
 * A structure with fields that JNA lays out differently on Linux: {@code char} and {@code char[]}
 * are 16-bit {@code wchar_t}, {@code WString} is a pointer to such, and callbacks are functions
 * that a DLL can call. All else is as in JNA's {@link Structure}.
 */
public abstract class WindowsStructure extends Structure {
  private static final Mapping MAPPING = Mapping.of(Map.of());
  private static final DefaultTypeMapper TYPES = new DefaultTypeMapper();

  static {
    TYPES.addTypeConverter(char.class, new WideChar());
    TYPES.addTypeConverter(Character.class, new WideChar());
    TYPES.addTypeConverter(char[].class, new WideChars());
    TYPES.addTypeConverter(WString.class, new WideText());
    TYPES.addTypeConverter(Callback.class, new FunctionPointer());
  }

  /** Texts that fields point to, by the fields' names: they live as long as the structure. */
  private final Map<String, Memory> texts = new HashMap<>();

  protected WindowsStructure() {
    super(TYPES);
  }

  protected WindowsStructure(Pointer at) {
    super(at, ALIGN_DEFAULT, TYPES);
  }

  /** JNA would read into the array that is there, as if it were of its native type. */
  @Override
  protected Object readField(StructField field) {
    if (field.field.getType() != char[].class) {
      return super.readField(field);
    }
    int length = field.size / 2;
    char[] chars = new char[length];
    for (int i = 0; i < length; i++) {
      chars[i] = (char) getPointer().getShort(field.offset + 2L * i);
    }
    writeFieldValue(field, chars);
    return chars;
  }

  private void writeFieldValue(StructField field, char[] chars) {
    try {
      field.field.set(this, chars);
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException(field.name + " is not public", e);
    }
  }

  private static final class WideChar implements TypeConverter {
    @Override
    public Object toNative(Object value, ToNativeContext context) {
      return (short) (value == null ? 0 : (char) value);
    }

    @Override
    public Object fromNative(Object value, FromNativeContext context) {
      return (char) (short) value;
    }

    @Override
    public Class<?> nativeType() {
      return Short.class;
    }
  }

  private static final class WideChars implements TypeConverter {
    @Override
    public Object toNative(Object value, ToNativeContext context) {
      char[] chars = (char[]) value;
      short[] units = new short[chars.length];
      for (int i = 0; i < units.length; i++) {
        units[i] = (short) chars[i];
      }
      return units;
    }

    @Override
    public Object fromNative(Object value, FromNativeContext context) {
      short[] units = (short[]) value;
      char[] chars = new char[units.length];
      for (int i = 0; i < chars.length; i++) {
        chars[i] = (char) units[i];
      }
      return chars;
    }

    @Override
    public Class<?> nativeType() {
      return short[].class;
    }
  }

  private static final class WideText implements TypeConverter {
    @Override
    public Object toNative(Object value, ToNativeContext context) {
      if (value == null) {
        return null;
      }
      String text = value.toString();
      Memory memory = new Memory(2L * text.length() + 2);
      for (int i = 0; i < text.length(); i++) {
        memory.setShort(2L * i, (short) text.charAt(i));
      }
      memory.setShort(2L * text.length(), (short) 0);
      if (context instanceof StructureWriteContext write
          && write.getStructure() instanceof WindowsStructure structure) {
        structure.texts.put(write.getField().getName(), memory);
      }
      return memory;
    }

    @Override
    public Object fromNative(Object value, FromNativeContext context) {
      return value == null
          ? null
          : ResultCodec.of(WString.class, Pointer.nativeValue((Pointer) value), 0, MAPPING);
    }

    @Override
    public Class<?> nativeType() {
      return Pointer.class;
    }
  }

  private static final class FunctionPointer implements TypeConverter {
    @Override
    public Object toNative(Object value, ToNativeContext context) {
      return value == null
          ? null
          : NativeCall.pointer(GuestCallback.address((Callback) value, MAPPING));
    }

    @Override
    public Object fromNative(Object value, FromNativeContext context) {
      return value == null
          ? null
          : GuestCallback.ofFunction(
              context.getTargetType(), Pointer.nativeValue((Pointer) value), MAPPING);
    }

    @Override
    public Class<?> nativeType() {
      return Pointer.class;
    }
  }
}
