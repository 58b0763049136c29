package decant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** protoc for Windows does what protoc for Linux of the same version does. */
class ProtocTest {
  private static final String WINDOWS = Guest.PROGRAMS.resolve("protoc-windows.exe").toString();
  private static final Path LINUX = Guest.PROGRAMS.resolve("protoc-linux.exe");
  private static final String[] FILES = {
    "library.proto", "shared/money.proto", "shared/person.proto"
  };

  @TempDir Path work;

  /** The same relative names for both: protoc for Windows takes no path that begins at the root. */
  @BeforeEach
  void copySources() throws IOException {
    Path sources = Guest.ROOT.resolve("test-binaries/src/test/resources/proto");
    Files.createDirectories(work.resolve("proto/shared"));
    for (String file : FILES) {
      Files.copy(sources.resolve(file), work.resolve("proto").resolve(file));
    }
  }

  @Test
  void version() {
    assertThat(Guest.decant(work, WINDOWS, "--version").end().exits(0).lines())
        .isEqualTo("libprotoc 31.1\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpp", "java", "python", "csharp", "ruby", "kotlin", "objc", "rust"})
  void generatesTheSameCode(String language) throws IOException {
    String options = language.equals("rust") ? "experimental-codegen=enabled,kernel=cpp:" : "";
    Path windows = Files.createDirectory(work.resolve("windows"));
    Path linux = Files.createDirectory(work.resolve("linux"));
    String out = "--" + language + "_out=" + options;
    Guest.decant(work, WINDOWS, "-Iproto", out + "windows").with(FILES).end().exits(0);
    Guest.host(work, LINUX, "-Iproto", out + "linux").with(FILES).end().exits(0);
    Trees.assertSame(windows, linux);
  }

  /** The plug-in is a program of its own: protoc starts it and talks to it through two pipes. */
  @Test
  void drivesTheSamePlugin() throws IOException {
    Files.writeString(
        work.resolve("greeter.proto"),
        """
        syntax = "proto3";
        package greeting;
        service Greeter {
          rpc Greet (Name) returns (Greeting);
          rpc GreetAll (stream Name) returns (stream Greeting);
        }
        message Name { string name = 1; }
        message Greeting { string text = 1; }
        """);
    Path windows = Files.createDirectory(work.resolve("windows"));
    Path linux = Files.createDirectory(work.resolve("linux"));
    String plugin = "--plugin=protoc-gen-grpc-java=" + Guest.PROGRAMS.resolve("grpc-java-");
    Guest.decant(work, WINDOWS, plugin + "windows.exe", "--grpc-java_out=windows", "-I.")
        .with("greeter.proto")
        .end()
        .exits(0);
    Guest.host(work, LINUX, plugin + "linux.exe", "--grpc-java_out=linux", "-I.", "greeter.proto")
        .end()
        .exits(0);
    assertThat(windows.resolve("greeting/GreeterGrpc.java")).exists();
    Trees.assertSame(windows, linux);
  }

  @Test
  void writesTheSameDescriptorSet() throws IOException {
    String[] arguments = {"-Iproto", "--include_imports", "--include_source_info"};
    Guest.decant(work, WINDOWS).with(arguments).with("-owindows.set").with(FILES).end().exits(0);
    Guest.host(work, LINUX, arguments).with("-olinux.set").with(FILES).end().exits(0);
    assertThat(work.resolve("windows.set")).hasSameBinaryContentAs(work.resolve("linux.set"));
  }

  @Test
  void encodesAndDecodes() {
    String[] type = {"-Iproto", "library.proto"};
    String text =
        "title: \"M\\303\\274nchen\"\npages: 12\nprice {\n  units: 3\n  currency: EUR\n}\n";
    Guest.Result encoded =
        Guest.decant(work, WINDOWS, "--encode=decant.Book").with(type).stdin(text).end().exits(0);
    Guest.Result expected =
        Guest.host(work, LINUX, "--encode=decant.Book").with(type).stdin(text).end().exits(0);
    assertThat(encoded.outBytes()).isNotEmpty().isEqualTo(expected.outBytes());
    Guest.Result decoded =
        Guest.decant(work, WINDOWS, "--decode=decant.Book")
            .with(type)
            .stdin(encoded.outBytes())
            .end()
            .exits(0);
    assertThat(decoded.lines()).isEqualTo(text);
  }

  @Test
  void complainsAboutTheSameMistakes() throws IOException {
    Files.writeString(
        work.resolve("wrong.proto"), "syntax = \"proto3\";\nmessage M { Nothing a = 1; }\n");
    Guest.Result windows = Guest.decant(work, WINDOWS, "--cpp_out=.", "wrong.proto").end();
    Guest.Result linux = Guest.host(work, LINUX, "--cpp_out=.", "wrong.proto").end();
    windows.exits(linux.exitCode());
    assertThat(windows.err().replace("\r\n", "\n")).isNotEmpty().isEqualTo(linux.err());
  }

  @Test
  void missingInput() {
    Guest.Result windows = Guest.decant(work, WINDOWS, "--cpp_out=.", "absent.proto").end();
    Guest.Result linux = Guest.host(work, LINUX, "--cpp_out=.", "absent.proto").end();
    windows.exits(linux.exitCode());
    assertThat(windows.err()).contains("absent.proto");
  }
}
