package decant.nt.memory;

import decant.host.Mman;
import decant.nt.NtStatus;

/** Page protections of Windows, and what they are on the host. */
final class Protection {
  private static final int ACCESS = 0xFF;
  private static final int NOCACHE = 0x200;
  private static final int WRITECOMBINE = 0x400;

  /**
   * {@code PAGE_TARGETS_INVALID}/{@code PAGE_TARGETS_NO_UPDATE}: control flow guard's, no state.
   */
  private static final int TARGETS = 0x4000_0000;

  private static final int MODIFIERS = AddressSpace.PAGE_GUARD | NOCACHE | WRITECOMBINE;

  private Protection() {}

  /**
   * A protection as pages keep it; {@code STATUS_INVALID_PAGE_PROTECTION} when it is not exactly
   * one access with modifiers that go with it.
   */
  static int checked(int protect) {
    int access = protect & ACCESS;
    int modifiers = protect & ~ACCESS & ~TARGETS;
    if (Integer.bitCount(access) != 1
        || (modifiers & ~MODIFIERS) != 0
        || Integer.bitCount(modifiers) > 1
        || access == AddressSpace.PAGE_NOACCESS && modifiers != 0) {
      throw NtStatus.INVALID_PAGE_PROTECTION.exception();
    }
    return access | modifiers;
  }

  /** As {@link #checked}, for private memory: nothing to copy on write there. */
  static int checkedPrivate(int protect) {
    int checked = checked(protect);
    if (isWriteCopy(checked)) {
      throw NtStatus.INVALID_PAGE_PROTECTION.exception();
    }
    return checked;
  }

  static boolean isWriteCopy(int protect) {
    return (protect & (AddressSpace.PAGE_WRITECOPY | AddressSpace.PAGE_EXECUTE_WRITECOPY)) != 0;
  }

  static boolean isExecutable(int protect) {
    return (protect
            & (AddressSpace.PAGE_EXECUTE
                | AddressSpace.PAGE_EXECUTE_READ
                | AddressSpace.PAGE_EXECUTE_READWRITE
                | AddressSpace.PAGE_EXECUTE_WRITECOPY))
        != 0;
  }

  static boolean isWritable(int protect) {
    return (protect
            & (AddressSpace.PAGE_READWRITE
                | AddressSpace.PAGE_EXECUTE_READWRITE
                | AddressSpace.PAGE_WRITECOPY
                | AddressSpace.PAGE_EXECUTE_WRITECOPY))
        != 0;
  }

  /** {@code PROT_*} for a page state; guard pages fault at the first touch. */
  static int host(int protect) {
    if ((protect & AddressSpace.PAGE_GUARD) != 0) {
      return Mman.PROT_NONE;
    }
    return switch (protect & ACCESS) {
      case AddressSpace.PAGE_READONLY -> Mman.PROT_READ;
      case AddressSpace.PAGE_READWRITE, AddressSpace.PAGE_WRITECOPY ->
          Mman.PROT_READ | Mman.PROT_WRITE;
      case AddressSpace.PAGE_EXECUTE, AddressSpace.PAGE_EXECUTE_READ ->
          Mman.PROT_READ | Mman.PROT_EXEC;
      case AddressSpace.PAGE_EXECUTE_READWRITE, AddressSpace.PAGE_EXECUTE_WRITECOPY ->
          Mman.PROT_READ | Mman.PROT_WRITE | Mman.PROT_EXEC;
      default -> Mman.PROT_NONE;
    };
  }
}
