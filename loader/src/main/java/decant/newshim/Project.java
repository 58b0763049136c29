package decant.newshim;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A project of shims: its files, from the templates beside this class. */
public final class Project {
  private static final String MARK = "{{%s}}";
  private final Map<String, String> files = new LinkedHashMap<>();
  private final List<Wanted> wanted = new ArrayList<>();

  /**
   * Plans a project.
   *
   * @param words the functions: {@code library!Function}
   * @param parameters how many parameters a function has that nothing is known of
   * @param name of its jar
   * @throws NewShimException when a word names no function
   */
  public Project(List<String> words, int parameters, String name) {
    for (String word : words) {
      wanted.add(Wanted.of(word, parameters));
    }
    Map<String, List<Wanted>> libraries = new TreeMap<>();
    for (Wanted w : wanted) {
      List<Wanted> functions = libraries.computeIfAbsent(w.library(), l -> new ArrayList<>());
      if (functions.stream().anyMatch(other -> other.method().equals(w.method()))) {
        throw new NewShimException(w.fullName() + " is named twice");
      }
      functions.add(w);
    }
    Path home = Path.of(System.getProperty("decant.home", "."));
    Map<String, String> values = new TreeMap<>();
    values.put("name", name);
    values.put("home", home.toString());
    values.put("java", System.getProperty("java.home"));
    values.put("version", String.valueOf(Runtime.version().feature()));
    values.put("functions", String.join(", ", wanted.stream().map(Wanted::fullName).toList()));
    values.put("calls", GuestText.calls(wanted));
    values.put("dependencies", dependencies(home));
    put("README.md", "README.md", values);
    put("build.sh", "build.sh", values);
    put("pom.xml", "pom.xml", values);
    put("guest/try.c", "try.c", values);
    for (Map.Entry<String, List<Wanted>> library : libraries.entrySet()) {
      String type = className(library.getKey());
      values.put("library", library.getKey());
      values.put("class", type);
      values.put("methods", JavaText.methods(library.getValue()));
      values.put("tests", JavaText.tests(type, library.getValue()));
      values.put("imports", imports(values.get("methods"), KIT));
      values.put("test-imports", imports(values.get("tests"), KIT));
      put("src/main/java/shims/" + type + ".java", "Shims.txt", values);
      put("src/test/java/shims/" + type + "Test.java", "ShimsTest.txt", values);
    }
  }

  /** What the text of a class may need. */
  private static final List<String> KIT =
      List.of(
          "decant.abi.Export",
          "decant.abi.Fails",
          "decant.abi.Handle",
          "decant.abi.In",
          "decant.abi.Library",
          "decant.abi.Narrow",
          "decant.abi.Support",
          "decant.abi.Text",
          "decant.abi.VarArgs",
          "decant.abi.Wide",
          "decant.nt.GuestThread",
          "decant.nt.NtStatus",
          "decant.nt.NtStatusException",
          "decant.nt.Win32Error",
          "decant.nt.Win32Exception",
          "decant.shim.Guest",
          "decant.shim.Original",
          "decant.shim.TestThread");

  private static String imports(String text, List<String> kit) {
    StringBuilder s = new StringBuilder();
    for (String type : kit) {
      String name = type.substring(type.lastIndexOf('.') + 1);
      boolean used = name.equals("Library") && text.contains("@Export");
      for (int at = text.indexOf(name); at >= 0 && !used; at = text.indexOf(name, at + 1)) {
        boolean begins = at == 0 || !Character.isJavaIdentifierPart(text.charAt(at - 1));
        used = begins && !Character.isJavaIdentifierPart(text.charAt(at + name.length()));
      }
      s.append(used ? "import " + type + ";\n" : "");
    }
    return s.toString();
  }

