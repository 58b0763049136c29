package decant.nt.file;

/**
 * The names in the directories that were searched last, by their upper-case form: compilers and
 * linters ask thousands of times for files that are not there, and whether one is there in another
 * case only the whole directory tells. A listing is made when a directory is read for the second
 * time. It holds while the host reports no change of the directory other than our own, and for a
 * second at most, as a change by others that comes together with one of ours cannot be told from
 * it. It knows the host only, and is safe for use by all threads.
 */
final class NameCache {
  /** What {@link #find} returns when it does not know. */
  static final byte[] UNKNOWN = {};

  /** Directories that are known at a time, each in the place that its number gives it. */
  private static final int PLACES = 512;

  private static final int MAX_NAMES = 50_000;

  /** Of all directories together; then all are forgotten. */
  private static final int MAX_KEPT = 200_000;

  private static final long LIFE = 1_000_000_000L;

  private static final Listing[] RECENT = new Listing[PLACES];
  private static volatile int kept;

  private NameCache() {}

  /** The names of one directory; while it is read, the reader's alone. */
  static final class Listing {
    private final long device;
    private final long inode;
    private long changed;
    private final long born = System.nanoTime();

    /** Open addressing; null: the directory was read, and its names were not kept. */
    private byte[][] names;

    private int[] hashes;
    private int count;

    private Listing(FileStatus directory) {
      device = directory.device;
      inode = directory.inode;
      changed = directory.changed;
    }

    private boolean isOf(FileStatus directory) {
      return inode == directory.inode && device == directory.device;
    }

    private boolean isFresh() {
      return names != null && System.nanoTime() - born < LIFE;
    }

    /** Adds a name; of several that differ in case only, the first is found. */
    void add(byte[] name) {
      if (count >= MAX_NAMES) {
        return;
      }
      if (names == null || 2 * count >= names.length) {
        grow();
      }
      insert(name, hash(name));
      count++;
    }

    private void insert(byte[] name, int hash) {
      int mask = names.length - 1;
      int i = hash & mask;
      while (names[i] != null) {
        i = i + 1 & mask;
      }
      names[i] = name;
      hashes[i] = hash;
    }

    private void grow() {
      byte[][] oldNames = names;
      int[] oldHashes = hashes;
      int size = oldNames == null ? 64 : 4 * oldNames.length;
      names = new byte[size][];
      hashes = new int[size];
      // From behind a free place on, so that names of one hash keep their order.
      int start = 0;
      int length = oldNames == null ? 0 : oldNames.length;
      while (start < length && oldNames[start] != null) {
        start++;
      }
      for (int k = 0; k < length; k++) {
        int i = start + k & length - 1;
        if (oldNames[i] != null) {
          insert(oldNames[i], oldHashes[i]);
        }
      }
    }

    private byte[] find(byte[] wanted, int hash) {
      int mask = names.length - 1;
      String name = null;
      for (int i = hash & mask; names[i] != null; i = i + 1 & mask) {
        if (hashes[i] == hash) {
          name = name == null ? NameCodec.decode(wanted) : name;
          if (UpCase.equal(NameCodec.decode(names[i]), name)) {
            return names[i];
          }
        }
      }
      return null;
    }
  }

  /** The hash of a host name, which those that differ in case only share. */
  private static int hash(byte[] name) {
    int hash = 0;
    for (byte b : name) {
      if (b < 0) {
        return UpCase.of(NameCodec.decode(name)).hashCode();
      }
      hash = 31 * hash + (b >= 'a' && b <= 'z' ? b - 32 : b);
    }
    return hash ^ hash >>> 16;
  }

  private static int place(long inode) {
    return (int) (inode ^ inode >>> 9) & PLACES - 1;
  }

  /**
   * The name in a directory that equals a host name but for case, null when there is none, {@link
   * #UNKNOWN} when the directory must be read.
   */
  static synchronized byte[] find(FileStatus directory, byte[] wanted) {
    Listing l = RECENT[place(directory.inode)];
    if (l == null || !l.isOf(directory) || !l.isFresh() || l.changed != directory.changed) {
      return UNKNOWN;
    }
    return l.find(wanted, hash(wanted));
  }

  /**
   * What to add all names of a directory to that is about to be read; null when it is the first
   * time, as most directories are not read again.
   */
  static synchronized Listing begin(FileStatus directory) {
    Listing l = RECENT[place(directory.inode)];
    if (l != null && l.isOf(directory)) {
      return new Listing(directory);
    }
    keep(new Listing(directory));
    return null;
  }

  /** Keeps the listing of a directory that has been read to its end. */
  static synchronized void keep(Listing listing) {
    if (listing.count >= MAX_NAMES) {
      return;
    }
    int place = place(listing.inode);
    Listing old = RECENT[place];
    kept += listing.count - (old == null ? 0 : old.count);
    if (kept > MAX_KEPT) {
      java.util.Arrays.fill(RECENT, null);
      kept = listing.count;
    }
    RECENT[place] = listing;
  }

  /** Adds a file or directory that was just made. */
  static void made(byte[] path) {
    if (kept == 0) {
      return;
    }
    int slash = CaseLookup.lastSlash(path, path.length);
    FileStatus directory = FileStatus.of(CaseLookup.directory(path, slash), true);
    if (directory != null) {
      add(directory, java.util.Arrays.copyOfRange(path, slash + 1, path.length));
    }
  }

  private static synchronized void add(FileStatus directory, byte[] name) {
    Listing l = RECENT[place(directory.inode)];
    if (l != null && l.isOf(directory) && l.isFresh()) {
      if (l.find(name, hash(name)) == null) {
        l.add(name);
        kept++;
      }
      l.changed = directory.changed;
    }
  }
}
