package decant.ws2_32;

/** The functions that programs get by identifier ({@code WSAID_*}, mswsock.h). */
enum Extensions {
  TRANSMITFILE(0x11CF_CBAC_B536_7DF0L, 0x92A1_485F_8000_CA95L, "TransmitFile"),
  ACCEPTEX(0x11CF_CBAC_B536_7DF1L, 0x92A1_485F_8000_CA95L, "AcceptEx"),
  GETACCEPTEXSOCKADDRS(0x11CF_CBAC_B536_7DF2L, 0x92A1_485F_8000_CA95L, "GetAcceptExSockaddrs"),
  CONNECTEX(0x4660_DDF3_25A2_07B9L, 0x3E06_748C_E576_E98EL, "ConnectEx"),
  DISCONNECTEX(0x436F_8630_7FDA_2E11L, 0x57C1_EEA6_36F5_31A0L, "DisconnectEx"),
  WSARECVMSG(0x436B_6F1F_F689_D7C8L, 0x22C3_51E3_4FE5_538AL, "WSARecvMsg"),
  WSASENDMSG(0x43CA_754F_A441_E712L, 0x6D60_CF44_EE0D_A784L, "WSASendMsg");

  private static final Extensions[] ALL = values();

  private final long low;
  private final long high;
  private final String function;

  Extensions(long low, long high, String function) {
    this.low = low;
    this.high = high;
    this.function = function;
  }

  /** The name, as the library mswsock has it, of the function with an identifier; or null. */
  static String name(long low, long high) {
    for (Extensions e : ALL) {
      if (e.low == low && e.high == high) {
        return e.function;
      }
    }
    return null;
  }
}
