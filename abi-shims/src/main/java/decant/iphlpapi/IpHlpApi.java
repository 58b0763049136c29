package decant.iphlpapi;

import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.Text;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Win32Error;
import decant.nt.socket.SocketAddress;
import java.net.NetworkInterface;
import java.util.List;

/**
 * iphlpapi.h and netioapi.h: the machine's network. Functions return their error.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/api/iphlpapi/">iphlpapi.h</a>
 */
@Library("iphlpapi")
public final class IpHlpApi {
  private static final int MIXED_NODE = 4;

  /** {@code FIXED_INFO}. */
  private static final int FIXED_INFO_SIZE = 600;

  private static final int FIXED_DOMAIN = 132;
  private static final int FIXED_CURRENT_SERVER = 264;
  private static final int FIXED_SERVERS = 272;
  private static final int FIXED_NODE_TYPE = 320;
  private static final int FIXED_DNS = 592;

  /** {@code IP_ADDR_STRING}: link, address and mask as texts, context. */
  private static final int ADDR_STRING_SIZE = 48;

  private static final int TEXT_ROOM = 16;

  private IpHlpApi() {}

  /**
   * The interfaces with their addresses; {@code ERROR_BUFFER_OVERFLOW} and the size when the room
   * is too small.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/iphlpapi/nf-iphlpapi-getadaptersaddresses">GetAdaptersAddresses</a>
   */
  @Export(
      fails = Fails.WIN32,
      support = Support.PARTIAL,
      note = "Unicast addresses, prefixes and name servers; no gateways, WINS and DHCP.")
  static int GetAdaptersAddresses(
      int Family,
      int Flags,
      @Opt long Reserved,
      @Out @Opt long AdapterAddresses,
      @In @Out long SizePointer) {
    if (SizePointer == 0
        || Family != SocketAddress.AF_UNSPEC
            && Family != SocketAddress.AF_INET
            && Family != SocketAddress.AF_INET6) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    int size = AdapterList.size(Family, Flags);
    if (size == 0) {
      throw Win32Error.NO_DATA.exception();
    }
    int room = Memory.getInt(SizePointer);
    if (AdapterAddresses == 0 || Integer.compareUnsigned(room, size) < 0) {
      Memory.putInt(SizePointer, size);
      throw Win32Error.BUFFER_OVERFLOW.exception();
    }
    AdapterList.write(Family, Flags, AdapterAddresses);
    return 0;
  }

  /** Names of this machine and its name servers. */
  @Export(fails = Fails.WIN32)
  static int GetNetworkParams(@Out @Opt long pFixedInfo, @In @Out long pOutBufLen) {
    List<String> servers = Interfaces.nameServers();
    servers.removeIf(s -> s.length() >= TEXT_ROOM);
    int more = Math.max(0, servers.size() - 1);
    int size = FIXED_INFO_SIZE + ADDR_STRING_SIZE * more;
    int room = Memory.getInt(pOutBufLen);
    if (pFixedInfo == 0 || Integer.compareUnsigned(room, size) < 0) {
      Memory.putInt(pOutBufLen, size);
      throw Win32Error.BUFFER_OVERFLOW.exception();
    }
    Memory.fill(pFixedInfo, size, 0);
    text(pFixedInfo, decant.host.HostEnvironment.read().computerName(), 131);
    text(pFixedInfo + FIXED_DOMAIN, Interfaces.domain(), 131);
    Memory.putLong(pFixedInfo + FIXED_CURRENT_SERVER, pFixedInfo + FIXED_SERVERS);
    long at = pFixedInfo + FIXED_SERVERS;
    for (int i = 0; i < servers.size(); i++) {
      text(at + 8, servers.get(i), TEXT_ROOM - 1);
      if (i + 1 < servers.size()) {
        long next = pFixedInfo + FIXED_INFO_SIZE + (long) ADDR_STRING_SIZE * i;
        Memory.putLong(at, next);
        at = next;
      }
    }
    Memory.putInt(pFixedInfo + FIXED_NODE_TYPE, MIXED_NODE);
    Memory.putInt(pFixedInfo + FIXED_DNS, 1);
    return 0;
  }

  private static void text(long at, String value, int most) {
    for (int i = 0; i < Math.min(most, value.length()); i++) {
      Memory.putByte(at + i, value.charAt(i));
    }
  }

  @Export(fails = Fails.WIN32)
  static int GetNumberOfInterfaces(@Out long pdwNumIf) {
    Memory.putInt(pdwNumIf, Interfaces.all().size());
    return 0;
  }

  /** The interface that datagrams to an address leave by. */
  @Export(fails = Fails.WIN32)
  static int GetBestInterfaceEx(GuestThread t, @In long pDestAddr, @Out long pdwBestIfIndex) {
    int family = Memory.getU16(pDestAddr);
    Memory.putInt(pdwBestIfIndex, best(t, family, address(pDestAddr, family)));
    return 0;
  }

