package decant.abi;

import decant.nt.GuestThread;

/**
 * A thread that is stopped while machine code reads or writes a file ({@code file.S}) has counted
 * itself into the file's row. When it does not go on there, somebody must count it out, or the file
 * is never closed.
 */
final class EnteredFile {
  private static final int R10 = 10;

  private static final String[] STRETCHES = {"read", "write", "seek"};

  private EnteredFile() {}

  /** Before a thread that was stopped in guest code is sent elsewhere. */
  static void leave(GuestThread t, long stopped) {
    long rip = HostContext.rip(stopped);
    for (String stretch : STRETCHES) {
      if (rip >= Gate.machineCode(stretch + "_entered")
          && rip < Gate.machineCode(stretch + "_left")) {
        t.process.handles.leaveDirectFile(HostContext.register(stopped, R10));
      }
    }
  }
}