  /** A class's name for a library: {@code Ws2_32Shims}. */
  private static String className(String library) {
    StringBuilder s = new StringBuilder();
    for (int i = 0; i < library.length(); i++) {
      char c = library.charAt(i);
      s.append(Character.isJavaIdentifierPart(c) ? c : '_');
    }
    char first = s.charAt(0);
    if (!Character.isJavaIdentifierStart(first)) {
      s.insert(0, '_');
    }
    s.setCharAt(0, Character.toUpperCase(s.charAt(0)));
    return s.append("Shims").toString();
  }

  /** Decant's jars, where they lie. */
  private static String dependencies(Path home) {
    StringBuilder s = new StringBuilder();
    if (!Files.isDirectory(home.resolve("lib"))) {
      return ""; // not the packaged product
    }
    try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
      for (Path jar : jars.sorted().toList()) {
        String file = jar.getFileName().toString();
        int version = version(file);
        if (version > 0) {
          s.append("    <dependency>\n      <groupId>decant</groupId>\n      <artifactId>");
          s.append(file, 0, version - 1).append("</artifactId>\n      <version>");
          s.append(file, version, file.length() - 4).append("</version>\n");
          s.append("      <scope>system</scope>\n      <systemPath>${decant.home}/lib/");
          s.append(file).append("</systemPath>\n    </dependency>\n");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return s.toString();
  }

  /** Where the version begins in the name of a jar that shims are compiled against; else 0. */
  private static int version(String file) {
    for (String artifact : List.of("abi-shims-", "syscall-map-", "jna-")) {
      if (file.startsWith(artifact)) {
        return artifact.length();
      }
    }
    return 0;
  }

  private void put(String path, String template, Map<String, String> values) {
    try (InputStream in = Project.class.getResourceAsStream(template)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (Map.Entry<String, String> value : values.entrySet()) {
        text = text.replace(String.format(MARK, value.getKey()), value.getValue());
      }
      files.put(path, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For each function, a line that says what it will be. */
  public List<String> summary() {
    List<String> lines = new ArrayList<>();
    for (Wanted w : wanted) {
      String what =
          w.original()
              ? "Decant has it: the shim replaces it, and asks the original"
              : w.signature().known()
                  ? "declared with its signature"
                  : "its signature is not known: "
                      + w.signature().parameters().size()
                      + " arguments";
      lines.add(w.fullName() + ": " + what);
    }
    return lines;
  }

  /**
   * Writes the project: a folder appears with all its files, or not at all.
   *
   * @param folder must not exist or be empty
   * @param force whether files of it are replaced, each at once, and others stay
   * @throws NewShimException when it exists and is not empty, or cannot be written
   */
  public void write(Path folder, boolean force) {
    Path target = folder.toAbsolutePath().normalize();
    try {
      if (Files.exists(target) && !isEmptyFolder(target)) {
        if (!force || !Files.isDirectory(target)) {
          throw new NewShimException(
              folder + " exists: name another folder with -d, or replace its files with --force");
        }
        writeFiles(target);
        return;
      }
      Files.createDirectories(target.getParent());
      Path part = Files.createTempDirectory(target.getParent(), "." + target.getFileName());
      try {
        Files.setPosixFilePermissions(part, FOLDER);
        writeFiles(part);
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE); // over an empty folder as well
      } catch (IOException | RuntimeException e) {
        delete(part);
        throw e;
      }
    } catch (FileAlreadyExistsException e) {
      throw new NewShimException(e.getFile() + " is a file: name another folder with -d");
    } catch (IOException e) {
      throw new NewShimException(folder + " cannot be written: " + e);
    }
  }

  private static final Set<PosixFilePermission> FOLDER =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE,
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_EXECUTE);

  private static boolean isEmptyFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    }
  }

  private void writeFiles(Path folder) throws IOException {
    for (Map.Entry<String, String> f : files.entrySet()) {
      Path file = folder.resolve(f.getKey());
      Files.createDirectories(file.getParent());
      Path part = file.resolveSibling(file.getFileName() + ".part");
      Files.writeString(part, f.getValue());
      if (f.getKey().endsWith(".sh")) {
        Files.setPosixFilePermissions(part, FOLDER);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path p : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(p);
      }
    }
  }
}
