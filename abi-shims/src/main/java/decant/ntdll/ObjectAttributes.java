package decant.ntdll;

import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.HandleTable;
import decant.nt.NtObject;
import decant.nt.NtStatus;
import decant.nt.ObjectNamespace;
import decant.nt.file.NtName;
import java.util.function.Supplier;

/** {@code OBJECT_ATTRIBUTES}, and making and opening objects by it. */
final class ObjectAttributes {
  private static final int ROOT_DIRECTORY = 8;
  private static final int OBJECT_NAME = 16;
  private static final int ATTRIBUTES = 24;
  private static final int OBJ_INHERIT = 0x2;
  private static final int OBJ_OPENIF = 0x80;

  private ObjectAttributes() {}

  /** The full name; null for none. Names relative to a directory handle do not exist here. */
  private static String name(long attributes) {
    if (attributes == 0) {
      return null;
    }
    long string = Memory.getLong(attributes + OBJECT_NAME);
    if (string == 0 || Memory.getU16(string) == 0) {
      return null;
    }
    String name = NtName.string(string);
    if (Memory.getLong(attributes + ROOT_DIRECTORY) != 0) {
      return ObjectNamespace.path(name);
    }
    if (name.charAt(0) != '\\') {
      throw NtStatus.OBJECT_PATH_SYNTAX_BAD.exception();
    }
    return name;
  }

  private static int handleFlags(long attributes) {
    return has(attributes, OBJ_INHERIT) ? HandleTable.INHERIT : 0;
  }

  private static boolean has(long attributes, int flag) {
    return attributes != 0 && (Memory.getInt(attributes + ATTRIBUTES) & flag) != 0;
  }

  /**
   * Makes an object, or opens the existing one if {@code OBJ_OPENIF} allows it.
   *
   * @param handle address of the new handle
   * @return {@code STATUS_SUCCESS} or {@code STATUS_OBJECT_NAME_EXISTS}
   */
  static <T extends NtObject> int create(
      GuestThread t, long handle, int access, long attributes, Class<T> type, Supplier<T> make) {
    ObjectNamespace.Opened opened =
        ObjectNamespace.of(t.process)
            .create(t, name(attributes), type, make, access, handleFlags(attributes));
    if (opened.existed() && !has(attributes, OBJ_OPENIF)) {
      t.process.handles.close(opened.handle());
      throw NtStatus.OBJECT_NAME_COLLISION.exception();
    }
    Memory.putLong(handle, opened.handle());
    return (opened.existed() ? NtStatus.OBJECT_NAME_EXISTS : NtStatus.SUCCESS).code();
  }

  /** Opens an object by name. */
  static int open(
      GuestThread t, long handle, int access, long attributes, Class<? extends NtObject> type) {
    Memory.putLong(
        handle,
        ObjectNamespace.of(t.process)
            .open(t, name(attributes), type, access, handleFlags(attributes)));
    return NtStatus.SUCCESS.code();
  }
}
