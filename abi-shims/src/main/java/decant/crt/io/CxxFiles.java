package decant.crt.io;

import decant.abi.CrtErrno;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatusException;
import decant.nt.Win32Exception;

/**
 * Streams of stdio.h below those of C++: each function answers as that of C does which it is named
 * after, and for a FILE that is none as for one that fails.
 */
public final class CxxFiles {
  private CxxFiles() {}

  /** Where a FILE says where its buffer begins. */
  public static long base(long file) {
    return file + Stream.BASE;
  }

  /** Where a FILE says where its next byte is. */
  public static long pointer(long file) {
    return file + Stream.PTR;
  }

  /** Where a FILE says how many bytes there are to be read. */
  public static long count(long file) {
    return file + Stream.CNT;
  }

  /** A byte or a UTF-16 unit; -1 when there is none. */
  public static int get(GuestThread t, long file, boolean wide) {
    try {
      if (!wide) {
        return StdioChars.fgetc(t, file);
      }
      int unit = StdioWide.fgetwc(t, file);
      return unit == StreamWide.WEOF ? Stream.END : unit;
    } catch (CrtErrno.Failure failure) {
      return Stream.END;
    }
  }

  /** Puts back what was read. */
  public static boolean unget(GuestThread t, long file, int c, boolean wide) {
    try {
      return wide
          ? StdioWide.ungetwc(t, (short) c, file) != StreamWide.WEOF
          : StdioChars.ungetc(t, c, file) != Stream.END;
    } catch (CrtErrno.Failure failure) {
      return false;
    }
  }

  public static boolean put(GuestThread t, long file, int c, boolean wide) {
    try {
      return wide
          ? StdioWide.fputwc(t, (short) c, file) != StreamWide.WEOF
          : StdioChars.fputc(t, c, file) != Stream.END;
    } catch (CrtErrno.Failure failure) {
      return false;
    }
  }

  /** Reads bytes; returns their number. */
  public static long read(GuestThread t, long file, long to, long count) {
    try {
      return StdioChars.fread(t, to, 1, count, file);
    } catch (CrtErrno.Failure failure) {
      return 0;
    }
  }

  /** Writes bytes, or UTF-16 units, of the guest's; returns their number. */
  public static long write(GuestThread t, long file, long from, long count, boolean wide) {
    try {
      if (!wide) {
        return StdioChars.fwrite(t, from, 1, count, file);
      }
      Stream s = Streams.get(t, file);
      s.lock.lock();
      try {
        long done = 0;
        while (done < count && StreamWide.put(t, s, Memory.getU16(from + 2 * done))) {
          done++;
        }
        return done;
      } finally {
        s.lock.unlock();
      }
    } catch (CrtErrno.Failure failure) {
      return 0;
    }
  }

  /** Writes units of our own. */
  public static boolean write(
      GuestThread t, long file, char[] text, int from, int to, boolean wide) {
    try {
      Stream s = Streams.get(t, file);
      s.lock.lock();
      try {
        if (!wide) {
          return StreamBlocks.write(t, s, text, from, to);
        }
        for (int i = from; i < to; i++) {
          if (!StreamWide.put(t, s, text[i])) {
            return false;
          }
        }
        return true;
      } finally {
        s.lock.unlock();
      }
    } catch (CrtErrno.Failure failure) {
      return false;
    }
  }

  public static boolean flush(GuestThread t, long file) {
    try {
      return StdioOpen.fflush(t, file) == 0;
    } catch (CrtErrno.Failure failure) {
      return false;
    }
  }

  /** Moves to a position; returns it, or -1. */
  public static long seek(GuestThread t, long file, long offset, int origin) {
    try {
      return StdioPosition._fseeki64(t, file, offset, origin) == 0
          ? StdioPosition._ftelli64(t, file)
          : -1;
    } catch (CrtErrno.Failure failure) {
      return -1;
    }
  }

  /** Takes a buffer into use; without one, none. */
  public static boolean setBuffer(GuestThread t, long file, long buffer, long size) {
    try {
      boolean none = buffer == 0 && size == 0;
      return StdioOpen.setvbuf(t, file, buffer, none ? StdioOpen.IONBF : 0, size) == 0;
    } catch (CrtErrno.Failure failure) {
      return false;
    }
  }

  /** Opens a file; 0 when it cannot be opened. */
  public static long open(GuestThread t, String filename, String mode, int shflag) {
    try {
      return StdioOpen.open(t, filename, mode, shflag);
    } catch (CrtErrno.Failure | NtStatusException | Win32Exception failure) {
      return 0;
    }
  }

  public static void close(GuestThread t, long file) {
    StdioOpen.fclose(t, file);
  }
}
