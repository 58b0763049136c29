package decant.nt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The directories that a process adds to the search for libraries: what {@code SetDllDirectory},
 * {@code AddDllDirectory} and {@code SetDefaultDllDirectories} set, for the loader.
 */
public final class DllDirectories {
  private final Map<Long, String> added = new LinkedHashMap<>();
  private long nextCookie = 1;
  private String directory;
  private int defaultFlags;

  public static DllDirectories of(GuestProcess process) {
    return process.state(DllDirectories.class, p -> new DllDirectories());
  }

  /**
   * What {@code SetDllDirectory} set: null for the usual search order, empty when the current
   * directory is not to be searched.
   */
  public synchronized String directory() {
    return directory;
  }

  public synchronized void setDirectory(String directory) {
    this.directory = directory;
  }

  /** Adds a directory; returns the cookie that removes it. */
  public synchronized long add(String path) {
    long cookie = nextCookie++;
    added.put(cookie, path);
    return cookie;
  }

  /** Removes a directory; {@code STATUS_INVALID_PARAMETER} when there is none of that cookie. */
  public synchronized void remove(long cookie) {
    if (added.remove(cookie) == null) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
  }

  /** The added directories, the newest first. */
  public synchronized List<String> added() {
    return new ArrayList<>(added.values()).reversed();
  }

  /** {@code LOAD_LIBRARY_SEARCH_*} for loads that name none, 0 for the usual search order. */
  public synchronized int defaultFlags() {
    return defaultFlags;
  }

  public synchronized void setDefaultFlags(int flags) {
    defaultFlags = flags;
  }
}
