package decant.ws2_32;

/** Options of sockets that both systems have, by Windows' level and number. */
enum SocketOption {
  SO_DEBUG(0xFFFF, 0x1, 1, 1),
  SO_KEEPALIVE(0xFFFF, 0x8, 1, 9),
  SO_DONTROUTE(0xFFFF, 0x10, 1, 5),
  SO_BROADCAST(0xFFFF, 0x20, 1, 6),
  SO_OOBINLINE(0xFFFF, 0x100, 1, 10),
  SO_RCVLOWAT(0xFFFF, 0x1004, 1, 18),
  TCP_NODELAY(6, 1, 6, 1),
  TCP_KEEPIDLE(6, 3, 6, 4),
  TCP_MAXSEG(6, 4, 6, 2),
  TCP_KEEPCNT(6, 16, 6, 6),
  TCP_KEEPINTVL(6, 17, 6, 5),
  TCP_FASTOPEN(6, 15, 6, 23),
  IP_HDRINCL(0, 2, 0, 3),
  IP_TOS(0, 3, 0, 1),
  IP_TTL(0, 4, 0, 2),
  IP_MULTICAST_TTL(0, 10, 0, 33),
  IP_MULTICAST_LOOP(0, 11, 0, 34),
  IP_PKTINFO(0, 19, 0, 8),
  IP_RECVTTL(0, 21, 0, 12),
  IP_UNICAST_IF(0, 31, 0, 50),
  IP_RECVTOS(0, 40, 0, 13),
  IP_MTU_DISCOVER(0, 71, 0, 10),
  IP_MTU(0, 73, 0, 14),
  IPV6_HDRINCL(41, 2, 41, 36),
  IPV6_UNICAST_HOPS(41, 4, 41, 16),
  IPV6_MULTICAST_IF(41, 9, 41, 17),
  IPV6_MULTICAST_HOPS(41, 10, 41, 18),
  IPV6_MULTICAST_LOOP(41, 11, 41, 19),
  IPV6_DONTFRAG(41, 14, 41, 62),
  IPV6_PKTINFO(41, 19, 41, 49),
  IPV6_HOPLIMIT(41, 21, 41, 51),
  IPV6_V6ONLY(41, 27, 41, 26),
  IPV6_UNICAST_IF(41, 31, 41, 76),
  IPV6_TCLASS(41, 39, 41, 67),
  IPV6_RECVTCLASS(41, 40, 41, 66);

  private static final SocketOption[] ALL = values();

  final int level;
  final int option;
  final int hostLevel;
  final int hostOption;

  SocketOption(int level, int option, int hostLevel, int hostOption) {
    this.level = level;
    this.option = option;
    this.hostLevel = hostLevel;
    this.hostOption = hostOption;
  }

  /** The option of a level and number, or null. */
  static SocketOption of(int level, int option) {
    for (SocketOption o : ALL) {
      if (o.level == level && o.option == option) {
        return o;
      }
    }
    return null;
  }
}
