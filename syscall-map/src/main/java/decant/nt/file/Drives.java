package decant.nt.file;

import decant.host.HostEnvironment;
import decant.host.ProductFile;
import decant.nt.NtStatus;
import decant.nt.process.HandOver;
import decant.nt.process.HostPrograms;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The drives of a process: {@code Z:} is the host's root, {@code C:} a virtual drive with views of
 * real places, others as the user maps them. Safe for use by all threads.
 */
public final class Drives {
  /**
   * A directory of a drive that is not simply the host's: where a host directory appears, or a
   * virtual directory that exists nowhere else.
   */
  static class Mount {
    final String name;

    /** The host path without a slash at its end; null for a virtual directory. */
    final byte[] host;

    private final List<Mount> children = new ArrayList<>();

    Mount(String name, byte[] host) {
      this.name = name;
      this.host = host;
    }

    List<Mount> children() {
      return children;
    }

    /** Whether names in this directory may be those of other mounts. */
    boolean hasChildren() {
      return !children().isEmpty();
    }

    /** Whether this is a file, which can only be read. */
    boolean isFile() {
      return false;
    }

    Mount child(String wanted) {
      for (Mount m : children()) {
        if (UpCase.equal(m.name, wanted)) {
          return m;
        }
      }
      return null;
    }

    Mount add(Mount child) {
      children.add(child);
      return child;
    }
  }

  /**
   * {@code System32}: the files that stand for the built-in libraries and the command processor, so
   * that programs which look for them before they use them find them.
   */
  private static final class SystemDirectory extends Mount {
    private List<Mount> files;

    SystemDirectory() {
      super("System32", null);
    }

    @Override
    synchronized List<Mount> children() {
      if (files == null) {
        files = new ArrayList<>();
        for (String name : ProductFile.list("system32")) {
          files.add(new SystemFile(name, NameCodec.encode(ProductFile.path("system32/" + name))));
        }
        Mount drivers = new Mount("drivers", null);
        drivers.add(new NetworkDirectory());
        files.add(drivers);
      }
      return files;
    }
  }

  /** {@code drivers\etc}: what the host's resolver reads, under the names that Windows has. */
  private static final class NetworkDirectory extends Mount {
    private List<Mount> files;

    NetworkDirectory() {
      super("etc", null);
    }

    @Override
    synchronized List<Mount> children() {
      if (files == null) {
        files = new ArrayList<>();
        add("hosts", "hosts");
        add("networks", "networks");
        add("protocol", "protocols");
        add("services", "services");
      }
      return files;
    }

    private void add(String name, String hostName) {
      byte[] host = NameCodec.encode("/etc/" + hostName);
      FileStatus status = FileStatus.of(host, true);
      if (status != null && status.isRegular()) {
        files.add(new SystemFile(name, host));
      }
    }
  }

  static final class SystemFile extends Mount {
    SystemFile(String name, byte[] host) {
      super(name, host);
    }

    @Override
    boolean isFile() {
      return true;
    }
  }

  private static final byte[] ROOT = {};

  private final Mount[] roots = new Mount[26];
  private boolean virtualC = true;

  /** What the process may start of the host; null for nothing. */
  private HostPrograms hostPrograms;

  Drives() {
    roots['Z' - 'A'] = new Mount("Z:", ROOT);
  }

