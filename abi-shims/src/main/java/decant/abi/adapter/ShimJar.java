package decant.abi.adapter;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The shim classes of a jar: those that its {@link ShimList} names, else those that look so. */
final class ShimJar {
  private static final String CLASS = ".class";

  /** Stands in every class file that has an exported method. */
  private static final byte[] MARK = "Ldecant/abi/Export;".getBytes(StandardCharsets.US_ASCII);

  /** The version of class files of Java 1. */
  private static final int FIRST_VERSION = 44;

  private static final int VERSION_AT = 6;

  /** As the user named it, for messages. */
  final String name;

  final File file;

  /** Names of shim classes, with the mark of the adapters that are in the jar or "". */
  final Map<String, String> types = new TreeMap<>();

  ShimJar(String name) {
    this.name = name;
    this.file = new File(name);
    if (!file.exists()) {
      throw bad("there is no such file");
    }
    if (file.isDirectory()) {
      throw bad("is a folder, not a jar: make one by jar --create --file NAME.jar -C FOLDER .");
    }
    try (ZipFile zip = new ZipFile(file)) {
      read(zip);
    } catch (ZipException e) {
      throw bad("is not a jar, or is damaged: " + e.getMessage());
    } catch (IOException e) {
      throw bad("cannot be read: " + e.getMessage());
    }
  }

  private void read(ZipFile zip) throws IOException {
    ZipEntry list = zip.getEntry(ShimList.PATH);
    if (list != null) {
      for (ShimList.Entry e :
          ShimList.parse(new String(bytes(zip, list), StandardCharsets.UTF_8))) {
        types.put(e.type(), e.mark() == null ? "" : e.mark());
      }
      return;
    }
    for (ZipEntry entry : Collections.list(zip.entries())) {
      String path = entry.getName();
      if (path.endsWith(CLASS) && !path.startsWith("META-INF/") && !path.contains("$$")) {
        byte[] content = bytes(zip, entry);
        if (contains(content)) {
          String type = path.substring(0, path.length() - CLASS.length()).replace('/', '.');
          checkVersion(type, content);
          types.put(type, "");
        }
      }
    }
  }

  private static byte[] bytes(ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  private static boolean contains(byte[] content) {
    for (int i = 0; i <= content.length - MARK.length; i++) {
      int n = 0;
      while (n < MARK.length && content[i + n] == MARK[n]) {
        n++;
      }
      if (n == MARK.length) {
        return true;
      }
    }
    return false;
  }

  private void checkVersion(String type, byte[] content) {
    int version = (content[VERSION_AT] & 0xFF) << 8 | content[VERSION_AT + 1] & 0xFF;
    int java = Runtime.version().feature();
    if (version - FIRST_VERSION > java) {
      throw tooNew(type, "Java " + (version - FIRST_VERSION));
    }
  }

  private BadShimsException tooNew(String type, String wanted) {
    int java = Runtime.version().feature();
    return bad(
        type
            + " is compiled for "
            + wanted
            + " and this is Java "
            + java
            + ": compile with --release "
            + java
            + ", or name a newer JDK in DECANT_JAVA_HOME");
  }

  /** Loads the shim classes; none is initialised. */
  List<Class<?>> load(ShimLoader loader) {
    List<Class<?>> loaded = new ArrayList<>();
    for (String type : types.keySet()) {
      loaded.add(load(loader, type));
    }
    return loaded;
  }

  private Class<?> load(ShimLoader loader, String type) {
    Class<?> loaded;
    try {
      loaded = Class.forName(type, false, loader);
      loaded.getDeclaredMethods(); // needs the classes of all parameters and results
    } catch (ClassNotFoundException e) {
      throw bad(ShimList.PATH + " names the class " + type + ", which the jar does not have");
    } catch (UnsupportedClassVersionError e) {
      throw tooNew(type, "a newer Java");
    } catch (LinkageError | SecurityException e) {
      String reason = e.getMessage();
      throw e instanceof NoClassDefFoundError
          ? bad(type + " needs the class " + reason + ": put its jar behind a colon, a.jar:b.jar")
          : bad(type + " cannot be loaded: " + e);
    }
    if (loaded.getClassLoader() != loader) {
      throw bad(type + " is the name of a class of Decant's: move yours into another package");
    }
    return loaded;
  }

  /** Runs the static initialisers of the shim classes, so that what is wrong is known at once. */
  void initialize(List<Class<?>> loaded) {
    for (Class<?> type : loaded) {
      try {
        Class.forName(type.getName(), true, type.getClassLoader());
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException(e);
      } catch (LinkageError e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        throw bad(
            "the static initialiser of " + type.getName() + " fails: " + cause + place(cause));
      }
    }
  }

  private static String place(Throwable cause) {
    StackTraceElement[] trace = cause.getStackTrace();
    return trace.length == 0 ? "" : " at " + trace[0];
  }

  BadShimsException bad(String problem) {
    return new BadShimsException(name + ": " + problem);
  }
}
