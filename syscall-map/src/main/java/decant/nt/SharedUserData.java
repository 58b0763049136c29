package decant.nt;

import decant.host.Memory;
import decant.host.Mman;
import decant.host.Random;
import decant.host.Unistd;
import decant.nt.memory.AddressSpace;
import java.util.concurrent.locks.LockSupport;
import jdk.internal.misc.Unsafe;

/**
 * {@code KUSER_SHARED_DATA}: the page that Windows shows every process at a fixed address, with
 * version, processor features and times.
 *
 * <p>Most programs never look at it. So its address is only reserved at first; a thread that reads
 * it faults once, and {@link #open} then fills the page and starts a thread that keeps the times
 * current, as often as Windows' clock ticks. The guest cannot write to the page; that thread writes
 * through another mapping of it. State of a process.
 *
 * @see <a
 *     href="https://learn.microsoft.com/windows-hardware/drivers/ddi/ntddk/ns-ntddk-kuser_shared_data">KUSER_SHARED_DATA</a>
 */
public final class SharedUserData {
  /** Where Windows has it. */
  public static final long ADDRESS = 0x7FFE_0000L;

  public static final int TICK_COUNT_MULTIPLIER = 0x004;
  public static final int INTERRUPT_TIME = 0x008;
  public static final int SYSTEM_TIME = 0x014;
  public static final int TIME_ZONE_BIAS = 0x020;
  public static final int IMAGE_NUMBER_LOW = 0x02C;
  public static final int IMAGE_NUMBER_HIGH = 0x02E;
  public static final int NT_SYSTEM_ROOT = 0x030;
  public static final int TIME_ZONE_ID = 0x240;
  public static final int LARGE_PAGE_MINIMUM = 0x244;
  public static final int NT_BUILD_NUMBER = 0x260;
  public static final int NT_PRODUCT_TYPE = 0x264;
  public static final int PRODUCT_TYPE_IS_VALID = 0x268;
  public static final int NATIVE_PROCESSOR_ARCHITECTURE = 0x26A;
  public static final int NT_MAJOR_VERSION = 0x26C;
  public static final int NT_MINOR_VERSION = 0x270;
  public static final int PROCESSOR_FEATURES = 0x274;
  public static final int SUITE_MASK = 0x2D0;
  public static final int MITIGATION_POLICIES = 0x2D5;
  public static final int CYCLES_PER_YIELD = 0x2D6;
  public static final int ACTIVE_CONSOLE_ID = 0x2D8;
  public static final int NUMBER_OF_PHYSICAL_PAGES = 0x2E8;
  public static final int TEST_RET_INSTRUCTION = 0x2F8;
  public static final int QPC_FREQUENCY = 0x300;
  public static final int TICK_COUNT = 0x320;
  public static final int COOKIE = 0x330;
  public static final int UNPARKED_PROCESSOR_COUNT = 0x36A;
  public static final int ACTIVE_PROCESSOR_COUNT = 0x3C0;
  public static final int ACTIVE_GROUP_COUNT = 0x3C4;
  public static final int X_STATE = 0x3D8;

  /** {@code XSTATE_CONFIGURATION}. */
  private static final int XSTATE_VOLATILE = X_STATE + 0x08;

  private static final int XSTATE_SIZE = X_STATE + 0x10;
  private static final int XSTATE_FEATURES = X_STATE + 0x18;

  /** Milliseconds per tick, as a fraction of 2^24: 15.625. */
  private static final int MULTIPLIER = 0x0FA0_0000;

  private static final long NANOS_PER_TICK = 15_625_000;
  private static final int WORKSTATION = 1;
  private static final int ARCHITECTURE_AMD64 = 9;
  private static final int IMAGE_FILE_MACHINE_AMD64 = 0x8664;
  private static final int SINGLE_USER_TERMINAL_SERVICES = 0x110;
  private static final int QPC_HERTZ = 10_000_000;
  private static final int LARGE_PAGE = 0x20_0000;

