package decant.host;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The product's own binary files: resources of its classes, which the packaged product has as plain
 * files too, because opening a jar takes 7 ms of a program's start.
 */
public final class ProductFile {
  /** The folder of the packaged product; the launcher names it. */
  private static final String HOME = System.getProperty("decant.home");

  private ProductFile() {}

  /** The host path of a part of the packaged product; null when it is not run as a package. */
  public static String path(String name) {
    return HOME == null ? null : HOME + "/" + name;
  }

  /**
   * The names of the files in a folder of the packaged product; none when it has no such folder.
   */
  public static String[] list(String folder) {
    String[] names = HOME == null ? null : new File(HOME, folder).list();
    return names == null ? new String[0] : names;
  }

  /**
   * The content of a file.
   *
   * @param owner the class whose resource it is
   * @throws UncheckedIOException when the product is incomplete
   */
  public static byte[] read(Class<?> owner, String name) {
    if (HOME != null) {
      byte[] bytes = HostFile.read(HOME + "/data/" + name);
      if (bytes == null) {
        throw incomplete(name);
      }
      return bytes;
    }
    try (InputStream in = owner.getResourceAsStream(name)) {
      if (in == null) {
        throw incomplete(name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static UncheckedIOException incomplete(String name) {
    return new UncheckedIOException(
        new IOException(name + " is missing: the build has not made it"));
  }
}
