package decant.nt.file;

import decant.host.Unistd;
import decant.nt.NtObject;
import java.util.List;

/**
 * A listing of a directory under way: the entries that match a pattern, {@code .} and {@code ..}
 * first, except at the top of a drive. What is in the directory is settled when the listing starts;
 * each entry's status is taken when it is reached, in the directory that was opened then; it stays
 * open until the last entry is reached. Safe for use by several threads.
 */
public final class DirectoryQuery extends NtObject {
  /** One entry. */
  public record Entry(String name, FileStatus status) {}

  private final byte[] directory;
  private final Drives.Mount virtual;
  private final List<DirectoryList.Name> names;
  private final boolean dots;

  /** The directory while it is listed, -1 when it is closed, or virtual. */
  private int fd;

  private int next;
  private Entry back;

  private DirectoryQuery(
      byte[] directory,
      Drives.Mount virtual,
      int fd,
      List<DirectoryList.Name> names,
      boolean dots) {
    this.directory = directory;
    this.fd = fd;
    this.virtual = virtual;
    this.names = names;
    this.dots = dots;
    this.next = dots ? -2 : 0;
  }

  /**
   * Starts a listing.
   *
   * @param pattern a pattern of the kernel ({@link Wildcards}); empty for all entries
   */
  static DirectoryQuery start(
      byte[] directory, Drives.Mount virtual, boolean root, String pattern) {
    String wanted = pattern.isEmpty() ? "*" : pattern;
    boolean dots = !root && (wanted.equals("*") || Wildcards.matches(wanted, "."));
    if (virtual != null) {
      return new DirectoryQuery(directory, virtual, -1, DirectoryList.read(virtual, wanted), dots);
    }
    int fd = DirectoryList.openExisting(directory);
    try {
      List<DirectoryList.Name> names = DirectoryList.read(fd, wanted);
      DirectoryQuery query = new DirectoryQuery(directory, null, fd, names, dots);
      fd = -1;
      return query;
    } finally {
      if (fd >= 0) {
        Unistd.close(fd);
      }
    }
  }

  /** A listing of one entry that is known already. */
  static DirectoryQuery of(String name, FileStatus status) {
    DirectoryQuery query = new DirectoryQuery(null, null, -1, List.of(), false);
    query.back = new Entry(name, status);
    return query;
  }

  /** The next entry, or null when there is none. */
  public synchronized Entry next() {
    if (back != null) {
      Entry entry = back;
      back = null;
      return entry;
    }
    while (next < names.size()) {
      int i = next++;
      Entry entry = i < 0 ? dot(i) : entry(names.get(i));
      if (entry != null) {
        return entry;
      }
    }
    close();
    return null;
  }

  /** Closes the directory; what is listed afterwards is looked up by its path. */
  synchronized void close() {
    if (fd >= 0) {
      Unistd.close(fd);
      fd = -1;
    }
  }

  @Override
  protected void destroyed() {
    close();
  }

  /** Puts an entry back that found no room. */
  public synchronized void putBack(Entry entry) {
    back = entry;
  }

  /** Starts again from the first entry. */
  public synchronized void restart() {
    next = dots ? -2 : 0;
    back = null;
  }

  private Entry dot(int i) {
    if (virtual != null) {
      return new Entry(i == -2 ? "." : "..", FileStatus.ofVirtual(virtual.name));
    }
    byte[] path = i == -2 ? directory : CaseLookup.concat(directory, directory.length, UP);
    FileStatus status = FileStatus.of(path, true);
    return status == null ? null : new Entry(i == -2 ? "." : "..", status.addAttributes(path));
  }

  private static final byte[] UP = {'/', '.', '.'};

  /** An entry, null when it went in the meantime. */
  private Entry entry(DirectoryList.Name name) {
    if (virtual != null && name.host() == null) {
      return new Entry(name.windows(), FileStatus.ofVirtual(name.windows()));
    }
    if (fd >= 0) {
      FileStatus status = FileStatus.at(fd, name.host(), false);
      return status == null
          ? null
          : new Entry(name.windows(), status.addAttributes(fd, name.host()));
    }
    byte[] path = virtual != null ? name.host() : child(directory, name.host());
    FileStatus status = FileStatus.of(path, virtual != null);
    return status == null ? null : new Entry(name.windows(), status.addAttributes(path));
  }

  static byte[] child(byte[] directory, byte[] name) {
    int n = directory.length;
    if (n > 0 && directory[n - 1] == '/') {
      n--;
    }
    byte[] path = java.util.Arrays.copyOf(directory, n + 1 + name.length);
    path[n] = '/';
    System.arraycopy(name, 0, path, n + 1, name.length);
    return path;
  }

  @Override
  public String typeName() {
    return "File";
  }
}
