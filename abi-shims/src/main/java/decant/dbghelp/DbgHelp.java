package decant.dbghelp;

import decant.abi.Export;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.seh.FunctionTables;
import decant.abi.seh.UnwindInfo;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Win32Error;

/** dbghelp.h, as it answers where there are no symbols. */
@Library("dbghelp")
public final class DbgHelp {
  private DbgHelp() {}

  /** The options of the symbol handler. */
  private static final class Options {
    volatile int value;
  }

  private static Options options(GuestThread t) {
    return t.process.state(Options.class, p -> new Options());
  }

  @Export({"SymInitialize", "SymInitializeW"})
  static boolean SymInitialize(
      @Handle long hProcess, @Opt long UserSearchPath, boolean fInvadeProcess) {
    return true;
  }

  @Export
  static boolean SymCleanup(@Handle long hProcess) {
    return true;
  }

  @Export
  static int SymSetOptions(GuestThread t, int SymOptions) {
    options(t).value = SymOptions;
    return SymOptions;
  }

  @Export
  static int SymGetOptions(GuestThread t) {
    return options(t).value;
  }

  @Export({"SymSetSearchPath", "SymSetSearchPathW"})
  static boolean SymSetSearchPath(@Handle long hProcess, @Opt long SearchPath) {
    return true;
  }

  @Export(
      value = {"SymFromAddr", "SymFromAddrW"},
      support = Support.PARTIAL,
      note = "There are no symbols: ERROR_MOD_NOT_FOUND.")
  static boolean SymFromAddr(
      @Handle long hProcess, long Address, @Out @Opt long Displacement, @Out long Symbol) {
    throw Win32Error.MOD_NOT_FOUND.exception();
  }

  @Export(
      value = {"SymGetLineFromAddr64", "SymGetLineFromAddrW64"},
      support = Support.PARTIAL,
      note = "There are no symbols: ERROR_MOD_NOT_FOUND.")
  static boolean SymGetLineFromAddr64(
      @Handle long hProcess, long qwAddr, @Out long pdwDisplacement, @Out long Line64) {
    throw Win32Error.MOD_NOT_FOUND.exception();
  }

  @Export(
      value = {"SymGetModuleInfo64", "SymGetModuleInfoW64"},
      support = Support.PARTIAL,
      note = "There are no symbols: ERROR_MOD_NOT_FOUND.")
  static boolean SymGetModuleInfo64(@Handle long hProcess, long qwAddr, @Out long ModuleInfo) {
    throw Win32Error.MOD_NOT_FOUND.exception();
  }

  /** The base of the module that an address lies in, 0 for none. */
  @Export
  static long SymGetModuleBase64(GuestThread t, @Handle long hProcess, long qwAddr) {
    long module = t.process.loader.containing(qwAddr);
    if (module == 0) {
      throw Win32Error.MOD_NOT_FOUND.exception();
    }
    return module;
  }

  /** The {@code RUNTIME_FUNCTION} of the function that an address lies in. */
  @Export
  static long SymFunctionTableAccess64(GuestThread t, @Handle long hProcess, long AddrBase) {
    UnwindInfo function = FunctionTables.of(t.process).lookup(t, AddrBase);
    if (function == null) {
      throw Win32Error.INVALID_ADDRESS.exception();
    }
    return function.entry;
  }

  @Export(support = Support.STUB, note = "No dump is written.")
  static boolean MiniDumpWriteDump(
      @Handle long hProcess,
      int ProcessId,
      @Handle long hFile,
      int DumpType,
      @Opt long ExceptionParam,
      @Opt long UserStreamParam,
      @Opt long CallbackParam) {
    throw Win32Error.CALL_NOT_IMPLEMENTED.exception();
  }

  /** Undecorating C++ names: the name as it is, as dbghelp does with names that it cannot read. */
  @Export(support = Support.PARTIAL, note = "Returns the decorated name.")
  static int UnDecorateSymbolName(
      @In long name, @Out long outputString, int maxStringLength, int flags) {
    if (maxStringLength <= 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    int length = Math.min(Memory.narrowLength(name), maxStringLength - 1);
    Memory.copy(name, outputString, length);
    Memory.putByte(outputString + length, 0);
    return length;
  }
}
