package decant.host;

/** {@code netdb.h} and {@code arpa/inet.h}: names and texts of addresses. */
public final class NetDb {
  public static final int AI_PASSIVE = 0x1;
  public static final int AI_CANONNAME = 0x2;
  public static final int AI_NUMERICHOST = 0x4;
  public static final int AI_ADDRCONFIG = 0x20;

  public static final int EAI_BADFLAGS = -1;
  public static final int EAI_NONAME = -2;
  public static final int EAI_AGAIN = -3;
  public static final int EAI_FAIL = -4;
  public static final int EAI_NODATA = -5;
  public static final int EAI_FAMILY = -6;
  public static final int EAI_SOCKTYPE = -7;
  public static final int EAI_SERVICE = -8;
  public static final int EAI_ADDRFAMILY = -9;
  public static final int EAI_MEMORY = -10;
  public static final int EAI_OVERFLOW = -12;

  public static final int NI_NUMERICHOST = 1;
  public static final int NI_NUMERICSERV = 2;
  public static final int NI_NOFQDN = 4;
  public static final int NI_NAMEREQD = 8;
  public static final int NI_DGRAM = 16;

  /** {@code struct addrinfo}. */
  public static final int AI_FLAGS = 0;

  public static final int AI_FAMILY = 4;
  public static final int AI_SOCKTYPE = 8;
  public static final int AI_PROTOCOL = 12;
  public static final int AI_ADDRLEN = 16;
  public static final int AI_ADDR = 24;
  public static final int AI_CANON = 32;
  public static final int AI_NEXT = 40;
  public static final int ADDRINFO_SIZE = 48;

  static {
    Libc.bind(NetDb.class);
  }

  private NetDb() {}

  public static native int getaddrinfo(long node, long service, long hints, long result);

  public static native void freeaddrinfo(long list);

  public static native int getnameinfo(
      long address, int length, long host, int hostRoom, long service, int serviceRoom, int flags);

  public static native int gethostname(long name, long room);

  public static native int inet_pton(int family, long text, long address);

  public static native long inet_ntop(int family, long address, long text, int room);
}
