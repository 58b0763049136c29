package decant.nt.io;

import decant.host.GuestFault;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.ThreadObject;
import decant.nt.file.IoObject;
import decant.nt.sync.ApcQueue;
import decant.nt.sync.EventObject;
import java.lang.invoke.VarHandle;

/**
 * Where the end of one operation is reported: a status block, and any of an event, an asynchronous
 * procedure call, and a packet to the file's completion port. Made by the thread that begins the
 * operation, used by whichever ends it.
 */
public final class IoReport {
  /** {@code IO_STATUS_BLOCK}; an {@code OVERLAPPED} begins the same way. */
  public static final int STATUS = 0;

  public static final int INFORMATION = 8;

  /** {@code OVERLAPPED.hEvent}. */
  public static final int OVERLAPPED_EVENT = 24;

  /** How the guest's function is called. */
  private enum Routine {
    NONE,
    /** {@code LPOVERLAPPED_COMPLETION_ROUTINE}: error, bytes, overlapped. */
    WIN32,
    /** {@code PIO_APC_ROUTINE}: context, status block, 0. */
    NT,
    /** {@code LPWSAOVERLAPPED_COMPLETION_ROUTINE}: error, bytes, overlapped, flags. */
    SOCKET
  }

  /** Address of the status block. */
  public final long block;

  /** The thread that began the operation. */
  public final GuestThread thread;

  private final EventObject event;
  private final Routine kind;
  private final long routine;
  private final long context;
  private final boolean packet;
  private final ApcQueue apcs;
  private boolean pending;

  private IoReport(
      GuestThread t,
      long block,
      long event,
      Routine kind,
      long routine,
      long context,
      boolean packet) {
    this.thread = t;
    this.block = block;
    this.kind = kind;
    this.routine = routine;
    this.context = context;
    this.packet = packet;
    this.apcs = kind == Routine.NONE ? null : ThreadObject.of(t).apcs;
    this.event = event == 0 ? null : t.process.handles.get(event, EventObject.class);
  }

  /**
   * A report by {@code OVERLAPPED}: its event, the low bit of which says that no packet is wanted.
   */
  public static IoReport overlapped(GuestThread t, long overlapped) {
    long event = Memory.getLong(overlapped + OVERLAPPED_EVENT);
    return new IoReport(t, overlapped, event & ~1L, Routine.NONE, 0, overlapped, (event & 1) == 0);
  }

  /** A report by a call of {@code LPOVERLAPPED_COMPLETION_ROUTINE}; the event is the program's. */
  public static IoReport routine(GuestThread t, long overlapped, long routine) {
    return new IoReport(t, overlapped, 0, Routine.WIN32, routine, overlapped, false);
  }

  /** A report by a call of {@code LPWSAOVERLAPPED_COMPLETION_ROUTINE}. */
  public static IoReport socketRoutine(GuestThread t, long overlapped, long routine) {
    return new IoReport(t, overlapped, 0, Routine.SOCKET, routine, overlapped, false);
  }

  /**
   * A report as the native calls ask for it.
   *
   * @param event a handle, 0 for none
   * @param routine 0 for none; a packet is then sent if there is a context
   */
  public static IoReport nt(GuestThread t, long event, long routine, long context, long block) {
    Routine kind = routine == 0 ? Routine.NONE : Routine.NT;
    return new IoReport(t, block, event, kind, routine, context, routine == 0 && context != 0);
  }

  /** The operation begins: resets the event and marks the block. */
  public void begin() {
    Memory.putLong(block + STATUS, NtStatus.PENDING.code() & 0xFFFF_FFFFL);
    if (event != null) {
      event.reset();
    }
  }

  /** The operation goes on after the call: keeps the event. */
  public void leavePending(IoObject object) {
    pending = true;
    if (event != null) {
      event.retain();
    }
    object.operationBegins();
  }

  /** Whether a status is a failure (severity error), as opposed to success and warnings. */
  public static boolean isError(NtStatus status) {
    return status.code() >>> 30 == 3;
  }

  /**
   * The operation has ended. One that fails before it was left pending is reported by the call's
   * result: then only the block is filled.
   */
  public void end(IoObject object, NtStatus status, long information) {
    fill(status, information);
    if (pending) {
      object.operationEnded();
    } else if (isError(status)) {
      return;
    }
    if (event != null) {
      event.set();
      if (pending) {
        event.release();
      }
    }
    boolean skips = status == NtStatus.SUCCESS && !pending && object.skipsPacketOnSuccess();
    if (packet && !skips) {
      object.report(context, status, information);
    }
    long error = status.error().code();
    switch (kind) {
      case WIN32 -> apcs.add(new ApcQueue.Apc(routine, error, information, block));
      case SOCKET -> apcs.add(new ApcQueue.Apc(routine, error, information, block, 0));
      case NT -> apcs.add(new ApcQueue.Apc(routine, context, block, 0));
      case NONE -> {}
    }
  }

  /** Fills the block, the status last: a program may watch it without waiting. */
  private void fill(NtStatus status, long information) {
    try {
      Memory.putLong(block + INFORMATION, information);
      VarHandle.releaseFence();
      Memory.putLong(block + STATUS, status.code() & 0xFFFF_FFFFL);
    } catch (GuestFault | InternalError e) {
      if (!pending) {
        throw e;
      }
      // The program has unmapped the block of an operation under way: nobody is left to tell.
    }
  }
}
