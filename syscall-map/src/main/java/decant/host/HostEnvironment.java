package decant.host;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The environment that the host gave this process, and what it says about the user. Names and
 * values are bytes, as the host has them.
 */
public final class HostEnvironment {
  private static volatile String hostName;

  private final List<byte[]> entries = new ArrayList<>();

  /**
   * Reads an environment block.
   *
   * @param block {@code name=value} strings, each ended by a zero; those without an equals sign are
   *     skipped
   */
  public HostEnvironment(byte[] block) {
    int start = 0;
    for (int i = 0; i <= block.length; i++) {
      if (i == block.length || block[i] == 0) {
        if (equalsSign(block, start, i) >= 0) {
          entries.add(Arrays.copyOfRange(block, start, i));
        }
        start = i + 1;
      }
    }
  }

  /**
   * The environment of this process. Java's own view of it is not used: in a C locale, it loses
   * what is not ASCII.
   */
  public static HostEnvironment read() {
    return new HostEnvironment(file("/proc/self/environ"));
  }

  /** The contents of a small file of the host, empty when it cannot be read. */
  private static byte[] file(String path) {
    byte[] bytes = HostFile.read(path);
    return bytes == null ? new byte[0] : bytes;
  }

  private static int equalsSign(byte[] bytes, int start, int end) {
    for (int i = start; i < end; i++) {
      if (bytes[i] == '=') {
        return i;
      }
    }
    return -1;
  }

  public int count() {
    return entries.size();
  }

  public byte[] name(int i) {
    byte[] entry = entries.get(i);
    return Arrays.copyOf(entry, equalsSign(entry, 0, entry.length));
  }

  public byte[] value(int i) {
    byte[] entry = entries.get(i);
    return Arrays.copyOfRange(entry, equalsSign(entry, 0, entry.length) + 1, entry.length);
  }

  /** The value of a variable, null when it is not set or empty. */
  private byte[] value(String name) {
    byte[] wanted = name.getBytes(StandardCharsets.US_ASCII);
    for (byte[] entry : entries) {
      int length = wanted.length;
      if (entry.length > length + 1
          && entry[length] == '='
          && Arrays.equals(entry, 0, length, wanted, 0, length)) {
        return Arrays.copyOfRange(entry, length + 1, entry.length);
      }
    }
    return null;
  }

  /** The value of a variable; another when it is not set or empty. */
  public byte[] valueOr(String name, String other) {
    byte[] value = value(name);
    return value == null ? other.getBytes(StandardCharsets.US_ASCII) : value;
  }

  /** The user's home directory. */
  public byte[] home() {
    byte[] home = value("HOME");
    return home != null && home[0] == '/' ? home : "/".getBytes(StandardCharsets.US_ASCII);
  }

  /** The directory that a variable names, or one below the home directory. */
  public byte[] underHome(String name, String other) {
    byte[] value = value(name);
    if (value != null && value[0] == '/') {
      return value;
    }
    byte[] home = home();
    byte[] tail = ((home.length == 1 ? "" : "/") + other).getBytes(StandardCharsets.US_ASCII);
    byte[] path = Arrays.copyOf(home, home.length + tail.length);
    System.arraycopy(tail, 0, path, home.length, tail.length);
    return path;
  }

  /** The user's name. */
  public String userName() {
    byte[] user = value("USER");
    user = user == null ? value("LOGNAME") : user;
    if (user != null) {
      return new String(user, StandardCharsets.UTF_8);
    }
    String name = System.getProperty("user.name", "");
    return name.isEmpty() || name.equals("?") ? "user" : name;
  }

  /** The computer's name as Windows would have it: the host name's first label, in capitals. */
  public String computerName() {
    String name = hostName();
    int dot = name.indexOf('.');
    name = (dot > 0 ? name.substring(0, dot) : name).toUpperCase(java.util.Locale.ROOT);
    return name.length() > 15 ? name.substring(0, 15) : name;
  }

  /** The host name. */
  public static String hostName() {
    String known = hostName;
    if (known == null) {
      known = new String(file("/proc/sys/kernel/hostname"), StandardCharsets.UTF_8).strip();
      known = known.isEmpty() ? "localhost" : known;
      hostName = known;
    }
    return known;
  }
}
