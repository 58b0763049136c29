package decant.nt;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The numbers of system calls: what {@code syscall} and {@code int 2e} find in EAX. Windows does
 * not document them and changes them from version to version; these are those of the version that
 * guests see ({@link HostSystem#BUILD}), from the resource {@code system-calls.txt}.
 */
public final class SystemCallTable {
  /** More than any number; layout.inc says the same. */
  public static final int SIZE = 512;

  private final String[] names = new String[SIZE];

  /** Reads the resource. */
  public SystemCallTable() {
    String text;
    try (InputStream in = SystemCallTable.class.getResourceAsStream("system-calls.txt")) {
      text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int at = 0;
    while (at < text.length()) {
      int end = text.indexOf('\n', at);
      if (text.charAt(at) != '#') {
        int space = text.indexOf(' ', at);
        names[Integer.parseInt(text, at, space, 16)] = text.substring(space + 1, end);
      }
      at = end + 1;
    }
  }

  /** The function of ntdll that makes the system call of a number, or null. */
  public String name(int number) {
    return number >= 0 && number < SIZE ? names[number] : null;
  }

  /** The number of the system call that a function of ntdll makes, or -1. */
  public int number(String function) {
    for (int i = 0; i < SIZE; i++) {
      if (function.equals(names[i])) {
        return i;
      }
    }
    return -1;
  }
}
