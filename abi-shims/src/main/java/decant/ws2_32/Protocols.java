package decant.ws2_32;

import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Text;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Win32Error;

/** winsock2.h: the protocols that there are, TCP and UDP over IPv4 and IPv6. */
@Library("ws2_32")
public final class Protocols {
  private static final int XP1_CONNECTIONLESS = 0x1;
  private static final int XP1_GUARANTEED_DELIVERY = 0x2;
  private static final int XP1_GUARANTEED_ORDER = 0x4;
  private static final int XP1_MESSAGE_ORIENTED = 0x8;
  private static final int XP1_GRACEFUL_CLOSE = 0x20;
  private static final int XP1_EXPEDITED_DATA = 0x40;
  private static final int XP1_SUPPORT_BROADCAST = 0x200;
  private static final int XP1_SUPPORT_MULTIPOINT = 0x400;
  private static final int XP1_IFS_HANDLES = 0x2_0000;
  private static final int STREAM_FLAGS =
      XP1_GUARANTEED_DELIVERY
          | XP1_GUARANTEED_ORDER
          | XP1_GRACEFUL_CLOSE
          | XP1_EXPEDITED_DATA
          | XP1_IFS_HANDLES;
  private static final int DATAGRAM_FLAGS =
      XP1_CONNECTIONLESS
          | XP1_MESSAGE_ORIENTED
          | XP1_SUPPORT_BROADCAST
          | XP1_SUPPORT_MULTIPOINT
          | XP1_IFS_HANDLES;
  private static final int PFL_MATCHES_PROTOCOL_ZERO = 8;
  private static final int FIRST_ENTRY = 1001;
  private static final int LONGEST_DATAGRAM = 65_467;
  private static final int NAME_OFFSET = 116;
  private static final int NAME_LENGTH = 256;

  private record Protocol(int family, int address, int type, int number, String name) {}

  private static final Protocol[] ALL = {
    new Protocol(2, 16, 1, 6, "MSAFD Tcpip [TCP/IP]"),
    new Protocol(2, 16, 2, 17, "MSAFD Tcpip [UDP/IP]"),
    new Protocol(23, 28, 1, 6, "MSAFD Tcpip [TCP/IPv6]"),
    new Protocol(23, 28, 2, 17, "MSAFD Tcpip [UDP/IPv6]"),
  };

  /** The identities of Windows' own providers, {@code GUID}s in two halves. */
  private static final long[] IPV4_PROVIDER = {0x11CF_AB8B_E70F_1AA0L, 0x92A1_485F_8000_A38CL};

  private static final long[] IPV6_PROVIDER = {0x11D0_26D4_F9EA_B0C0L, 0xE434_6C00_AA00_BFBBL};

  private Protocols() {}

  /**
   * Describes the protocols, or those of a list of numbers that ends with 0.
   *
   * @return how many there are
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsaenumprotocolsw">WSAEnumProtocols</a>
   */
  @Export(fails = Fails.MINUS_ONE)
  static int WSAEnumProtocols(
      GuestThread t,
      Text text,
      @Opt long lpiProtocols,
      @Out @Opt long lpProtocolBuffer,
      @Out long lpdwBufferLength) {
    WinsockStart.require(t);
    if (lpdwBufferLength == 0) {
      throw Win32Error.WSAEFAULT.exception();
    }
    int size = NAME_OFFSET + NAME_LENGTH * text.unit;
    int count = 0;
    for (int i = 0; i < ALL.length; i++) {
      count += wanted(lpiProtocols, ALL[i].number) ? 1 : 0;
    }
    int room = Memory.getInt(lpdwBufferLength);
    if (lpProtocolBuffer == 0 || Integer.compareUnsigned(room, count * size) < 0) {
      Memory.putInt(lpdwBufferLength, count * size);
      throw Win32Error.WSAENOBUFS.exception();
    }
    long at = lpProtocolBuffer;
    for (int i = 0; i < ALL.length; i++) {
      if (wanted(lpiProtocols, ALL[i].number)) {
        describe(at, text, ALL[i], FIRST_ENTRY + i);
        at += size;
      }
    }
    return count;
  }

  private static boolean wanted(long list, int protocol) {
    if (list == 0) {
      return true;
    }
    for (long at = list; Memory.getInt(at) != 0; at += 4) {
      if (Memory.getInt(at) == protocol) {
        return true;
      }
    }
    return false;
  }

  /** {@code WSAPROTOCOL_INFO}. */
  private static void describe(long at, Text text, Protocol protocol, int entry) {
    boolean datagram = protocol.type == 2;
    long[] provider = protocol.family == 2 ? IPV4_PROVIDER : IPV6_PROVIDER;
    Memory.fill(at, NAME_OFFSET + (long) NAME_LENGTH * text.unit, 0);
    Memory.putInt(at, datagram ? DATAGRAM_FLAGS : STREAM_FLAGS);
    Memory.putInt(at + 16, PFL_MATCHES_PROTOCOL_ZERO);
    Memory.putLong(at + 20, provider[0]);
    Memory.putLong(at + 28, provider[1]);
    Memory.putInt(at + 36, entry);
    Memory.putInt(at + 40, 1);
    Memory.putInt(at + 72, 2);
    Memory.putInt(at + 76, protocol.family);
    Memory.putInt(at + 80, protocol.address);
    Memory.putInt(at + 84, protocol.address);
    Memory.putInt(at + 88, protocol.type);
    Memory.putInt(at + 92, protocol.number);
    Memory.putInt(at + 108, datagram ? LONGEST_DATAGRAM : 0);
    text.write(at + NAME_OFFSET, protocol.name);
  }
}
