package decant.ws2_32;

import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.Text;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatusException;
import decant.nt.Win32Error;
import decant.nt.Win32Exception;
import decant.nt.socket.SocketObject;

/** winsock2.h: protocols, and sockets shared by several handles. */
@Library("ws2_32")
public final class WinSock2Protocols {
  private WinSock2Protocols() {}

  /**
   * The protocols that there are.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsaenumprotocolsw">WSAEnumProtocols</a>
   */
  @Export(fails = Fails.MINUS_ONE)
  static int WSAEnumProtocols(
      GuestThread t,
      Text text,
      @In @Opt long lpiProtocols,
      @Out @Opt long lpProtocolBuffer,
      @In @Out long lpdwBufferLength) {
    Ws2.requireStartup(t);
    boolean wide = text == Text.WIDE;
    int count = 0;
    for (ProtocolInfo.Protocol p : ProtocolInfo.ALL) {
      count += isWanted(p, lpiProtocols) ? 1 : 0;
    }
    int needed = count * ProtocolInfo.size(wide);
    int room = Memory.getInt(lpdwBufferLength);
    if (lpProtocolBuffer == 0 || Integer.compareUnsigned(room, needed) < 0) {
      Memory.putInt(lpdwBufferLength, needed);
      throw Win32Error.WSAENOBUFS.exception();
    }
    long at = lpProtocolBuffer;
    for (ProtocolInfo.Protocol p : ProtocolInfo.ALL) {
      if (isWanted(p, lpiProtocols)) {
        ProtocolInfo.write(at, wide, p);
        at += ProtocolInfo.size(wide);
      }
    }
    return count;
  }

  /**
   * As {@code WSAEnumProtocolsW}; the error goes to where the caller says.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/ws2spi/nf-ws2spi-wscenumprotocols">WSCEnumProtocols</a>
   */
  @Export(fails = Fails.MINUS_ONE)
  static int WSCEnumProtocols(
      GuestThread t,
      @In @Opt long lpiProtocols,
      @Out @Opt long lpProtocolBuffer,
      @In @Out long lpdwBufferLength,
      @Out long lpErrno) {
    try {
      return WSAEnumProtocols(t, Text.WIDE, lpiProtocols, lpProtocolBuffer, lpdwBufferLength);
    } catch (Win32Exception e) {
      Memory.putInt(lpErrno, e.error().code());
      throw e;
    }
  }

  private static boolean isWanted(ProtocolInfo.Protocol p, long list) {
    if (list == 0) {
      return true;
    }
    for (long at = list; Memory.getInt(at) != 0; at += 4) {
      if (Memory.getInt(at) == p.protocol()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Describes a socket so that {@code WSASocket} can open it once more.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsaduplicatesocketw">WSADuplicateSocket</a>
   */
  @Export(
      fails = Fails.MINUS_ONE,
      support = Support.PARTIAL,
      note =
          "For processes that have started each other; a process's own end takes along what its"
              + " starter has not opened.")
  static int WSADuplicateSocket(
      GuestThread t, Text text, @Handle long s, int dwProcessId, @Out long lpProtocolInfo) {
    SocketObject socket = Ws2.use(t, s);
    try {
      ProtocolInfo.duplicate(t, lpProtocolInfo, text == Text.WIDE, socket, dwProcessId);
    } catch (NtStatusException e) {
      throw Win32Error.WSAEINVAL.exception(); // there is no such process, or it is going
    } finally {
      socket.release();
    }
    return 0;
  }
}
