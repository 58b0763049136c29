package decant.ntdll;

import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Text;
import decant.host.Memory;
import decant.kernel32.SysInfoApi;
import decant.kernel32.VersionHelpers;
import decant.nt.GuestThread;
import decant.nt.HostSystem;
import decant.nt.NtStatus;
import decant.nt.SystemTime;
import decant.nt.TimeZones;

/** Rtl functions: errors, versions, times, random numbers, bit maps. */
@Library("ntdll")
public final class RtlMisc {
  private static final int ERROR_MR_MID_NOT_FOUND = 317;
  private static final int STATUS_REVISION_MISMATCH = 0xC000_0059;

  private RtlMisc() {}

  /** The Win32 error of an NTSTATUS; of one without, {@code ERROR_MR_MID_NOT_FOUND}. */
  @Export(fails = Fails.ZERO)
  static int RtlNtStatusToDosErrorNoTeb(int Status) {
    NtStatus status = NtStatus.of(Status);
    if (status != null) {
      return status.error().code();
    }
    // FACILITY_NTWIN32, as error or as warning, and facility 1: errors dressed as NTSTATUS.
    return switch (Status >>> 16) {
      case 0xC007, 0x8007, 0xC001 -> Status & 0xFFFF;
      default -> ERROR_MR_MID_NOT_FOUND;
    };
  }

  /** As {@code RtlNtStatusToDosErrorNoTeb}; the status becomes the thread's last one. */
  @Export(fails = Fails.ZERO)
  static int RtlNtStatusToDosError(GuestThread t, int Status) {
    Memory.putInt(t.teb + GuestThread.TEB_LAST_STATUS, Status);
    return RtlNtStatusToDosErrorNoTeb(Status);
  }

  /** The status behind the thread's last error, of those that were statuses. */
  @Export(fails = Fails.ZERO)
  static int RtlGetLastNtStatus(GuestThread t) {
    return Memory.getInt(t.teb + GuestThread.TEB_LAST_STATUS);
  }

  @Export(dll = "advapi32", fails = Fails.ZERO)
  static int LsaNtStatusToWinError(int Status) {
    return RtlNtStatusToDosErrorNoTeb(Status);
  }

  /** Windows' true version, whatever the program's manifest says. */
  @Export
  static int RtlGetVersion(@In @Out long lpVersionInformation) {
    boolean extended = Memory.getInt(lpVersionInformation) == 284;
    SysInfoApi.putVersion(
        Text.WIDE,
        lpVersionInformation,
        extended,
        HostSystem.MAJOR_VERSION,
        HostSystem.MINOR_VERSION,
        HostSystem.BUILD);
    return 0;
  }

  @Export
  static void RtlGetNtVersionNumbers(
      @Out @Opt long major, @Out @Opt long minor, @Out @Opt long build) {
    if (major != 0) {
      Memory.putInt(major, HostSystem.MAJOR_VERSION);
    }
    if (minor != 0) {
      Memory.putInt(minor, HostSystem.MINOR_VERSION);
    }
    if (build != 0) {
      Memory.putInt(build, 0xF000_0000 | HostSystem.BUILD);
    }
  }

  @Export
  static int RtlVerifyVersionInfo(@In long VersionInfo, int TypeMask, long ConditionMask) {
    return VersionHelpers.verify(Text.WIDE, VersionInfo, TypeMask, ConditionMask)
        ? 0
        : STATUS_REVISION_MISMATCH;
  }

  /** TIME_FIELDS: year, month, day, hour, minute, second, millisecond, weekday. */
  @Export
  static void RtlTimeToTimeFields(@In long Time, @Out long TimeFields) {
    SystemTime.put(TimeFields, Memory.getLong(Time));
    int weekday = Memory.getU16(TimeFields + SystemTime.DAY_OF_WEEK);
    Memory.copy(TimeFields + SystemTime.DAY, TimeFields + SystemTime.DAY_OF_WEEK, 10);
    Memory.putShort(TimeFields + SystemTime.MILLISECONDS, weekday);
  }

