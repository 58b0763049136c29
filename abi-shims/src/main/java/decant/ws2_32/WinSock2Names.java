package decant.ws2_32;

import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Text;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Win32Error;
import decant.nt.socket.SocketAddress;

/** winsock2.h and ws2tcpip.h: byte order, texts of addresses. */
@Library({"ws2_32", "wsock32"})
public final class WinSock2Names {
  private static final int INADDR_NONE = -1;

  private WinSock2Names() {}

  @Export(
      value = {"htonl"},
      ordinal = 8)
  static int htonl(int hostlong) {
    return Integer.reverseBytes(hostlong);
  }

  @Export(ordinal = 9)
  static int htons(short hostshort) {
    return Short.reverseBytes(hostshort) & 0xFFFF;
  }

  @Export(ordinal = 14)
  static int ntohl(int netlong) {
    return Integer.reverseBytes(netlong);
  }

  @Export(ordinal = 15)
  static int ntohs(short netshort) {
    return Short.reverseBytes(netshort) & 0xFFFF;
  }

  @Export(dll = "ws2_32", ordinal = 11)
  static int inet_addr(@In long cp) {
    byte[] address = cp == 0 ? null : Addresses.loose(Text.ANSI.read(cp));
    return address == null ? INADDR_NONE : word(address);
  }

  @Export(value = "inet_addr", dll = "wsock32", ordinal = 10)
  static int inetAddrOld(@In long cp) {
    return inet_addr(cp);
  }

  /** Bytes in network order as the little-endian number that holds them. */
  private static int word(byte[] b) {
    return b[0] & 0xFF | (b[1] & 0xFF) << 8 | (b[2] & 0xFF) << 16 | b[3] << 24;
  }

  private static byte[] bytes(int word) {
    return new byte[] {
      (byte) word, (byte) (word >>> 8), (byte) (word >>> 16), (byte) (word >>> 24)
    };
  }

  /** The text is in a buffer of the calling thread, until its next call. */
  @Export(dll = "ws2_32", ordinal = 12)
  static long inet_ntoa(GuestThread t, int in) {
    long buffer = HostEntries.of(t).addressText();
    Text.ANSI.write(buffer, Addresses.text(bytes(in)));
    return buffer;
  }

  @Export(value = "inet_ntoa", dll = "wsock32", ordinal = 11)
  static long inetNtoaOld(GuestThread t, int in) {
    return inet_ntoa(t, in);
  }

  @Export(value = "inet_pton", dll = "ws2_32", fails = Fails.MINUS_ONE)
  static int inet_pton(int Family, @In long pszAddrString, @Out long pAddrBuf) {
    return parse(Text.ANSI, Family, pszAddrString, pAddrBuf);
  }

  @Export(dll = "ws2_32", fails = Fails.MINUS_ONE)
  static int InetPtonW(int Family, @In long pszAddrString, @Out long pAddrBuf) {
    return parse(Text.WIDE, Family, pszAddrString, pAddrBuf);
  }

  private static int parse(Text text, int family, long string, long address) {
    if (string == 0 || address == 0) {
      throw Win32Error.WSAEFAULT.exception();
    }
    byte[] bytes =
        switch (family) {
          case SocketAddress.AF_INET -> Addresses.v4(text.read(string));
          case SocketAddress.AF_INET6 -> Addresses.v6(text.read(string));
          default -> throw Win32Error.WSAEAFNOSUPPORT.exception();
        };
    if (bytes == null) {
      return 0;
    }
    Memory.write(address, bytes);
    return 1;
  }

  @Export(value = "inet_ntop", dll = "ws2_32")
  static long inet_ntop(
      int Family,
      @In long pAddr,
      @Out(size = "StringBufSize") long pStringBuf,
      long StringBufSize) {
    return format(Text.ANSI, Family, pAddr, pStringBuf, StringBufSize);
  }

  @Export(dll = "ws2_32")
  static long InetNtopW(int Family, @In long pAddr, @Out long pStringBuf, long StringBufSize) {
    return format(Text.WIDE, Family, pAddr, pStringBuf, StringBufSize);
  }

  private static long format(Text text, int family, long address, long buffer, long room) {
    int size =
        switch (family) {
          case SocketAddress.AF_INET -> 4;
          case SocketAddress.AF_INET6 -> 16;
          default -> throw Win32Error.WSAEAFNOSUPPORT.exception();
        };
    String string = Addresses.text(Memory.read(address, size));
    if (buffer == 0 || string.length() >= room) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    text.write(buffer, string);
    return buffer;
  }

