package decant.nt.socket;

import decant.host.Epoll;
import decant.host.HostBuffer;
import decant.nt.NtStatus;
import decant.nt.Win32Error;
import decant.nt.Win32Exception;
import decant.nt.io.IoReport;
import decant.nt.io.IoRequest;

/** {@code ConnectEx}: a connection, and then perhaps the first data. */
public final class ConnectRequest extends IoRequest {
  private final SocketObject socket;
  private final int addressLength;
  private final Buffers data;
  private boolean begun;
  private boolean connected;
  private long sent;

  /**
   * A connection to the address in the calling thread's buffer, which is used at once.
   *
   * @param data what to send then; null for nothing
   */
  public ConnectRequest(SocketObject socket, IoReport report, int addressLength, Buffers data) {
    super(report);
    this.socket = socket;
    this.addressLength = addressLength;
    this.data = data;
  }

  @Override
  protected int awaits() {
    return Epoll.EPOLLOUT;
  }

  @Override
  protected void attempt(int events) {
    try {
      if (!begun) {
        begun = true;
        connected = socket.beginConnect(HostBuffer.get(), addressLength);
      } else if (!connected && events != 0) {
        Win32Error error = socket.finishConnect();
        if (error != Win32Error.SUCCESS) {
          done(statusOf(error), 0);
          return;
        }
        connected = true;
      }
      if (connected) {
        send();
      }
    } catch (Win32Exception e) {
      done(statusOf(e.error()), 0);
    }
  }

  private void send() {
    while (data != null && data.total() > 0) {
      int n = socket.data().trySend(data, 0, 0);
      if (n == Buffers.WOULD_BLOCK) {
        return;
      }
      sent += n;
      data.advance(n);
    }
    done(NtStatus.SUCCESS, sent);
  }

  private static NtStatus statusOf(Win32Error error) {
    return switch (error) {
      case WSAECONNREFUSED -> NtStatus.CONNECTION_REFUSED;
      case WSAENETUNREACH -> NtStatus.NETWORK_UNREACHABLE;
      case WSAEHOSTUNREACH -> NtStatus.HOST_UNREACHABLE;
      case WSAETIMEDOUT -> NtStatus.IO_TIMEOUT;
      case WSAEADDRNOTAVAIL -> NtStatus.INVALID_ADDRESS;
      case WSAEADDRINUSE -> NtStatus.ADDRESS_ALREADY_EXISTS;
      case WSAECONNRESET -> NtStatus.CONNECTION_RESET;
      default -> NtStatus.INVALID_PARAMETER;
    };
  }
}
