package decant.nt.process;

import decant.host.HostBuffer;
import decant.host.Signals;
import decant.host.StartupProfile;
import decant.host.Unistd;
import decant.nt.GuestProcess;
import decant.nt.HandleTable;
import decant.nt.NtObject;
import decant.nt.NtStatus;
import decant.nt.NtStatusException;

/**
 * A child's side of the socket to its parent: first it gets its start from there, then orders
 * ({@link Orders}), which a thread waits for. A child outlives its parent, unless it has not begun.
 */
public final class ParentLink {
  /** The only argument of a process that has a parent. */
  public static final String ARGUMENT = "--started-by-parent";

  /** The property of the JVM that names jars of shims, which children have as well. */
  public static final String SHIMS = "decant.shims";

  private final GuestProcess process;
  private final int socket = ChildJvm.SOCKET;

  /** What the process is to be. */
  public final StartInfo info;

  /** Guarded by this. */
  private boolean resumed;

  private ParentLink(GuestProcess process, StartInfo info) {
    this.process = process;
    this.info = info;
    this.resumed = !info.suspended;
  }

  /**
   * Waits for the parent to say what this process is to be: joins the family, maps its drives and
   * opens its handles. Ends the process when the parent goes without a word.
   */
  public static ParentLink await(GuestProcess process) {
    HandOver in = HandOver.receive(ChildJvm.SOCKET);
    if (in == null) {
      Unistd._exit(1);
    }
    StartupProfile.mark("waiting for the parent");
    StartInfo info = StartInfo.get(in);
    int family = in.getDescriptor();
    process.family = Family.join(family, in.getInt());
    process.files.drives().handedOver(in);
    process.hostPrograms = HostPrograms.handedOver(in);
    process.files.drives().show(process.hostPrograms);
    Jobs.handedOver(process, in);
    Children.open(process, in);
    StartupProfile.mark("handles of the parent");
    return new ParentLink(process, info);
  }

  /** Takes orders from now on. */
  public void begin() {
    process.ignoresCtrlC = info.ignoreCtrlC;
    if (info.ignoreCtrlC) {
      HostBuffer buffer = HostBuffer.get();
      for (int i = 0; i < Signals.SIGACTION_SIZE; i += 8) {
        buffer.putLong(i, 0);
      }
      buffer.putLong(Signals.SIGACTION_HANDLER, Signals.SIG_IGN);
      Signals.sigaction(Signals.SIGINT, buffer.struct(), 0);
    }
    Thread thread = new Thread(this::listen, "decant-parent");
    thread.setDaemon(true);
    thread.start();
  }

  /** Waits until the parent lets the first thread begin. */
  public synchronized void awaitResume() {
    while (!resumed) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.interrupted(); // nobody interrupts guest threads
      }
    }
  }

  private void listen() {
    for (HandOver order = HandOver.receive(socket);
        order != null;
        order = HandOver.receive(socket)) {
      int what = order.getInt();
      if (what == Orders.RESUME) {
        resume();
      } else {
        answer(what, order);
      }
    }
    Unistd.close(socket);
    synchronized (this) {
      if (!resumed) {
        Unistd._exit(1); // it would wait for ever
      }
    }
  }

  private synchronized void resume() {
    resumed = true;
    notifyAll();
  }

  private void answer(int what, HandOver order) {
    HandOver answer = new HandOver();
    try {
      NtStatus status = NtStatus.SUCCESS;
      HandOver result = new HandOver();
      try {
        obey(what, order, result);
      } catch (NtStatusException e) {
        status = e.status();
      }
      answer.putInt(status.code());
      answer.append(result);
      answer.send(socket);
    } finally {
      answer.release();
    }
  }

  private void obey(int what, HandOver order, HandOver result) {
    switch (what) {
      case Orders.OPEN -> {
        int access = order.getInt();
        int flags = order.getInt();
        NtObject object = PassedObjects.get(process, order);
        if (object == null) {
          throw NtStatus.NOT_SUPPORTED.exception();
        }
        result.putLong(process.handles.open(object, access, flags));
        object.release();
      }
      case Orders.TAKE -> {
        result.between(process, order.getInt());
        long handle = order.getLong();
        HandleTable.Entry entry = process.handles.entry(handle);
        result.putInt(entry.access);
        boolean wanted = order.getInt() != 0;
        if (wanted && !PassedObjects.put(result, entry.object, -1)) {
          throw NtStatus.NOT_SUPPORTED.exception();
        }
        if (order.getInt() != 0) {
          process.handles.close(handle);
        }
      }
      case Orders.JOB -> {
        int job = order.getInt();
        Jobs.of(process).add(job, order.getDescriptor());
      }
      default -> throw NtStatus.NOT_IMPLEMENTED.exception();
    }
  }
}