  @Export
  static byte RtlTimeFieldsToTime(@In long TimeFields, @Out long Time) {
    int year = Memory.getU16(TimeFields);
    int month = Memory.getU16(TimeFields + 2);
    int day = Memory.getU16(TimeFields + 4);
    if (year < 1601 || month < 1 || month > 12 || day < 1) {
      return 0;
    }
    if (day > SystemTime.monthLength(year, month)
        || Memory.getU16(TimeFields + 6) > 23
        || Memory.getU16(TimeFields + 8) > 59
        || Memory.getU16(TimeFields + 10) > 59
        || Memory.getU16(TimeFields + 12) > 999) {
      return 0;
    }
    long seconds =
        Memory.getU16(TimeFields + 6) * 3600L
            + Memory.getU16(TimeFields + 8) * 60L
            + Memory.getU16(TimeFields + 10);
    Memory.putLong(
        Time,
        SystemTime.days(year, month, day) * SystemTime.DAY_UNITS
            + seconds * SystemTime.SECOND_UNITS
            + Memory.getU16(TimeFields + 12) * 10_000L);
    return 1;
  }

  @Export
  static void RtlSecondsSince1970ToTime(int ElapsedSeconds, @Out long Time) {
    Memory.putLong(
        Time, HostSystem.UNIX_EPOCH + (ElapsedSeconds & 0xFFFF_FFFFL) * SystemTime.SECOND_UNITS);
  }

  @Export
  static byte RtlTimeToSecondsSince1970(@In long Time, @Out long ElapsedSeconds) {
    long seconds =
        Math.floorDiv(Memory.getLong(Time) - HostSystem.UNIX_EPOCH, SystemTime.SECOND_UNITS);
    if (seconds < 0 || seconds > 0xFFFF_FFFFL) {
      return 0;
    }
    Memory.putInt(ElapsedSeconds, (int) seconds);
    return 1;
  }

  @Export
  static int RtlSystemTimeToLocalTime(@In long SystemTime, @Out long LocalTime) {
    Memory.putLong(LocalTime, Memory.getLong(SystemTime) + TimeZones.offset(HostSystem.now()));
    return 0;
  }

  /** A linear congruential generator: its result is the new seed. */
  @Export
  static int RtlUniform(@In @Out long Seed) {
    int next = (int) ((Memory.getU32(Seed) * 0x7FFF_FFEDL + 0x7FFF_FFC3L) % 0x7FFF_FFFFL);
    Memory.putInt(Seed, next);
    return next;
  }

  @Export
  static void RtlInitializeBitMap(@Out long BitMapHeader, @In long BitMapBuffer, int SizeOfBitMap) {
    Memory.putInt(BitMapHeader, SizeOfBitMap);
    Memory.putLong(BitMapHeader + 8, BitMapBuffer);
  }

  @Export
  static void RtlClearAllBits(@In long BitMapHeader) {
    fillBits(BitMapHeader, 0);
  }

  @Export
  static void RtlSetAllBits(@In long BitMapHeader) {
    fillBits(BitMapHeader, 0xFF);
  }

  private static void fillBits(long header, int value) {
    Memory.fill(Memory.getLong(header + 8), (Memory.getU32(header) + 31) / 32 * 4, value);
  }

  @Export
  static void RtlSetBits(@In long BitMapHeader, int StartingIndex, int NumberToSet) {
    change(BitMapHeader, StartingIndex, NumberToSet, true);
  }

  @Export
  static void RtlClearBits(@In long BitMapHeader, int StartingIndex, int NumberToClear) {
    change(BitMapHeader, StartingIndex, NumberToClear, false);
  }

  private static void change(long header, int start, int count, boolean set) {
    long bits = Memory.getLong(header + 8);
    long end = Math.min((start & 0xFFFF_FFFFL) + (count & 0xFFFF_FFFFL), Memory.getU32(header));
    for (long i = start & 0xFFFF_FFFFL; i < end; i++) {
      int old = Memory.getU8(bits + (i >> 3));
      int bit = 1 << (i & 7);
      Memory.putByte(bits + (i >> 3), set ? old | bit : old & ~bit);
    }
  }

  @Export
  static int RtlNumberOfSetBits(@In long BitMapHeader) {
    long bits = Memory.getLong(BitMapHeader + 8);
    long size = Memory.getU32(BitMapHeader);
    int count = 0;
    for (long i = 0; i < size; i++) {
      count += Memory.getU8(bits + (i >> 3)) >> (i & 7) & 1;
    }
    return count;
  }
}
