package decant.abi.seh;

import decant.abi.Gate;
import decant.host.Memory;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.ThreadBlock;

/**
 * CONTEXTs with an extended state behind them ({@code CONTEXT_XSTATE}): YMM, and what processors
 * have besides. A {@code CONTEXT_EX} follows the CONTEXT and says where the state lies: a header,
 * then the features where the processor's XSAVE puts them, never compacted.
 *
 * @see <a
 *     href="https://learn.microsoft.com/windows/win32/debug/working-with-xstate-context">Working
 *     with XState Context</a>
 */
public final class ExtendedContext {
  /** x87 and XMM, which every CONTEXT has. */
  public static final long LEGACY = 3;

  private static final int FEATURE_X87 = 0;
  private static final int FEATURE_SSE = 1;

  /** Features whose state programs may ask for: AVX and AVX-512. */
  private static final long SUPPORTED = 0xE4;

  private static final int FEATURES = 10;
  private static final int X87_SIZE = 0xA0;
  private static final int SSE_SIZE = 0x100;

  /** CONTEXT_EX, behind the CONTEXT: three pairs of an offset from it and a length. */
  private static final int EX = Context.SIZE;

  private static final int EX_SIZE = 0x20;
  private static final int EX_LEGACY = EX + 0x08;
  private static final int EX_XSTATE = EX + 0x10;

  private static final int HEADER = 64;

  /** What XSAVE stores before its header, which a CONTEXT has elsewhere. */
  private static final int XSAVE_HEADER = 512;

  private final long enabled;
  private final int[] offsets = new int[FEATURES];
  private final int[] sizes = new int[FEATURES];
  private final int size;

  private ExtendedContext(GuestThread t) {
    long scratch = t.scratch();
    Gate.call(t, Gate.machineCode("read_xstate"), scratch);
    long features = Memory.getU32(scratch) & SUPPORTED;
    int end = XSAVE_HEADER + HEADER;
    for (int i = 2; i < FEATURES; i++) {
      offsets[i] = Memory.getInt(scratch + 8L * i - 8);
      sizes[i] = Memory.getInt(scratch + 8L * i - 4);
      if ((features >> i & 1) != 0) {
        end = Math.max(end, offsets[i] + sizes[i]);
      }
    }
    boolean fits = end <= ThreadBlock.XSAVE_SIZE;
    enabled = LEGACY | (fits ? features : 0);
    size = fits ? end - XSAVE_HEADER : HEADER;
    Memory.putInt(Gate.machineCode("data_xstate_size"), size - HEADER);
    Memory.putInt(Gate.machineCode("data_xstate_mask"), (int) (enabled & SUPPORTED));
  }

  /** What a processor's features are, and where their state lies. */
  public static ExtendedContext of(GuestThread t) {
    return t.process.state(Holder.class, Holder::new).get(t);
  }

  private static final class Holder {
    private ExtendedContext value;

    Holder(GuestProcess process) {}

    synchronized ExtendedContext get(GuestThread t) {
      if (value == null) {
        value = new ExtendedContext(t);
      }
      return value;
    }
  }

  /** The features that contexts can have, by bit. */
  public long enabled() {
    return enabled;
  }

  /** Bytes that {@link #initialize} needs, wherever the buffer begins. */
  public int length(int flags) {
    int fixed = EX + EX_SIZE + 15;
    return has(flags) ? fixed + size + 63 : fixed;
  }

  /**
   * Lays out a context in a buffer of {@link #length} bytes.
   *
   * @return its address
   */
  public long initialize(long buffer, int flags) {
    long context = Memory.alignUp(buffer, 16);
    Memory.putInt(context + Context.FLAGS, flags);
    long xstate = has(flags) ? Memory.alignUp(context + EX + EX_SIZE, 64) : context + EX + EX_SIZE;
    int length = has(flags) ? size : 0;
    putChunk(context + EX, -EX, xstate - context + length);
    putChunk(context + EX_LEGACY, -EX, Context.SIZE);
    putChunk(context + EX_XSTATE, (int) (xstate - context - EX), length);
    if (has(flags)) {
      Memory.fill(xstate, HEADER, 0);
    }
    return context;
  }

