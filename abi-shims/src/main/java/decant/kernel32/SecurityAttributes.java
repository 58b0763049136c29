package decant.kernel32;

import decant.host.Memory;
import decant.nt.HandleTable;

/** {@code SECURITY_ATTRIBUTES}. */
final class SecurityAttributes {
  private static final int B_INHERIT_HANDLE = 16;

  private SecurityAttributes() {}

  /** The flags of a handle that is made with these attributes; a null pointer means none. */
  static int handleFlags(long attributes) {
    return attributes != 0 && Memory.getInt(attributes + B_INHERIT_HANDLE) != 0
        ? HandleTable.INHERIT
        : 0;
  }
}
