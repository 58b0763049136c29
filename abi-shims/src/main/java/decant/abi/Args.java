package decant.abi;

import decant.host.Memory;

/** How adapters read arguments from a Win64 frame and leave floating-point results in it. */
public final class Args {
  /**
   * From the argument slots down to the slots that hold XMM0 to XMM3 (layout.inc: FRAME_XMM_ARGS -
   * FRAME_ARGS).
   */
  static final int XMM = 0x120 - 0x190;

  private Args() {}

  public static long i64(long frame, int index) {
    return Memory.getLong(frame + 8L * index);
  }

  public static int i32(long frame, int index) {
    return Memory.getInt(frame + 8L * index);
  }

  public static short i16(long frame, int index) {
    return Memory.getShort(frame + 8L * index);
  }

  public static byte i8(long frame, int index) {
    return Memory.getByte(frame + 8L * index);
  }

  /** A BOOL: 32 bits, anything but 0 is true. */
  public static boolean bool(long frame, int index) {
    return Memory.getInt(frame + 8L * index) != 0;
  }

  public static float f32(long frame, int index) {
    return Memory.getFloat(frame + 8L * index + (index < 4 ? XMM : 0));
  }

  public static double f64(long frame, int index) {
    return Memory.getDouble(frame + 8L * index + (index < 4 ? XMM : 0));
  }

  public static String wide(long frame, int index) {
    return Memory.wide(Memory.getLong(frame + 8L * index));
  }

  public static String narrow(long frame, int index) {
    return Text.ANSI.read(i64(frame, index));
  }

  /** The address of an argument slot: where a variable argument list begins. */
  public static long slot(long frame, int index) {
    return frame + 8L * index;
  }

  /** Leaves a result in XMM0. */
  public static long result(double value, long frame) {
    Memory.putDouble(frame + XMM, value);
    return 0;
  }

  /** Leaves a result in XMM0. */
  public static long result(float value, long frame) {
    Memory.putFloat(frame + XMM, value);
    return 0;
  }
}