  /** Data is executed by programs that opt out of it only, and exception handlers are checked. */
  private static final int MITIGATION_DEFAULTS = 0x0A;

  private static final int TYPICAL_CYCLES_PER_YIELD = 64;
  private static final int RET = 0xC3;
  private static final int PF_AVX = 39;

  /** Sizes of the areas of XSAVE: x87 and header, SSE, AVX. */
  private static final int LEGACY = 160;

  private static final int SSE = 256;
  private static final int AVX_OFFSET = 576;
  private static final int AVX = 256;

  private static final long CLOCK_STACK = 128 << 10;

  /** Bits of a page fault's error code. */
  private static final int FAULT_WRITE = 2;

  private static final int FAULT_EXECUTE = 16;

  /** The page is the host's memory, which {@code Memory} does not know. */
  private static final Unsafe UNSAFE = Unsafe.getUnsafe();

  /** The page where it can be written; 0 until somebody looks at it. */
  private long page;

  private SharedUserData(GuestProcess process) {}

  /**
   * Reserves the address.
   *
   * @throws NtStatusException when it is taken
   */
  public static void map(GuestProcess process) {
    int type = AddressSpace.MEM_RESERVE | AddressSpace.MEM_COMMIT;
    process.memory.allocate(ADDRESS, Memory.PAGE, type, AddressSpace.PAGE_READONLY);
    Mman.mprotect(ADDRESS, Memory.PAGE, Mman.PROT_NONE);
  }

  /**
   * Whether a fault was the first look at the page, or another thread's at the same time: then it
   * is there now, and the access is to be made again.
   *
   * @param t the thread that faulted
   * @param error the page fault's error code
   */
  public static boolean open(GuestThread t, long address, long error) {
    return address - ADDRESS >= 0
        && address - ADDRESS < Memory.PAGE
        && t.process.state(SharedUserData.class, SharedUserData::new).show(t, error);
  }

  private synchronized boolean show(GuestThread t, long error) {
    if (page != 0) {
      return (error & (FAULT_WRITE | FAULT_EXECUTE)) == 0;
    }
    long label = t.scratch();
    Memory.putLong(label, 0);
    int fd = Mman.memfd_create(label, Mman.MFD_CLOEXEC);
    Unistd.ftruncate(fd, Memory.PAGE);
    int access = Mman.PROT_READ | Mman.PROT_WRITE;
    long ours = Mman.mmap(0, Memory.PAGE, access, Mman.MAP_SHARED, fd, 0);
    if (ours == -1) {
      return false;
    }
    page = ours;
    fill(t);
    Mman.mmap(ADDRESS, Memory.PAGE, Mman.PROT_READ, Mman.MAP_SHARED | Mman.MAP_FIXED, fd, 0);
    Unistd.close(fd);
    Thread clock = new Thread(null, this::keepCurrent, "shared-data-clock", CLOCK_STACK);
    clock.setDaemon(true);
    clock.start();
    return (error & FAULT_EXECUTE) == 0;
  }

  private void keepCurrent() {
    while (true) {
      LockSupport.parkNanos(NANOS_PER_TICK);
      times();
    }
  }

  private void times() {
    long interruptTime = System.nanoTime() / 100; // what QueryInterruptTime says
    systemTime(INTERRUPT_TIME, interruptTime);
    systemTime(SYSTEM_TIME, HostSystem.now());
    systemTime(TICK_COUNT, interruptTime * 100 / NANOS_PER_TICK);
  }

  /**
   * A {@code KSYSTEM_TIME}: low half, high half, and the high half again. Who reads it begins anew
   * when the two differ, so the second is written first.
   */
  private void systemTime(int at, long value) {
    UNSAFE.putInt(page + at + 8, (int) (value >>> 32));
    UNSAFE.storeStoreFence();
    UNSAFE.putLongUnaligned(null, page + at, value, false);
  }

