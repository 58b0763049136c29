package decant.nt;

import decant.host.HostFile;
import decant.host.Memory;
import decant.host.Resource;
import decant.host.Sched;
import java.nio.charset.StandardCharsets;
import jdk.internal.misc.VM;

/** What Windows programs ask about the machine, answered by the host. Times are in 100 ns. */
public final class HostSystem {
  /** Windows' version as guests see it: 10 22H2. */
  public static final int MAJOR_VERSION = 10;

  public static final int MINOR_VERSION = 0;
  public static final int BUILD = 19045;

  /** 1601-01-01 to 1970-01-01, in 100 ns. */
  public static final long UNIX_EPOCH = 116_444_736_000_000_000L;

  /** What the host tells of its processors, once it was asked: it takes long over it. */
  private static volatile String processor;

  private HostSystem() {}

  /** The processors that this process may run on, one bit for each of the first 64. */
  public static long affinity(GuestThread thread) {
    long mask = thread.scratch();
    Memory.fill(mask, Sched.MASK_SIZE, 0);
    if (Sched.sched_getaffinity(0, Sched.MASK_SIZE, mask) < 0) {
      return 1;
    }
    long bits = Memory.getLong(mask);
    return bits == 0 ? 1 : bits;
  }

  /** The processors of the first thread: those that threads may be restricted to. */
  public static long machine(GuestThread thread) {
    return thread.process.state(Machine.class, p -> new Machine(affinity(thread))).processors;
  }

  private record Machine(long processors) {}

  /** The number of processors that this process may run on, at most 64. */
  public static int processors(GuestThread thread) {
    return Long.bitCount(affinity(thread));
  }

  /** A value of {@code /proc/meminfo} in bytes, 0 when there is none of that name. */
  public static long memory(String name) {
    return kilobytes("/proc/meminfo", name);
  }

  /** A value of {@code /proc/self/status} in bytes, 0 when there is none of that name. */
  public static long ownMemory(String name) {
    return kilobytes("/proc/self/status", name);
  }

  private static long kilobytes(String file, String name) {
    String text = read(file);
    int at = text.indexOf('\n' + name + ':');
    if (at < 0) {
      at = text.startsWith(name + ':') ? -1 : Integer.MIN_VALUE;
    }
    if (at < -1) {
      return 0;
    }
    long value = 0;
    for (int i = at + name.length() + 2; i < text.length() && text.charAt(i) != '\n'; i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        value = value * 10 + c - '0';
      }
    }
    return value * 1024;
  }

  /** A small file of the host, empty when it cannot be read. */
  public static String read(String file) {
    byte[] bytes = HostFile.read(file);
    return bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Kernel time used by the process or by the calling thread. */
  public static long kernelTime(GuestThread thread, boolean ofThread) {
    return usage(thread, ofThread, Resource.RU_STIME);
  }

  /** User time used by the process or by the calling thread. */
  public static long userTime(GuestThread thread, boolean ofThread) {
    return usage(thread, ofThread, Resource.RU_UTIME);
  }

  private static long usage(GuestThread thread, boolean ofThread, int field) {
    long usage = thread.scratch();
    int who = ofThread ? Resource.RUSAGE_THREAD : Resource.RUSAGE_SELF;
    if (Resource.getrusage(who, usage) < 0) {
      throw NtStatus.lastHostError();
    }
    return Memory.getLong(usage + field) * 10_000_000L + Memory.getLong(usage + field + 8) * 10;
  }

  /** When this process started, as a FILETIME. */
  public static long startTime() {
    String stat = read("/proc/self/stat");
    // The fields that follow the parenthesised name: the state is field 3, the start field 22.
    int at = stat.lastIndexOf(')') + 2;
    for (int field = 3; field < 22 && at > 1; field++) {
      at = stat.indexOf(' ', at) + 1;
    }
    if (at <= 1) {
      return now();
    }
    long ticks = Long.parseLong(stat.substring(at, stat.indexOf(' ', at)));
    return now() - uptime() + ticks * 100_000L;
  }

  /** The time since the host was started. */
  public static long uptime() {
    String uptime = read("/proc/uptime");
    int end = uptime.indexOf(' ');
    return end < 0 ? 0 : (long) (Double.parseDouble(uptime.substring(0, end)) * 1e7);
  }

  /** The current time as a FILETIME. */
  public static long now() {
    long seconds = System.currentTimeMillis() / 1000;
    return UNIX_EPOCH + seconds * 10_000_000L + VM.getNanoTimeAdjustment(seconds) / 100;
  }

  /** The host's machine identifier: 32 hexadecimal digits, or nothing. */
  public static String machineId() {
    return read("/etc/machine-id").strip();
  }

  /** The processor's name. */
  public static String processorName() {
    return processor("model name");
  }

  /** The processor's maker, as CPUID says it. */
  public static String processorVendor() {
    return processor("vendor_id");
  }

  /** The processor's frequency in MHz. */
  public static int processorMegahertz() {
    String value = processor("cpu MHz");
    int dot = value.indexOf('.');
    try {
      return Integer.parseInt(dot < 0 ? value : value.substring(0, dot));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static String processor(String name) {
    String text = processor;
    if (text == null) {
      text = read("/proc/cpuinfo");
      processor = text;
    }
    int start = text.indexOf("\n" + name);
    int colon = start < 0 ? -1 : text.indexOf(':', start);
    int end = colon < 0 ? -1 : text.indexOf('\n', colon);
    return end < 0 ? "" : text.substring(colon + 1, end).strip();
  }
}