  /**
   * Maps a drive letter to an existing host directory, replacing what it was; {@code
   * STATUS_INVALID_PARAMETER} when it is no letter, or {@code Z}.
   */
  public synchronized void map(char letter, byte[] hostDirectory) {
    char drive = UpCase.of(letter);
    if (drive < 'A' || drive >= 'Z') {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    roots[drive - 'A'] = new Mount(drive + ":", withoutSlash(hostDirectory));
    virtualC &= drive != 'C';
  }

  /** Shows programs of the host in {@link Environment#HOST_PROGRAMS}, before that is looked at. */
  public synchronized void show(HostPrograms programs) {
    hostPrograms = programs;
  }

  private static byte[] withoutSlash(byte[] path) {
    int n = path.length;
    while (n > 0 && path[n - 1] == '/') {
      n--;
    }
    return n == path.length ? path : java.util.Arrays.copyOf(path, n);
  }

  /** The top of a drive, or null. */
  synchronized Mount root(char letter) {
    char drive = UpCase.of(letter);
    if (drive < 'A' || drive > 'Z') {
      return null;
    }
    if (drive == 'C' && roots[2] == null) {
      roots[2] = systemDrive(HostEnvironment.read(), hostPrograms);
    }
    return roots[drive - 'A'];
  }

  /** Puts what was mapped by {@link #map} into a message. */
  public synchronized void handOver(HandOver out) {
    int mapped = 0;
    for (int i = 0; i < 25; i++) {
      mapped += isMapped(i) ? 1 : 0;
    }
    out.putInt(mapped);
    for (int i = 0; i < 25; i++) {
      if (isMapped(i)) {
        out.putInt('A' + i);
        out.putBytes(roots[i].host);
      }
    }
  }

  private boolean isMapped(int drive) {
    return roots[drive] != null && !(virtualC && drive == 2);
  }

  /** Maps what {@link #handOver} put into a message. */
  public void handedOver(HandOver in) {
    for (int i = in.getInt(); i > 0; i--) {
      char letter = (char) in.getInt();
      map(letter, in.getBytes());
    }
  }

  /** Whether a drive is the virtual one. */
  synchronized boolean isVirtual(char letter) {
    return virtualC && UpCase.of(letter) == 'C';
  }

  /** A bit for each drive, {@code A:} the lowest. */
  public synchronized int mask() {
    int mask = virtualC ? 1 << 2 : 0;
    for (int i = 0; i < roots.length; i++) {
      if (roots[i] != null) {
        mask |= 1 << i;
      }
    }
    return mask;
  }

  private static Mount systemDrive(HostEnvironment host, HostPrograms programs) {
    byte[] home = withoutSlash(host.home());
    byte[] temp = withoutSlash(host.valueOr("TMPDIR", "/tmp"));
    Mount root = new Mount("C:", null);
    root.add(new Mount("Temp", temp));
    Mount user = root.add(new Mount("Users", null)).add(new Mount(host.userName(), home));
    Mount data = user.add(new Mount("AppData", under(home, "/AppData")));
    data.add(new Mount("Local", under(home, "/AppData/Local"))).add(new Mount("Temp", temp));
    Mount windows = root.add(new Mount("Windows", null));
    windows.add(new SystemDirectory());
    if (programs != null) {
      windows.add(new HostProgramDirectory(host, programs));
    }
    return root;
  }

  private static byte[] under(byte[] directory, String name) {
    NameCodec.Bytes path = new NameCodec.Bytes(directory.length + name.length());
    path.add(directory);
    path.add(name.getBytes(StandardCharsets.US_ASCII));
    return path.toArray();
  }

  /**
   * The Windows path of an absolute host path: on the drive whose directory contains it, the
   * longest such directory winning; the virtual drive does not take part.
   */
  synchronized String windowsPath(byte[] host) {
    int best = 25;
    for (int i = 0; i < roots.length; i++) {
      Mount m = roots[i];
      if (m != null
          && m.host != null
          && m.host.length > roots[best].host.length
          && under(host, m)) {
        best = i;
      }
    }
    return windowsPath(host, roots[best].host.length, (char) ('A' + best) + ":");
  }

  private static boolean under(byte[] host, Mount mount) {
    int n = mount.host.length;
    return host.length >= n
        && java.util.Arrays.equals(host, 0, n, mount.host, 0, n)
        && (host.length == n || host[n] == '/');
  }

  /** The Windows path whose beginning {@code host[0..from)} is {@code prefix}. */
  private static String windowsPath(byte[] host, int from, String prefix) {
    StringBuilder out = new StringBuilder(host.length - from + 4).append(prefix);
    int start = from;
    for (int i = from; i <= host.length; i++) {
      if (i == host.length || host[i] == '/') {
        if (i > start) {
          out.append('\\');
          NameCodec.decode(host, start, i, out);
        }
        start = i + 1;
      }
    }
    return out.length() == 2 ? out.append('\\').toString() : out.toString();
  }
}
