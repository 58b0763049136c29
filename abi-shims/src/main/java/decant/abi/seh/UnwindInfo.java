package decant.abi.seh;

import decant.host.Memory;

/**
 * What is known of a function for undoing its frames: its {@code RUNTIME_FUNCTION} and {@code
 * UNWIND_INFO}, read once.
 *
 * @see <a href="https://learn.microsoft.com/cpp/build/exception-handling-x64">x64 exception
 *     handling</a>
 */
public final class UnwindInfo {
  static final int UNW_FLAG_CHAININFO = 4;

  static final int PUSH_NONVOL = 0;
  static final int ALLOC = 1;
  static final int SET_FPREG = 3;
  static final int SAVE_NONVOL = 4;
  static final int SAVE_XMM128 = 8;
  static final int PUSH_MACHFRAME = 10;

  private static final int ALLOC_LARGE = 1;
  private static final int ALLOC_SMALL = 2;
  private static final int SAVE_NONVOL_FAR = 5;
  private static final int EPILOG = 6;
  private static final int SPARE = 7;
  private static final int SAVE_XMM128_FAR = 9;

  /** Chains of unwind data are short; a longer one is broken. */
  private static final int MAX_CHAIN = 32;

  private static final int HEADER = 4;

  /** Address of the {@code RUNTIME_FUNCTION}. */
  public final long entry;

  /** What its RVAs are relative to. */
  public final long base;

  /** First address of the function, or of this part of it, and the end. */
  final long begin;

  final long end;

  /** {@code UNW_FLAG_*} of the handler, none for unwind data that is chained to another. */
  final int flags;

  /** Length of the prolog. */
  final int prolog;

  /** The frame register, 0 for none, and its distance from RSP behind the prolog. */
  final int frameRegister;

  final int frameOffset;

  /** Addresses of the language handler and of its data; 0 for none. */
  final long handler;

  final long handlerData;

  /** What this is chained to, null for nothing. */
  final UnwindInfo chained;

  /** {@link #code} of each step of the prolog, the last first. */
  final long[] codes;

  /**
   * Where epilogs are, begin and length in turn, relative to {@link #begin}; null when they are to
   * be recognised by their code (version 1).
   */
  final int[] epilogs;

  /** Reads what an entry of a function table refers to. */
  public static UnwindInfo read(long base, long entry) {
    return new UnwindInfo(base, entry, 0);
  }

  private UnwindInfo(long base, long entry, int depth) {
    this.base = base;
    this.entry = entry;
    begin = base + Memory.getU32(entry);
    end = base + Memory.getU32(entry + 4);
    long info = base + Memory.getU32(entry + 8);
    int first = Memory.getInt(info);
    int version = first & 7;
    prolog = first >> 8 & 0xFF;
    int count = first >> 16 & 0xFF;
    frameRegister = first >> 24 & 15;
    frameOffset = (first >>> 28) * 16;
    long[] read = new long[count];
    int[] ranges = version < 2 ? null : new int[2 * count];
    int n = 0;
    int epilogSize = 0;
    int epilogCount = 0;
    for (int i = 0; i < count; ) {
      long at = info + HEADER + 2L * i;
      int offset = Memory.getU8(at);
      int op = Memory.getU8(at + 1) & 15;
      int register = Memory.getU8(at + 1) >> 4;
      if (op == EPILOG && ranges != null) {
        int size = epilogSize;
        int fromEnd = offset | register << 8;
        if (size == 0) { // the first says how long they are, and whether there is one at the end
          epilogSize = offset;
          fromEnd = (register & 1) != 0 ? offset : 0;
        }
        if (fromEnd != 0) {
          ranges[2 * epilogCount] = (int) (end - begin) - fromEnd;
          ranges[2 * epilogCount++ + 1] = epilogSize;
        }
        i++;
        continue;
      }
      switch (op) {
        case ALLOC_LARGE -> {
          long size = register == 0 ? 8L * Memory.getU16(at + 2) : Memory.getU32(at + 2);
          read[n++] = code(offset, ALLOC, 0, size);
          i += register == 0 ? 2 : 3;
        }
        case ALLOC_SMALL -> {
          read[n++] = code(offset, ALLOC, 0, 8L * register + 8);
          i++;
        }
        case SAVE_NONVOL -> {
          read[n++] = code(offset, SAVE_NONVOL, register, 8L * Memory.getU16(at + 2));
          i += 2;
        }
        case SAVE_NONVOL_FAR -> {
          read[n++] = code(offset, SAVE_NONVOL, register, Memory.getU32(at + 2));
          i += 3;
        }
        case SAVE_XMM128 -> {
          read[n++] = code(offset, SAVE_XMM128, register, 16L * Memory.getU16(at + 2));
          i += 2;
        }
        case SAVE_XMM128_FAR -> {
          read[n++] = code(offset, SAVE_XMM128, register, Memory.getU32(at + 2));
          i += 3;
        }
        case EPILOG -> i += 2; // of version 1: not in use
        case SPARE -> i += 3;
        default -> {
          read[n++] = code(offset, op, register, 0);
          i++;
        }
      }
    }
    codes = n == count ? read : java.util.Arrays.copyOf(read, n);
    epilogs = ranges == null ? null : java.util.Arrays.copyOf(ranges, 2 * epilogCount);
    long behind = info + HEADER + 2L * (count + 1 & ~1);
    int infoFlags = first >> 3 & 31;
    boolean chain = (infoFlags & UNW_FLAG_CHAININFO) != 0 && depth < MAX_CHAIN;
    flags = chain ? 0 : infoFlags;
    handler = flags == 0 ? 0 : base + Memory.getU32(behind);
    handlerData = flags == 0 ? 0 : behind + 4;
    chained = chain ? new UnwindInfo(base, behind, depth + 1) : null;
  }

  private static long code(int offset, int op, int register, long value) {
    return offset | op << 8 | register << 12 | value << 32;
  }

  /** Offset from {@link #begin} behind the step. */
  static int offset(long code) {
    return (int) code & 0xFF;
  }

  /** What the step does: one of the constants here. */
  static int op(long code) {
    return (int) code >> 8 & 15;
  }

  static int register(long code) {
    return (int) code >> 12 & 15;
  }

  /** Bytes allocated, or where in the frame the register is saved. */
  static long value(long code) {
    return code >>> 32;
  }

  boolean contains(long pc) {
    return pc >= begin && pc < end;
  }

  /** The function itself, of which this may be a part. */
  UnwindInfo primary() {
    UnwindInfo f = this;
    while (f.chained != null) {
      f = f.chained;
    }
    return f;
  }
}
