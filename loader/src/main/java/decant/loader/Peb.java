package decant.loader;

/** Offsets of the {@code PEB} of Windows 10, x64. */
final class Peb {
  static final int BEING_DEBUGGED = 0x002;
  static final int BIT_FIELD = 0x003;
  static final int MUTANT = 0x008;
  static final int IMAGE_BASE_ADDRESS = 0x010;
  static final int LDR = 0x018;
  static final int PROCESS_PARAMETERS = 0x020;
  static final int PROCESS_HEAP = 0x030;
  static final int FAST_PEB_LOCK = 0x038;
  static final int API_SET_MAP = 0x068;
  static final int TLS_BITMAP = 0x078;
  static final int TLS_BITMAP_BITS = 0x080;
  static final int NUMBER_OF_PROCESSORS = 0x0B8;
  static final int CRITICAL_SECTION_TIMEOUT = 0x0C0;
  static final int HEAP_SEGMENT_RESERVE = 0x0C8;
  static final int HEAP_SEGMENT_COMMIT = 0x0D0;
  static final int HEAP_DECOMMIT_TOTAL_FREE_THRESHOLD = 0x0D8;
  static final int HEAP_DECOMMIT_FREE_BLOCK_THRESHOLD = 0x0E0;
  static final int NUMBER_OF_HEAPS = 0x0E8;
  static final int MAXIMUM_NUMBER_OF_HEAPS = 0x0EC;
  static final int PROCESS_HEAPS = 0x0F0;
  static final int LOADER_LOCK = 0x110;
  static final int OS_MAJOR_VERSION = 0x118;
  static final int OS_MINOR_VERSION = 0x11C;
  static final int OS_BUILD_NUMBER = 0x120;
  static final int OS_PLATFORM_ID = 0x124;
  static final int IMAGE_SUBSYSTEM = 0x128;
  static final int IMAGE_SUBSYSTEM_MAJOR_VERSION = 0x12C;
  static final int IMAGE_SUBSYSTEM_MINOR_VERSION = 0x130;
  static final int ACTIVE_PROCESS_AFFINITY_MASK = 0x138;
  static final int POST_PROCESS_INIT_ROUTINE = 0x230;
  static final int TLS_EXPANSION_BITMAP = 0x238;
  static final int TLS_EXPANSION_BITMAP_BITS = 0x240;
  static final int SESSION_ID = 0x2C0;
  static final int CSD_VERSION = 0x2E8;

  private Peb() {}
}
