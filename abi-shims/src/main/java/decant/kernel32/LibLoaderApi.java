package decant.kernel32;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Gate;
import decant.abi.In;
import decant.abi.KnownNames;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Text;
import decant.abi.Wide;
import decant.host.Memory;
import decant.nt.DllDirectories;
import decant.nt.GuestThread;
import decant.nt.Win32Error;

/** libloaderapi.h: modules. */
@Library({"kernel32", "kernelbase"})
public final class LibLoaderApi {
  private static final int GET_MODULE_HANDLE_EX_FLAG_PIN = 1;
  private static final int GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT = 2;
  private static final int GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS = 4;
  private static final int LOAD_KNOWN_FLAGS = 0x7FFF;
  private static final int SEARCH_DEFAULT_FLAGS = 0x1E00;

  private LibLoaderApi() {}

  /** Loads a module, or adds a reference to a loaded one. */
  @Export
  static long LoadLibrary(GuestThread t, Text text, String lpLibFileName) {
    return load(t, lpLibFileName, 0);
  }

  /**
   * As {@code LoadLibrary}, with {@code LOAD_*} flags.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/libloaderapi/nf-libloaderapi-loadlibraryexw">LoadLibraryEx</a>
   */
  @Export
  public static long LoadLibraryEx(
      GuestThread t, Text text, String lpLibFileName, @Opt long hFile, int dwFlags) {
    if (hFile != 0 || (dwFlags & ~LOAD_KNOWN_FLAGS) != 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    return load(t, lpLibFileName, dwFlags);
  }

  private static long load(GuestThread t, String name, int flags) {
    if (name == null) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    // Trailing spaces do not count.
    String trimmed = name.stripTrailing();
    if (trimmed.isEmpty()) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    return t.process.loader.load(t, trimmed, flags);
  }

  @Export
  static boolean FreeLibrary(GuestThread t, long hLibModule) {
    if (hLibModule == 0) {
      throw Win32Error.INVALID_HANDLE.exception();
    }
    t.process.loader.free(t, hLibModule);
    return true;
  }

  @Export
  static void FreeLibraryAndExitThread(GuestThread t, long hLibModule, int dwExitCode) {
    t.process.loader.free(t, hLibModule);
    throw Gate.exitThread(t, dwExitCode);
  }

  /** The base of a loaded module; of the program itself for a null pointer. */
  @Export
  @Direct("GetModuleHandleA")
  static long GetModuleHandleA(GuestThread t, @Opt long lpModuleName) {
    return handle(t, Text.ANSI, KnownNames.HANDLE, lpModuleName);
  }

  @Export
  @Direct
  public static long GetModuleHandleW(GuestThread t, @Opt long lpModuleName) {
    return handle(t, Text.WIDE, KnownNames.WIDE_HANDLE, lpModuleName);
  }

  private static long handle(GuestThread t, Text text, long key, long name) {
    int changes = KnownNames.changes();
    String module = text.read(name);
    long base = handle(t, module);
    if (isPlain(module)) {
      KnownNames.put(t, key, name, changes, base);
    }
    return base;
  }

  /** Whether a module's name means the same in every current directory. */
  private static boolean isPlain(String name) {
    return name != null && name.indexOf('\\') < 0 && name.indexOf('/') < 0 && name.indexOf(':') < 0;
  }

  private static long handle(GuestThread t, String name) {
    long module = t.process.loader.handle(name);
    if (module == 0) {
      throw Win32Error.MOD_NOT_FOUND.exception();
    }
    return module;
  }

  /**
   * The base of a loaded module, by name or by an address in it, with a reference unless asked
   * otherwise.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/libloaderapi/nf-libloaderapi-getmodulehandleexw">GetModuleHandleEx</a>
   */
  @Export
  static boolean GetModuleHandleEx(
      GuestThread t, Text text, int dwFlags, @Opt long lpModuleName, @Out long phModule) {
    boolean pin = (dwFlags & GET_MODULE_HANDLE_EX_FLAG_PIN) != 0;
    boolean unchanged = (dwFlags & GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT) != 0;
    boolean byAddress = (dwFlags & GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS) != 0;
    if (phModule == 0
        || (dwFlags & ~7) != 0
        || pin && unchanged
        || byAddress && lpModuleName == 0) {
      if (phModule != 0) {
        Memory.putLong(phModule, 0);
      }
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    Memory.putLong(phModule, 0);
    long module =
        byAddress
            ? t.process.loader.containing(lpModuleName)
            : t.process.loader.handle(text.read(lpModuleName));
    if (module == 0) {
      throw Win32Error.MOD_NOT_FOUND.exception();
    }
    if (!unchanged) {
      t.process.loader.retain(module, pin);
    }
    Memory.putLong(phModule, module);
    return true;
  }

  /**
   * The full path of a module; cut to the buffer when that is too small.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/libloaderapi/nf-libloaderapi-getmodulefilenamew">GetModuleFileName</a>
   */
  @Export
  public static int GetModuleFileName(
      GuestThread t, Text text, @Opt long hModule, @Out long lpFilename, int nSize) {
    return putFileName(t, text, hModule, lpFilename, nSize);
  }

  /** {@code GetModuleFileName}'s contract, for all that share it. */
  static int putFileName(GuestThread t, Text text, long module, long to, int room) {
    if (room == 0) {
      throw Win32Error.INSUFFICIENT_BUFFER.exception();
    }
    long base = module == 0 ? t.process.loader.handle(null) : module;
    String name = t.process.loader.fileName(base);
    if (name == null) {
      throw Win32Error.MOD_NOT_FOUND.exception();
    }
    int length = text.length(name);
    if (Integer.compareUnsigned(length, room) < 0) {
      t.setLastError(Win32Error.SUCCESS);
      return text.write(to, name);
    }
    putTruncated(text, name, to, room);
    t.setLastError(Win32Error.INSUFFICIENT_BUFFER);
    return room;
  }

  /**
   * Writes what fits into {@code room} units, with a terminating zero; {@code room} is 1 or more.
   */
  static void putTruncated(Text text, String value, long to, int room) {
    if (text == Text.WIDE) {
      Memory.putWideZ(to, value.substring(0, room - 1));
    } else {
      Memory.write(to, Text.encode(value), 0, room - 1);
      Memory.putByte(to + room - 1, 0);
    }
  }

  /**
   * The address of an export, by name or by ordinal.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/libloaderapi/nf-libloaderapi-getprocaddress">GetProcAddress</a>
   */
  @Export
  @Direct
  static long GetProcAddress(GuestThread t, @Opt long hModule, @In long lpProcName) {
    long module = hModule == 0 ? t.process.loader.handle(null) : hModule;
    if (lpProcName >>> 16 == 0) {
      return t.process.loader.export(t, module, (int) lpProcName);
    }
    int changes = KnownNames.changes();
    long address = t.process.loader.export(t, module, Text.ANSI.read(lpProcName));
    KnownNames.put(t, module, lpProcName, changes, address);
    return address;
  }

  @Export
  static boolean DisableThreadLibraryCalls(GuestThread t, long hLibModule) {
    t.process.loader.disableThreadCalls(hLibModule);
    return true;
  }

  /** Sets a directory that libraries are searched in; null restores the usual order. */
  @Export
  static boolean SetDllDirectory(GuestThread t, Text text, @Opt String lpPathName) {
    if (lpPathName != null && lpPathName.indexOf(';') >= 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    DllDirectories.of(t.process).setDirectory(lpPathName);
    return true;
  }

  @Export
  static int GetDllDirectory(GuestThread t, Text text, int nBufferLength, @Out long lpBuffer) {
    String directory = DllDirectories.of(t.process).directory();
    return text.writeOrSize(lpBuffer, nBufferLength, directory == null ? "" : directory);
  }

  /** Adds a directory that libraries are searched in; returns a cookie that removes it. */
  @Export
  static long AddDllDirectory(GuestThread t, @Wide String NewDirectory) {
    if (NewDirectory == null || !isAbsolute(NewDirectory)) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    return DllDirectories.of(t.process).add(NewDirectory);
  }

  private static boolean isAbsolute(String path) {
    return path.startsWith(":\\", 1) || path.startsWith(":/", 1) || path.startsWith("\\\\");
  }

  @Export
  static boolean RemoveDllDirectory(GuestThread t, long Cookie) {
    DllDirectories.of(t.process).remove(Cookie);
    return true;
  }

  @Export
  static boolean SetDefaultDllDirectories(GuestThread t, int DirectoryFlags) {
    if (DirectoryFlags == 0 || (DirectoryFlags & ~SEARCH_DEFAULT_FLAGS) != 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    DllDirectories.of(t.process).setDefaultFlags(DirectoryFlags);
    return true;
  }
}
