package decant.nt.file;

import decant.host.HostEnvironment;
import decant.host.Stat;
import decant.nt.process.HostPrograms;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * {@code C:\Windows\HostPrograms}: the programs of the host that may be started, with the extension
 * by which programs of Windows look for others in the directories of the path. Names that have been
 * allowed are listed; where all are allowed, they are there when they are asked for.
 */
final class HostProgramDirectory extends Drives.Mount {
  private static final String EXTENSION = ".exe";
  private static final int EXECUTABLE = 0111;

  private final HostPrograms allowed;

  /** The host's directories of programs, in order. */
  private final List<byte[]> directories = new ArrayList<>();

  private List<Drives.Mount> listed;

  HostProgramDirectory(HostEnvironment host, HostPrograms allowed) {
    super("HostPrograms", null);
    this.allowed = allowed;
    byte[] path = host.valueOr("PATH", "/usr/local/bin:/usr/bin:/bin");
    int start = 0;
    for (int i = 0; i <= path.length; i++) {
      if (i == path.length || path[i] == ':') {
        if (i > start && path[start] == '/') {
          directories.add(Arrays.copyOfRange(path, start, i));
        }
        start = i + 1;
      }
    }
  }

  @Override
  synchronized List<Drives.Mount> children() {
    if (listed == null) {
      listed = new ArrayList<>();
      for (String name : allowed.names()) {
        byte[] program = name.indexOf('/') < 0 ? find(name) : null;
        if (program != null) {
          listed.add(new Drives.SystemFile(name + EXTENSION, program));
        }
      }
    }
    return listed;
  }

  @Override
  boolean hasChildren() {
    return true;
  }

  @Override
  Drives.Mount child(String wanted) {
    int end = wanted.length() - EXTENSION.length();
    if (end < 1 || !wanted.regionMatches(true, end, EXTENSION, 0, EXTENSION.length())) {
      return null;
    }
    String name = wanted.substring(0, end);
    byte[] program = find(name);
    program = program == null ? find(name.toLowerCase(Locale.ROOT)) : program;
    return program == null ? null : new Drives.SystemFile(wanted, program);
  }

  /** The host path of an allowed program, null when there is none of that name. */
  private byte[] find(String name) {
    if (name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
      return null; // literal paths may say so
    }
    byte[] file = ('/' + name).getBytes(StandardCharsets.UTF_8);
    for (byte[] directory : directories) {
      byte[] path = CaseLookup.concat(directory, directory.length, file);
      FileStatus status = FileStatus.of(path, true);
      if (status != null
          && (status.mode & Stat.S_IFMT) == Stat.S_IFREG
          && (status.mode & EXECUTABLE) != 0) {
        return allowed.allows(path) ? path : null; // the host would start no other
      }
    }
    return null;
  }
}
