package decant.kernel32;

import decant.nt.NtObject;

/** The calling process as an object that handles refer to. */
final class ProcessSelf extends NtObject {
  @Override
  public String typeName() {
    return "Process";
  }
}