  private static void putChunk(long at, int offset, long length) {
    Memory.putInt(at, offset);
    Memory.putInt(at + 4, (int) length);
  }

  private static boolean has(int flags) {
    return (flags & Context.XSTATE) != 0;
  }

  /** The extended state of a context, 0 when it has none. */
  private static long xstate(long context) {
    boolean present =
        has(Memory.getInt(context + Context.FLAGS))
            && Memory.getU32(context + EX_XSTATE + 4) >= HEADER;
    return present ? context + EX + Memory.getInt(context + EX_XSTATE) : 0;
  }

  /**
   * Fills the features that a context's mask names with those of a thread; the mask then says which
   * of them are not in their initial state.
   *
   * @param xsave what XSAVE has stored of the thread; 0 when all are in their initial state
   */
  public void fill(long context, long xsave) {
    long xstate = xstate(context);
    if (xstate == 0) {
      return;
    }
    long wanted = Memory.getLong(xstate) & enabled & ~LEGACY;
    long present = xsave == 0 ? 0 : Memory.getLong(xsave + XSAVE_HEADER) & wanted;
    for (int feature = 2; feature < FEATURES; feature++) {
      long at = (present >> feature & 1) == 0 ? 0 : locate(context, feature);
      if (at != 0) {
        Memory.copy(xsave + offsets[feature], at, sizes[feature]);
      }
    }
    Memory.putLong(xstate, present);
  }

  /** The bytes of a feature's state; 0 for one that there is not. */
  public int size(int feature) {
    return switch (feature) {
      case FEATURE_X87 -> X87_SIZE;
      case FEATURE_SSE -> SSE_SIZE;
      default ->
          feature > 0 && feature < FEATURES && (enabled >> feature & 1) != 0 ? sizes[feature] : 0;
    };
  }

  /** The address of a feature's state in a context; 0 when the context has no room for it. */
  public long locate(long context, int feature) {
    if (feature == FEATURE_X87 || feature == FEATURE_SSE) {
      return context + (feature == FEATURE_X87 ? Context.FLT_SAVE : Context.XMM0);
    }
    long xstate = xstate(context);
    if (xstate == 0 || size(feature) == 0) {
      return 0;
    }
    int at = offsets[feature] - XSAVE_HEADER;
    return at + sizes[feature] > Memory.getU32(context + EX_XSTATE + 4) ? 0 : xstate + at;
  }

  /** The features that a context has values for. */
  public static long mask(long context) {
    boolean legacy = (Memory.getInt(context + Context.FLAGS) & Context.FLOATING_POINT) != 0;
    long xstate = xstate(context);
    return (legacy ? LEGACY : 0) | (xstate == 0 ? 0 : Memory.getLong(xstate) & ~LEGACY);
  }

  /** Says which features a context has values for; the others get their initial state. */
  public void setMask(long context, long mask) {
    long xstate = xstate(context);
    if ((mask & ~enabled) != 0 || (mask & ~LEGACY) != 0 && xstate == 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    if ((mask & LEGACY) != 0) {
      int flags = Memory.getInt(context + Context.FLAGS);
      Memory.putInt(context + Context.FLAGS, flags | Context.FLOATING_POINT);
    }
    if (xstate != 0) {
      Memory.putLong(xstate, mask & ~LEGACY);
    }
  }

  /**
   * Copies the parts of a context that flags name; {@code STATUS_BUFFER_OVERFLOW} if one lacks
   * them.
   */
  public void copy(long from, long to, int flags) {
    if (has(flags)) {
      long source = xstate(from);
      long target = xstate(to);
      if (source == 0 || target == 0) {
        throw NtStatus.BUFFER_OVERFLOW.exception();
      }
      long mask = Memory.getLong(source);
      Memory.putLong(target, mask);
      for (int i = 2; i < FEATURES; i++) {
        long at = locate(to, i);
        if (at != 0 && locate(from, i) != 0) {
          Memory.copy(locate(from, i), at, sizes[i]);
        }
      }
    }
    Context.copyParts(from, to, flags);
    Memory.putInt(to + Context.FLAGS, Memory.getInt(to + Context.FLAGS) | flags);
  }
}
