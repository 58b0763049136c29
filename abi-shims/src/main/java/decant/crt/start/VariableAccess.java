package decant.crt.start;

import decant.abi.CrtErrno;
import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Library;
import decant.abi.Out;
import decant.host.Memory;
import decant.nt.GuestThread;

/** Functions that hand out the addresses or the values of start-up variables. */
@Library("ucrtbase")
public final class VariableAccess {
  private static final int O_TEXT = 0x4000;
  private static final int O_BINARY = 0x8000;
  private static final int O_WTEXT = 0x10000;

  private VariableAccess() {}

  @Export(dll = {"msvcrt", "ucrtbase"})
  static long __p___argc(GuestThread t) {
    return Variables.address(t, "__argc");
  }

  @Export(dll = {"msvcrt", "ucrtbase"})
  static long __p___argv(GuestThread t) {
    return Variables.address(t, "__argv");
  }

  @Export(dll = {"msvcrt", "ucrtbase"})
  static long __p___wargv(GuestThread t) {
    return Variables.address(t, "__wargv");
  }

  @Export(dll = "msvcrt")
  static long __p___initenv(GuestThread t) {
    return Variables.address(t, "__initenv");
  }

  @Export(dll = "msvcrt")
  static long __p___winitenv(GuestThread t) {
    return Variables.address(t, "__winitenv");
  }

  @Export(dll = {"msvcrt", "ucrtbase"})
  static long __p__acmdln(GuestThread t) {
    return Variables.address(t, "_acmdln");
  }

  @Export(dll = {"msvcrt", "ucrtbase"})
  static long __p__wcmdln(GuestThread t) {
    return Variables.address(t, "_wcmdln");
  }

  @Export(dll = {"msvcrt", "ucrtbase"})
  static long __p__pgmptr(GuestThread t) {
    return Variables.address(t, "_pgmptr");
  }

  @Export(dll = {"msvcrt", "ucrtbase"})
  static long __p__wpgmptr(GuestThread t) {
    return Variables.address(t, "_wpgmptr");
  }

  @Export(dll = {"msvcrt", "ucrtbase"})
  static long __p__environ(GuestThread t) {
    return Variables.address(t, "_environ");
  }

  @Export(dll = {"msvcrt", "ucrtbase"})
  static long __p__wenviron(GuestThread t) {
    return Variables.address(t, "_wenviron");
  }

  @Export(dll = {"msvcrt", "ucrtbase"})
  static long __p__fmode(GuestThread t) {
    return Variables.address(t, "_fmode");
  }

  @Export(dll = {"msvcrt", "ucrtbase"})
  static long __p__commode(GuestThread t) {
    return Variables.address(t, "_commode");
  }

  /** The command line behind the program's name, as {@code WinMain} gets it. */
  @Export
  static long _get_narrow_winmain_command_line(GuestThread t) {
    long line = Memory.getLong(Variables.address(t, "_acmdln"));
    boolean quoted = false;
    int c = Memory.getU8(line);
    while (c > ' ' || c != 0 && quoted) {
      quoted ^= c == '"';
      c = Memory.getU8(++line);
    }
    while (c != 0 && c <= ' ') {
      c = Memory.getU8(++line);
    }
    return line;
  }

  @Export
  static long _get_wide_winmain_command_line(GuestThread t) {
    long line = Memory.getLong(Variables.address(t, "_wcmdln"));
    boolean quoted = false;
    int c = Memory.getChar(line);
    while (c > ' ' || c != 0 && quoted) {
      quoted ^= c == '"';
      line += 2;
      c = Memory.getChar(line);
    }
    while (c != 0 && c <= ' ') {
      line += 2;
      c = Memory.getChar(line);
    }
    return line;
  }

  @Export(
      dll = {"msvcrt", "ucrtbase"},
      fails = Fails.ERRNO)
  static int _get_pgmptr(GuestThread t, @Out long pValue) {
    return pointer(t, "_pgmptr", pValue);
  }

  @Export(
      dll = {"msvcrt", "ucrtbase"},
      fails = Fails.ERRNO)
  static int _get_wpgmptr(GuestThread t, @Out long pValue) {
    return pointer(t, "_wpgmptr", pValue);
  }

  @Export(dll = "msvcrt", fails = Fails.ERRNO)
  static int _get_environ(GuestThread t, @Out long pValue) {
    return pointer(t, "_environ", pValue);
  }

  @Export(dll = "msvcrt", fails = Fails.ERRNO)
  static int _get_wenviron(GuestThread t, @Out long pValue) {
    return pointer(t, "_wenviron", pValue);
  }

  private static int pointer(GuestThread t, String variable, long to) {
    if (to == 0) {
      throw CrtErrno.EINVAL.exception();
    }
    Memory.putLong(to, Memory.getLong(Variables.address(t, variable)));
    return 0;
  }

  @Export(
      dll = {"msvcrt", "ucrtbase"},
      fails = Fails.ERRNO)
  static int _get_fmode(GuestThread t, @Out long pMode) {
    if (pMode == 0) {
      throw CrtErrno.EINVAL.exception();
    }
    Memory.putInt(pMode, Memory.getInt(Variables.address(t, "_fmode")));
    return 0;
  }

  @Export(
      dll = {"msvcrt", "ucrtbase"},
      fails = Fails.ERRNO)
  static int _set_fmode(GuestThread t, int mode) {
    if (mode != O_TEXT && mode != O_BINARY && mode != O_WTEXT) {
      throw CrtErrno.EINVAL.exception();
    }
    Memory.putInt(Variables.address(t, "_fmode"), mode);
    return 0;
  }
}
