package decant.loader;

import decant.host.Memory;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;

/**
 * The loader's data as guests see it: {@code PEB_LDR_DATA} with its three lists, and one {@code
 * LDR_DATA_TABLE_ENTRY} per module. Offsets are those of Windows 10, x64. Guarded by the loader
 * lock.
 */
final class LdrLists {
  /** {@code PEB_LDR_DATA}. */
  static final int DATA_LENGTH = 0x00;

  static final int DATA_INITIALIZED = 0x04;
  static final int DATA_IN_LOAD_ORDER = 0x10;
  static final int DATA_IN_MEMORY_ORDER = 0x20;
  static final int DATA_IN_INITIALIZATION_ORDER = 0x30;
  static final int DATA_SHUTDOWN_IN_PROGRESS = 0x48;
  static final int DATA_SHUTDOWN_THREAD = 0x50;
  static final int DATA_SIZE = 0x58;

  /** {@code LDR_DATA_TABLE_ENTRY}. */
  static final int IN_LOAD_ORDER = 0x00;

  static final int IN_MEMORY_ORDER = 0x10;
  static final int IN_INITIALIZATION_ORDER = 0x20;
  static final int DLL_BASE = 0x30;
  static final int ENTRY_POINT = 0x38;
  static final int SIZE_OF_IMAGE = 0x40;
  static final int FULL_DLL_NAME = 0x48;
  static final int BASE_DLL_NAME = 0x58;
  static final int FLAGS = 0x68;
  static final int OBSOLETE_LOAD_COUNT = 0x6C;
  static final int TLS_INDEX = 0x6E;
  static final int HASH_LINKS = 0x70;
  static final int TIME_DATE_STAMP = 0x80;
  static final int DDAG_NODE = 0x98;
  static final int NODE_MODULE_LINK = 0xA0;
  static final int ORIGINAL_BASE = 0xF8;
  static final int BASE_NAME_HASH_VALUE = 0x108;
  static final int LOAD_REASON = 0x10C;
  static final int REFERENCE_COUNT = 0x114;
  static final int ENTRY_SIZE = 0x120;

  /** {@code LDR_DDAG_NODE}. */
  static final int NODE_MODULES = 0x00;

  static final int NODE_LOAD_COUNT = 0x18;
  static final int NODE_STATE = 0x38;
  static final int NODE_SIZE = 0x50;

  private static final int IMAGE_DLL = 0x4;
  private static final int IN_LEGACY_LISTS = 0x40;
  private static final int ENTRY_PROCESSED = 0x4000;
  private static final int PROCESS_ATTACH_CALLED = 0x8_0000;
  private static final int READY_TO_RUN = 9;
  private static final int STATIC_DEPENDENCY = 0;
  private static final int DYNAMIC_LOAD = 4;
  private static final int PINNED = 0xFFFF;

  private final GuestProcess process;
  private final long data;

  /** Makes the empty lists and enters them in the PEB. */
  LdrLists(GuestProcess process, GuestThread thread) {
    this.process = process;
    this.data = process.heap.allocate(thread, DATA_SIZE);
    Memory.fill(data, DATA_SIZE, 0);
    Memory.putInt(data + DATA_LENGTH, DATA_SIZE);
    for (int head = DATA_IN_LOAD_ORDER; head <= DATA_IN_INITIALIZATION_ORDER; head += 0x10) {
      emptyList(data + head);
    }
    Memory.putByte(data + DATA_INITIALIZED, 1);
    Memory.putLong(process.peb + Peb.LDR, data);
  }

