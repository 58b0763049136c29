package decant.crt;

import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Text;
import decant.host.Atomic;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * What the C++ headers of Microsoft's compiler call for {@code std::exception} and {@code
 * std::type_info} (vcruntime_exception.h, vcruntime_typeinfo.h).
 */
@Library({"vcruntime140", "ucrtbase"})
public final class TypeInfoH {
  /** {@code __std_exception_data}: the message, and whether it is to be freed. */
  private static final int DO_FREE = 8;

  /** {@code __std_type_info_data}: the decorated name begins with a dot that does not count. */
  private static final int NAME = 9;

  /** What a block has before the name: the address of the next one. */
  private static final int NODE = 8;

  private static final long FNV_OFFSET = 0xCBF2_9CE4_8422_2325L;
  private static final long FNV_PRIME = 0x100_0000_01B3L;

  private TypeInfoH() {}

  /** Copies a message that the original owns; another one is shared. */
  @Export
  static void __std_exception_copy(GuestThread t, long from, long to) {
    long what = Memory.getLong(from);
    boolean owned = Memory.getByte(from + DO_FREE) != 0 && what != 0;
    Memory.putLong(to, owned ? StringH.duplicate(t, Units.NARROW, what) : what);
    Memory.putByte(to + DO_FREE, owned ? 1 : 0);
  }

  @Export
  static void __std_exception_destroy(GuestThread t, long data) {
    long what = Memory.getLong(data);
    if (Memory.getByte(data + DO_FREE) != 0 && what != 0) {
      t.process.heap.free(t, what);
    }
    Memory.putLong(data, 0);
    Memory.putByte(data + DO_FREE, 0);
  }

  @Export
  static int __std_type_info_compare(long lhs, long rhs) {
    return lhs == rhs ? 0 : Units.compare(Units.NARROW, lhs + NAME, rhs + NAME, -1);
  }

  /** The FNV-1a hash of the decorated name, its halves joined. */
  @Export
  static long __std_type_info_hash(long data) {
    long hash = FNV_OFFSET;
    for (long p = data + NAME; Memory.getByte(p) != 0; p++) {
      hash = (hash ^ Memory.getU8(p)) * FNV_PRIME;
    }
    return hash ^ hash >>> 32;
  }

  /**
   * {@code type_info::name}: made when it is first asked for, and kept in the type's data and a
   * list of its module.
   */
  @Export
  static long __std_type_info_name(GuestThread t, long data, long rootNode) {
    long name = Memory.getLong(data);
    if (name != 0) {
      return name;
    }
    byte[] readable = Text.encode(TypeNames.readable(Text.ANSI.read(data + NAME)));
    long node = t.process.heap.allocate(t, NODE + readable.length + 1);
    Memory.putNarrowZ(node + NODE, readable);
    if (!Atomic.compareAndSetLong(data, 0, node + NODE)) {
      t.process.heap.free(t, node);
      return Memory.getLong(data);
    }
    long head;
    do {
      head = Memory.getLong(rootNode);
      Memory.putLong(node, head);
    } while (!Atomic.compareAndSetLong(rootNode, head, node));
    return node + NODE;
  }

  /** Frees the names made for a module's types, a list of blocks. */
  @Export
  static void __std_type_info_destroy_list(GuestThread t, @Opt long rootNode) {
    if (rootNode == 0) {
      return;
    }
    long node = Memory.getLong(rootNode);
    Memory.putLong(rootNode, 0);
    while (node != 0) {
      long next = Memory.getLong(node);
      t.process.heap.free(t, node);
      node = next;
    }
  }
}
