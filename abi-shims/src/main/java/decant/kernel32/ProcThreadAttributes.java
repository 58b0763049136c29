package decant.kernel32;

import decant.abi.Export;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.Win32Error;

/**
 * {@code PROC_THREAD_ATTRIBUTE_LIST}: more about a process that is to be made. Opaque to programs.
 */
@Library({"kernel32", "kernelbase"})
public final class ProcThreadAttributes {
  static final long PARENT_PROCESS = 0x2_0000;
  static final long HANDLE_LIST = 0x2_0002;
  static final long JOB_LIST = 0x2_000D;
  private static final long PSEUDOCONSOLE = 0x2_0016;

  /** Attributes that ask for what makes no difference here. */
  private static final long[] WITHOUT_EFFECT = {
    0x2_0004, // preferred node
    0x2_0007, // mitigation policy
    0x2_000E, // child process policy
    0x2_0012, // desktop app policy
    0x3_0003, // group affinity
    0x3_0005 // ideal processor
  };

  /** Our layout: capacity, count; then entries of attribute, size and value. */
  private static final int CAPACITY = 4;

  private static final int COUNT = 8;
  private static final int ENTRIES = 24;
  private static final int ENTRY = 24;

  /** No list of handles is longer, in bytes. */
  private static final long MAX_SIZE = 1 << 20;

  private ProcThreadAttributes() {}

  /**
   * Makes a list, or says how large it is.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-initializeprocthreadattributelist">InitializeProcThreadAttributeList</a>
   */
  @Export
  static boolean InitializeProcThreadAttributeList(
      @Out @Opt long lpAttributeList, int dwAttributeCount, int dwFlags, @In @Out long lpSize) {
    if (dwFlags != 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    long size = ENTRIES + ENTRY * (dwAttributeCount & 0xFFFF_FFFFL);
    long room = Memory.getLong(lpSize);
    Memory.putLong(lpSize, size);
    if (lpAttributeList == 0 || Long.compareUnsigned(room, size) < 0) {
      throw Win32Error.INSUFFICIENT_BUFFER.exception();
    }
    Memory.putInt(lpAttributeList, 0);
    Memory.putInt(lpAttributeList + CAPACITY, dwAttributeCount);
    Memory.putInt(lpAttributeList + COUNT, 0);
    return true;
  }

  /**
   * Adds an attribute; its value is looked at when the process is made.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-updateprocthreadattribute">UpdateProcThreadAttribute</a>
   */
  @Export
  static boolean UpdateProcThreadAttribute(
      @In @Out long lpAttributeList,
      int dwFlags,
      long Attribute,
      @Opt long lpValue,
      long cbSize,
      @Out @Opt long lpPreviousValue,
      @Out @Opt long lpReturnSize) {
    if (dwFlags != 0 || lpPreviousValue != 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    check(Attribute, cbSize);
    int count = Memory.getInt(lpAttributeList + COUNT);
    if (count >= Memory.getInt(lpAttributeList + CAPACITY)) {
      throw Win32Error.NOT_ENOUGH_MEMORY.exception();
    }
    if (find(lpAttributeList, Attribute) != 0) {
      throw Win32Error.ALREADY_EXISTS.exception();
    }
    long entry = lpAttributeList + ENTRIES + (long) ENTRY * count;
    Memory.putLong(entry, Attribute);
    Memory.putLong(entry + 8, cbSize);
    Memory.putLong(entry + 16, lpValue);
    Memory.putInt(lpAttributeList + COUNT, count + 1);
    return true;
  }

  private static void check(long attribute, long size) {
    if (attribute == HANDLE_LIST || attribute == JOB_LIST) {
      if (size == 0 || size % 8 != 0) {
        throw Win32Error.BAD_LENGTH.exception();
      }
      return;
    }
    if (attribute == PARENT_PROCESS) {
      if (size != 8) {
        throw Win32Error.BAD_LENGTH.exception();
      }
      return;
    }
    for (long known : WITHOUT_EFFECT) {
      if (known == attribute) {
        return;
      }
    }
    throw (attribute == PSEUDOCONSOLE ? NtStatus.NOT_IMPLEMENTED : NtStatus.NOT_SUPPORTED)
        .exception();
  }

  /** Ends the use of a list: it owns nothing. */
  @Export
  static void DeleteProcThreadAttributeList(long lpAttributeList) {}

  /** The address of an attribute's entry, 0 when the list has none. */
  private static long find(long list, long attribute) {
    int count = Memory.getInt(list + COUNT);
    if (count < 0 || count > Memory.getInt(list + CAPACITY)) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    for (int i = 0; i < count; i++) {
      long entry = list + ENTRIES + (long) ENTRY * i;
      if (Memory.getLong(entry) == attribute) {
        return entry;
      }
    }
    return 0;
  }

  /**
   * The handles that an attribute lists, all of them open; null when the list is null or has no
   * such attribute.
   */
  static long[] handles(GuestThread t, long list, long attribute) {
    long entry = list == 0 ? 0 : find(list, attribute);
    if (entry == 0) {
      return null;
    }
    long size = Memory.getLong(entry + 8);
    if (size > MAX_SIZE) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    long[] handles = new long[(int) (size / 8)];
    long values = Memory.getLong(entry + 16);
    for (int i = 0; i < handles.length; i++) {
      handles[i] = Memory.getLong(values + 8L * i);
      if (handles[i] != 0 && handles[i] != -1) {
        t.process.handles.entry(handles[i]);
      }
    }
    return handles;
  }
}
