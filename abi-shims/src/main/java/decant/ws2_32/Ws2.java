package decant.ws2_32;

import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.HandleTable;
import decant.nt.NtObject;
import decant.nt.NtStatusException;
import decant.nt.Win32Error;
import decant.nt.file.FileAccess;
import decant.nt.socket.SocketObject;
import java.util.concurrent.atomic.AtomicInteger;

/** What the functions of Windows Sockets share. */
public final class Ws2 {
  static final int SOCKET_ERROR = -1;

  static final int ACCESS = FileAccess.FILE_GENERIC_READ | FileAccess.FILE_GENERIC_WRITE;

  /** How often {@code WSAStartup} was called without {@code WSACleanup}. */
  private final AtomicInteger startups = new AtomicInteger();

  private Ws2() {}

  static AtomicInteger startups(GuestProcess process) {
    return process.state(Ws2.class, p -> new Ws2()).startups;
  }

  /** {@code WSANOTINITIALISED} before {@code WSAStartup}. */
  static void requireStartup(GuestThread t) {
    if (startups(t.process).get() == 0) {
      throw Win32Error.WSANOTINITIALISED.exception();
    }
  }

  /** The socket of a handle; {@code WSAENOTSOCK} when it is none. */
  public static SocketObject socket(GuestThread t, long handle) {
    try {
      NtObject object = t.process.handles.entry(handle).object;
      if (object instanceof SocketObject socket) {
        return socket;
      }
    } catch (NtStatusException e) {
      // Said below.
    }
    requireStartup(t);
    throw Win32Error.WSAENOTSOCK.exception();
  }

  /** As {@link #socket}, kept until it is released: another thread may close the last handle. */
  public static SocketObject use(GuestThread t, long handle) {
    SocketObject socket = socket(t, handle);
    if (!socket.tryRetain()) {
      throw Win32Error.WSAENOTSOCK.exception();
    }
    return socket;
  }

  /** Opens a handle to a socket. */
  static long open(GuestThread t, SocketObject socket, boolean inherit) {
    return t.process.handles.open(socket, ACCESS, inherit ? HandleTable.INHERIT : 0);
  }
}
