package decant.kernel32;

import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Wide;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Win32Error;

/**
 * pathcch.h: paths as strings, in buffers whose size is told. Results are HRESULTs; {@code S_FALSE}
 * says that nothing was to be changed.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/api/pathcch/">pathcch.h</a>
 */
@Library("kernelbase")
public final class PathCch {
  private static final int S_OK = 0;
  private static final int S_FALSE = 1;
  private static final long MAX_CCH = 0x8000;

  private PathCch() {}

  /** The string in a buffer of {@code size} characters. */
  private static String in(long at, long size) {
    return in(at, size, Win32Error.INVALID_PARAMETER);
  }

  private static String in(long at, long size, Win32Error tooSmall) {
    if (at == 0 || size <= 0 || size > MAX_CCH) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    String text = Memory.wide(at);
    if (text.length() >= size) {
      throw tooSmall.exception();
    }
    return text;
  }

  private static String required(String text) {
    if (text == null) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    return text;
  }

  private static int out(long at, long size, String text) {
    if (at == 0 || size <= 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    if (text.length() >= size) {
      throw Win32Error.INSUFFICIENT_BUFFER.exception();
    }
    Memory.putWideZ(at, text);
    return S_OK;
  }

  /** Ends the string in a buffer after {@code length} characters. */
  private static int cut(long at, String text, int length) {
    if (length == text.length()) {
      return S_FALSE;
    }
    Memory.putShort(at + 2L * length, 0);
    return S_OK;
  }

  private static void end(long at, long size, int length, long end, long remaining) {
    if (end != 0) {
      Memory.putLong(end, at + 2L * length);
    }
    if (remaining != 0) {
      Memory.putLong(remaining, size - length);
    }
  }

  private static int allocated(GuestThread t, long at, String text) {
    long block = t.process.heap.allocateDirty(t, 2L * text.length() + 2);
    if (block == 0) {
      throw Win32Error.OUTOFMEMORY.exception();
    }
    Memory.putWideZ(block, text);
    Memory.putLong(at, block);
    return S_OK;
  }

  /** Makes a path direct, in memory that the caller frees with LocalFree. */
  @Export(fails = Fails.HRESULT)
  static int PathAllocCanonicalize(
      GuestThread t, @Wide String pszPathIn, int dwFlags, @Out long ppszPathOut) {
    if (ppszPathOut == 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    Memory.putLong(ppszPathOut, 0);
    return allocated(t, ppszPathOut, PathRules.canonical(required(pszPathIn), dwFlags));
  }

  /** Puts two paths together, in memory that the caller frees with LocalFree. */
  @Export(fails = Fails.HRESULT)
  static int PathAllocCombine(
      GuestThread t,
      @Opt @Wide String pszPathIn,
      @Opt @Wide String pszMore,
      int dwFlags,
      @Out long ppszPathOut) {
    if (ppszPathOut == 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    Memory.putLong(ppszPathOut, 0);
    return allocated(t, ppszPathOut, PathRules.combined(pszPathIn, pszMore, dwFlags));
  }

  @Export(fails = Fails.HRESULT)
  static int PathCchCanonicalize(
      @Out(size = "cchPathOut") long pszPathOut, long cchPathOut, @Wide String pszPathIn) {
    return PathCchCanonicalizeEx(pszPathOut, cchPathOut, pszPathIn, 0);
  }

  @Export(fails = Fails.HRESULT)
  static int PathCchCanonicalizeEx(
      @Out(size = "cchPathOut") long pszPathOut,
      long cchPathOut,
      @Wide String pszPathIn,
      int dwFlags) {
    return out(pszPathOut, cchPathOut, PathRules.canonical(required(pszPathIn), dwFlags));
  }

  @Export(fails = Fails.HRESULT)
  static int PathCchCombine(
      @Out(size = "cchPathOut") long pszPathOut,
      long cchPathOut,
      @Opt @Wide String pszPathIn,
      @Opt @Wide String pszMore) {
    return PathCchCombineEx(pszPathOut, cchPathOut, pszPathIn, pszMore, 0);
  }

  @Export(fails = Fails.HRESULT)
  static int PathCchCombineEx(
      @Out(size = "cchPathOut") long pszPathOut,
      long cchPathOut,
      @Opt @Wide String pszPathIn,
      @Opt @Wide String pszMore,
      int dwFlags) {
    return out(pszPathOut, cchPathOut, PathRules.combined(pszPathIn, pszMore, dwFlags));
  }

  @Export(fails = Fails.HRESULT)
  static int PathCchAppend(
      @In @Out(size = "cchPath") long pszPath, long cchPath, @Opt @Wide String pszMore) {
    return PathCchAppendEx(pszPath, cchPath, pszMore, 0);
  }

  @Export(fails = Fails.HRESULT)
  static int PathCchAppendEx(
      @In @Out(size = "cchPath") long pszPath,
      long cchPath,
      @Opt @Wide String pszMore,
      int dwFlags) {
    String path = in(pszPath, cchPath, Win32Error.INSUFFICIENT_BUFFER);
    return out(pszPath, cchPath, PathRules.appended(path, pszMore == null ? "" : pszMore, dwFlags));
  }

  @Export(fails = Fails.HRESULT)
  static int PathCchAddBackslash(@In @Out(size = "cchPath") long pszPath, long cchPath) {
    return PathCchAddBackslashEx(pszPath, cchPath, 0, 0);
  }

  /** As PathCchAddBackslash, and tells where the path now ends and what room there is. */
  @Export(fails = Fails.HRESULT)
  static int PathCchAddBackslashEx(
      @In @Out(size = "cchPath") long pszPath,
      long cchPath,
      @Out @Opt long ppszEnd,
      @Out @Opt long pcchRemaining) {
    String path = in(pszPath, cchPath, Win32Error.INSUFFICIENT_BUFFER);
    boolean change = !path.isEmpty() && !path.endsWith("\\");
    if (change) {
      out(pszPath, cchPath, path + "\\");
    }
    end(pszPath, cchPath, path.length() + (change ? 1 : 0), ppszEnd, pcchRemaining);
    return change ? S_OK : S_FALSE;
  }

  @Export(fails = Fails.HRESULT)
  static int PathCchRemoveBackslash(@In @Out(size = "cchPath") long pszPath, long cchPath) {
    return PathCchRemoveBackslashEx(pszPath, cchPath, 0, 0);
  }

  /** As PathCchRemoveBackslash, and tells where the path now ends and what room there is. */
  @Export(fails = Fails.HRESULT)
  static int PathCchRemoveBackslashEx(
      @In @Out(size = "cchPath") long pszPath,
      long cchPath,
      @Out @Opt long ppszEnd,
      @Out @Opt long pcchRemaining) {
    String path = in(pszPath, cchPath);
    boolean root = PathRules.bareRoot(path) == path.length();
    int length = path.endsWith("\\") && !root ? path.length() - 1 : path.length();
    end(pszPath, cchPath, length, ppszEnd, pcchRemaining);
    return cut(pszPath, path, length);
  }

  /** Adds an extension to a path that has none. */
  @Export(fails = Fails.HRESULT)
  static int PathCchAddExtension(
      @In @Out(size = "cchPath") long pszPath, long cchPath, @Wide String pszExt) {
    String path = in(pszPath, cchPath);
    String extension = PathRules.extensionWithDot(required(pszExt));
    if (PathRules.extension(path) < path.length()) {
      return S_FALSE;
    }
    return out(pszPath, cchPath, path + extension);
  }

  @Export(fails = Fails.HRESULT)
  static int PathCchRenameExtension(
      @In @Out(size = "cchPath") long pszPath, long cchPath, @Wide String pszExt) {
    String path = in(pszPath, cchPath);
    String extension = PathRules.extensionWithDot(required(pszExt));
    return out(pszPath, cchPath, path.substring(0, PathRules.extension(path)) + extension);
  }

  @Export(fails = Fails.HRESULT)
  static int PathCchRemoveExtension(@In @Out(size = "cchPath") long pszPath, long cchPath) {
    String path = in(pszPath, cchPath);
    return cut(pszPath, path, PathRules.extension(path));
  }

  @Export(fails = Fails.HRESULT)
  static int PathCchFindExtension(
      @In(size = "cchPath") long pszPath, long cchPath, @Out long ppszExt) {
    Memory.putLong(ppszExt, 0);
    Memory.putLong(ppszExt, pszPath + 2L * PathRules.extension(in(pszPath, cchPath)));
    return S_OK;
  }

  /** Removes the last segment of a path. */
  @Export(fails = Fails.HRESULT)
  static int PathCchRemoveFileSpec(@In @Out(size = "cchPath") long pszPath, long cchPath) {
    String path = in(pszPath, cchPath);
    return cut(pszPath, path, PathRules.withoutFile(path));
  }

  @Export(fails = Fails.HRESULT)
  static int PathCchStripToRoot(@In @Out(size = "cchPath") long pszPath, long cchPath) {
    String path = in(pszPath, cchPath);
    int root = PathRules.root(path);
    if (root < 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    boolean share = path.lastIndexOf('\\', root - 2) > 1;
    return cut(pszPath, path, share ? PathRules.bareRoot(path) : root);
  }

  /** Removes the prefix of an extended path. */
  @Export(fails = Fails.HRESULT)
  static int PathCchStripPrefix(@In @Out(size = "cchPath") long pszPath, long cchPath) {
    String path = in(pszPath, cchPath);
    String plain = PathRules.withoutPrefix(path);
    return plain.length() == path.length() ? S_FALSE : out(pszPath, cchPath, plain);
  }

  @Export(fails = Fails.HRESULT)
  static int PathCchSkipRoot(@In long pszPath, @Out long ppszRootEnd) {
    if (pszPath == 0 || ppszRootEnd == 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    int root = PathRules.root(Memory.wide(pszPath));
    if (root < 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    Memory.putLong(ppszRootEnd, pszPath + 2L * root);
    return S_OK;
  }

  /** Whether a path is a root and nothing more; a drive without its backslash is not. */
  @Export
  static boolean PathCchIsRoot(@Opt @Wide String pszPath) {
    return PathRules.isRoot(pszPath);
  }

  /** Whether a path names a server, and where that name begins. */
  @Export
  static boolean PathIsUNCEx(@In long pszPath, @Out @Opt long ppszServer) {
    String path = Memory.wide(pszPath);
    boolean unc = PathRules.unc(path);
    if (ppszServer != 0) {
      long skipped = path.length() - PathRules.withoutPrefix(path).length() + 2;
      Memory.putLong(ppszServer, unc ? pszPath + 2 * skipped : 0);
    }
    return unc;
  }
}
