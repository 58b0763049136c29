package decant.newshim;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * The signatures of Windows' functions, a resource of this package that
 * src/build/make-signatures.py has made.
 */
public final class SignatureTable {
  private static final String RESOURCE = "signatures.gz";

  private SignatureTable() {}

  /** The signature of a function, null for one that is not in the table. */
  static Signature find(String name) {
    String start = name + "\t";
    try (BufferedReader lines = open()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(start)) {
          return Signature.parse(line);
        }
      }
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those of some functions that are in the table. */
  public static Set<String> known(Set<String> names) {
    Set<String> known = new HashSet<>();
    try (BufferedReader lines = open()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String name = line.substring(0, Math.max(0, line.indexOf('\t')));
        if (names.contains(name)) {
          known.add(name);
        }
      }
      return known;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of the table. */
  static BufferedReader open() throws IOException {
    InputStream in = SignatureTable.class.getResourceAsStream(RESOURCE);
    return new BufferedReader(
        new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8));
  }
}