  private void fill(GuestThread t) {
    int processors = HostSystem.processors(t);
    UNSAFE.putInt(page + TICK_COUNT_MULTIPLIER, MULTIPLIER);
    UNSAFE.putShort(page + IMAGE_NUMBER_LOW, (short) IMAGE_FILE_MACHINE_AMD64);
    UNSAFE.putShort(page + IMAGE_NUMBER_HIGH, (short) IMAGE_FILE_MACHINE_AMD64);
    for (int i = 0; i < Environment.SYSTEM_ROOT.length(); i++) {
      UNSAFE.putShort(page + NT_SYSTEM_ROOT + 2L * i, (short) Environment.SYSTEM_ROOT.charAt(i));
    }
    UNSAFE.putInt(page + LARGE_PAGE_MINIMUM, LARGE_PAGE);
    UNSAFE.putInt(page + NT_BUILD_NUMBER, HostSystem.BUILD);
    UNSAFE.putInt(page + NT_PRODUCT_TYPE, WORKSTATION);
    UNSAFE.putByte(page + PRODUCT_TYPE_IS_VALID, (byte) 1);
    UNSAFE.putShort(page + NATIVE_PROCESSOR_ARCHITECTURE, (short) ARCHITECTURE_AMD64);
    UNSAFE.putInt(page + NT_MAJOR_VERSION, HostSystem.MAJOR_VERSION);
    UNSAFE.putInt(page + NT_MINOR_VERSION, HostSystem.MINOR_VERSION);
    for (int feature = 0; feature < ProcessorFeatures.COUNT; feature++) {
      UNSAFE.putByte(
          page + PROCESSOR_FEATURES + feature, (byte) (ProcessorFeatures.has(feature) ? 1 : 0));
    }
    UNSAFE.putInt(page + SUITE_MASK, SINGLE_USER_TERMINAL_SERVICES);
    UNSAFE.putByte(page + MITIGATION_POLICIES, (byte) MITIGATION_DEFAULTS);
    UNSAFE.putShort(page + CYCLES_PER_YIELD, (short) TYPICAL_CYCLES_PER_YIELD);
    UNSAFE.putInt(page + ACTIVE_CONSOLE_ID, 1);
    UNSAFE.putInt(
        page + NUMBER_OF_PHYSICAL_PAGES, (int) (HostSystem.memory("MemTotal") / Memory.PAGE));
    UNSAFE.putLong(page + TEST_RET_INSTRUCTION, RET);
    UNSAFE.putLong(page + QPC_FREQUENCY, QPC_HERTZ);
    Random.fill(t.scratch(), 4);
    UNSAFE.putInt(page + COOKIE, Memory.getInt(t.scratch()));
    UNSAFE.putShort(page + UNPARKED_PROCESSOR_COUNT, (short) processors);
    UNSAFE.putInt(page + ACTIVE_PROCESSOR_COUNT, processors);
    UNSAFE.putByte(page + ACTIVE_GROUP_COUNT, (byte) 1);
    extendedState();
    long now = HostSystem.now();
    systemTime(TIME_ZONE_BIAS, -TimeZones.offset(now));
    UNSAFE.putInt(page + TIME_ZONE_ID, TimeZones.id(now));
    times();
  }

  /** Which registers a context may have beyond those of every processor, and where. */
  private void extendedState() {
    boolean avx = ProcessorFeatures.has(PF_AVX);
    UNSAFE.putLong(page + X_STATE, avx ? 7 : 3);
    UNSAFE.putLong(page + XSTATE_VOLATILE, avx ? 7 : 3);
    UNSAFE.putInt(page + XSTATE_SIZE, AVX_OFFSET + (avx ? AVX : 0));
    UNSAFE.putInt(page + XSTATE_FEATURES + 4, LEGACY);
    UNSAFE.putInt(page + XSTATE_FEATURES + 8, LEGACY);
    UNSAFE.putInt(page + XSTATE_FEATURES + 12, SSE);
    if (avx) {
      UNSAFE.putInt(page + XSTATE_FEATURES + 16, AVX_OFFSET);
      UNSAFE.putInt(page + XSTATE_FEATURES + 20, AVX);
    }
  }
}
