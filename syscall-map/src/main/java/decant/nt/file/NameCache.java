package decant.nt.file;

import java.util.HashMap;
import java.util.Map;

/**
 * The names in the large directories that were searched last, by their upper-case form: a program
 * that makes thousands of files in one directory asks thousands of times whether a name exists in
 * another case. A listing holds while the host reports no change of the directory other than our
 * own, and for a second at most, as a change by others that comes together with one of ours cannot
 * be told from it. It knows the host only, and is safe for use by all threads.
 */
final class NameCache {
  /** What {@link #find} returns when it does not know. */
  static final byte[] UNKNOWN = {};

  /** Fewer names are found faster by reading the directory. */
  static final int WORTH_IT = 64;

  private static final int MAX_NAMES = 50_000;
  private static final int LISTINGS = 4;
  private static final long LIFE = 1_000_000_000L;

  private static final class Listing {
    long device;
    long inode;
    long changed;
    long born;
    final Map<String, byte[]> names = new HashMap<>();
  }

  private static final Listing[] RECENT = new Listing[LISTINGS];
  private static int next;

  private NameCache() {}

  private static Listing listing(FileStatus directory) {
    for (Listing l : RECENT) {
      if (l != null && l.inode == directory.inode && l.device == directory.device) {
        return System.nanoTime() - l.born < LIFE ? l : null;
      }
    }
    return null;
  }

  /**
   * The name in a directory whose upper-case form is {@code upper}, null when there is none, {@link
   * #UNKNOWN} when the directory must be read.
   */
  static synchronized byte[] find(FileStatus directory, String upper) {
    Listing l = listing(directory);
    return l == null || l.changed != directory.changed ? UNKNOWN : l.names.get(upper);
  }

  /** Keeps the names of a directory, whose status was taken before they were read. */
  static synchronized void put(FileStatus directory, Iterable<DirectoryList.Name> names) {
    Listing listing = new Listing();
    listing.device = directory.device;
    listing.inode = directory.inode;
    listing.changed = directory.changed;
    listing.born = System.nanoTime();
    for (DirectoryList.Name n : names) {
      listing.names.putIfAbsent(UpCase.of(n.windows()), n.host());
    }
    int slot = next;
    for (int i = 0; i < LISTINGS; i++) {
      Listing l = RECENT[i];
      if (l != null && l.inode == listing.inode && l.device == listing.device) {
        slot = i;
      }
    }
    if (slot == next) {
      next = (next + 1) % LISTINGS;
    }
    RECENT[slot] = listing.names.size() <= MAX_NAMES ? listing : null;
  }

  /** Adds a file or directory that was just made. */
  static void made(byte[] path) {
    if (isEmpty()) {
      return;
    }
    int slash = CaseLookup.lastSlash(path, path.length);
    FileStatus directory = FileStatus.of(CaseLookup.directory(path, slash), true);
    if (directory != null) {
      byte[] name = java.util.Arrays.copyOfRange(path, slash + 1, path.length);
      add(directory, UpCase.of(NameCodec.decode(name)), name);
    }
  }

  private static synchronized boolean isEmpty() {
    return RECENT[0] == null && next == 0;
  }

  private static synchronized void add(FileStatus directory, String upper, byte[] name) {
    Listing l = listing(directory);
    if (l != null) {
      l.names.putIfAbsent(upper, name);
      l.changed = directory.changed;
    }
  }
}
