package decant.ws2_32;

import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.Text;
import decant.host.HostBuffer;
import decant.host.Memory;
import decant.host.NetDb;
import decant.nt.GuestThread;
import decant.nt.Win32Error;
import decant.nt.Win32Exception;
import decant.nt.socket.SocketAddress;
import java.util.List;

/**
 * ws2tcpip.h: names and addresses. Results are lists in one block of the process heap. These
 * functions return their error, and leave it as last error as well.
 *
 * @see <a
 *     href="https://learn.microsoft.com/windows/win32/api/ws2tcpip/nf-ws2tcpip-getaddrinfo">getaddrinfo</a>
 */
@Library("ws2_32")
public final class Ws2Tcpip {
  /** {@code ADDRINFO}. */
  private static final int FLAGS = 0;

  private static final int FAMILY = 4;
  private static final int SOCKTYPE = 8;
  private static final int PROTOCOL = 12;
  private static final int ADDRLEN = 16;
  private static final int CANONNAME = 24;
  private static final int ADDR = 32;
  private static final int NEXT = 40;
  private static final int SIZE = 48;

  /** {@code ADDRINFOEX} has a blob and a provider before the link. */
  private static final int NEXT_EX = 64;

  private static final int SIZE_EX = 72;
  private static final int ADDRESS_ROOM = 32;

  private static final int NI_NOFQDN = 1;
  private static final int NI_NUMERICHOST = 2;
  private static final int NI_NAMEREQD = 4;
  private static final int NI_NUMERICSERV = 8;
  private static final int NI_DGRAM = 16;
  private static final int NAME_ROOM = 1025;

  private Ws2Tcpip() {}

  @Export(fails = Fails.WIN32)
  static int getaddrinfo(
      GuestThread t,
      @In @Opt long pNodeName,
      @In @Opt long pServiceName,
      @In @Opt long pHints,
      @Out long ppResult) {
    return find(t, Text.ANSI, false, pNodeName, pServiceName, pHints, ppResult);
  }

  @Export(fails = Fails.WIN32)
  static int GetAddrInfoW(
      GuestThread t,
      @In @Opt long pNodeName,
      @In @Opt long pServiceName,
      @In @Opt long pHints,
      @Out long ppResult) {
    return find(t, Text.WIDE, false, pNodeName, pServiceName, pHints, ppResult);
  }

  /** The answer is there when the call returns, whatever was asked for. */
  @Export(
      fails = Fails.WIN32,
      support = Support.PARTIAL,
      note = "Name space DNS; never left pending; time limits are not looked at.")
  static int GetAddrInfoExW(
      GuestThread t,
      @In @Opt long pName,
      @In @Opt long pServiceName,
      int dwNameSpace,
      @Opt long lpNspId,
      @In @Opt long hints,
      @Out long ppResult,
      @Opt long timeout,
      @Opt long lpOverlapped,
      @Opt long lpCompletionRoutine,
      @Opt long lpNameHandle) {
    return find(t, Text.WIDE, true, pName, pServiceName, hints, ppResult);
  }

  private static int find(
      GuestThread t, Text text, boolean ex, long node, long service, long hints, long result) {
    try {
      Ws2.requireStartup(t);
      if (result == 0) {
        throw Win32Error.WSAEFAULT.exception();
      }
      Memory.putLong(result, 0);
      String name = text.read(node);
      String port = text.read(service);
      if (name == null && port == null) {
        throw Win32Error.WSAHOST_NOT_FOUND.exception();
      }
      int flags = hints == 0 ? 0 : Memory.getInt(hints + FLAGS);
      int family = hints == 0 ? 0 : Memory.getInt(hints + FAMILY);
      int number = Resolver.port(port, flags);
      if ((flags & Resolver.AI_CANONNAME) != 0 && name == null) {
        throw Win32Error.WSAEINVAL.exception();
      }
      Resolver.Answer answer = Resolver.resolve(name, family, flags);
      Memory.putLong(result, write(t, text, ex, answer, number, hints, flags));
      return 0;
    } catch (Win32Exception e) {
      t.setLastError(e.error());
      throw e;
    }
  }

  private static long write(
      GuestThread t,
      Text text,
      boolean ex,
      Resolver.Answer answer,
      int port,
      long hints,
      int flags) {
    List<Resolver.Found> found = answer.found();
    String canonical = (flags & Resolver.AI_CANONNAME) != 0 ? answer.canonical() : null;
    int size = (ex ? SIZE_EX : SIZE) + ADDRESS_ROOM;
    int room = canonical == null ? 0 : (text.length(canonical) + 1) * text.unit;
    long block = t.process.heap.allocate(t, (long) size * found.size() + room);
    if (block == 0) {
      throw Win32Error.NOT_ENOUGH_MEMORY.exception();
    }
    for (int i = 0; i < found.size(); i++) {
      long at = block + (long) size * i;
      Resolver.Found one = found.get(i);
      Memory.fill(at, size, 0);
      long address = at + size - ADDRESS_ROOM;
      Memory.putInt(at + FLAGS, flags & Resolver.AI_CANONNAME);
      Memory.putInt(at + FAMILY, one.family());
      if (hints != 0) {
        Memory.putInt(at + SOCKTYPE, Memory.getInt(hints + SOCKTYPE));
        Memory.putInt(at + PROTOCOL, Memory.getInt(hints + PROTOCOL));
      }
      Memory.putLong(at + ADDRLEN, SocketAddress.size(one.family()));
      Memory.putLong(at + ADDR, address);
      writeAddress(address, one, port);
      if (i + 1 < found.size()) {
        Memory.putLong(at + (ex ? NEXT_EX : NEXT), at + size);
      }
    }
    if (canonical != null) {
      long at = block + (long) size * found.size();
      text.write(at, canonical);
      Memory.putLong(block + CANONNAME, at);
    }
    return block;
  }

