package decant.nt.socket;

import decant.host.Memory;

/** {@code WSAMSG}: address, buffers, control data and flags of a message. */
public final class WsaMessage {
  public static final int NAME = 0;
  public static final int NAME_LENGTH = 8;
  public static final int BUFFERS = 16;
  public static final int BUFFER_COUNT = 24;
  public static final int CONTROL_LENGTH = 32;
  public static final int CONTROL = 40;
  public static final int FLAGS = 48;

  private static final int MSG_TRUNC = 0x100;
  private static final int MSG_CTRUNC = 0x200;

  private WsaMessage() {}

  /** The buffers and control data of a message. */
  public static Buffers buffers(long message) {
    return Buffers.of(
            Memory.getLong(message + BUFFERS), Memory.getInt(message + BUFFER_COUNT), false)
        .withControl(Memory.getLong(message + CONTROL), Memory.getInt(message + CONTROL_LENGTH));
  }

  /** Tells what was received beside data and address. */
  public static void received(long message, Buffers buffers, boolean cut) {
    int control = buffers.receivedControl();
    boolean controlCut = control < 0;
    Memory.putInt(message + CONTROL_LENGTH, controlCut ? -control - 1 : control);
    Memory.putInt(message + FLAGS, (cut ? MSG_TRUNC : 0) | (controlCut ? MSG_CTRUNC : 0));
  }
}
