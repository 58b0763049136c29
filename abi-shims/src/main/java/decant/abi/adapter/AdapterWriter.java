package decant.abi.adapter;

import decant.abi.AdapterGroup;
import decant.abi.Args;
import decant.abi.Declaration;
import decant.abi.Fails;
import decant.abi.Narrow;
import decant.abi.ShimTable;
import decant.abi.Text;
import decant.abi.VarArgs;
import decant.abi.Wide;
import decant.nt.GuestThread;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.ClassFileVersion;
import net.bytebuddy.description.enumeration.EnumerationDescription;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.modifier.Ownership;
import net.bytebuddy.description.modifier.TypeManifestation;
import net.bytebuddy.description.modifier.Visibility;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.implementation.bytecode.ByteCodeAppender;
import net.bytebuddy.implementation.bytecode.StackManipulation;
import net.bytebuddy.implementation.bytecode.constant.IntegerConstant;
import net.bytebuddy.implementation.bytecode.constant.LongConstant;
import net.bytebuddy.implementation.bytecode.member.FieldAccess;
import net.bytebuddy.implementation.bytecode.member.MethodInvocation;
import net.bytebuddy.implementation.bytecode.member.MethodReturn;
import net.bytebuddy.implementation.bytecode.member.MethodVariableAccess;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.matcher.ElementMatchers;

/** Writes the generated classes: straight-line decoding of the frame, no reflection at run time. */
final class AdapterWriter {
  /** The variables of a decoder. */
  private static final int THREAD = 0;

  private static final int FRAME = 1;

  /** Behind the name of a shim class: that of its adapters. */
  static final String SUFFIX = "$$Adapters";

  private static final String GROUPS = "decant.abi.GeneratedGroups";
  private final ByteBuddy byteBuddy = new ByteBuddy(ClassFileVersion.JAVA_V21);
  private final Output output;

  /** Takes the classes that are written. */
  interface Output {
    void save(String name, byte[] classFile) throws IOException;
  }

  AdapterWriter(Output output) {
    this.output = output;
  }

  /** The group that is being written: a builder that every API adds a method to. */
  final class Group {
    private final String name;
    private final List<String> methods = new ArrayList<>();
    private final List<Fails> fails = new ArrayList<>();
    private DynamicType.Builder<AdapterGroup> builder;

    Group(String name) {
      this.name = name;
      this.builder =
          byteBuddy
              .subclass(AdapterGroup.class)
              .name(name)
              .modifiers(TypeManifestation.FINAL, Visibility.PUBLIC);
    }

    /** Adds what a method exports: one adapter, or one for each of its twins. */
    void add(Declaration d) {
      if (d.hasTwins()) {
        add(d, Text.ANSI);
        add(d, Text.WIDE);
      } else {
        add(d, null);
      }
    }

    /** Adds an API. {@code text}: which of its twins it is, or null. */
    void add(Declaration d, Text text) {
      Method method = d.method();
      String decoder =
          (text == null ? method.getName() : text.name(method.getName())) + "$" + methods.size();
      StackManipulation body = d.isVariable() ? dataBody(method, text) : callBody(method, text);
      builder =
          builder
              .defineMethod(decoder, long.class, Visibility.PRIVATE, Ownership.STATIC)
              .withParameters(GuestThread.class, long.class)
              .intercept(new Implementation.Simple(body));
      methods.add(decoder);
      fails.add(d.fails());
    }

    /** Writes the class. */
    void save() throws IOException {
      AdapterWriter.this.save(
          builder
              .method(ElementMatchers.named("fails"))
              .intercept(new Implementation.Simple(new Switch(fails.size(), this::fails)))
              .method(ElementMatchers.named("invoke"))
              .intercept(new Implementation.Simple(new Switch(methods.size(), this::call))));
    }

    private void fails(MethodVisitor visitor, int number) {
      String type = Type.getDescriptor(Fails.class);
      visitor.visitFieldInsn(
          Opcodes.GETSTATIC, Type.getInternalName(Fails.class), fails.get(number).name(), type);
      visitor.visitInsn(Opcodes.ARETURN);
    }

    private void call(MethodVisitor visitor, int number) {
      visitor.visitVarInsn(Opcodes.ALOAD, 2);
      visitor.visitVarInsn(Opcodes.LLOAD, 3);
      visitor.visitMethodInsn(
          Opcodes.INVOKESTATIC,
          name.replace('.', '/'),
          methods.get(number),
          Type.getMethodDescriptor(Type.LONG_TYPE, Type.getType(GuestThread.class), Type.LONG_TYPE),
          false);
      visitor.visitInsn(Opcodes.LRETURN);
    }
  }

  /** A variable: the frame is its address. */
  private static StackManipulation dataBody(Method method, Text text) {
    return new StackManipulation.Compound(
        MethodVariableAccess.REFERENCE.loadFrom(THREAD),
        text == null ? StackManipulation.Trivial.INSTANCE : constant(text),
        MethodVariableAccess.LONG.loadFrom(FRAME),
        invoke(method),
        LongConstant.ZERO,
        MethodReturn.LONG);
  }

