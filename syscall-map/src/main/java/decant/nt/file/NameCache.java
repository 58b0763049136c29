package decant.nt.file;

import decant.host.FileCalls;
import decant.host.HostBuffer;

/**
 * The names in the directories that were searched last, by their upper-case form: compilers and
 * linters ask thousands of times for files that are not there, and whether one is there in another
 * case only the whole directory tells. A listing is made whenever a directory is read, a long one
 * when it is read for the second time. It holds while the host reports no change of the directory.
 * After a change of our own, or when the directory had just changed, it holds for a second at most:
 * a change by others that comes together with the known one cannot be told from it. The cache knows
 * the host only, and is safe for use by all threads.
 */
final class NameCache {
  /** What {@link #find} returns when it does not know. */
  static final byte[] UNKNOWN = {};

  /** Directories that are known at a time: in each set those whose numbers lead there. */
  private static final int SETS = 256;

  private static final int WAYS = 4;

  /** The names of a directory that is read for the first time. */
  private static final int MAX_FIRST = 256;

  private static final int MAX_NAMES = 50_000;

  /** Of all directories together; then all are forgotten. */
  private static final int MAX_KEPT = 200_000;

  private static final long LIFE = 1_000_000_000L;

  /** The longest name in a directory ({@code NAME_MAX}), in bytes. */
  private static final int MAX_LENGTH = 255;

  /** The bits of a mode that say who may look up names; shifted by two, who may read. */
  private static final int SEARCH = 0111;

  /** File systems' numbers in {@code linux/magic.h}. */
  private static final int EXT = 0xEF53;

  private static final int XFS = 0x5846_5342;
  private static final int BTRFS = 0x9123_683E;
  private static final int F2FS = 0xF2F5_2010;
  private static final int TMPFS = 0x0102_1994;
  private static final int OVERLAYFS = 0x794C_7630;

  private static final Listing[] RECENT = new Listing[SETS * WAYS];
  private static volatile int kept;
  private static int uses;

  private NameCache() {}

  /** Whether look-ups find nothing now, as far as is known: a guess, which any thread changes. */
  private static boolean missing;

  /** The device that {@link #tellsChanges} was asked of last, and what it said. */
  private static long toldDevice = -1;

  private static boolean told;

  /** The names of one directory; while it is read, the reader's alone. */
  static final class Listing {
    private final long device;
    private final long inode;
    private final int most;
    private long changed;

    /** Whether any later change will show in {@link #changed}. */
    private boolean firm;

    /** Whether its file system has no names but those that it lists, and tells all changes. */
    private final boolean exact;

    private final long born = System.nanoTime();
    private int used;

    /** Open addressing; null: the directory was read, and its names were not kept. */
    private byte[][] names;

    private int[] hashes;
    private int count;

    private Listing(FileStatus directory, int most, boolean exact) {
      device = directory.device;
      inode = directory.inode;
      changed = directory.changed;
      firm = directory.isSettled();
      this.most = most;
      this.exact = exact;
      names = new byte[64][];
      hashes = new int[64];
    }

    private boolean isOf(long otherDevice, long otherInode) {
      return inode == otherInode && device == otherDevice;
    }

    private boolean isFresh() {
      return names != null && (firm || System.nanoTime() - born < LIFE);
    }

