package decant.loader;

import decant.host.Memory;
import decant.loader.pe.BadImageException;
import decant.loader.pe.BadImageException.Reason;
import decant.loader.pe.Machine;
import decant.nt.Environment;
import decant.nt.GuestThread;
import decant.nt.HostSystem;
import decant.nt.NtStatusException;
import decant.nt.ProcessorFeatures;
import decant.nt.memory.AddressSpace;

/**
 * {@code KUSER_SHARED_DATA}: the page that Windows shows every process at a fixed address, with
 * version, processor features and times. The times are those of the start of the process.
 */
public final class SharedUserData {
  /** Where Windows has it. */
  public static final long ADDRESS = 0x7FFE_0000L;

  static final int TICK_COUNT_MULTIPLIER = 0x004;
  static final int INTERRUPT_TIME = 0x008;
  static final int SYSTEM_TIME = 0x014;
  static final int IMAGE_NUMBER_LOW = 0x02C;
  static final int IMAGE_NUMBER_HIGH = 0x02E;
  static final int NT_SYSTEM_ROOT = 0x030;
  static final int LARGE_PAGE_MINIMUM = 0x244;
  static final int NT_BUILD_NUMBER = 0x260;
  static final int NT_PRODUCT_TYPE = 0x264;
  static final int PRODUCT_TYPE_IS_VALID = 0x268;
  static final int NATIVE_PROCESSOR_ARCHITECTURE = 0x26A;
  static final int NT_MAJOR_VERSION = 0x26C;
  static final int NT_MINOR_VERSION = 0x270;
  static final int PROCESSOR_FEATURES = 0x274;
  static final int SUITE_MASK = 0x2D0;
  static final int ACTIVE_CONSOLE_ID = 0x2D8;
  static final int QPC_FREQUENCY = 0x300;
  static final int TICK_COUNT = 0x320;
  static final int ACTIVE_PROCESSOR_COUNT = 0x3C0;
  static final int ACTIVE_GROUP_COUNT = 0x3C4;

  /** Milliseconds per tick, as a fraction of 2^24: 15.625. */
  private static final int MULTIPLIER = 0x0FA0_0000;

  private static final long NANOS_PER_TICK = 15_625_000;
  private static final int WORKSTATION = 1;
  private static final int ARCHITECTURE_AMD64 = 9;
  private static final int SINGLE_USER_TERMINAL_SERVICES = 0x110;
  private static final int QPC_HERTZ = 10_000_000;
  private static final int LARGE_PAGE = 0x20_0000;

  private SharedUserData() {}

  /**
   * Maps and fills the page.
   *
   * @throws BadImageException when the address is taken: programs cannot run then
   */
  public static void map(GuestThread thread) {
    int type = AddressSpace.MEM_RESERVE | AddressSpace.MEM_COMMIT;
    try {
      thread.process.memory.allocate(ADDRESS, Memory.PAGE, type, AddressSpace.PAGE_READWRITE);
    } catch (NtStatusException e) {
      throw new BadImageException(
          Reason.NO_ADDRESS_SPACE,
          "the address 0x7FFE0000, where Windows programs look for shared system data, is taken in"
              + " this process");
    }
    fill(ADDRESS, HostSystem.processors(thread));
    thread.process.memory.protect(ADDRESS, Memory.PAGE, AddressSpace.PAGE_READONLY);
  }

  private static void fill(long p, int processors) {
    Memory.putInt(p + TICK_COUNT_MULTIPLIER, MULTIPLIER);
    Memory.putShort(p + IMAGE_NUMBER_LOW, Machine.AMD64);
    Memory.putShort(p + IMAGE_NUMBER_HIGH, Machine.AMD64);
    Memory.putWideZ(p + NT_SYSTEM_ROOT, Environment.SYSTEM_ROOT);
    Memory.putInt(p + LARGE_PAGE_MINIMUM, LARGE_PAGE);
    Memory.putInt(p + NT_BUILD_NUMBER, HostSystem.BUILD);
    Memory.putInt(p + NT_PRODUCT_TYPE, WORKSTATION);
    Memory.putByte(p + PRODUCT_TYPE_IS_VALID, 1);
    Memory.putShort(p + NATIVE_PROCESSOR_ARCHITECTURE, ARCHITECTURE_AMD64);
    Memory.putInt(p + NT_MAJOR_VERSION, HostSystem.MAJOR_VERSION);
    Memory.putInt(p + NT_MINOR_VERSION, HostSystem.MINOR_VERSION);
    for (int feature = 0; feature < ProcessorFeatures.COUNT; feature++) {
      Memory.putByte(p + PROCESSOR_FEATURES + feature, ProcessorFeatures.has(feature) ? 1 : 0);
    }
    Memory.putInt(p + SUITE_MASK, SINGLE_USER_TERMINAL_SERVICES);
    Memory.putInt(p + ACTIVE_CONSOLE_ID, 1);
    Memory.putLong(p + QPC_FREQUENCY, QPC_HERTZ);
    Memory.putInt(p + ACTIVE_PROCESSOR_COUNT, processors);
    Memory.putByte(p + ACTIVE_GROUP_COUNT, 1);
    long uptime = System.nanoTime();
    systemTime(p + INTERRUPT_TIME, uptime / 100);
    systemTime(p + SYSTEM_TIME, HostSystem.now());
    systemTime(p + TICK_COUNT, uptime / NANOS_PER_TICK);
  }

  /** {@code KSYSTEM_TIME}: low half, high half, and the high half again to notice changes by. */
  private static void systemTime(long at, long value) {
    Memory.putInt(at, (int) value);
    Memory.putInt(at + 4, (int) (value >>> 32));
    Memory.putInt(at + 8, (int) (value >>> 32));
  }
}
