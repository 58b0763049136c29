package decant.api;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Where a program's standard output or standard error goes. Immutable. What a program writes is
 * read all the time, so that it never waits for its reader.
 */
public final class Output {
  final Redirect redirect;

  /** Who reads the pipe; null when it is captured, or is no pipe. */
  final Sink sink;

  final boolean captured;

  /** Reads all of an output. */
  interface Sink {
    void readFrom(InputStream from, Charset charset) throws IOException;
  }

  private Output(Redirect redirect, Sink sink, boolean captured) {
    this.redirect = redirect;
    this.sink = sink;
    this.captured = captured;
  }

  /** Kept in memory, for {@link ProgramResult}. */
  public static Output capture() {
    return new Output(Redirect.PIPE, null, true);
  }

  /** Nowhere. */
  public static Output discard() {
    return new Output(Redirect.DISCARD, null, false);
  }

  /** Where this JVM's goes. */
  public static Output inherit() {
    return new Output(Redirect.INHERIT, null, false);
  }

  /** Into a file, which is made or overwritten. */
  public static Output file(Path file) {
    return new Output(Redirect.to(file.toFile()), null, false);
  }

  /** Behind what a file has already. */
  public static Output append(Path file) {
    return new Output(Redirect.appendTo(file.toFile()), null, false);
  }

  /**
   * Line by line, without the line ends ({@code \n}, {@code \r\n}), as they come. The consumer is
   * called on a thread of Decant's; when it throws, the rest of the output is dropped and the run
   * fails with what it threw.
   */
  public static Output lines(Consumer<String> consumer) {
    Objects.requireNonNull(consumer);
    return new Output(
        Redirect.PIPE,
        (from, charset) -> {
          BufferedReader reader = new BufferedReader(new InputStreamReader(from, charset));
          for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            consumer.accept(line);
          }
        },
        false);
  }

  /** Into a stream, which is flushed and not closed. */
  public static Output stream(OutputStream stream) {
    Objects.requireNonNull(stream);
    return new Output(
        Redirect.PIPE,
        (from, charset) -> {
          from.transferTo(stream);
          stream.flush();
        },
        false);
  }
}
