package decant.nt;

/**
 * What a guest thread owns on our side, laid out behind its TEB so that machine code reaches it
 * through GS. {@code abi-shims/src/main/asm/layout.inc} says the same; a test compares the two.
 */
public final class ThreadBlock {
  /**
   * The alternate stack that signal handlers of this thread run on; its size is {@link
   * #SIGNAL_STACK_SIZE}.
   */
  public static final int SIGNAL_STACK = 0x1_0000;

  public static final int SIGNAL_STACK_SIZE = 0x1_0000;

  /** Size of TEB and thread block together. */
  public static final int SIZE = SIGNAL_STACK + SIGNAL_STACK_SIZE;

  public static final int HOST_SP = 0x2000;
  public static final int LEVEL_SP = 0x2008;
  public static final int GATE = 0x2010;
  public static final int SLOT = 0x2018;
  public static final int ACTION = 0x2020;
  public static final int PENDING = 0x2024;
  public static final int ACTION_ARG = 0x2028;
  public static final int XMM0 = 0x2030;
  public static final int FAULT_SIGNAL = 0x2038;
  public static final int FAULT_CODE = 0x203C;
  public static final int FAULT_ADDRESS = 0x2040;
  public static final int FAULT_TRAP = 0x2048;
  public static final int FAULT_ERROR = 0x2050;
  public static final int FLS = 0x2058;
  public static final int FRAME = 0x2060;
  public static final int PARK = 0x2068;
  public static final int ACK = 0x206C;
  public static final int ACK_SLEEP = 0x2070;
  public static final int HOST_TID = 0x2074;
  public static final int STOPPED = 0x2078;
  public static final int RESULT = 0x2080;
  public static final int MODES = 0x20F0;
  public static final int ANSWER = 0x2088;
  public static final int ERRNO = 0x2090;
  public static final int INVALID_PARAMETER = 0x2098;
  public static final int LOCALE_CHANGES = 0x20A0;
  public static final int CODE_PAGE = 0x20A4;
  public static final int MB_CUR_MAX = 0x20A8;
  public static final int LCONV = 0x20B0;
  public static final int HOST_FAULT = 0x20E0;
  public static final int HOST_FAULT_ERROR = 0x20E8;
  public static final int HOST_FULL = 0x20D8;
  public static final int HOST_LOW = 0x20F8;
  public static final int HEAP_CACHE = 0x2100;
  public static final int SHORTCUTS = 0x2500;
  public static final int FILES = 0x2580;
  public static final int CONTEXT = 0x2800;
  public static final int RESTORE = 0x2CD0;
  public static final int HEAP_RUN = 0x3000;
  public static final int NEW_CONTEXT = 0x3800;
  public static final int XSAVE = 0x4000;
  public static final int XSAVE_SIZE = 0xC00;

  /** Scratch memory for host calls made by this thread: structures that libc fills, path names. */
  public static final int SCRATCH = 0x5000;

  public static final int SCRATCH_SIZE = 0xA000;

  /** Where machine code puts formatted output together; it is behind the scratch memory. */
  public static final int PRINT = SCRATCH + SCRATCH_SIZE;

  /** Values of {@link #FRAME} that are no frame's address: see layout.inc. */
  public static final long FRAME_HOST = 1;

  public static final long FRAME_FAULT = 2;
  public static final long FRAME_RESTORE = 3;

  private ThreadBlock() {}
}