  @Export(fails = Fails.WIN32)
  static int GetBestInterface(GuestThread t, int dwDestAddr, @Out long pdwBestIfIndex) {
    byte[] address = {
      (byte) dwDestAddr,
      (byte) (dwDestAddr >>> 8),
      (byte) (dwDestAddr >>> 16),
      (byte) (dwDestAddr >>> 24)
    };
    Memory.putInt(pdwBestIfIndex, best(t, SocketAddress.AF_INET, address));
    return 0;
  }

  private static int best(GuestThread t, int family, byte[] address) {
    return Routes.interfaceOf(Routes.source(t, family, address)).getIndex();
  }

  /**
   * The route that datagrams to an address take, and the address they come from.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/netioapi/nf-netioapi-getbestroute2">GetBestRoute2</a>
   */
  @Export(
      fails = Fails.WIN32,
      support = Support.PARTIAL,
      note = "The host chooses the interface and the source address.")
  static int GetBestRoute2(
      GuestThread t,
      @In @Opt long InterfaceLuid,
      int InterfaceIndex,
      @In @Opt long SourceAddress,
      @In long DestinationAddress,
      int AddressSortOptions,
      @Out long BestRoute,
      @Out long BestSourceAddress) {
    int family = Memory.getU16(DestinationAddress);
    byte[] destination = address(DestinationAddress, family);
    byte[] source = Routes.source(t, family, destination);
    Routes.write(BestRoute, family, destination, Routes.interfaceOf(source));
    Routes.putAddress(BestSourceAddress, family, source);
    return 0;
  }

  /** The address in a {@code SOCKADDR_IN} or {@code SOCKADDR_IN6}. */
  private static byte[] address(long at, int family) {
    if (family != SocketAddress.AF_INET && family != SocketAddress.AF_INET6) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    boolean v4 = family == SocketAddress.AF_INET;
    return Memory.read(at + (v4 ? 4 : 8), v4 ? 4 : 16);
  }

  private static NetworkInterface required(NetworkInterface i, Win32Error missing) {
    if (i == null) {
      throw missing.exception();
    }
    return i;
  }

  /** The number of an interface of a name, 0 when there is none. */
  @Export("if_nametoindex")
  static int if_nametoindex(@In long InterfaceName) {
    NetworkInterface i = Interfaces.byName(Text.ANSI.read(InterfaceName));
    return i == null ? 0 : i.getIndex();
  }

  /** The name of an interface, a null pointer when there is none; the room is 256 bytes. */
  @Export("if_indextoname")
  static long if_indextoname(int InterfaceIndex, @Out long InterfaceName) {
    NetworkInterface i = Interfaces.byIndex(InterfaceIndex);
    if (i == null) {
      return 0;
    }
    Text.ANSI.write(InterfaceName, i.getName());
    return InterfaceName;
  }

  @Export(fails = Fails.WIN32)
  static int ConvertInterfaceIndexToLuid(int InterfaceIndex, @Out long InterfaceLuid) {
    NetworkInterface i = required(Interfaces.byIndex(InterfaceIndex), Win32Error.FILE_NOT_FOUND);
    Memory.putLong(InterfaceLuid, Interfaces.luid(i));
    return 0;
  }

  @Export(fails = Fails.WIN32)
  static int ConvertInterfaceLuidToIndex(@In long InterfaceLuid, @Out long InterfaceIndex) {
    NetworkInterface i =
        required(Interfaces.byLuid(Memory.getLong(InterfaceLuid)), Win32Error.INVALID_PARAMETER);
    Memory.putInt(InterfaceIndex, i.getIndex());
    return 0;
  }

  @Export(
      value = {"ConvertInterfaceLuidToName"},
      fails = Fails.WIN32)
  static int ConvertInterfaceLuidToName(
      Text text, @In long InterfaceLuid, @Out long InterfaceName, long Length) {
    NetworkInterface i =
        required(Interfaces.byLuid(Memory.getLong(InterfaceLuid)), Win32Error.INVALID_PARAMETER);
    if (text.length(i.getName()) >= Length) {
      throw Win32Error.NOT_ENOUGH_MEMORY.exception();
    }
    text.write(InterfaceName, i.getName());
    return 0;
  }

  /** The alias is the name. */
  @Export(fails = Fails.WIN32)
  static int ConvertInterfaceLuidToAlias(
      @In long InterfaceLuid, @Out long InterfaceAlias, long Length) {
    return ConvertInterfaceLuidToName(Text.WIDE, InterfaceLuid, InterfaceAlias, Length);
  }

  /** The network is taken to stay as it is: nothing is ever told. */
  @Export(
      value = {"NotifyIpInterfaceChange", "NotifyUnicastIpAddressChange", "NotifyRouteChange2"},
      fails = Fails.WIN32,
      support = Support.PARTIAL,
      note = "Changes are not told.")
  static int NotifyIpInterfaceChange(
      int Family,
      long Callback,
      @Opt long CallerContext,
      boolean InitialNotification,
      @In @Out long NotificationHandle) {
    if (InitialNotification) {
      throw Win32Error.NOT_SUPPORTED.exception();
    }
    Memory.putLong(NotificationHandle, 1);
    return 0;
  }

  @Export(fails = Fails.WIN32)
  static int CancelMibChangeNotify2(long NotificationHandle) {
    return 0;
  }
}
