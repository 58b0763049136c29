package decant.kernel32;

import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.seh.ExtendedContext;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Win32Error;

/** winbase.h: contexts with the extended state of the processor. */
@Library({"kernel32", "kernelbase"})
public final class WinBaseContext {
  private WinBaseContext() {}

  /**
   * Lays out a context in a buffer; without one, or in one that is too small, says how long it must
   * be.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-initializecontext">InitializeContext</a>
   */
  @Export
  static boolean InitializeContext(
      GuestThread t,
      @Opt long Buffer,
      int ContextFlags,
      @Out @Opt long Context,
      @Out long ContextLength) {
    ExtendedContext layout = ExtendedContext.of(t);
    int needed = layout.length(ContextFlags);
    int room = Memory.getInt(ContextLength);
    Memory.putInt(ContextLength, needed);
    if (Buffer == 0 || Integer.compareUnsigned(room, needed) < 0) {
      throw Win32Error.INSUFFICIENT_BUFFER.exception();
    }
    Memory.putLong(Context, layout.initialize(Buffer, ContextFlags));
    return true;
  }

  /** As InitializeContext; the state is never compacted, so that the mask changes nothing. */
  @Export
  static boolean InitializeContext2(
      GuestThread t,
      @Opt long Buffer,
      int ContextFlags,
      @Out @Opt long Context,
      @Out long ContextLength,
      long XStateCompactionMask) {
    return InitializeContext(t, Buffer, ContextFlags, Context, ContextLength);
  }

  /**
   * Where a feature's state lies in a context, 0 when it has none.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-locatexstatefeature">LocateXStateFeature</a>
   */
  @Export
  static long LocateXStateFeature(
      GuestThread t, long Context, int FeatureId, @Out @Opt long Length) {
    ExtendedContext layout = ExtendedContext.of(t);
    long address = layout.locate(Context, FeatureId);
    if (address != 0 && Length != 0) {
      Memory.putInt(Length, layout.size(FeatureId));
    }
    return address;
  }

  @Export
  static long GetEnabledXStateFeatures(GuestThread t) {
    return ExtendedContext.of(t).enabled();
  }

  @Export
  static boolean GetXStateFeaturesMask(GuestThread t, long Context, @Out long FeatureMask) {
    Memory.putLong(FeatureMask, ExtendedContext.mask(Context));
    return true;
  }

  @Export
  static boolean SetXStateFeaturesMask(GuestThread t, long Context, long FeatureMask) {
    ExtendedContext.of(t).setMask(Context, FeatureMask);
    return true;
  }

  /**
   * Copies the parts of a context that flags name.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-copycontext">CopyContext</a>
   */
  @Export
  static boolean CopyContext(GuestThread t, @Out long Destination, int ContextFlags, long Source) {
    ExtendedContext.of(t).copy(Source, Destination, ContextFlags);
    return true;
  }
}
