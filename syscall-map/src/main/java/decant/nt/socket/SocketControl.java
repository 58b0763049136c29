package decant.nt.socket;

import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.Win32Error;
import decant.nt.Win32Exception;
import decant.nt.file.FileIo;
import decant.nt.file.IoObject;
import decant.nt.io.IoReport;

/**
 * The control codes of the socket driver, which event loops use below Windows Sockets: polls, and
 * receives that report to a completion port whatever layers lie above.
 */
public final class SocketControl {
  private static final int IOCTL_AFD_RECEIVE = 0x1_2017;
  private static final int IOCTL_AFD_RECEIVE_DATAGRAM = 0x1_201B;
  private static final int IOCTL_AFD_POLL = 0x1_2024;

  /** {@code AFD_RECV_INFO}: the buffers. */
  private static final int BUFFER_COUNT = 8;

  private static final int TDI_FLAGS = 16;
  private static final int RECEIVE_SIZE = 24;

  /** {@code AFD_RECV_DATAGRAM_INFO}: also where the sender's address goes. */
  private static final int ADDRESS = 24;

  private static final int ADDRESS_LENGTH = 32;
  private static final int RECEIVE_DATAGRAM_SIZE = 40;

  private static final int TDI_RECEIVE_EXPEDITED = 0x40;
  private static final int TDI_RECEIVE_PEEK = 0x80;

  private SocketControl() {}

  /**
   * Sends a control code to a socket or to a file of the driver.
   *
   * @return {@code STATUS_PENDING} if the operation goes on, else how it ended
   */
  public static NtStatus control(
      GuestThread t,
      IoObject file,
      IoReport report,
      int code,
      long in,
      int inSize,
      long out,
      int outSize) {
    SocketObject socket = file instanceof SocketObject s ? s : null;
    if (code == IOCTL_AFD_POLL) {
      AfdPolls polls = socket == null ? ((AfdObject) file).polls : socket.polls();
      return polls.poll(t, report, in, inSize, out, outSize);
    }
    boolean named = code == IOCTL_AFD_RECEIVE_DATAGRAM;
    if (socket == null || code != IOCTL_AFD_RECEIVE && !named) {
      throw NtStatus.NOT_SUPPORTED.exception();
    }
    if (Integer.compareUnsigned(inSize, named ? RECEIVE_DATAGRAM_SIZE : RECEIVE_SIZE) < 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    Buffers buffers = buffers(socket, in);
    SocketTransfer receive =
        new SocketTransfer(socket, report, false, buffers, flags(Memory.getInt(in + TDI_FLAGS)));
    if (named) {
      receive.reporting(Memory.getLong(in + ADDRESS), Memory.getLong(in + ADDRESS_LENGTH));
    }
    return FileIo.submit(socket, receive);
  }

  private static Buffers buffers(SocketObject socket, long in) {
    try {
      return Buffers.of(Memory.getLong(in), Memory.getInt(in + BUFFER_COUNT), socket.isStream());
    } catch (Win32Exception e) {
      throw (e.error() == Win32Error.WSAEFAULT
              ? NtStatus.ACCESS_VIOLATION
              : NtStatus.INVALID_PARAMETER)
          .exception();
    }
  }

  private static int flags(int tdi) {
    return ((tdi & TDI_RECEIVE_PEEK) != 0 ? SocketData.MSG_PEEK : 0)
        | ((tdi & TDI_RECEIVE_EXPEDITED) != 0 ? SocketData.MSG_OOB : 0);
  }
}
