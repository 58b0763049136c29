package decant.crt.start;

import decant.abi.CrtErrno;
import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Gate;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.host.Memory;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;

/** corecrt_startup.h and msvcrt's start-up functions: what runs between the loader and main. */
@Library({"msvcrt", "ucrtbase"})
public final class StartupH {
  private static final int ARGV_EXPANDED = 2;

  /** Small settings that start-up code makes. */
  private static final class Settings {
    volatile int appType;
    volatile int newMode;
  }

  private StartupH() {}

  private static Settings settings(GuestProcess process) {
    return process.state(Settings.class, p -> new Settings());
  }

  @Export(dll = "msvcrt")
  static int __getmainargs(
      GuestThread t,
      @Out long argc,
      @Out long argv,
      @Out long env,
      int doWildCard,
      @Opt long startInfo) {
    settle(t, startInfo);
    Arguments arguments = narrowArguments(t, false, doWildCard != 0);
    Memory.putInt(argc, arguments.count());
    Memory.putLong(argv, arguments.narrow(t));
    Memory.putLong(env, CrtEnvironment.of(t).narrow(t));
    return 0;
  }

  @Export(dll = "msvcrt")
  static int __wgetmainargs(
      GuestThread t,
      @Out long argc,
      @Out long argv,
      @Out long env,
      int doWildCard,
      @Opt long startInfo) {
    settle(t, startInfo);
    Arguments arguments = wideArguments(t, false, doWildCard != 0);
    Memory.putInt(argc, arguments.count());
    Memory.putLong(argv, arguments.wide(t));
    Memory.putLong(env, CrtEnvironment.of(t).wide(t));
    return 0;
  }

  private static Arguments configureArguments(GuestThread t, boolean universal, boolean expand) {
    Arguments arguments = Arguments.configure(t, universal, expand);
    Variables.__argc(t, Variables.address(t, "__argc"));
    return arguments;
  }

  private static Arguments narrowArguments(GuestThread t, boolean universal, boolean expand) {
    Arguments arguments = configureArguments(t, universal, expand);
    Variables.__argv(t, Variables.address(t, "__argv"));
    return arguments;
  }

  private static Arguments wideArguments(GuestThread t, boolean universal, boolean expand) {
    Arguments arguments = configureArguments(t, universal, expand);
    Variables.__wargv(t, Variables.address(t, "__wargv"));
    return arguments;
  }

  private static void settle(GuestThread t, long startInfo) {
    if (startInfo != 0) {
      settings(t.process).newMode = Memory.getInt(startInfo);
    }
  }

  @Export(dll = "ucrtbase", fails = Fails.ERRNO)
  static int _configure_narrow_argv(GuestThread t, int mode) {
    narrowArguments(t, true, mode == ARGV_EXPANDED);
    return 0;
  }

  @Export(dll = "ucrtbase", fails = Fails.ERRNO)
  static int _configure_wide_argv(GuestThread t, int mode) {
    wideArguments(t, true, mode == ARGV_EXPANDED);
    return 0;
  }

  @Export(dll = "ucrtbase")
  static int _initialize_narrow_environment(GuestThread t) {
    CrtEnvironment.of(t).narrow(t);
    return 0;
  }

  @Export(dll = "ucrtbase")
  static int _initialize_wide_environment(GuestThread t) {
    CrtEnvironment.of(t).wide(t);
    return 0;
  }

  @Export(dll = "ucrtbase")
  static long _get_initial_narrow_environment(GuestThread t) {
    return CrtEnvironment.of(t).narrow(t);
  }

  @Export(dll = "ucrtbase")
  static long _get_initial_wide_environment(GuestThread t) {
    return CrtEnvironment.of(t).wide(t);
  }

  @Export(value = {"__set_app_type", "_set_app_type"})
  static void __set_app_type(GuestThread t, int at) {
    settings(t.process).appType = at;
  }

  @Export(value = {"__get_app_type", "_query_app_type"})
  static int __get_app_type(GuestThread t) {
    return settings(t.process).appType;
  }

  /** Calls the functions of a table that are not null. */
  @Export
  static void _initterm(GuestThread t, long pfbegin, long pfend) {
    for (long at = pfbegin; Long.compareUnsigned(at, pfend) < 0; at += 8) {
      long function = Memory.getLong(at);
      if (function != 0) {
        Gate.call(t, function);
      }
    }
  }

  /** As {@code _initterm}, until a function returns an error, which is then the result. */
  @Export
  static int _initterm_e(GuestThread t, long pfbegin, long pfend) {
    for (long at = pfbegin; Long.compareUnsigned(at, pfend) < 0; at += 8) {
      long function = Memory.getLong(at);
      int error = function == 0 ? 0 : (int) Gate.call(t, function);
      if (error != 0) {
        return error;
      }
    }
    return 0;
  }

  @Export(dll = "ucrtbase")
  static int _set_new_mode(GuestThread t, int newhandlermode) {
    if ((newhandlermode & ~1) != 0) {
      throw CrtErrno.EINVAL.exception();
    }
    Settings settings = settings(t.process);
    int before = settings.newMode;
    settings.newMode = newhandlermode;
    return before;
  }

  @Export(dll = "ucrtbase")
  static int _query_new_mode(GuestThread t) {
    return settings(t.process).newMode;
  }
}
