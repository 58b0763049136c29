package decant.abi.trace;

import decant.abi.Args;
import decant.abi.Gate;
import decant.abi.seh.ExceptionRecord;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;

/** What is read from the frames of calls, and from the records of exceptions. */
final class Frames {
  private static final int REGISTER_SLOTS = 4;

  private Frames() {}

  /** The arguments of a call as 64 bits each. */
  static long[] slots(GuestThread t, CallShape shape, long frame) {
    long[] slots = new long[shape.slots];
    int size = 8 * slots.length;
    // Those on the stack may lie behind its end, if the caller has pushed fewer.
    boolean there =
        slots.length <= REGISTER_SLOTS
            || frame + size <= Memory.getLong(t.teb + GuestThread.TEB_STACK_BASE);
    byte[] block = there ? null : SafeMemory.read(frame, size);
    for (int i = 0; i < slots.length; i++) {
      if (i < REGISTER_SLOTS && shape.isFloating(i)) {
        slots[i] = Double.doubleToRawLongBits(Args.f64(frame, i));
      } else if (there) {
        slots[i] = Memory.getLong(frame + 8L * i);
      } else {
        slots[i] = 8 * i + 8 <= block.length ? Numbers.read(block, 8 * i, 8) : 0;
      }
    }
    return slots;
  }

  /** Who calls, as module+RVA; behind {@code syscall} for system calls by number. */
  static String caller(GuestThread t, long frame) {
    long caller = Memory.getLong(frame - 8);
    if (caller >= Gate.machineCode("system_call_body")
        && caller < Gate.machineCode("system_call_end")) {
      byte[] there = SafeMemory.read(Memory.getLong(frame - 16) + 8, 8);
      return "syscall " + Gate.describeAddress(t, Numbers.read(there, 0, there.length));
    }
    return Gate.describeAddress(t, caller);
  }

  /** Fills in what a call has returned. */
  static void result(Call call, long frame, Enum<?> failure, int lastError) {
    CallShape shape = call.shape;
    StringBuilder out = new StringBuilder();
    if (shape.floatingResult) {
      call.result = Double.toString(Args.f64(frame, 0));
    } else if (shape.result != null) {
      long mask = shape.result.size >= 8 ? -1 : (1L << 8 * shape.result.size) - 1;
      shape.result.show(call.view, call.view.result & mask, out);
      call.result = out.toString();
    }
    if (failure != null && !shape.failureIsResult) {
      call.error = Names.of(failure instanceof NtStatus status ? status.error() : failure);
    } else if (failure == null && lastError != call.lastError && lastError != 0) {
      out.setLength(0);
      Names.error(lastError, out);
      call.error = out.toString();
    }
  }

  /** The facts of an exception, names and values by turns. */
  static String[] exception(GuestThread t, long record) {
    byte[] block = SafeMemory.read(record, ExceptionRecord.SIZE);
    if (block.length < ExceptionRecord.SIZE) {
      return new String[0];
    }
    StringBuilder code = new StringBuilder();
    Names.status((int) Numbers.read(block, 0, 4), code);
    StringBuilder parameters = new StringBuilder();
    int count = Math.min(15, ExceptionRecord.parameterCount(record));
    for (int i = 0; i < count; i++) {
      Numbers.hex(ExceptionRecord.parameter(record, i), parameters.append(i == 0 ? "" : " "));
    }
    String address = Gate.describeAddress(t, ExceptionRecord.address(record));
    if (count == 0) {
      return new String[] {"code", code.toString(), "address", address};
    }
    return new String[] {
      "code", code.toString(),
      "address", address,
      "parameters", parameters.toString()
    };
  }
}
