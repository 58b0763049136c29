package decant.abi;

import decant.host.Memory;
import decant.host.Mman;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import java.util.ArrayDeque;

/**
 * Function pointers for the guest that lead to Java: stubs like those of imports, made while the
 * guest runs. State of the JVM; safe for use by all threads.
 */
public final class GuestFunctions {
  /** Where the stubs lie: behind the built-in libraries, where guests allocate nothing. */
  private static final long FIRST = 0x3FFE_0000_0000L;

  private static final int STUB = 16;
  private static final int MOST = 1 << 20;
  private static final long REGION = 0x1_0000L;
  private static final int PER_REGION = (int) (REGION / STUB);

  /** Stubs that are free are used again when there are many: a late call finds nobody there. */
  private static final int QUARANTINE = 4096;

  private static final ArrayDeque<Integer> FREE = new ArrayDeque<>();
  private static volatile Body[] bodies = new Body[64];
  private static int used;

  private GuestFunctions() {}

  /** What a function does. */
  public interface Body {
    /**
     * Answers a call.
     *
     * @param frame address of the argument slots ({@link Args})
     * @return RAX; XMM0 is left by {@link Args#result}
     */
    long invoke(GuestThread t, long frame);
  }

  /** Makes a function, and returns its address; {@link #remove} ends it. */
  public static synchronized long add(Body body) {
    int n = FREE.size() > QUARANTINE ? FREE.removeFirst() : used;
    if (n == MOST) {
      throw NtStatus.NO_MEMORY.exception();
    }
    if (n == used) {
      if (n % PER_REGION == 0) {
        map(FIRST + (long) STUB * n);
      }
      used++;
      if (n == bodies.length) {
        bodies = java.util.Arrays.copyOf(bodies, 2 * n);
      }
      BuiltinModules.writeStub(FIRST + (long) STUB * n, ShimTable.FUNCTION + n);
    }
    bodies[n] = body;
    return FIRST + (long) STUB * n;
  }

  /** The guest will not call a function any more; a call does nothing and returns 0. */
  public static synchronized void remove(long function) {
    int n = (int) ((function - FIRST) / STUB);
    bodies[n] = null;
    FREE.addLast(n);
  }

  private static void map(long address) {
    int access = Mman.PROT_READ | Mman.PROT_WRITE | Mman.PROT_EXEC;
    int flags = Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS | Mman.MAP_FIXED_NOREPLACE;
    if (Mman.mmap(address, REGION, access, flags, -1, 0) != address) {
      throw NtStatus.NO_MEMORY.exception();
    }
    Memory.fill(address, REGION, 0xCC);
  }

  static long call(GuestThread t, int number, long frame) {
    Body body = bodies[number];
    return body == null ? 0 : body.invoke(t, frame);
  }
}
