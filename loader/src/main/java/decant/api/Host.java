package decant.api;

import decant.abi.GuestCrash;
import decant.abi.GuestExit;
import decant.host.GuestFault;
import decant.loader.CannotRunException;
import decant.loader.HostedProcess;
import decant.nt.NtStatus;

/** This JVM as a host of Windows DLLs, and what their failures are to Java. */
final class Host {
  private static final int ACCESS_VIOLATION = 0xC000_0005;

  private static HostedProcess process;

  private Host() {}

  /** The guest process; made when it is first asked for. */
  static synchronized HostedProcess process() {
    if (process == null) {
      if (!"amd64".equals(System.getProperty("os.arch"))
          || !"Linux".equals(System.getProperty("os.name"))) {
        throw new DecantException("Windows DLLs run on Linux on x86-64 only");
      }
      System.setProperty("decant.hosted", "true"); // Memory.HOSTED, which is not to be loaded yet
      Internals.open();
      process = make();
    }
    return process;
  }

  private static HostedProcess make() {
    try {
      return HostedProcess.get();
    } catch (CannotRunException e) {
      throw new DecantException(e.getMessage());
    }
  }

  /** What a call that has not come back is to its caller. */
  static RuntimeException translated(RuntimeException e) {
    return switch (e) {
      case GuestCrash c -> crash(c);
      case HostedProcess.MissingFunction m -> new MissingFunctionException(m.function);
      case HostedProcess.GuestFailure f when f.failure instanceof StackOverflowError o -> throw o;
      case HostedProcess.GuestFailure f ->
          new DecantException("Decant has failed: " + f.failure.getMessage(), f.failure);
      case GuestExit x -> new GuestExitException(x.code(), x.process());
      case GuestFault f -> fault(f.address());
      default -> e;
    };
  }

  private static GuestFaultException crash(GuestCrash c) {
    NtStatus status = NtStatus.of(c.code());
    String report = c.report();
    String first = report.lines().findFirst().orElse("");
    int what = first.indexOf("crashed: ");
    String message =
        what < 0
            ? (status == null ? "exception " : "STATUS_" + status.name() + ", ")
                + hex(c.code() & 0xFFFF_FFFFL)
            : first.substring(what + "crashed: ".length());
    return new GuestFaultException(
        "an exception left the DLL: " + message, c.code(), c.address(), report);
  }

  /** Java has followed a pointer of the DLL's that leads nowhere. */
  static GuestFaultException fault(long address) {
    return new GuestFaultException(
        "an address that the DLL gave leads nowhere: " + hex(address), ACCESS_VIOLATION, 0, "");
  }

  static String hex(long value) {
    return "0x" + Long.toHexString(value);
  }
}