  private static void writeAddress(long at, Resolver.Found one, int port) {
    Memory.putShort(at, one.family());
    Memory.putShort(at + 2, Short.reverseBytes((short) port));
    boolean v4 = one.family() == SocketAddress.AF_INET;
    Memory.write(at + (v4 ? 4 : 8), one.bytes());
    if (!v4) {
      Memory.putInt(at + 24, one.scope());
    }
  }

  @Export({"freeaddrinfo", "FreeAddrInfoW", "FreeAddrInfoEx", "FreeAddrInfoExW"})
  static void freeaddrinfo(GuestThread t, @Opt long pAddrInfo) {
    if (pAddrInfo != 0) {
      t.process.heap.free(t, pAddrInfo);
    }
  }

  @Export(fails = Fails.WIN32)
  static int getnameinfo(
      GuestThread t,
      @In(size = "SockaddrLength") long pSockaddr,
      int SockaddrLength,
      @Out(size = "NodeBufferSize") @Opt long pNodeBuffer,
      int NodeBufferSize,
      @Out(size = "ServiceBufferSize") @Opt long pServiceBuffer,
      int ServiceBufferSize,
      int Flags) {
    return name(
        t,
        Text.ANSI,
        pSockaddr,
        SockaddrLength,
        pNodeBuffer,
        NodeBufferSize,
        pServiceBuffer,
        ServiceBufferSize,
        Flags);
  }

  @Export(fails = Fails.WIN32)
  static int GetNameInfoW(
      GuestThread t,
      @In(size = "SockaddrLength") long pSockaddr,
      int SockaddrLength,
      @Out @Opt long pNodeBuffer,
      int NodeBufferSize,
      @Out @Opt long pServiceBuffer,
      int ServiceBufferSize,
      int Flags) {
    return name(
        t,
        Text.WIDE,
        pSockaddr,
        SockaddrLength,
        pNodeBuffer,
        NodeBufferSize,
        pServiceBuffer,
        ServiceBufferSize,
        Flags);
  }

  private static int name(
      GuestThread t,
      Text text,
      long address,
      int length,
      long node,
      int nodeRoom,
      long service,
      int serviceRoom,
      int flags) {
    try {
      HostBuffer buffer = HostBuffer.get();
      int hostLength = SocketAddress.toHost(t.process, buffer, address, length);
      boolean hasNode = node != 0 && nodeRoom != 0;
      boolean hasService = service != 0 && serviceRoom != 0;
      if (!hasNode && !hasService) {
        throw Win32Error.WSAHOST_NOT_FOUND.exception();
      }
      int port = buffer.getByte(SocketAddress.AT + 2) << 8 | buffer.getByte(SocketAddress.AT + 3);
      if (hasNode) {
        int error =
            NetDb.getnameinfo(
                buffer.struct() + SocketAddress.AT,
                hostLength,
                buffer.data(),
                NAME_ROOM,
                0,
                0,
                hostFlags(flags));
        if (error != 0) {
          throw Resolver.error(error).exception();
        }
        int n = 0;
        while (buffer.dataU8(n) != 0) {
          n++;
        }
        put(
            text,
            node,
            nodeRoom,
            new String(buffer.data(0, n), java.nio.charset.StandardCharsets.UTF_8));
      }
      if (hasService) {
        String name = (flags & NI_NUMERICSERV) != 0 ? null : Resolver.service(port);
        put(text, service, serviceRoom, name == null ? Integer.toString(port) : name);
      }
      return 0;
    } catch (Win32Exception e) {
      t.setLastError(e.error());
      throw e;
    }
  }

  private static void put(Text text, long at, int room, String value) {
    if (Integer.compareUnsigned(text.length(value), room) >= 0) {
      throw Win32Error.INSUFFICIENT_BUFFER.exception();
    }
    text.write(at, value);
  }

  private static int hostFlags(int flags) {
    return ((flags & NI_NOFQDN) != 0 ? NetDb.NI_NOFQDN : 0)
        | ((flags & NI_NUMERICHOST) != 0 ? NetDb.NI_NUMERICHOST : 0)
        | ((flags & NI_NAMEREQD) != 0 ? NetDb.NI_NAMEREQD : 0)
        | ((flags & NI_DGRAM) != 0 ? NetDb.NI_DGRAM : 0);
  }
}
