package decant.cmd;

import decant.host.HostBuffer;
import decant.host.Unistd;
import decant.nt.NtStatus;
import decant.nt.NtStatusException;
import decant.nt.Win32Error;
import decant.nt.file.DirectoryQuery;
import decant.nt.file.FileStatus;
import decant.nt.file.FileSystem;
import decant.nt.file.IoObject;
import decant.nt.file.WinPath;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** The commands for files: copy, del, dir, md, move, rd, ren, type. */
final class FileCommands {
  private static final int GENERIC_READ = 0x8000_0000;
  private static final int GENERIC_WRITE = 0x4000_0000;
  private static final int SHARE_ALL = 7;
  private static final int CHUNK = 0x4000;

  private FileCommands() {}

  static void run(Interpreter cmd, String name, String rest, Io io) {
    List<String> words = Names.words(rest);
    List<String> files = Names.select(words, false);
    List<String> options = Names.select(words, true);
    cmd.errorLevel = 0;
    switch (name) {
      case "type" -> type(cmd, files, io);
      case "copy" -> copy(cmd, files, io);
      case "del", "erase" -> delete(cmd, files, options, io);
      case "md", "mkdir" -> makeDirectories(cmd, files, io);
      case "rd", "rmdir" -> removeDirectories(cmd, files, options.contains("/s"), io);
      case "ren", "rename", "move" -> move(cmd, files, name.equals("move"), io);
      case "dir" -> list(cmd, files, options, io);
      default -> {
        io.error("The command " + name + " is not supported.");
        cmd.errorLevel = 1;
      }
    }
  }

  private static void require(boolean right) {
    if (!right) {
      throw Win32Error.INVALID_NAME.exception();
    }
  }

  /** The names, directory included as it was given, that match a pattern. */
  static List<String> matches(Interpreter cmd, String pattern) {
    List<String> names = new ArrayList<>();
    int at = WinPath.lastName(pattern);
    String directory = pattern.substring(0, at);
    try {
      DirectoryQuery query =
          cmd.files.list(
              cmd.files.fullPath(directory.isEmpty() ? "." : directory), pattern.substring(at));
      query.retain();
      try {
        for (DirectoryQuery.Entry e = query.next(); e != null; e = query.next()) {
          if (!e.name().equals(".") && !e.name().equals("..")) {
            names.add(directory + e.name());
          }
        }
      } finally {
        query.release();
      }
    } catch (NtStatusException e) {
      return names; // nothing matches
    }
    names.sort(String.CASE_INSENSITIVE_ORDER);
    return names;
  }

  private static List<String> expanded(Interpreter cmd, String name) {
    return Names.hasWildcard(name) ? matches(cmd, name) : List.of(name);
  }