  private static StackManipulation callBody(Method method, Text text) {
    List<StackManipulation> code = new ArrayList<>();
    int slot = 0;
    for (Parameter p : method.getParameters()) {
      if (p.getType() == GuestThread.class) {
        code.add(MethodVariableAccess.REFERENCE.loadFrom(THREAD));
      } else if (p.getType() == Text.class) {
        code.add(constant(text));
      } else {
        code.add(MethodVariableAccess.LONG.loadFrom(FRAME));
        code.add(IntegerConstant.forValue(slot++));
        code.add(invoke(helper(reader(p, text), long.class, int.class)));
      }
    }
    code.add(invoke(method));
    result(method, code);
    code.add(MethodReturn.LONG);
    return new StackManipulation.Compound(code);
  }

  /** The method of {@link Args} that reads a parameter; {@link DeclarationRules} have seen it. */
  private static String reader(Parameter p, Text text) {
    if (p.isAnnotationPresent(VarArgs.class)) {
      return "slot";
    }
    return switch (p.getType().getName()) {
      case "int" -> "i32";
      case "short" -> "i16";
      case "byte" -> "i8";
      case "boolean" -> "bool";
      case "float" -> "f32";
      case "double" -> "f64";
      case "java.lang.String" -> {
        boolean marked = p.isAnnotationPresent(Wide.class) || p.isAnnotationPresent(Narrow.class);
        boolean wide = marked ? p.isAnnotationPresent(Wide.class) : text == Text.WIDE;
        yield wide ? "wide" : "narrow";
      }
      default -> "i64";
    };
  }

  private static void result(Method method, List<StackManipulation> code) {
    Class<?> type = method.getReturnType();
    if (type == void.class) {
      code.add(LongConstant.ZERO);
    } else if (type == float.class || type == double.class) {
      code.add(MethodVariableAccess.LONG.loadFrom(FRAME));
      code.add(invoke(helper("result", type, long.class)));
    } else if (type != long.class) {
      code.add(
          new StackManipulation.Simple(
              (visitor, context) -> {
                visitor.visitInsn(Opcodes.I2L);
                // The upper half of a 32-bit result is 0, as compiled code leaves it.
                visitor.visitLdcInsn(0xFFFF_FFFFL);
                visitor.visitInsn(Opcodes.LAND);
                return new StackManipulation.Size(1, 3);
              }));
    }
  }

  private static Method helper(String name, Class<?>... parameters) {
    try {
      return Args.class.getMethod(name, parameters);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  private static StackManipulation invoke(Method method) {
    return MethodInvocation.invoke(new MethodDescription.ForLoadedMethod(method));
  }

  private static StackManipulation constant(Enum<?> value) {
    return FieldAccess.forEnumeration(new EnumerationDescription.ForLoadedEnumeration(value));
  }

  /** The switch over all groups. */
  void writeGroups(List<String> groups) throws IOException {
    save(
        byteBuddy
            .subclass(Object.class)
            .implement(ShimTable.AdapterGroups.class)
            .name(GROUPS)
            .modifiers(TypeManifestation.FINAL, Visibility.PUBLIC)
            .method(ElementMatchers.named("group"))
            .intercept(
                new Implementation.Simple(
                    new Switch(
                        groups.size(), (visitor, number) -> make(visitor, groups.get(number))))));
  }

  private static void make(MethodVisitor visitor, String group) {
    String type = group.replace('.', '/');
    visitor.visitTypeInsn(Opcodes.NEW, type);
    visitor.visitInsn(Opcodes.DUP);
    visitor.visitMethodInsn(Opcodes.INVOKESPECIAL, type, "<init>", "()V", false);
    // The verifier would load every class of the switch to see that it may be returned.
    visitor.visitTypeInsn(Opcodes.CHECKCAST, Type.getInternalName(AdapterGroup.class));
    visitor.visitInsn(Opcodes.ARETURN);
  }

  private void save(DynamicType.Builder<?> builder) throws IOException {
    try (DynamicType.Unloaded<?> made = builder.make()) {
      output.save(made.getTypeDescription().getName(), made.getBytes());
    }
  }

  /** Writes a case, which ends with a return. */
  private interface Case {
    void write(MethodVisitor visitor, int number);
  }

  /** A switch over the first parameter with the cases 0 to {@code count} - 1; others throw. */
  private record Switch(int count, Case cases) implements ByteCodeAppender {
    private static final int STACK = 4;

    @Override
    public Size apply(
        MethodVisitor visitor, Implementation.Context context, MethodDescription method) {
      Label otherwise = new Label();
      if (count > 0) {
        Label[] labels = new Label[count];
        Arrays.setAll(labels, i -> new Label());
        visitor.visitVarInsn(Opcodes.ILOAD, 1);
        visitor.visitTableSwitchInsn(0, count - 1, otherwise, labels);
        for (int i = 0; i < count; i++) {
          visitor.visitLabel(labels[i]);
          visitor.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
          cases.write(visitor, i);
        }
        visitor.visitLabel(otherwise);
        visitor.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
      }
      String error = Type.getInternalName(IndexOutOfBoundsException.class);
      visitor.visitTypeInsn(Opcodes.NEW, error);
      visitor.visitInsn(Opcodes.DUP);
      visitor.visitMethodInsn(Opcodes.INVOKESPECIAL, error, "<init>", "()V", false);
      visitor.visitInsn(Opcodes.ATHROW);
      return new Size(STACK, method.getStackSize());
    }
  }
}
