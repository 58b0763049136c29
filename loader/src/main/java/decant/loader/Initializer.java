package decant.loader;

import decant.abi.Gate;
import decant.loader.pe.BadImageException;
import decant.loader.pe.BadImageException.Reason;
import decant.nt.GuestThread;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls {@code DllMain} and TLS callbacks: dependencies first, and in the reverse order at the end.
 * Guarded by the loader lock, which is held during the calls, as on Windows.
 */
final class Initializer {
  private static final int PROCESS_DETACH = 0;
  private static final int PROCESS_ATTACH = 1;
  private static final int THREAD_ATTACH = 2;
  private static final int THREAD_DETACH = 3;

  private final LdrLists lists;

  /** Modules in the order in which their initialisation succeeded. */
  private final List<Module> order = new ArrayList<>();

  Initializer(LdrLists lists) {
    this.lists = lists;
  }

  /**
   * Initialises a module and what it needs, unless that was done before.
   *
   * @throws BadImageException when a {@code DllMain} returns FALSE
   */
  void attach(GuestThread t, Module m) {
    if (m.state != Module.State.BOUND) {
      return;
    }
    m.state = Module.State.INITIALISING;
    for (Module d : m.dependencies) {
      attach(t, d);
    }
    callTls(t, m, PROCESS_ATTACH);
    if (m.image.isDll()) {
      // The reserved parameter tells DllMain whether the process starts or LoadLibrary was called.
      boolean ok = m.entryPoint() == 0 || call(t, m, PROCESS_ATTACH, m.fromStart ? 1 : 0) != 0;
      if (!ok) {
        m.state = Module.State.FAILED;
        call(t, m, PROCESS_DETACH, 0);
        throw new BadImageException(
            Reason.INIT_FAILED, m.path + " could not be initialised: its DllMain returned FALSE");
      }
    }
    m.state = Module.State.READY;
    order.add(m);
    lists.initialised(m);
  }

  /** {@code DLL_PROCESS_DETACH} of one module that is unloaded. */
  void detach(GuestThread t, Module m) {
    if (order.remove(m)) {
      callTls(t, m, PROCESS_DETACH);
      callDll(t, m, PROCESS_DETACH, 0);
    }
  }

  /** The modules of a set in the order in which they are to be detached. */
  List<Module> detachOrder(List<Module> set) {
    List<Module> list = new ArrayList<>();
    for (int i = order.size() - 1; i >= 0; i--) {
      if (set.contains(order.get(i))) {
        list.add(order.get(i));
      }
    }
    for (Module m : set) {
      if (!list.contains(m)) {
        list.add(m);
      }
    }
    return list;
  }

  /** {@code DLL_PROCESS_DETACH} of all: the process ends. Each is called at most once. */
  void shutdown(GuestThread t) {
    Module program = null;
    while (!order.isEmpty()) {
      Module m = order.removeLast();
      if (m.image.isDll()) {
        callTls(t, m, PROCESS_DETACH);
        callDll(t, m, PROCESS_DETACH, 1);
      } else {
        program = m;
      }
    }
    if (program != null) {
      callTls(t, program, PROCESS_DETACH);
    }
  }

  /** Tells all modules about a thread; the program comes last both ways. */
  void notifyThread(GuestThread t, boolean attach) {
    int reason = attach ? THREAD_ATTACH : THREAD_DETACH;
    Module[] now = order.toArray(new Module[0]);
    Module program = null;
    for (int i = 0; i < now.length; i++) {
      Module m = now[attach ? i : now.length - 1 - i];
      if (!m.image.isDll()) {
        program = m;
      } else if (!m.noThreadCalls) {
        callTls(t, m, reason);
        callDll(t, m, reason, 0);
      }
    }
    if (program != null) {
      callTls(t, program, reason);
    }
  }

  private static void callTls(GuestThread t, Module m, int reason) {
    if (m.tls != null) {
      for (long callback : m.tls.callbacks()) {
        Gate.call(t, m.base + callback, m.base, reason, 0);
      }
    }
  }

  private static void callDll(GuestThread t, Module m, int reason, long reserved) {
    if (m.image.isDll() && m.entryPoint() != 0) {
      call(t, m, reason, reserved);
    }
  }

  private static int call(GuestThread t, Module m, int reason, long reserved) {
    return (int) Gate.call(t, m.entryPoint(), m.base, reason, reserved);
  }
}