  /** The contents of a file. */
  static byte[] read(Interpreter cmd, String name) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    IoObject file = open(cmd, name, GENERIC_READ, FileSystem.FILE_OPEN);
    try {
      HostBuffer buffer = HostBuffer.get();
      long n = file.fd() < 0 ? 0 : Unistd.read(file.fd(), buffer.data(), CHUNK);
      while (n > 0) {
        all.writeBytes(buffer.data(0, (int) n));
        n = Unistd.read(file.fd(), buffer.data(), CHUNK);
      }
      return all.toByteArray();
    } finally {
      file.release();
    }
  }

  private static IoObject open(Interpreter cmd, String name, int access, int disposition) {
    int options = FileSystem.FILE_NON_DIRECTORY_FILE | FileSystem.FILE_SYNCHRONOUS_IO_NONALERT;
    IoObject file = cmd.files.create(name, access, 0x80, SHARE_ALL, disposition, options).object();
    file.retain();
    return file;
  }

  private static void write(Interpreter cmd, String name, byte[] bytes) {
    IoObject file = open(cmd, name, GENERIC_WRITE, FileSystem.FILE_OVERWRITE_IF);
    try {
      Io.write(file.fd(), bytes);
    } finally {
      file.release();
    }
  }

  private static void type(Interpreter cmd, List<String> names, Io io) {
    require(!names.isEmpty());
    for (String name : names) {
      List<String> files = expanded(cmd, name);
      if (files.isEmpty()) {
        throw Win32Error.FILE_NOT_FOUND.exception();
      }
      for (String file : files) {
        io.write(read(cmd, file));
      }
    }
  }

  /** Copies files, or joins those with plus signs between. */
  private static void copy(Interpreter cmd, List<String> names, Io io) {
    require(!names.isEmpty() && names.size() <= 2 || names.contains("+"));
    List<String> sources = new ArrayList<>();
    int i = 0;
    boolean more = true;
    while (more && i < names.size()) {
      for (String part : names.get(i++).split("\\+")) {
        if (!part.isEmpty()) {
          sources.add(part);
        }
      }
      more = i < names.size() && names.get(i).startsWith("+") || names.get(i - 1).endsWith("+");
    }
    String target = i < names.size() ? names.get(i) : ".";
    boolean directory = Names.isDirectory(cmd.files, target);
    int copied = 0;
    if (sources.size() > 1) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (String source : sources) {
        all.writeBytes(read(cmd, source));
      }
      write(cmd, directory ? into(target, sources.get(0)) : target, all.toByteArray());
      copied = 1;
    } else {
      for (String source : expanded(cmd, sources.get(0))) {
        if (!Names.isDirectory(cmd.files, source)) {
          write(cmd, directory ? into(target, source) : target, read(cmd, source));
          copied++;
        }
      }
    }
    if (copied == 0) {
      io.error("The system cannot find the file specified.");
      cmd.errorLevel = 1;
    }
    io.line("        " + copied + " file(s) copied.");
  }

  private static String into(String directory, String file) {
    return WinPath.join(directory, file.substring(WinPath.lastName(file)));
  }

  private static void delete(Interpreter cmd, List<String> names, List<String> options, Io io) {
    require(!names.isEmpty());
    for (String name : names) {
      String pattern = Names.isDirectory(cmd.files, name) ? WinPath.join(name, "*") : name;
      List<String> files = expanded(cmd, pattern);
      if (files.isEmpty() || files.size() == 1 && !Names.exists(cmd.files, files.get(0))) {
        // A missing file is said, and is no error.
        io.error("Could Not Find " + cmd.files.fullPath(pattern));
        continue;
      }
      for (String file : files) {
        if (!Names.isDirectory(cmd.files, file)) {
          if (options.contains("/f")) {
            cmd.files.setAttributes(cmd.files.fullPath(file), FileStatus.FILE_ATTRIBUTE_NORMAL);
          }
          cmd.files.delete(cmd.files.fullPath(file));
        }
      }
    }
  }

  private static void makeDirectories(Interpreter cmd, List<String> names, Io io) {
    require(!names.isEmpty());
    for (String name : names) {
      if (Names.exists(cmd.files, name)) {
        io.error("A subdirectory or file " + name + " already exists.");
        cmd.errorLevel = 1;
      } else {
        makeWithParents(cmd, cmd.files.fullPath(name));
      }
    }
  }

  private static void makeWithParents(Interpreter cmd, String path) {
    int at = path.lastIndexOf('\\');
    if (at > 2 && !Names.exists(cmd.files, path.substring(0, at))) {
      makeWithParents(cmd, path.substring(0, at));
    }
    cmd.files.makeDirectory(path);
  }

  private static void removeDirectories(Interpreter cmd, List<String> names, boolean all, Io io) {
    require(!names.isEmpty());
    for (String name : names) {
      String path = cmd.files.fullPath(name);
      if (!Names.isDirectory(cmd.files, path)) {
        io.error(
            Names.exists(cmd.files, path)
                ? "The directory name is invalid."
                : "The system cannot find the file specified.");
        cmd.errorLevel = 2;
      } else if (all) {
        removeTree(cmd, path);
      } else {
        cmd.files.removeDirectory(path);
      }
    }
  }

  private static void removeTree(Interpreter cmd, String directory) {
    for (String name : matches(cmd, WinPath.join(directory, "*"))) {
      FileStatus status = cmd.files.status(name);
      if (status.isDirectory() && !status.isLink()) {
        removeTree(cmd, name);
      } else {
        cmd.files.delete(name);
      }
    }
    cmd.files.removeDirectory(directory);
  }

  private static void move(Interpreter cmd, List<String> names, boolean anywhere, Io io) {
    require(names.size() == 2);
    int moved = 0;
    for (String source : expanded(cmd, names.get(0))) {
      String from = cmd.files.fullPath(source);
      String target = names.get(1);
      if (!anywhere) {
        require(WinPath.lastName(target) == 0);
        target = from.substring(0, WinPath.lastName(from)) + target;
      } else if (Names.isDirectory(cmd.files, target)) {
        target = into(target, source);
      }
      if (!Names.exists(cmd.files, from)) {
        throw NtStatus.OBJECT_NAME_NOT_FOUND.exception();
      }
      cmd.files.move(from, cmd.files.fullPath(target), anywhere, true);
      moved++;
    }
    if (moved == 0) {
      throw Win32Error.FILE_NOT_FOUND.exception();
    }
    if (anywhere) {
      io.line("        " + moved + " file(s) moved.");
    }
  }

  /** Names, one a line: with {@code /b} alone, else each with its size before it. */
  private static void list(Interpreter cmd, List<String> names, List<String> options, Io io) {
    boolean bare = options.contains("/b");
    boolean recursive = options.contains("/s");
    boolean any = false;
    for (String name : names.isEmpty() ? List.of(".") : names) {
      String pattern = Names.isDirectory(cmd.files, name) ? WinPath.join(name, "*") : name;
      any |= list(cmd, pattern, bare, recursive, options, io);
    }
    if (!any) {
      io.error("File Not Found");
      cmd.errorLevel = 1;
    }
  }

  private static boolean list(
      Interpreter cmd,
      String pattern,
      boolean bare,
      boolean recursive,
      List<String> options,
      Io io) {
    boolean any = false;
    for (String match : matches(cmd, pattern)) {
      FileStatus status = cmd.files.status(cmd.files.fullPath(match));
      boolean directory = status.isDirectory();
      boolean wanted = !(options.contains("/a-d") || options.contains("/a:-d")) || !directory;
      wanted &= !(options.contains("/ad") || options.contains("/a:d")) || directory;
      if (wanted) {
        any = true;
        String name =
            recursive ? cmd.files.fullPath(match) : match.substring(WinPath.lastName(match));
        io.line(bare ? name : (directory ? "<DIR>          " : size(status.size)) + ' ' + name);
      }
      if (recursive && directory) {
        String inside = WinPath.join(match, pattern.substring(WinPath.lastName(pattern)));
        any |= list(cmd, inside, bare, true, options, io);
      }
    }
    return any;
  }

  private static String size(long size) {
    String digits = Long.toString(size);
    return " ".repeat(Math.max(0, 15 - digits.length())) + digits;
  }
}
