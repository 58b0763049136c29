package decant.loader;

import decant.host.Memory;
import decant.loader.pe.TlsDirectory;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Static TLS ({@code __declspec(thread)}, {@code thread_local}): each module with a TLS directory
 * has an index, each thread an array of pointers to its copies of the templates, which compiled
 * code reads through {@code gs:[58h]}. Guarded by the loader lock; guests read the arrays at any
 * time, so an array that is replaced lives on until its thread ends.
 */
final class StaticTls {
  private static final int FIRST_CAPACITY = 16;

  private final GuestProcess process;
  private final BitSet indexes = new BitSet();
  private final List<Module> modules = new ArrayList<>();
  private final List<PerThread> threads = new ArrayList<>();

  /** The array of one thread, and the heap blocks behind its pointers. */
  private static final class PerThread {
    final GuestThread thread;
    long array;
    int capacity;
    long[] blocks = new long[0];
    final List<Long> replaced = new ArrayList<>();

    PerThread(GuestThread thread) {
      this.thread = thread;
    }
  }

  StaticTls(GuestProcess process) {
    this.process = process;
  }

  /** Gives a module its index and every thread its copy; the module's TLS directory is known. */
  void add(GuestThread caller, Module m) {
    m.tlsIndex = indexes.nextClearBit(0);
    indexes.set(m.tlsIndex);
    modules.add(m);
    if (m.tls.indexSlot() != 0) {
      Memory.putInt(m.base + m.tls.indexSlot(), m.tlsIndex);
    }
    for (PerThread t : threads) {
      fill(caller, t, m);
    }
  }

  /** Takes the copies of a module back from all threads. */
  void remove(GuestThread caller, Module m) {
    for (PerThread t : threads) {
      if (m.tlsIndex < t.blocks.length && t.blocks[m.tlsIndex] != 0) {
        Memory.putLong(t.array + 8L * m.tlsIndex, 0);
        process.heap.free(caller, t.blocks[m.tlsIndex]);
        t.blocks[m.tlsIndex] = 0;
      }
    }
    modules.remove(m);
    indexes.clear(m.tlsIndex);
    m.tlsIndex = -1;
  }

  /** Gives a thread that starts its copies. */
  void attach(GuestThread thread) {
    PerThread t = new PerThread(thread);
    threads.add(t);
    grow(thread, t, FIRST_CAPACITY);
    for (Module m : modules) {
      fill(thread, t, m);
    }
  }

  /** Frees what a thread that ends had. */
  void detach(GuestThread thread) {
    for (int i = 0; i < threads.size(); i++) {
      PerThread t = threads.get(i);
      if (t.thread == thread) {
        threads.remove(i);
        Memory.putLong(thread.teb + GuestThread.TEB_TLS_POINTER, 0);
        for (long block : t.blocks) {
          if (block != 0) {
            process.heap.free(thread, block);
          }
        }
        t.replaced.add(t.array);
        for (long array : t.replaced) {
          process.heap.free(thread, array);
        }
        return;
      }
    }
  }

  private void fill(GuestThread caller, PerThread t, Module m) {
    if (m.tlsIndex >= t.capacity) {
      grow(caller, t, Math.max(m.tlsIndex + 1, 2 * t.capacity));
    }
    if (m.tlsIndex >= t.blocks.length) {
      t.blocks = Arrays.copyOf(t.blocks, t.capacity);
    }
    TlsDirectory tls = m.tls;
    long size = tls.templateSize() + tls.zeroFill();
    // Heap blocks are aligned to 16 bytes; what wants more gets room to move up in.
    long slack = tls.alignment() > 16 ? tls.alignment() : 0;
    long block = process.heap.allocate(caller, Math.max(size, 1) + slack);
    long copy = Memory.alignUp(block, tls.alignment());
    if (tls.templateSize() != 0) {
      Memory.copy(m.base + tls.templateStart(), copy, tls.templateSize());
    }
    Memory.fill(copy + tls.templateSize(), tls.zeroFill(), 0);
    t.blocks[m.tlsIndex] = block;
    Memory.putLong(t.array + 8L * m.tlsIndex, copy);
  }

  private void grow(GuestThread caller, PerThread t, int capacity) {
    long array = process.heap.allocate(caller, 8L * capacity);
    Memory.fill(array, 8L * capacity, 0);
    if (t.array != 0) {
      Memory.copy(t.array, array, 8L * t.capacity);
      t.replaced.add(t.array);
    }
    t.array = array;
    t.capacity = capacity;
    Memory.putLong(t.thread.teb + GuestThread.TEB_TLS_POINTER, array);
  }
}
