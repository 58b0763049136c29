package decant.crt.io;

import decant.abi.CrtErrno;
import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Library;
import decant.abi.Narrow;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Text;
import decant.abi.Wide;
import decant.crt.start.Strings;
import decant.host.Memory;
import decant.nt.Environment;
import decant.nt.GuestThread;
import java.util.concurrent.atomic.AtomicInteger;

/** Temporary files of stdio.h, and names for some. They are made in {@code %TMP%}. */
@Library({"msvcrt", "ucrtbase"})
public final class TemporaryH {
  private static final int RADIX = 36;
  private static final int ATTEMPTS = 32768;
  private static final int TEMPLATE = 6;

  /** Numbers for names, and where {@code tmpnam} keeps the last one. */
  private static final class Names {
    final AtomicInteger next = new AtomicInteger(1);
    long narrow;
    long wide;
  }

  private TemporaryH() {}

  private static Names names(GuestThread t) {
    return t.process.state(Names.class, p -> new Names());
  }

  @Export
  static long tmpnam(GuestThread t, @Out @Opt long buffer) {
    return name(t, Text.ANSI, buffer);
  }

  @Export
  static long _wtmpnam(GuestThread t, @Out @Opt long buffer) {
    return name(t, Text.WIDE, buffer);
  }

  @Export(fails = Fails.ERRNO)
  static int tmpnam_s(GuestThread t, @Out long buffer, long size) {
    return name(t, Text.ANSI, buffer, size);
  }

  @Export(fails = Fails.ERRNO)
  static int _wtmpnam_s(GuestThread t, @Out long buffer, long size) {
    return name(t, Text.WIDE, buffer, size);
  }

  @Export
  static long _tempnam(GuestThread t, @Opt @Narrow String dir, @Opt @Narrow String prefix) {
    return name(t, Text.ANSI, dir, prefix);
  }

  @Export
  static long _wtempnam(GuestThread t, @Opt @Wide String dir, @Opt @Wide String prefix) {
    return name(t, Text.WIDE, dir, prefix);
  }

  @Export
  static long _mktemp(GuestThread t, long template) {
    return fill(t, Text.ANSI, template, Integer.MAX_VALUE);
  }

  @Export
  static long _wmktemp(GuestThread t, long template) {
    return fill(t, Text.WIDE, template, Integer.MAX_VALUE);
  }

  @Export(fails = Fails.ERRNO)
  static int _mktemp_s(GuestThread t, long template, long size) {
    fill(t, Text.ANSI, template, size);
    return 0;
  }

  @Export(fails = Fails.ERRNO)
  static int _wmktemp_s(GuestThread t, long template, long size) {
    fill(t, Text.WIDE, template, size);
    return 0;
  }

  /** A stream to a file that is deleted when it is closed. */
  @Export
  static long tmpfile(GuestThread t) {
    int oflag =
        OpenMode.O_CREAT
            | OpenMode.O_EXCL
            | OpenMode.O_RDWR
            | OpenMode.O_BINARY
            | OpenMode.O_TEMPORARY;
    LowFile file =
        OpenMode.open(t, unused(t, null, "t"), oflag, OpenMode.SH_DENYNO, OpenMode.S_IWRITE);
    return Streams.of(t).open(t, file.fd, Stream.UPDATE).file;
  }

  @Export(fails = Fails.ERRNO)
  static int tmpfile_s(GuestThread t, @Out long pFilePtr) {
    if (pFilePtr == 0) {
      throw CrtErrno.EINVAL.exception();
    }
    Memory.putLong(pFilePtr, 0);
    Memory.putLong(pFilePtr, tmpfile(t));
    return 0;
  }

  /** Closes the temporary streams, which deletes their files; returns their number. */
  @Export
  static int _rmtmp(GuestThread t) {
    return Streams.of(t).closeTemporary(t);
  }

  /** The full path of a file that does not exist. */
  private static String unused(GuestThread t, String directory, String prefix) {
    String where = Environment.of(t.process).get("TMP");
    if (where == null || !PathH.exists(t, where)) {
      where = directory != null && PathH.exists(t, directory) ? directory : ".";
    }
    String start = t.process.files.fullPath(where);
    start += (start.endsWith("\\") ? "" : "\\") + prefix + Integer.toString(t.process.id, RADIX);
    Names names = names(t);
    for (int i = 0; i < ATTEMPTS; i++) {
      String path = start + "." + Integer.toString(names.next.getAndIncrement(), RADIX);
      if (!PathH.exists(t, path)) {
        return path;
      }
    }
    throw CrtErrno.EEXIST.exception();
  }

  private static long name(GuestThread t, Text encoding, long buffer) {
    String path = unused(t, null, "s");
    if (buffer != 0) {
      encoding.write(buffer, path);
      return buffer;
    }
    Names names = names(t);
    synchronized (names) {
      long made = Strings.make(t, encoding, path);
      long before = encoding == Text.WIDE ? names.wide : names.narrow;
      if (before != 0) {
        t.process.heap.free(t, before);
      }
      if (encoding == Text.WIDE) {
        names.wide = made;
      } else {
        names.narrow = made;
      }
      return made;
    }
  }

  private static int name(GuestThread t, Text encoding, long buffer, long room) {
    String path = unused(t, null, "s");
    if (buffer == 0) {
      throw CrtErrno.EINVAL.exception();
    }
    if (encoding.length(path) >= room) {
      throw CrtErrno.ERANGE.exception();
    }
    encoding.write(buffer, path);
    return 0;
  }

  private static long name(GuestThread t, Text encoding, String directory, String prefix) {
    return Strings.make(t, encoding, unused(t, directory, prefix == null ? "" : prefix));
  }

  /** Makes a name of a template that ends in six X: a letter and five digits. */
  private static long fill(GuestThread t, Text encoding, long template, long room) {
    if (template == 0) {
      throw CrtErrno.EINVAL.exception();
    }
    String text = encoding.read(template);
    if (!text.endsWith("XXXXXX") || encoding.length(text) >= room) {
      throw CrtErrno.EINVAL.exception();
    }
    String start = text.substring(0, text.length() - TEMPLATE);
    String digits = Integer.toString(100_000 + t.process.id % 100_000).substring(1);
    for (char letter = 'a'; letter <= 'z'; letter++) {
      String path = start + letter + digits;
      if (!PathH.exists(t, path)) {
        encoding.write(template, path);
        return template;
      }
    }
    throw CrtErrno.EEXIST.exception();
  }
}
