package decant.nt;

import decant.host.Memory;
import decant.nt.process.RemoteProcess;

/** Operations on handles that know of pseudo handles. */
public final class Handles {
  /** Access to everything that an object has. */
  public static final int ALL_ACCESS = 0x001F_FFFF;

  /** The right to wait. */
  public static final int SYNCHRONIZE = 0x0010_0000;

  private static final int QUERY_STATE = 1;
  private static final int MODIFY_STATE = 2;
  private static final int READ_CONTROL = 0x0002_0000;
  private static final int MAXIMUM_ALLOWED = 0x0200_0000;
  private static final int GENERIC_ALL = 0x1000_0000;
  private static final int GENERIC_EXECUTE = 0x2000_0000;
  private static final int GENERIC_WRITE = 0x4000_0000;
  private static final int GENERIC_READ = 0x8000_0000;
  private static final int GENERIC = 0xF200_0000;

  private Handles() {}

  /** The object that a handle means, pseudo handles included. */
  public static NtObject object(GuestThread t, long handle) {
    if (handle == HandleTable.CURRENT_PROCESS) {
      return ProcessObject.of(t.process);
    }
    if (handle == HandleTable.CURRENT_THREAD) {
      return ThreadObject.of(t);
    }
    return t.process.handles.entry(handle).object;
  }

  /** As {@link #object}, of the given type; {@code STATUS_OBJECT_TYPE_MISMATCH} for another. */
  public static <T extends NtObject> T get(GuestThread t, long handle, Class<T> type) {
    NtObject object = object(t, handle);
    if (!type.isInstance(object)) {
      throw NtStatus.OBJECT_TYPE_MISMATCH.exception();
    }
    return type.cast(object);
  }

  /**
   * The object that a handle means, of a type, when the handle grants the access; else {@code
   * STATUS_OBJECT_TYPE_MISMATCH} or {@code STATUS_ACCESS_DENIED}. Pseudo handles grant everything.
   */
  public static <T extends NtObject> T get(GuestThread t, long handle, Class<T> type, int access) {
    if (handle == HandleTable.CURRENT_PROCESS || handle == HandleTable.CURRENT_THREAD) {
      return get(t, handle, type);
    }
    HandleTable.Entry entry = t.process.handles.entry(handle);
    if (!type.isInstance(entry.object)) {
      throw NtStatus.OBJECT_TYPE_MISMATCH.exception();
    }
    if ((entry.access & access) != access) {
      throw NtStatus.ACCESS_DENIED.exception();
    }
    return type.cast(entry.object);
  }

  /**
   * What a handle to an event, mutant, semaphore, timer, completion port or keyed event grants when
   * so much is asked for.
   *
   * @param access {@code GENERIC_*}, {@code MAXIMUM_ALLOWED}, standard and specific rights
   * @param all everything that the type has
   */
  public static int granted(int access, int all) {
    int granted = access & ~GENERIC;
    if ((access & GENERIC_READ) != 0) {
      granted |= READ_CONTROL | QUERY_STATE;
    }
    if ((access & GENERIC_WRITE) != 0) {
      granted |= READ_CONTROL | MODIFY_STATE;
    }
    if ((access & GENERIC_EXECUTE) != 0) {
      granted |= READ_CONTROL | SYNCHRONIZE;
    }
    return (access & (GENERIC_ALL | MAXIMUM_ALLOWED)) != 0 ? all : granted & all;
  }

  /** {@code STATUS_NOT_SUPPORTED} unless a process handle means the calling process. */
  public static void requireCurrentProcess(GuestThread t, long process) {
    if (object(t, process) != ProcessObject.of(t.process)) {
      throw NtStatus.NOT_SUPPORTED.exception();
    }
  }

  /** Access as the source handle has it. */
  public static final int SAME_ACCESS = -1;

  private static long give(
      GuestThread t, RemoteProcess to, long handle, int access, int flags, int options) {
    boolean pseudo = handle == HandleTable.CURRENT_PROCESS || handle == HandleTable.CURRENT_THREAD;
    int had = pseudo ? ALL_ACCESS : t.process.handles.entry(handle).access;
    boolean same = (options & HandleTable.DUPLICATE_SAME_ACCESS) != 0;
    NtObject object = object(t, handle);
    return to.give(object, same ? had : object.granted(access), flags);
  }

  /** Closes a handle. Closing a pseudo handle does nothing, as on Windows. */
  public static void close(GuestThread t, long handle) {
    if (handle != HandleTable.CURRENT_PROCESS && handle != HandleTable.CURRENT_THREAD) {
      t.process.handles.close(handle);
    }
  }

  /**
   * {@code NtDuplicateObject}. {@code target}: address of the new handle, 0 for none (to close the
   * source).
   */
  public static void duplicate(
      GuestThread t,
      long sourceProcess,
      long handle,
      long targetProcess,
      long target,
      int access,
      int flags,
      int options) {
    if (get(t, sourceProcess, ProcessObject.class) instanceof RemoteProcess from) {
      boolean wanted = target != 0 || (options & HandleTable.DUPLICATE_CLOSE_SOURCE) == 0;
      if (wanted) {
        requireCurrentProcess(t, targetProcess);
      }
      boolean close = (options & HandleTable.DUPLICATE_CLOSE_SOURCE) != 0;
      int granted = (options & HandleTable.DUPLICATE_SAME_ACCESS) != 0 ? SAME_ACCESS : access;
      long copy = from.take(t.process, handle, granted, flags, wanted, close);
      if (target != 0) {
        Memory.putLong(target, copy);
      }
      return;
    }
    if (target != 0 || (options & HandleTable.DUPLICATE_CLOSE_SOURCE) == 0) {
      long copy =
          get(t, targetProcess, ProcessObject.class) instanceof RemoteProcess to
              ? give(t, to, handle, access, flags, options)
              : handle == HandleTable.CURRENT_PROCESS || handle == HandleTable.CURRENT_THREAD
                  ? t.process.handles.open(object(t, handle), ALL_ACCESS, flags)
                  : t.process.handles.duplicate(
                      handle, access, flags, options & HandleTable.DUPLICATE_SAME_ACCESS);
      if (target != 0) {
        Memory.putLong(target, copy);
      }
    }
    if ((options & HandleTable.DUPLICATE_CLOSE_SOURCE) != 0) {
      close(t, handle);
    }
  }
}