  /** Makes a module's entry and puts it into the lists by load and by memory. */
  void add(GuestThread thread, Module m) {
    long size = ENTRY_SIZE + NODE_SIZE + UnicodeString.bytes(m.path) + UnicodeString.bytes(m.name);
    long e = process.heap.allocate(thread, size);
    Memory.fill(e, ENTRY_SIZE + NODE_SIZE, 0);
    long node = e + ENTRY_SIZE;
    Memory.putLong(e + DLL_BASE, m.base);
    Memory.putLong(e + ENTRY_POINT, m.entryPoint());
    Memory.putInt(e + SIZE_OF_IMAGE, (int) m.size);
    long next = UnicodeString.write(e + FULL_DLL_NAME, node + NODE_SIZE, m.path);
    UnicodeString.write(e + BASE_DLL_NAME, next, m.name);
    boolean dll = m.image == null || m.image.isDll();
    Memory.putInt(e + FLAGS, IN_LEGACY_LISTS | ENTRY_PROCESSED | (dll ? IMAGE_DLL : 0));
    Memory.putShort(e + TLS_INDEX, m.tlsIndex < 0 ? 0 : 0xFFFF);
    Memory.putInt(e + TIME_DATE_STAMP, m.image == null ? 0 : m.image.headers().timeDateStamp);
    Memory.putLong(e + ORIGINAL_BASE, m.image == null ? m.base : m.image.imageBase());
    Memory.putInt(e + LOAD_REASON, m.fromStart ? STATIC_DEPENDENCY : DYNAMIC_LOAD);
    Memory.putInt(e + BASE_NAME_HASH_VALUE, hash(m.name));
    Memory.putLong(e + DDAG_NODE, node);
    emptyList(e + HASH_LINKS);
    emptyList(e + IN_INITIALIZATION_ORDER);
    emptyList(node + NODE_MODULES);
    append(node + NODE_MODULES, e + NODE_MODULE_LINK);
    append(data + DATA_IN_LOAD_ORDER, e + IN_LOAD_ORDER);
    append(data + DATA_IN_MEMORY_ORDER, e + IN_MEMORY_ORDER);
    m.ldrEntry = e;
    updateReferences(m);
  }

  /** Puts a module into the list of initialised ones. */
  void initialised(Module m) {
    long e = m.ldrEntry;
    Memory.putInt(e + FLAGS, Memory.getInt(e + FLAGS) | PROCESS_ATTACH_CALLED);
    Memory.putInt(Memory.getLong(e + DDAG_NODE) + NODE_STATE, READY_TO_RUN);
    append(data + DATA_IN_INITIALIZATION_ORDER, e + IN_INITIALIZATION_ORDER);
  }

  /** Writes the counts that guests can see. */
  void updateReferences(Module m) {
    int count = m.pinned ? PINNED : Math.max(1, m.references);
    Memory.putShort(m.ldrEntry + OBSOLETE_LOAD_COUNT, Math.min(count, PINNED));
    Memory.putInt(m.ldrEntry + REFERENCE_COUNT, count);
    Memory.putInt(Memory.getLong(m.ldrEntry + DDAG_NODE) + NODE_LOAD_COUNT, m.pinned ? -1 : count);
  }

  void remove(GuestThread thread, Module m) {
    unlink(m.ldrEntry + IN_LOAD_ORDER);
    unlink(m.ldrEntry + IN_MEMORY_ORDER);
    unlink(m.ldrEntry + IN_INITIALIZATION_ORDER);
    process.heap.free(thread, m.ldrEntry);
    m.ldrEntry = 0;
  }

  void shutdown(GuestThread thread) {
    Memory.putByte(data + DATA_SHUTDOWN_IN_PROGRESS, 1);
    Memory.putLong(data + DATA_SHUTDOWN_THREAD, thread.id);
  }

  private static void emptyList(long head) {
    Memory.putLong(head, head);
    Memory.putLong(head + 8, head);
  }

  private static void append(long head, long link) {
    long last = Memory.getLong(head + 8);
    Memory.putLong(link, head);
    Memory.putLong(link + 8, last);
    Memory.putLong(last, link);
    Memory.putLong(head + 8, link);
  }

  private static void unlink(long link) {
    long next = Memory.getLong(link);
    long previous = Memory.getLong(link + 8);
    Memory.putLong(previous, next);
    Memory.putLong(next + 8, previous);
  }

  /** {@code RtlHashUnicodeString} with the x65599 algorithm, ignoring case. */
  private static int hash(String name) {
    int hash = 0;
    for (int i = 0; i < name.length(); i++) {
      hash = 65599 * hash + Character.toUpperCase(name.charAt(i));
    }
    return hash;
  }
}
