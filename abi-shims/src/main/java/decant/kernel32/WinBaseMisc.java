package decant.kernel32;

import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.Text;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Handles;
import decant.nt.ProcessObject;
import decant.nt.Win32Error;
import java.util.HashMap;
import java.util.Map;

/** winbase.h, jobapi2.h, utilapiset.h, wow64apiset.h: what fits nowhere else. */
@Library({"kernel32", "kernelbase"})
public final class WinBaseMisc {
  private static final int FIRST_ATOM = 0xC000;

  private WinBaseMisc() {}

  /** The number of handles no longer has a limit; the argument comes back. */
  @Export
  static int SetHandleCount(int uNumber) {
    return uNumber;
  }

  /** No sound is made. */
  @Export
  static boolean Beep(int dwFreq, int dwDuration) {
    return true;
  }

  @Export
  static boolean IsWow64Process(GuestThread t, @Handle long hProcess, @Out long Wow64Process) {
    Handles.get(t, hProcess, ProcessObject.class); // all are of 64 bits
    Memory.putInt(Wow64Process, 0);
    return true;
  }

  @Export
  static boolean IsWow64Process2(
      GuestThread t,
      @Handle long hProcess,
      @Out long pProcessMachine,
      @Out @Opt long pNativeMachine) {
    Handles.get(t, hProcess, ProcessObject.class);
    Memory.putShort(pProcessMachine, 0);
    if (pNativeMachine != 0) {
      Memory.putShort(pNativeMachine, 0x8664);
    }
    return true;
  }

  /** On 64-bit processes there is nothing to redirect. */
  @Export(support = Support.STUB, note = "ERROR_INVALID_FUNCTION, as in every 64-bit process.")
  static boolean Wow64DisableWow64FsRedirection(@Out long OldValue) {
    throw Win32Error.INVALID_FUNCTION.exception();
  }

  @Export(support = Support.STUB, note = "ERROR_INVALID_FUNCTION, as in every 64-bit process.")
  static boolean Wow64RevertWow64FsRedirection(long OlValue) {
    throw Win32Error.INVALID_FUNCTION.exception();
  }

  @Export(
      value = {"DefineDosDeviceA", "DefineDosDeviceW"},
      support = Support.STUB,
      note = "Drives are chosen when the program is started: ERROR_ACCESS_DENIED.")
  static boolean DefineDosDevice(int dwFlags, @In long lpDeviceName, @Opt long lpTargetPath) {
    throw Win32Error.ACCESS_DENIED.exception();
  }

  /** Services are not there, nor is a session beside the first. */
  @Export
  static boolean ProcessIdToSessionId(int dwProcessId, @Out long pSessionId) {
    Memory.putInt(pSessionId, 1);
    return true;
  }

  @Export
  static int WTSGetActiveConsoleSessionId() {
    return 1;
  }

  /**
   * Of what kind a program is: {@code ERROR_BAD_EXE_FORMAT} for what cannot be started. A program
   * of the host that may be started counts as one of 64 bits.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-getbinarytypew">GetBinaryType</a>
   */
  @Export(support = Support.PARTIAL, note = "Programs of 64 and of 32 bits.")
  static boolean GetBinaryType(
      GuestThread t, Text text, String lpApplicationName, @Out long lpBinaryType) {
    Memory.putInt(lpBinaryType, ChildStarts.binaryType(t, lpApplicationName));
    return true;
  }

  /** The local atoms of a process: numbers for strings. */
  private static final class Atoms {
    final Map<String, Integer> numbers = new HashMap<>();
    final Map<Integer, String> names = new HashMap<>();
    int next = FIRST_ATOM;
  }

  private static Atoms atoms(GuestThread t) {
    return t.process.state(Atoms.class, p -> new Atoms());
  }

  private static String key(String name) {
    return name.toLowerCase(java.util.Locale.ROOT);
  }

  @Export
  static short AddAtom(GuestThread t, Text text, @In long lpString) {
    return add(t, text, lpString);
  }

  @Export
  static short GlobalAddAtom(GuestThread t, Text text, @In long lpString) {
    return add(t, text, lpString);
  }

  private static short add(GuestThread t, Text text, long string) {
    if (string >>> 16 == 0) {
      if (string == 0 || string >= FIRST_ATOM) {
        throw Win32Error.INVALID_PARAMETER.exception();
      }
      return (short) string;
    }
    String name = text.read(string);
    if (name.isEmpty() || name.length() > 255) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    Atoms atoms = atoms(t);
    synchronized (atoms) {
      Integer known = atoms.numbers.get(key(name));
      if (known != null) {
        return known.shortValue();
      }
      if (atoms.next > 0xFFFF) {
        throw Win32Error.NOT_ENOUGH_MEMORY.exception();
      }
      int number = atoms.next++;
      atoms.numbers.put(key(name), number);
      atoms.names.put(number, name);
      return (short) number;
    }
  }

  @Export
  static short FindAtom(GuestThread t, Text text, @In long lpString) {
    return find(t, text, lpString);
  }

  @Export
  static short GlobalFindAtom(GuestThread t, Text text, @In long lpString) {
    return find(t, text, lpString);
  }

  private static short find(GuestThread t, Text text, long string) {
    if (string >>> 16 == 0) {
      return (short) string;
    }
    Atoms atoms = atoms(t);
    synchronized (atoms) {
      Integer known = atoms.numbers.get(key(text.read(string)));
      if (known == null) {
        throw Win32Error.FILE_NOT_FOUND.exception();
      }
      return known.shortValue();
    }
  }

  /** Atoms are kept until the process ends; 0 is success. */
  @Export({"DeleteAtom", "GlobalDeleteAtom"})
  static short DeleteAtom(short nAtom) {
    return 0;
  }

  @Export
  static int GetAtomName(GuestThread t, Text text, short nAtom, @Out long lpBuffer, int nSize) {
    return name(t, text, nAtom & 0xFFFF, lpBuffer, nSize);
  }

  @Export
  static int GlobalGetAtomName(
      GuestThread t, Text text, short nAtom, @Out long lpBuffer, int nSize) {
    return name(t, text, nAtom & 0xFFFF, lpBuffer, nSize);
  }

  private static int name(GuestThread t, Text text, int atom, long to, int room) {
    Atoms atoms = atoms(t);
    String name;
    synchronized (atoms) {
      name = atom < FIRST_ATOM ? "#" + atom : atoms.names.get(atom);
    }
    if (name == null || atom == 0) {
      throw Win32Error.INVALID_HANDLE.exception();
    }
    if (text.length(name) >= room) {
      throw Win32Error.INSUFFICIENT_BUFFER.exception();
    }
    return text.write(to, name);
  }

  /** Programs have no activation contexts: manifests are not acted on. */
  @Export(
      value = {"CreateActCtxA", "CreateActCtxW"},
      fails = Fails.MINUS_ONE,
      support = Support.STUB,
      note = "Fails with ERROR_NOT_SUPPORTED.")
  static long CreateActCtx(@In long pActCtx) {
    throw Win32Error.NOT_SUPPORTED.exception();
  }
}
