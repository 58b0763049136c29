package decant.crypt32;

import decant.abi.OpaqueHandles;
import decant.nt.GuestThread;
import decant.nt.Win32Error;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The stores and certificate contexts of a process. */
final class Certificates {
  private final OpaqueHandles<CertStore> stores = new OpaqueHandles<>();
  private final Map<Long, CertContext> contexts = new ConcurrentHashMap<>();

  private Certificates() {}

  static Certificates of(GuestThread t) {
    return t.process.state(Certificates.class, p -> new Certificates());
  }

  long open(CertStore store) {
    store.handle = stores.open(store);
    return store.handle;
  }

  /** The store of a handle; {@code ERROR_INVALID_HANDLE} when there is none. */
  CertStore store(long handle) {
    CertStore store = stores.get(handle);
    if (store == null) {
      throw Win32Error.INVALID_HANDLE.exception();
    }
    return store;
  }

  /** Closes a store, which stays as long as a program has contexts of it: they lead to it. */
  void closed(GuestThread t, CertStore store) {
    if (store.release()) {
      end(t, store);
    }
  }

  private void end(GuestThread t, CertStore store) {
    List<CertContext> held = store.end();
    if (held != null) {
      stores.close(store.handle);
      for (CertContext context : held) {
        release(t, context);
      }
    }
  }

  void add(CertContext context) {
    contexts.put(context.address, context);
  }

  /** The context at an address; {@code E_INVALIDARG} when there is none. */
  CertContext context(long address) {
    CertContext context = contexts.get(address);
    if (context == null) {
      throw Win32Error.E_INVALIDARG.exception();
    }
    return context;
  }

  /** Gives a reference back; the last one frees the memory. */
  void release(GuestThread t, CertContext context) {
    if (context.release()) {
      contexts.remove(context.address);
      t.process.heap.free(t, context.address);
    } else if (context.store != null) {
      end(t, context.store);
    }
  }
}
