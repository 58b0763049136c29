package decant.ws2_32;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Out;
import decant.abi.Support;
import decant.host.Memory;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.Win32Error;
import java.util.concurrent.atomic.AtomicInteger;

/** winsock2.h: starting, ending, and the error of the last call. */
@Library("ws2_32")
public final class WinsockStart {
  /** The version that there is, 2.2: the major number is the low byte. */
  private static final int VERSION = 0x0202;

  private static final int DESCRIPTION = 16;
  private static final int SYSTEM_STATUS = 273;

  /** How often a process has started Winsock and not ended it. */
  private static final class Starts {
    final AtomicInteger count = new AtomicInteger();
  }

  private WinsockStart() {}

  private static AtomicInteger starts(GuestProcess process) {
    return process.state(Starts.class, p -> new Starts()).count;
  }

  /** Throws {@code WSANOTINITIALISED} unless the process has started Winsock. */
  static void require(GuestThread t) {
    if (starts(t.process).get() == 0) {
      throw Win32Error.WSANOTINITIALISED.exception();
    }
  }

  /**
   * Agrees on the version: the one asked for when there is such a one, else the highest.
   *
   * @return 0, {@code WSAVERNOTSUPPORTED} for a version before 1.0, {@code WSAEFAULT} without
   *     {@code WSADATA}
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsastartup">WSAStartup</a>
   */
  @Export(fails = Fails.WIN32)
  static int WSAStartup(GuestThread t, short wVersionRequested, @Out long lpWSAData) {
    int major = wVersionRequested & 0xFF;
    int minor = wVersionRequested >> 8 & 0xFF;
    if (major == 0) {
      throw Win32Error.WSAVERNOTSUPPORTED.exception();
    }
    if (lpWSAData == 0) {
      throw Win32Error.WSAEFAULT.exception();
    }
    Memory.putShort(lpWSAData, agreed(major, minor));
    Memory.putShort(lpWSAData + 2, VERSION);
    Memory.putInt(lpWSAData + 4, major == 1 ? 0x7FFF | 0xFFE7_0000 : 0);
    Memory.putLong(lpWSAData + 8, 0);
    Memory.putNarrowZ(lpWSAData + DESCRIPTION, ascii("WinSock 2.0"));
    Memory.putNarrowZ(lpWSAData + SYSTEM_STATUS, ascii("Running"));
    starts(t.process).incrementAndGet();
    return 0;
  }

  private static int agreed(int major, int minor) {
    return switch (major) {
      case 1 -> minor == 0 ? 0x0001 : 0x0101;
      case 2 -> Math.min(minor, 2) << 8 | 2;
      default -> VERSION;
    };
  }

  private static byte[] ascii(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }

  /**
   * Ends what one WSAStartup began.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winsock/nf-winsock-wsacleanup">WSACleanup</a>
   */
  @Export(fails = Fails.MINUS_ONE)
  static int WSACleanup(GuestThread t) {
    AtomicInteger starts = starts(t.process);
    int now;
    do {
      now = starts.get();
      if (now == 0) {
        throw Win32Error.WSANOTINITIALISED.exception();
      }
    } while (!starts.compareAndSet(now, now - 1));
    return 0;
  }

  /** Sockets and files share the thread's last error. */
  @Export
  @Direct("GetLastError")
  static native int WSAGetLastError();

  @Export
  @Direct("SetLastError")
  static native void WSASetLastError(int iError);

  /** The result of an operation of a socket. */
  @Export(support = Support.STUB, note = "There are no sockets.")
  static boolean WSAGetOverlappedResult(
      @Handle long s,
      @In long lpOverlapped,
      @Out long lpcbTransfer,
      boolean fWait,
      @Out long lpdwFlags) {
    throw Win32Error.WSAENOTSOCK.exception();
  }
}
