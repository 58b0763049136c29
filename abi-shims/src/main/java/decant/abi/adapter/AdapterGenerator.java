package decant.abi.adapter;

import decant.abi.AdapterGroup;
import decant.abi.BuiltinHeader;
import decant.abi.Declaration;
import decant.abi.ExportIndex;
import decant.abi.Library;
import decant.abi.MachineCode;
import decant.abi.Shortcut;
import decant.abi.Shortcuts;
import decant.abi.Text;
import decant.host.Memory;
import decant.nt.SystemCallTable;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The build step behind {@link Declaration}: reads the compiled declarations of a class directory
 * and writes, into the same directory, one {@link AdapterGroup} per shim class, and the export
 * index – or, for shims of a user's, their list ({@link ShimList}).
 *
 * <p>A declaration that cannot work fails the build with one sentence that names it.
 */
public final class AdapterGenerator {
  private static final String OF_USER = "--shims";
  private static final SystemCallTable SYSTEM_CALLS = new SystemCallTable();
  private final Path classes;
  private final AdapterWriter writer;
  private final IndexWriter index = new IndexWriter();
  private final Map<String, Integer> symbols;

  private AdapterGenerator(Path classes) {
    this.classes = classes;
    this.writer = new AdapterWriter(this::write);
    this.symbols = MachineCode.readSymbols();
  }

  /**
   * Runs the build step.
   *
   * @param args the directory of compiled classes, which are on the class path; before it {@code
   *     --shims} when they are not Decant's own
   */
  public static void main(String[] args) throws IOException {
    boolean ofUser = args.length == 2 && args[0].equals(OF_USER);
    if (!ofUser && args.length != 1) {
      System.err.println("usage: AdapterGenerator [--shims] CLASSES");
      System.exit(2);
    }
    AdapterGenerator generator = new AdapterGenerator(Path.of(args[args.length - 1]));
    try {
      if (ofUser) {
        generator.runForUser();
      } else {
        generator.run();
      }
    } catch (BadDeclarationException e) {
      System.err.println("adapter generator: " + e.getMessage());
      System.exit(1);
    }
  }

  private void write(String name, byte[] classFile) throws IOException {
    Path file = classes.resolve(name.replace('.', '/') + ".class");
    Files.createDirectories(file.getParent());
    Files.write(file, classFile);
  }

  private void runForUser() throws IOException {
    deleteGenerated();
    StringBuilder list =
        new StringBuilder("# Made by the build: shim classes and their adapters.\n");
    for (Class<?> type : classes()) {
      List<Declaration> declarations = Declaration.of(type);
      if (!declarations.isEmpty()) {
        AdapterWriter.Group adapters = writer.new Group(type.getName() + AdapterWriter.SUFFIX);
        declarations.forEach(DeclarationRules::checkOfUser);
        declarations.forEach(adapters::add);
        adapters.save();
        list.append(ShimList.line(type));
      }
    }
    Path file = classes.resolve(ShimList.PATH);
    Files.createDirectories(file.getParent());
    Files.writeString(file, list);
  }

  private void run() throws IOException {
    deleteGenerated();
    List<String> groups = new ArrayList<>();
    for (Class<?> type : libraries()) {
      groups.add(group(type));
    }
    writer.writeGroups(groups);
    Files.write(classes.resolve("decant/abi/exports.bin"), index.toBytes());
    writeSystemFiles(Files.createDirectories(classes.resolve("decant/abi/system32")));
  }

  /** The files that {@code C:\Windows\System32} shows. */
  private void writeSystemFiles(Path directory) throws IOException {
    for (String library : index.libraries()) {
      String file = library.contains(".") ? library : library + ".dll";
      Files.write(directory.resolve(file), BuiltinHeader.bytes(0x1_8000_0000L, Memory.PAGE, true));
    }
    Files.write(
        directory.resolve("cmd.exe"), BuiltinHeader.bytes(0x1_4000_0000L, Memory.PAGE, false));
  }

  /** What an earlier run has made of declarations that may be gone. */
  private void deleteGenerated() throws IOException {
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(f -> f.getFileName().toString().contains("$$")).toList()) {
        Files.delete(file);
      }
    }
  }

  private List<Class<?>> classes() throws IOException {
    try (Stream<Path> files = Files.walk(classes)) {
      return files
          .map(f -> classes.relativize(f).toString())
          .filter(f -> f.endsWith(".class") && !f.contains("-info"))
          .sorted()
          .<Class<?>>map(f -> load(f.substring(0, f.length() - 6).replace('/', '.')))
          .toList();
    }
  }

  private List<Class<?>> libraries() throws IOException {
    return classes().stream().filter(type -> type.isAnnotationPresent(Library.class)).toList();
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
    String name = type.getName() + AdapterWriter.SUFFIX;
    index.group(name);
    AdapterWriter.Group adapters = writer.new Group(name);
    for (Declaration d : Declaration.of(type)) {
      DeclarationRules.check(d);
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
    boolean data = d.isVariable();
    int adapter = ExportIndex.NONE;
    if (d.hasJava()) {
      adapters.add(d, twin);
      adapter = index.adapter();
    } else {
      DeclarationRules.require(d.isDirect(), method, "is native but has no @Direct");
    }
    int kind = ExportIndex.JAVA;
    int value = 0;
    if (d.isDirect()) {
      kind = ExportIndex.DIRECT;
      String symbol = d.symbol(twin);
      DeclarationRules.require(
          symbols.containsKey(symbol), method, "names machine code that is not there: " + symbol);
      value = symbols.get(symbol);
      if (adapter != ExportIndex.NONE) {
        Integer slow = symbols.get("slow_" + symbol);
        DeclarationRules.require(
            slow != null, method, "has a body, but there is no slot slow_" + symbol);
        index.slow(slow, adapter);
      }
    } else if (data) {
      kind = ExportIndex.DATA;
    }
    int shortcut = Shortcuts.NONE;
    if (method.isAnnotationPresent(Shortcut.class)) {
      shortcut = Shortcuts.number(method.getName());
      DeclarationRules.require(
          shortcut != Shortcuts.NONE && kind == ExportIndex.JAVA,
          method,
          "is not one of the functions that have a shortcut");
    }
    for (String library : d.libraries()) {
      for (String name : d.names(twin)) {
        int v =
            switch (kind) {
              case ExportIndex.DATA -> index.data(library, d.variableSize());
              case ExportIndex.JAVA -> systemCall(library, name) + 1;
              default -> value;
            };
        DeclarationRules.require(
            index.entry(library, name, adapter, v, d.ordinal(), kind, shortcut),
            method,
            "exports " + library + "!" + name + ", which another method exports already");
      }
    }
  }

  /** The number of the system call that a function of ntdll makes, or -1. */
  static int systemCall(String library, String name) {
    boolean call = library.equals("ntdll") && (name.startsWith("Nt") || name.startsWith("Zw"));
    return call ? SYSTEM_CALLS.number("Nt" + name.substring(2)) : -1;
  }
}
