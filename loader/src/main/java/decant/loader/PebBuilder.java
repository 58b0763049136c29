package decant.loader;

import decant.host.Memory;
import decant.loader.pe.PeHeaders;
import decant.loader.pe.PeImage;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.HostSystem;
import decant.nt.memory.AddressSpace;

/** Makes the PEB of a process, as Windows 10 22H2 would. */
public final class PebBuilder {
  private static final int PLATFORM_WIN32_NT = 2;
  private static final int SESSION = 1;
  private static final int MAX_HEAPS = 16;

  /** In 100 ns units, negative as relative times are: 150 seconds. */
  private static final long CRITICAL_SECTION_TIMEOUT = -1_500_000_000L;

  /** {@code IsImageDynamicallyRelocated}. */
  private static final int DYNAMICALLY_RELOCATED = 0x04;

  /** The first slots of {@code TlsAlloc} and their expansion, one bit each. */
  private static final int TLS_SLOTS = 64;

  private static final int TLS_EXPANSION_SLOTS = 1024;

  /**
   * Behind the PEB: two RTL_BITMAP structures (size in bits, address), the list of heaps, two
   * critical sections, an empty string, and a list of API sets.
   */
  private static final int BITMAPS = 0x800;

  private static final int HEAPS = 0x840;
  private static final int LOCKS = 0x900;
  private static final int LOCK_SIZE = 0x28;
  private static final int EMPTY_STRING = 0x960;
  private static final int API_SETS = 0x980;

  /** {@code API_SET_NAMESPACE}: version, size and the like, in 32-bit words. */
  private static final int API_SETS_VERSION = 6;

  private static final int API_SETS_SIZE = 28;
  private static final int API_SETS_HASH_FACTOR = 31;
  private static final int BITMAP_SIZE = 0x10;

  private PebBuilder() {}

  /**
   * Makes the PEB and enters it in the process. What the image decides comes later ({@link
   * #setImage}).
   *
   * @param parameters address of the {@code RTL_USER_PROCESS_PARAMETERS}
   * @param heap handle of the process heap
   */
  public static void build(GuestProcess process, long parameters, long heap) {
    int type = AddressSpace.MEM_RESERVE | AddressSpace.MEM_COMMIT;
    long peb = process.memory.allocate(0, Memory.PAGE, type, AddressSpace.PAGE_READWRITE);
    process.peb = peb;
    Memory.putLong(peb + Peb.MUTANT, -1);
    Memory.putLong(peb + Peb.PROCESS_PARAMETERS, parameters);
    Memory.putLong(peb + Peb.CRITICAL_SECTION_TIMEOUT, CRITICAL_SECTION_TIMEOUT);
    Memory.putLong(peb + Peb.HEAP_SEGMENT_RESERVE, 0x10_0000);
    Memory.putLong(peb + Peb.HEAP_SEGMENT_COMMIT, 0x2000);
    Memory.putLong(peb + Peb.HEAP_DECOMMIT_TOTAL_FREE_THRESHOLD, 0x1_0000);
    Memory.putLong(peb + Peb.HEAP_DECOMMIT_FREE_BLOCK_THRESHOLD, 0x1000);
    Memory.putInt(peb + Peb.OS_MAJOR_VERSION, HostSystem.MAJOR_VERSION);
    Memory.putInt(peb + Peb.OS_MINOR_VERSION, HostSystem.MINOR_VERSION);
    Memory.putShort(peb + Peb.OS_BUILD_NUMBER, HostSystem.BUILD);
    Memory.putInt(peb + Peb.OS_PLATFORM_ID, PLATFORM_WIN32_NT);
    Memory.putInt(peb + Peb.SESSION_ID, SESSION);
    bitmap(peb + Peb.TLS_BITMAP, peb + BITMAPS, peb + Peb.TLS_BITMAP_BITS, TLS_SLOTS);
    Memory.putInt(peb + Peb.TLS_BITMAP_BITS, 1); // index 0 is taken from the beginning
    bitmap(
        peb + Peb.TLS_EXPANSION_BITMAP,
        peb + BITMAPS + BITMAP_SIZE,
        peb + Peb.TLS_EXPANSION_BITMAP_BITS,
        TLS_EXPANSION_SLOTS);
    lock(peb + Peb.FAST_PEB_LOCK, peb + LOCKS);
    lock(peb + Peb.LOADER_LOCK, peb + LOCKS + LOCK_SIZE);
    Memory.putShort(peb + Peb.CSD_VERSION + UnicodeString.MAXIMUM_LENGTH, 2);
    Memory.putLong(peb + Peb.CSD_VERSION + UnicodeString.BUFFER, peb + EMPTY_STRING);
    apiSets(peb + API_SETS);
    Memory.putLong(peb + Peb.API_SET_MAP, peb + API_SETS);
    Memory.putLong(peb + Peb.PROCESS_HEAP, heap);
    Memory.putInt(peb + Peb.NUMBER_OF_HEAPS, 1);
    Memory.putInt(peb + Peb.MAXIMUM_NUMBER_OF_HEAPS, MAX_HEAPS);
    Memory.putLong(peb + Peb.PROCESS_HEAPS, peb + HEAPS);
    Memory.putLong(peb + HEAPS, heap);
  }

  /** Fills what depends on the first thread and on the program; the loader calls it. */
  static void setImage(GuestThread thread, PeImage mapped) {
    long peb = thread.process.peb;
    long affinity = HostSystem.affinity(thread);
    Memory.putLong(peb + Peb.ACTIVE_PROCESS_AFFINITY_MASK, affinity);
    Memory.putInt(peb + Peb.NUMBER_OF_PROCESSORS, Long.bitCount(affinity));
    PeHeaders h = mapped.headers();
    long base = ImageMapper.base(mapped);
    Memory.putLong(peb + Peb.IMAGE_BASE_ADDRESS, base);
    Memory.putByte(peb + Peb.BIT_FIELD, base == h.imageBase ? 0 : DYNAMICALLY_RELOCATED);
    Memory.putInt(peb + Peb.IMAGE_SUBSYSTEM, h.subsystem);
    Memory.putInt(peb + Peb.IMAGE_SUBSYSTEM_MAJOR_VERSION, h.majorSubsystemVersion);
    Memory.putInt(peb + Peb.IMAGE_SUBSYSTEM_MINOR_VERSION, h.minorSubsystemVersion);
  }

  /** A critical section that is free. */
  private static void lock(long field, long section) {
    Memory.putInt(section + 8, -1); // LockCount
    Memory.putLong(field, section);
  }

  /**
   * A schema without sets: which library answers for one is the loader's secret ({@code ApiSets}).
   */
  private static void apiSets(long at) {
    Memory.putInt(at, API_SETS_VERSION);
    Memory.putInt(at + 4, API_SETS_SIZE);
    Memory.putInt(at + 16, API_SETS_SIZE); // EntryOffset
    Memory.putInt(at + 20, API_SETS_SIZE); // HashOffset
    Memory.putInt(at + 24, API_SETS_HASH_FACTOR);
  }

  private static void bitmap(long field, long bitmap, long bits, int count) {
    Memory.putInt(bitmap, count);
    Memory.putLong(bitmap + 8, bits);
    Memory.putLong(field, bitmap);
  }
}
