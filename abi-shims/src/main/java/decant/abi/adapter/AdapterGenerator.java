package decant.abi.adapter;

import decant.abi.AdapterGroup;
import decant.abi.Declaration;
import decant.abi.ExportIndex;
import decant.abi.Library;
import decant.abi.MachineCode;
import decant.abi.Text;
import decant.nt.SystemCallTable;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The build step behind {@link Declaration}: reads the compiled declarations of a class directory
 * and writes, into the same directory, one {@link AdapterGroup} per shim class, and the export
 * index.
 *
 * <p>A declaration that cannot work fails the build with one sentence that names it.
 */
public final class AdapterGenerator {
  private final Path classes;
  private final AdapterWriter writer;
  private final IndexWriter index = new IndexWriter();
  private final Map<String, Integer> symbols;
  private final SystemCallTable systemCalls = new SystemCallTable();

  private AdapterGenerator(Path classes) throws IOException {
    this.classes = classes;
    this.writer = new AdapterWriter(classes);
    this.symbols = MachineCode.readSymbols();
  }

  /**
   * Runs the build step.
   *
   * @param args the directory of compiled classes
   */
  public static void main(String[] args) throws IOException {
    try {
      new AdapterGenerator(Path.of(args[0])).run();
    } catch (BadDeclaration e) {
      System.err.println("adapter generator: " + e.getMessage());
      System.exit(1);
    }
  }

  private void run() throws IOException {
    deleteGenerated();
    List<String> groups = new ArrayList<>();
    for (Class<?> type : libraries()) {
      groups.add(group(type));
    }
    writer.writeGroups(groups);
    Files.write(classes.resolve("decant/abi/exports.bin"), index.toBytes());
  }

  /** What an earlier run has made of declarations that may be gone. */
  private void deleteGenerated() throws IOException {
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(f -> f.getFileName().toString().contains("$$")).toList()) {
        Files.delete(file);
      }
    }
  }

  private List<Class<?>> libraries() throws IOException {
    try (Stream<Path> files = Files.walk(classes)) {
      return files
          .map(f -> classes.relativize(f).toString())
          .filter(f -> f.endsWith(".class") && !f.contains("$"))
          .sorted()
          .<Class<?>>map(f -> load(f.substring(0, f.length() - 6).replace('/', '.')))
          .filter(type -> type.isAnnotationPresent(Library.class))
          .toList();
    }
  }

  private Class<?> load(String name) {
    try {
      return Class.forName(name, false, getClass().getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes the adapters of one shim class; returns the name of its group. */
  private String group(Class<?> type) throws IOException {
    String name = type.getName() + "$$Adapters";
    index.group(name);
    AdapterWriter.Group adapters = writer.new Group(name);
    for (Declaration d : Declaration.of(type)) {
      check(Modifier.isStatic(d.method().getModifiers()), d.method(), "must be static");
      check(!Modifier.isPrivate(d.method().getModifiers()), d.method(), "must not be private");
      if (d.hasTwins()) {
        export(d, Text.ANSI, adapters);
        export(d, Text.WIDE, adapters);
      } else {
        export(d, null, adapters);
      }
    }
    adapters.save();
    return name;
  }

  private void export(Declaration d, Text twin, AdapterWriter.Group adapters) {
    Method method = d.method();
    String suffix = Declaration.suffix(twin);
    boolean data = d.isVariable();
    int adapter = ExportIndex.NONE;
    if (d.hasJava()) {
      adapters.add(method.getName() + suffix, method, twin, data, d.fails());
      adapter = index.adapter();
    } else {
      check(d.isDirect(), method, "is native but has no @Direct");
    }
    int kind = ExportIndex.JAVA;
    int value = 0;
    if (d.isDirect()) {
      kind = ExportIndex.DIRECT;
      String symbol = d.symbol();
      check(symbols.containsKey(symbol), method, "names machine code that is not there: " + symbol);
      value = symbols.get(symbol);
      if (adapter != ExportIndex.NONE) {
        Integer slow = symbols.get("slow_" + symbol);
        check(slow != null, method, "has a body, but there is no slot slow_" + symbol);
        index.slow(slow, adapter);
      }
    } else if (data) {
      kind = ExportIndex.DATA;
    }
    for (String library : d.libraries()) {
      for (String name : d.baseNames()) {
        int v =
            switch (kind) {
              case ExportIndex.DATA -> index.data(library, d.variableSize());
              case ExportIndex.JAVA -> systemCall(library, name) + 1;
              default -> value;
            };
        check(
            index.entry(library, name + suffix, adapter, v, d.ordinal(), kind),
            method,
            "exports " + library + "!" + name + suffix + ", which another method exports already");
      }
    }
  }

  /** The number of the system call that a function of ntdll makes, or -1. */
  private int systemCall(String library, String name) {
    boolean call = library.equals("ntdll") && (name.startsWith("Nt") || name.startsWith("Zw"));
    return call ? systemCalls.number("Nt" + name.substring(2)) : -1;
  }

  static void check(boolean condition, Method method, String problem) {
    if (!condition) {
      throw new BadDeclaration(
          method.getDeclaringClass().getName() + "." + method.getName() + " " + problem);
    }
  }

  /** A declaration that cannot work. */
  static final class BadDeclaration extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadDeclaration(String message) {
      super(message);
    }
  }
}
