package decant.crt.time;

import decant.host.Memory;
import decant.host.Time;
import decant.nt.Environment;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import java.nio.charset.StandardCharsets;

/**
 * The time zone of a process: that of its {@code TZ} where this has Microsoft's form and is not the
 * host's own, else the host's. Nothing of it is loaded before a local time is asked for.
 */
final class CrtTimeZone {
  private static final int HOUR = 3600;

  /** The variables in guest memory, in this order; programs may bind to each. */
  static final int TIMEZONE = 0;

  static final int DAYLIGHT = 4;
  static final int DSTBIAS = 8;
  static final int TZNAME = 16;
  private static final int NAMES = 32;

  /** Room for a name with its zero. */
  static final int NAME_SIZE = 64;

  private static final int SIZE = NAMES + 2 * NAME_SIZE;

  /** In the thread's scratch memory: a {@code time_t}, a host's {@code struct tm}, a text. */
  private static final int SCRATCH_TM = 16;

  private static final int SCRATCH_FORMAT = 128;
  private static final int SCRATCH_TEXT = 160;

  private final long variables;

  /** The addresses of the variables that msvcrt exports, 0 while nothing is bound to one. */
  private final long[] bound = new long[3];

  private volatile boolean isSet;

  /** Null: the host's zone. */
  private volatile TimeZoneRules rules;

  private CrtTimeZone(GuestThread t) {
    variables = t.process.heap.allocate(t, SIZE);
    Memory.putLong(variables + TZNAME, variables + NAMES);
    Memory.putLong(variables + TZNAME + 8, variables + NAMES + NAME_SIZE);
    publish(TimeZoneRules.PACIFIC);
  }

  static CrtTimeZone of(GuestThread t) {
    return t.process.state(CrtTimeZone.class, (GuestProcess p) -> new CrtTimeZone(t));
  }

  /** The address of a variable. */
  static long address(GuestThread t, int variable) {
    return of(t).variables + variable;
  }

  /** The bias is there even where the zone has no daylight saving time. */
  private void publish(TimeZoneRules zone) {
    publish(zone.standard(), zone.daylight(), zone.west(), -HOUR);
  }

  private void publish(String standard, String daylight, int west, int bias) {
    put(TIMEZONE, west);
    put(DAYLIGHT, daylight.isEmpty() ? 0 : 1);
    put(DSTBIAS, bias);
    putName(variables + NAMES, standard);
    putName(variables + NAMES + NAME_SIZE, daylight);
  }

  private void put(int variable, int value) {
    Memory.putInt(variables + variable, value);
    if (bound[variable / Integer.BYTES] != 0) {
      Memory.putInt(bound[variable / Integer.BYTES], value);
    }
  }

  /** Keeps an exported variable equal to ours from now on. */
  synchronized void bind(int variable, long address) {
    bound[variable / Integer.BYTES] = address;
    Memory.putInt(address, variable(variable));
  }

  private static void putName(long address, String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(bytes.length, NAME_SIZE - 1);
    Memory.write(address, bytes, 0, length);
    Memory.putByte(address + length, 0);
  }

  /** {@code _tzset}: looks for the time zone anew. */
  synchronized void set(GuestThread t) {
    String tz = Environment.of(t.process).get("TZ");
    rules = tz == null || tz.equals(System.getenv("TZ")) ? null : TimeZoneRules.parse(tz);
    if (rules != null) {
      publish(rules);
    } else {
      publishHost(t);
    }
    isSet = true;
  }

  private void publishHost(GuestThread t) {
    long now = System.currentTimeMillis() / 1000;
    String standard = "";
    String daylight = "";
    int west = 0;
    for (int month = 0; month < 12; month += 6) {
      long at = host(t, now + month * 30 * Tm.DAY);
      String name = name(t);
      if (isDaylight(at)) {
        daylight = name;
        west = standard.isEmpty() ? HOUR - offset(at) : west;
      } else {
        standard = name;
        west = -offset(at);
      }
    }
    publish(standard, daylight, west, daylight.isEmpty() ? 0 : -HOUR);
  }

  /** The name of the zone that {@link #host} found last. */
  private static String name(GuestThread t) {
    long scratch = t.scratch();
    Memory.putNarrowZ(scratch + SCRATCH_FORMAT, new byte[] {'%', 'Z'});
    Time.strftime(
        scratch + SCRATCH_TEXT, NAME_SIZE, scratch + SCRATCH_FORMAT, scratch + SCRATCH_TM);
    return new String(Memory.narrow(scratch + SCRATCH_TEXT), StandardCharsets.UTF_8);
  }

  private static long host(GuestThread t, long utc) {
    long scratch = t.scratch();
    Memory.putLong(scratch, utc);
    if (Time.localtime_r(scratch, scratch + SCRATCH_TM) == 0) {
      return 0;
    }
    long offset = Memory.getLong(scratch + SCRATCH_TM + Time.TM_GMTOFF);
    boolean daylight = Memory.getInt(scratch + SCRATCH_TM + Time.TM_ISDST) > 0;
    return packed((int) offset, daylight);
  }

  private static long packed(int offset, boolean daylight) {
    return (long) offset << 1 | (daylight ? 1 : 0);
  }

  /** The zone at a moment, for {@link #offset} and {@link #isDaylight}. */
  long at(GuestThread t, long utc) {
    if (!isSet) {
      set(t);
    }
    TimeZoneRules own = rules;
    if (own == null) {
      return host(t, utc);
    }
    boolean daylight = own.isDaylight(utc);
    return packed((daylight ? HOUR : 0) - own.west(), daylight);
  }

  /** Seconds to add to UTC. */
  static int offset(long at) {
    return (int) (at >> 1);
  }

  static boolean isDaylight(long at) {
    return (at & 1) != 0;
  }

  /**
   * The moment of a local time.
   *
   * @param isdst above 0: daylight saving time is meant; 0: standard time; below 0: what holds then
   */
  long toUtc(GuestThread t, long local, int isdst) {
    long utc = local - standardOffset(at(t, local));
    long at = at(t, utc);
    utc = local - standardOffset(at);
    if (isdst > 0 || isdst < 0 && isDaylight(at(t, utc))) {
      utc += variable(DSTBIAS);
    }
    return utc;
  }

  private static int standardOffset(long at) {
    return offset(at) - (isDaylight(at) ? HOUR : 0);
  }

  /** The variables as they are now. */
  int variable(int offset) {
    return Memory.getInt(variables + offset);
  }

  /** The address of the name of standard or daylight saving time. */
  long nameAddress(boolean daylight) {
    return Memory.getLong(variables + TZNAME + (daylight ? 8 : 0));
  }

  /** Makes sure that the variables say the true zone. */
  static CrtTimeZone ready(GuestThread t) {
    CrtTimeZone zone = of(t);
    if (!zone.isSet) {
      zone.set(t);
    }
    return zone;
  }
}
