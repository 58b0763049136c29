package decant.kernel32;

import decant.nt.GuestThread;
import decant.nt.HandleTable;
import decant.nt.NtObject;
import decant.nt.ObjectNamespace;
import decant.nt.Win32Error;
import java.util.function.Supplier;

/** What the {@code Create} and {@code Open} functions of named objects have in common. */
final class NamedObjects {
  private NamedObjects() {}

  /**
   * Makes or opens an object; the last error says which: {@code ERROR_ALREADY_EXISTS} or {@code
   * ERROR_SUCCESS}.
   */
  static <T extends NtObject> long create(
      GuestThread t, String name, Class<T> type, long attributes, int access, Supplier<T> make) {
    ObjectNamespace.Opened opened =
        ObjectNamespace.of(t.process)
            .create(
                t,
                ObjectNamespace.path(name),
                type,
                make,
                access,
                SecurityAttributes.handleFlags(attributes));
    t.setLastError(opened.existed() ? Win32Error.ALREADY_EXISTS : Win32Error.SUCCESS);
    return opened.handle();
  }

  /** Opens an object by name. */
  static long open(
      GuestThread t, String name, Class<? extends NtObject> type, int access, boolean inherit) {
    if (name == null) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    return ObjectNamespace.of(t.process)
        .open(t, ObjectNamespace.path(name), type, access, inherit ? HandleTable.INHERIT : 0);
  }
}