  /**
   * An address with an optional port, as {@code 1.2.3.4:80} or {@code [::1%2]:80}.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsastringtoaddressw">WSAStringToAddress</a>
   */
  @Export(dll = "ws2_32", fails = Fails.MINUS_ONE)
  static int WSAStringToAddress(
      Text text,
      String AddressString,
      int AddressFamily,
      @Opt long lpProtocolInfo,
      @Out long lpAddress,
      @In @Out long lpAddressLength) {
    if (AddressString == null || lpAddress == 0 || lpAddressLength == 0) {
      throw Win32Error.WSAEFAULT.exception();
    }
    if (AddressFamily != SocketAddress.AF_INET && AddressFamily != SocketAddress.AF_INET6) {
      throw Win32Error.WSAEINVAL.exception();
    }
    int size = SocketAddress.size(AddressFamily);
    int room = Memory.getInt(lpAddressLength);
    Memory.putInt(lpAddressLength, size);
    if (room < size) {
      throw Win32Error.WSAEFAULT.exception();
    }
    boolean v4 = AddressFamily == SocketAddress.AF_INET;
    String address = AddressString;
    String port = null;
    if (v4) {
      int colon = address.indexOf(':');
      if (colon >= 0) {
        port = address.substring(colon + 1);
        address = address.substring(0, colon);
      }
    } else if (address.startsWith("[")) {
      int end = address.indexOf(']');
      if (end < 0) {
        throw Win32Error.WSAEINVAL.exception();
      }
      if (address.startsWith("]:", end)) {
        port = address.substring(end + 2);
      }
      address = address.substring(1, end);
    }
    int scope = 0;
    int percent = v4 ? -1 : address.indexOf('%');
    if (percent >= 0) {
      scope = number(address.substring(percent + 1), Integer.MAX_VALUE);
      address = address.substring(0, percent);
    }
    byte[] bytes = v4 ? Addresses.loose(address) : Addresses.v6(address);
    if (bytes == null) {
      throw Win32Error.WSAEINVAL.exception();
    }
    Memory.fill(lpAddress, size, 0);
    Memory.putShort(lpAddress, AddressFamily);
    int number = port == null ? 0 : number(port, 0xFFFF);
    Memory.putShort(lpAddress + 2, Short.reverseBytes((short) number));
    Memory.write(lpAddress + (v4 ? 4 : 8), bytes);
    if (!v4) {
      Memory.putInt(lpAddress + 24, scope);
    }
    return 0;
  }

  private static int number(String text, int most) {
    try {
      int n = Integer.parseInt(text);
      if (n >= 0 && n <= most) {
        return n;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw Win32Error.WSAEINVAL.exception();
  }

  @Export(dll = "ws2_32", fails = Fails.MINUS_ONE)
  static int WSAAddressToString(
      Text text,
      @In(size = "dwAddressLength") long lpsaAddress,
      int dwAddressLength,
      @Opt long lpProtocolInfo,
      @Out long lpszAddressString,
      @In @Out long lpdwAddressStringLength) {
    if (lpsaAddress == 0 || lpszAddressString == 0 || lpdwAddressStringLength == 0) {
      throw Win32Error.WSAEFAULT.exception();
    }
    int family = Memory.getU16(lpsaAddress);
    boolean v4 = family == SocketAddress.AF_INET;
    if (!v4 && family != SocketAddress.AF_INET6 || dwAddressLength < SocketAddress.size(family)) {
      throw Win32Error.WSAEINVAL.exception();
    }
    int port = Short.reverseBytes(Memory.getShort(lpsaAddress + 2)) & 0xFFFF;
    String address = Addresses.text(Memory.read(lpsaAddress + (v4 ? 4 : 8), v4 ? 4 : 16));
    int scope = v4 ? 0 : Memory.getInt(lpsaAddress + 24);
    if (scope != 0) {
      address += "%" + scope;
    }
    if (port != 0) {
      address = (v4 ? address : "[" + address + "]") + ":" + port;
    }
    int room = Memory.getInt(lpdwAddressStringLength);
    Memory.putInt(lpdwAddressStringLength, address.length() + 1);
    if (room <= address.length()) {
      throw Win32Error.WSAEFAULT.exception();
    }
    text.write(lpszAddressString, address);
    return 0;
  }
}
