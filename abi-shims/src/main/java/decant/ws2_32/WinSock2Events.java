package decant.ws2_32;

import decant.abi.Apcs;
import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.nt.GuestThread;
import decant.nt.Handles;
import decant.nt.NtStatusException;
import decant.nt.Win32Error;
import decant.nt.socket.NetworkEvents;
import decant.nt.socket.SocketObject;
import decant.nt.sync.EventObject;
import decant.nt.sync.Waitable;
import decant.nt.sync.Waits;

/** winsock2.h: events. */
@Library("ws2_32")
public final class WinSock2Events {
  private static final int KNOWN_EVENTS = 0x3FF;
  private static final int WSA_WAIT_IO_COMPLETION = 0xC0;

  private WinSock2Events() {}

  /** A manual-reset event that is not set. */
  @Export
  static long WSACreateEvent(GuestThread t) {
    return t.process.handles.open(new EventObject(true, false), Handles.ALL_ACCESS, 0);
  }

  private static EventObject event(GuestThread t, long handle) {
    try {
      return t.process.handles.get(handle, EventObject.class);
    } catch (NtStatusException e) {
      throw Win32Error.INVALID_HANDLE.exception();
    }
  }

  @Export
  static boolean WSASetEvent(GuestThread t, @Handle long hEvent) {
    event(t, hEvent).set();
    return true;
  }

  @Export
  static boolean WSAResetEvent(GuestThread t, @Handle long hEvent) {
    event(t, hEvent).reset();
    return true;
  }

  @Export
  static boolean WSACloseEvent(GuestThread t, @Handle long hEvent) {
    event(t, hEvent);
    Handles.close(t, hEvent);
    return true;
  }

  /**
   * Waits for events; the results are those of WaitForMultipleObjectsEx.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsawaitformultipleevents">WSAWaitForMultipleEvents</a>
   */
  @Export(fails = Fails.MINUS_ONE)
  static int WSAWaitForMultipleEvents(
      GuestThread t,
      int cEvents,
      @In long lphEvents,
      boolean fWaitAll,
      int dwTimeout,
      boolean fAlertable) {
    if (cEvents < 1 || cEvents > Waits.MAXIMUM_WAIT_OBJECTS) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    Waitable[] events = new Waitable[cEvents];
    for (int i = 0; i < cEvents; i++) {
      events[i] =
          t.process.handles.get(decant.host.Memory.getLong(lphEvents + 8L * i), Waitable.class);
    }
    int result = Apcs.many(t, events, cEvents, fWaitAll, Waits.nanos(dwTimeout), fAlertable);
    return result == Apcs.USER_APC ? WSA_WAIT_IO_COMPLETION : result;
  }

  /**
   * Has an event set when things happen on a socket, which does not wait from then on.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsaeventselect">WSAEventSelect</a>
   */
  @Export(fails = Fails.MINUS_ONE)
  static int WSAEventSelect(
      GuestThread t, @Handle long s, @Handle @Opt long hEventObject, int lNetworkEvents) {
    SocketObject socket = Ws2.socket(t, s);
    if ((lNetworkEvents & ~KNOWN_EVENTS) != 0 || hEventObject == 0 && lNetworkEvents != 0) {
      throw Win32Error.WSAEINVAL.exception();
    }
    EventObject object = lNetworkEvents == 0 ? null : event(t, hEventObject);
    if (object != null) {
      socket.setNonBlocking(true);
    }
    socket.networkEvents().select(object, lNetworkEvents);
    return 0;
  }

  /**
   * What has happened on a socket since the last call.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsaenumnetworkevents">WSAEnumNetworkEvents</a>
   */
  @Export(fails = Fails.MINUS_ONE)
  static int WSAEnumNetworkEvents(
      GuestThread t, @Handle long s, @Handle @Opt long hEventObject, @Out long lpNetworkEvents) {
    SocketObject socket = Ws2.socket(t, s);
    if (lpNetworkEvents == 0) {
      throw Win32Error.WSAEFAULT.exception();
    }
    NetworkEvents events = socket.networkEvents();
    events.take(lpNetworkEvents, hEventObject == 0 ? null : event(t, hEventObject));
    return 0;
  }
}
