package decant.api;

import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

/** Where a program's standard input comes from. Immutable; a stream can be used by one run only. */
public final class Input {
  final Redirect redirect;

  /** What is written to the program, or null. */
  final Source source;

  /** Writes the whole input. */
  interface Source {
    void writeTo(OutputStream to) throws java.io.IOException;
  }

  private Input(Redirect redirect, Source source) {
    this.redirect = redirect;
    this.source = source;
  }

  /** Nothing: the program reads the end of the file. */
  public static Input none() {
    return new Input(Redirect.from(Path.of("/dev/null").toFile()), null);
  }

  /** What this JVM has as standard input. */
  public static Input inherit() {
    return new Input(Redirect.INHERIT, null);
  }

  public static Input bytes(byte[] bytes) {
    byte[] copy = bytes.clone();
    return new Input(Redirect.PIPE, to -> to.write(copy));
  }

  /** Text in UTF-8. */
  public static Input text(String text) {
    return text(text, StandardCharsets.UTF_8);
  }

  public static Input text(String text, Charset charset) {
    return bytes(text.getBytes(charset));
  }

  public static Input file(Path file) {
    return new Input(Redirect.from(file.toFile()), null);
  }

  /** All of a stream, which is read on a thread of its own and not closed. */
  public static Input stream(InputStream stream) {
    Objects.requireNonNull(stream);
    return new Input(Redirect.PIPE, stream::transferTo);
  }

  /** What is written to {@link RunningProgram#stdin}, until that is closed. */
  public static Input pipe() {
    return new Input(Redirect.PIPE, null);
  }
}