    /**
     * Adds a name; of several that differ in case only, the first is found.
     *
     * @param hash its {@link NameCache#hash}
     * @return whether there is room for it; the listing will not be kept otherwise
     */
    boolean add(byte[] name, int hash) {
      if (count >= most) {
        names = null;
        return false;
      }
      if (2 * count >= names.length) {
        grow();
      }
      insert(name, hash);
      count++;
      return true;
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
      int size = 4 * oldNames.length;
      names = new byte[size][];
      hashes = new int[size];
      // From behind a free place on, so that names of one hash keep their order.
      int start = 0;
      int length = oldNames.length;
      while (oldNames[start] != null) {
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
  static int hash(byte[] name) {
    int hash = 0;
    for (byte b : name) {
      if (b < 0) {
        return UpCase.of(NameCodec.decode(name)).hashCode();
      }
      hash = 31 * hash + (b >= 'a' && b <= 'z' ? b - 32 : b);
    }
    return hash ^ hash >>> 16;
  }

  /** Where a directory is kept, or the place that is given up for it. */
  private static int place(long device, long inode) {
    int first = ((int) (inode ^ inode >>> 8) & SETS - 1) * WAYS;
    int oldest = first;
    for (int i = first; i < first + WAYS; i++) {
      Listing l = RECENT[i];
      if (l != null && l.isOf(device, inode)) {
        return i;
      }
      if (l == null || RECENT[oldest] != null && l.used - RECENT[oldest].used < 0) {
        oldest = i;
      }
    }
    return oldest;
  }

  /** What is kept of a directory, or null. */
  private static Listing known(FileStatus directory) {
    Listing l = RECENT[place(directory.device, directory.inode)];
    if (l == null || !l.isOf(directory.device, directory.inode)) {
      return null;
    }
    l.used = ++uses;
    return l;
  }

  /**
   * The name in a directory that equals a host name but for case, null when there is none, {@link
   * #UNKNOWN} when the directory must be read.
   */
  static synchronized byte[] find(FileStatus directory, byte[] wanted) {
    Listing l = known(directory);
    return l == null || !l.isFresh() || l.changed != directory.changed
        ? UNKNOWN
        : l.find(wanted, hash(wanted));
  }

  /** What the last look-up found, which the next one is expected to find as well. */
  static void lookedUp(boolean found) {
    missing = !found;
  }

  /** Whether it is worth while to ask {@link #lacks} first. */
  static boolean expectsMissing() {
    return missing;
  }

  /**
   * Whether a directory for certain has no name that equals a host name but for case, so that the
   * host need not be asked: its listing is of a file system that keeps nothing back, and was
   * settled when it was made. Who may read the directory must be allowed to look up names in it.
   */
  static synchronized boolean lacks(FileStatus directory, byte[] wanted) {
    if (wanted.length > MAX_LENGTH) {
      return false; // the host has something else to say of it
    }
    Listing l = known(directory);
    return l != null
        && l.names != null
        && l.firm
        && l.exact
        && l.changed == directory.changed
        && (directory.mode >> 2 & ~directory.mode & SEARCH) == 0
        && l.find(wanted, hash(wanted)) == null;
  }

  /**
   * What to add all names of a directory to that is about to be read.
   *
   * @param directory its status, taken before
   * @param fd the open directory
   */
  static synchronized Listing begin(FileStatus directory, int fd) {
    int most = known(directory) == null ? MAX_FIRST : MAX_NAMES;
    return new Listing(directory, most, tellsChanges(directory.device, fd));
  }

  /**
   * Whether a file system is known to be local, so that a name that no listing has is not there, as
   * one of a process or of an automounter may be, and every change is seen at once.
   */
  private static boolean tellsChanges(long device, int fd) {
    if (device != toldDevice) {
      HostBuffer buffer = HostBuffer.get();
      boolean known = FileCalls.fstatfs(fd, buffer.struct()) == 0;
      told = known && isLocal(buffer.getInt(FileCalls.STATFS_TYPE));
      toldDevice = device;
    }
    return told;
  }

  private static boolean isLocal(int magic) {
    return switch (magic) {
      case EXT, XFS, BTRFS, F2FS, TMPFS, OVERLAYFS -> true;
      default -> false;
    };
  }

  /** Keeps the listing of a directory that has been read to its end. */
  static synchronized void keep(Listing listing) {
    if (listing.names == null) {
      listing.count = 0;
    }
    int place = place(listing.device, listing.inode);
    Listing old = RECENT[place];
    kept += listing.count - (old == null ? 0 : old.count);
    if (kept > MAX_KEPT) {
      java.util.Arrays.fill(RECENT, null);
      kept = listing.count;
    }
    listing.used = ++uses;
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
    Listing l = known(directory);
    if (l != null && l.isFresh()) {
      int hash = hash(name);
      if (l.find(name, hash) == null && l.add(name, hash)) {
        kept++;
      }
      l.changed = directory.changed;
      l.firm = false;
    }
  }
}
