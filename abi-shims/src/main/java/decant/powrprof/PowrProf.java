package decant.powrprof;

import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.HostSystem;
import decant.nt.NtStatus;

/** powerbase.h: what the machine says of its power. */
@Library("powrprof")
public final class PowrProf {
  private static final int PROCESSOR_INFORMATION = 11;
  private static final int SYSTEM_BATTERY_STATE = 5;

  /** {@code PROCESSOR_POWER_INFORMATION}. */
  private static final int PROCESSOR_SIZE = 24;

  private static final int BATTERY_SIZE = 32;

  private PowrProf() {}

  /**
   * Power information; other levels are {@code STATUS_NOT_SUPPORTED}.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/powerbase/nf-powerbase-callntpowerinformation">CallNtPowerInformation</a>
   */
  @Export(
      fails = Fails.NTSTATUS,
      support = Support.PARTIAL,
      note = "Processors, and a battery that is not there.")
  static int CallNtPowerInformation(
      GuestThread t,
      int InformationLevel,
      @In(size = "InputBufferLength") @Opt long InputBuffer,
      int InputBufferLength,
      @Out(size = "OutputBufferLength") @Opt long OutputBuffer,
      int OutputBufferLength) {
    switch (InformationLevel) {
      case PROCESSOR_INFORMATION -> processors(t, OutputBuffer, OutputBufferLength);
      case SYSTEM_BATTERY_STATE -> {
        require(OutputBuffer, OutputBufferLength, BATTERY_SIZE);
        Memory.fill(OutputBuffer, BATTERY_SIZE, 0);
        Memory.putByte(OutputBuffer, 1); // on mains
      }
      default -> throw NtStatus.NOT_SUPPORTED.exception();
    }
    return 0;
  }

  private static void processors(GuestThread t, long buffer, int room) {
    int count = HostSystem.processors(t);
    require(buffer, room, PROCESSOR_SIZE * count);
    int megahertz = HostSystem.processorMegahertz();
    for (int i = 0; i < count; i++) {
      long at = buffer + (long) PROCESSOR_SIZE * i;
      Memory.fill(at, PROCESSOR_SIZE, 0);
      Memory.putInt(at, i);
      Memory.putInt(at + 4, megahertz);
      Memory.putInt(at + 8, megahertz);
      Memory.putInt(at + 12, megahertz);
    }
  }

  private static void require(long buffer, int room, int size) {
    if (buffer == 0 || Integer.compareUnsigned(room, size) < 0) {
      throw NtStatus.BUFFER_TOO_SMALL.exception();
    }
  }
}
