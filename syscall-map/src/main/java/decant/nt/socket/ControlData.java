package decant.nt.socket;

import decant.host.HostBuffer;
import decant.host.Memory;

/**
 * The control data of a message ({@code WSACMSGHDR}: length, level, type, then the value, aligned
 * to eight bytes), which both systems lay out alike. Levels and types differ, and the interface of
 * an IPv4 datagram ({@code IN_PKTINFO}). What the other system does not know is left out.
 */
final class ControlData {
  /** Where in the thread's buffer the host's form lies, behind the vectors. */
  static final int AT = 0x6000;

  /** Room for the host's form. */
  static final int ROOM = 0x400;

  private static final int HEADER = 16;
  private static final int LEVEL = 8;
  private static final int TYPE = 12;
  private static final int IPPROTO_IP = 0;
  private static final int IPPROTO_IPV6 = 41;

  /** Windows' types and the host's. */
  private static final int PKTINFO = 19;

  private static final int HOST_IP_PKTINFO = 8;
  private static final int HOST_IPV6_PKTINFO = 50;

  /** {@code IN_PKTINFO}: address, interface. The host's: interface, local address, address. */
  private static final int IN_PKTINFO_SIZE = 8;

  private static final int HOST_IN_PKTINFO_SIZE = 12;
  private static final int IN6_PKTINFO_SIZE = 20;

  private ControlData() {}

  /** Brings a program's control data into the buffer; returns the bytes they take there. */
  static int toHost(HostBuffer buffer, long control, int length) {
    int used = 0;
    for (int at = 0; at + HEADER <= length; ) {
      long size = Memory.getLong(control + at);
      if (size < HEADER || size > length - at) {
        break;
      }
      int level = Memory.getInt(control + at + LEVEL);
      int type = Memory.getInt(control + at + TYPE);
      long value = control + at + HEADER;
      if (type == PKTINFO && level == IPPROTO_IP && size >= HEADER + IN_PKTINFO_SIZE) {
        header(buffer, used, HOST_IN_PKTINFO_SIZE, IPPROTO_IP, HOST_IP_PKTINFO);
        buffer.putDataInt(AT + used + HEADER, Memory.getInt(value + 4));
        buffer.putDataInt(AT + used + HEADER + 4, Memory.getInt(value));
        buffer.putDataInt(AT + used + HEADER + 8, 0);
        used += (int) Memory.alignUp(HEADER + HOST_IN_PKTINFO_SIZE, 8);
      } else if (type == PKTINFO && level == IPPROTO_IPV6 && size >= HEADER + IN6_PKTINFO_SIZE) {
        header(buffer, used, IN6_PKTINFO_SIZE, IPPROTO_IPV6, HOST_IPV6_PKTINFO);
        for (int i = 0; i < IN6_PKTINFO_SIZE; i += 4) {
          buffer.putDataInt(AT + used + HEADER + i, Memory.getInt(value + i));
        }
        used += (int) Memory.alignUp(HEADER + IN6_PKTINFO_SIZE, 8);
      }
      at += (int) Memory.alignUp(size, 8);
      if (used > ROOM - 64) {
        break;
      }
    }
    return used;
  }

  private static void header(HostBuffer buffer, int at, int size, int level, int type) {
    buffer.putDataLong(AT + at, HEADER + size);
    buffer.putDataInt(AT + at + LEVEL, level);
    buffer.putDataInt(AT + at + TYPE, type);
  }

  /**
   * Gives the control data in the buffer to a program.
   *
   * @param used the bytes that the host has filled
   * @return the bytes that the program gets; negative, less one, when its room was too small
   */
  static int toGuest(HostBuffer buffer, int used, long control, int room) {
    int filled = 0;
    for (int at = 0; at + HEADER <= used; ) {
      int size = (int) buffer.dataLong(AT + at);
      if (size < HEADER || size > used - at) {
        break;
      }
      int level = buffer.dataInt(AT + at + LEVEL);
      int type = buffer.dataInt(AT + at + TYPE);
      boolean v4 = level == IPPROTO_IP && type == HOST_IP_PKTINFO;
      if (v4 || level == IPPROTO_IPV6 && type == HOST_IPV6_PKTINFO) {
        int value = v4 ? IN_PKTINFO_SIZE : IN6_PKTINFO_SIZE;
        if (filled + HEADER + value > room) {
          return -filled - 1;
        }
        long to = control + filled;
        Memory.putLong(to, HEADER + value);
        Memory.putInt(to + LEVEL, level);
        Memory.putInt(to + TYPE, PKTINFO);
        if (v4) {
          Memory.putInt(to + HEADER, buffer.dataInt(AT + at + HEADER + 8));
          Memory.putInt(to + HEADER + 4, buffer.dataInt(AT + at + HEADER));
        } else {
          for (int i = 0; i < IN6_PKTINFO_SIZE; i += 4) {
            Memory.putInt(to + HEADER + i, buffer.dataInt(AT + at + HEADER + i));
          }
        }
        filled = (int) Math.min(Memory.alignUp(filled + HEADER + value, 8), room);
      }
      at += (int) Memory.alignUp(size, 8);
    }
    return filled;
  }
}
