package decant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;

/** Makes jars of shims as their authors do: compiled against the product's jars. */
final class ShimJars {
  private static final Path LIBRARIES = Guest.ROOT.resolve("loader/target/decant/lib");
  private static final Path SOURCES =
      Guest.ROOT.resolve("test-binaries/src/test/resources/shims/com/example");

  private ShimJars() {}

  /** Compiles files of the folder of example shims into a folder. */
  static Path compile(Path work, String... names) {
    List<String> files = new ArrayList<>();
    for (String name : names) {
      files.add(SOURCES.resolve(name + ".java").toString());
    }
    return compileFiles(work, files);
  }

  /** Compiles a class of the package {@code com.example}, which imports the kit, into a folder. */
  static Path compileText(Path work, String name, String text) {
    try {
      Path file = Files.createDirectories(work.resolve("src")).resolve(name + ".java");
      String head = "package com.example; import decant.abi.*; import decant.nt.*;\n";
      Files.writeString(file, head + text);
      return compileFiles(work, List.of(file.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path compileFiles(Path work, List<String> files) {
    Path classes = work.resolve("classes");
    List<String> options = List.of("-parameters", "-cp", classPath(), "-d", classes.toString());
    StringWriter messages = new StringWriter();
    var compiler = ToolProvider.getSystemJavaCompiler();
    var manager = compiler.getStandardFileManager(null, null, null);
    var sources = manager.getJavaFileObjectsFromStrings(files);
    boolean compiled = compiler.getTask(messages, manager, null, options, null, sources).call();
    assertThat(compiled).as("%s", messages).isTrue();
    return classes;
  }

  /** The jars of the packaged product. */
  static String classPath() {
    try (Stream<Path> jars = Files.list(LIBRARIES)) {
      return String.join(":", jars.map(Path::toString).sorted().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Packs a folder. */
  static Path jar(Path file, Path folder) {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out);
        Stream<Path> files = Files.walk(folder)) {
      for (Path f : files.filter(Files::isRegularFile).sorted().toList()) {
        zip.putNextEntry(new ZipEntry(folder.relativize(f).toString()));
        zip.write(Files.readAllBytes(f));
        zip.closeEntry();
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs the build step that makes adapters and the list of shims. */
  static void generate(Path classes) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                classPath() + ":" + classes,
                "decant.abi.adapter.AdapterGenerator",
                "--shims",
                classes.toString())
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isZero();
  }
}
