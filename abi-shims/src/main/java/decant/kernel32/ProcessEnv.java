package decant.kernel32;

import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Text;
import decant.host.Memory;
import decant.nt.Environment;
import decant.nt.GuestThread;
import decant.nt.ProcessParameters;
import decant.nt.Win32Error;

/** processenv.h, without the standard handles and the current directory. */
@Library({"kernel32", "kernelbase"})
public final class ProcessEnv {
  private ProcessEnv() {}

  /** The command line in the ANSI code page, in guest memory: made once. */
  private static final class NarrowCommandLine {
    private final long address;

    NarrowCommandLine(GuestThread thread) {
      long parameters = ProcessParameters.of(thread.process);
      byte[] line =
          Text.encode(ProcessParameters.string(parameters, ProcessParameters.COMMAND_LINE));
      address = thread.process.heap.allocate(thread, line.length + 1L);
      Memory.putNarrowZ(address, line);
    }
  }

  /** The command line, in the process parameters. */
  @Export
  static long GetCommandLineW(GuestThread t) {
    return ProcessParameters.buffer(
        ProcessParameters.of(t.process), ProcessParameters.COMMAND_LINE);
  }

  /** The command line in the ANSI code page. */
  @Export
  public static long GetCommandLineA(GuestThread t) {
    return t.process.state(NarrowCommandLine.class, p -> new NarrowCommandLine(t)).address;
  }

  /**
   * A copy of the environment block, in UTF-16.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/processenv/nf-processenv-getenvironmentstringsw">GetEnvironmentStringsW</a>
   */
  @Export
  static long GetEnvironmentStringsW(GuestThread t) {
    String block = Environment.of(t.process).block();
    long copy = t.process.heap.allocate(t, 2L * block.length());
    Memory.putWide(copy, block);
    return copy;
  }

  /** A copy of the environment block, in the OEM code page. */
  @Export({"GetEnvironmentStringsA", "GetEnvironmentStrings"})
  static long GetEnvironmentStringsA(GuestThread t) {
    byte[] block = Text.encode(Environment.of(t.process).block());
    long copy = t.process.heap.allocate(t, block.length);
    Memory.write(copy, block);
    return copy;
  }

  /** Frees what {@code GetEnvironmentStrings} returned. */
  @Export({"FreeEnvironmentStringsA", "FreeEnvironmentStringsW"})
  static boolean FreeEnvironmentStrings(GuestThread t, long penv) {
    t.process.heap.free(t, penv);
    return true;
  }

  /** Replaces the environment by the variables of a block. */
  @Export
  static boolean SetEnvironmentStringsW(GuestThread t, @In long NewEnvironment) {
    Environment.of(t.process).setAll(block(NewEnvironment));
    return true;
  }

  /** The variables of an environment block, without its last zero. */
  public static String block(long address) {
    long end = address;
    while (Memory.getChar(end) != 0) {
      end += 2L * Memory.wideLength(end) + 2;
    }
    long units = (end - address) >> 1;
    if (units > Integer.MAX_VALUE / 2) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    return Memory.wide(address, (int) units);
  }

  /** As {@link #block}, of a block in the ANSI code page. */
  static String narrowBlock(long address) {
    long end = address;
    while (Memory.getByte(end) != 0) {
      end += Memory.narrowLength(end) + 1;
    }
    if (end - address > Integer.MAX_VALUE / 2) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    return Text.decode(Memory.read(address, (int) (end - address)));
  }

  /**
   * The value of a variable.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/processenv/nf-processenv-getenvironmentvariablew">GetEnvironmentVariable</a>
   */
  @Export
  static int GetEnvironmentVariable(
      GuestThread t, Text text, String lpName, @Out @Opt long lpBuffer, int nSize) {
    if (lpName == null || lpName.isEmpty()) {
      throw Win32Error.ENVVAR_NOT_FOUND.exception();
    }
    String value = Environment.of(t.process).get(lpName);
    if (value == null) {
      return (int) Fails.ZERO.answer(t, Win32Error.ENVVAR_NOT_FOUND);
    }
    if (value.isEmpty()) {
      // An empty value is told from a missing one by the last error.
      t.setLastError(Win32Error.SUCCESS);
    }
    return text.writeOrSize(lpBuffer, lpBuffer == 0 ? 0 : nSize, value);
  }

  /**
   * Sets a variable, or removes it when the value is a null pointer.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/processenv/nf-processenv-setenvironmentvariablew">SetEnvironmentVariable</a>
   */
  @Export
  static boolean SetEnvironmentVariable(
      GuestThread t, Text text, String lpName, @Opt String lpValue) {
    if (lpName == null) {
      throw Win32Error.ENVVAR_NOT_FOUND.exception();
    }
    Environment.of(t.process).set(lpName, lpValue);
    return true;
  }

  /**
   * Replaces {@code %name%} by values.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/processenv/nf-processenv-expandenvironmentstringsw">ExpandEnvironmentStrings</a>
   */
  @Export
  static int ExpandEnvironmentStrings(
      GuestThread t, Text text, String lpSrc, @Out @Opt long lpDst, int nSize) {
    if (lpSrc == null) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    String expanded = Environment.of(t.process).expand(lpSrc);
    int length = text.length(expanded) + 1;
    if (lpDst != 0 && Integer.compareUnsigned(length, nSize) <= 0) {
      text.write(lpDst, expanded);
    }
    return length;
  }

  /** Whether the current directory is searched for a program. */
  @Export({"NeedCurrentDirectoryForExePathA", "NeedCurrentDirectoryForExePathW"})
  static boolean NeedCurrentDirectoryForExePath(GuestThread t, @In long ExeName) {
    return Environment.of(t.process).get("NoDefaultCurrentDirectoryInExePath") == null;
  }
}
