package decant.ntdll;

import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.seh.Context;
import decant.abi.seh.ExtendedContext;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * Contexts with the extended state of the processor, as ntdll has them: by the address of the
 * {@code CONTEXT_EX}, which lies behind the CONTEXT.
 */
@Library("ntdll")
public final class RtlContexts {
  private RtlContexts() {}

  @Export
  static long RtlGetEnabledExtendedFeatures(GuestThread t, long FeatureMask) {
    return ExtendedContext.of(t).enabled() & FeatureMask;
  }

  @Export(fails = Fails.NTSTATUS)
  static int RtlGetExtendedContextLength(GuestThread t, int ContextFlags, @Out long ContextLength) {
    Memory.putInt(ContextLength, ExtendedContext.of(t).length(ContextFlags));
    return 0;
  }

  @Export(fails = Fails.NTSTATUS)
  static int RtlGetExtendedContextLength2(
      GuestThread t, int ContextFlags, @Out long ContextLength, long CompactionMask) {
    return RtlGetExtendedContextLength(t, ContextFlags, ContextLength);
  }

  @Export(fails = Fails.NTSTATUS)
  static int RtlInitializeExtendedContext(
      GuestThread t, @Out long Buffer, int ContextFlags, @Out long ContextEx) {
    Memory.putLong(
        ContextEx, ExtendedContext.of(t).initialize(Buffer, ContextFlags) + Context.SIZE);
    return 0;
  }

  @Export(fails = Fails.NTSTATUS)
  static int RtlInitializeExtendedContext2(
      GuestThread t, @Out long Buffer, int ContextFlags, @Out long ContextEx, long CompactionMask) {
    return RtlInitializeExtendedContext(t, Buffer, ContextFlags, ContextEx);
  }

  @Export
  static long RtlLocateLegacyContext(GuestThread t, long ContextEx, @Out @Opt long Length) {
    if (Length != 0) {
      Memory.putInt(Length, Context.SIZE);
    }
    return ContextEx - Context.SIZE;
  }

  @Export
  static long RtlLocateExtendedFeature(
      GuestThread t, long ContextEx, int FeatureId, @Out @Opt long Length) {
    ExtendedContext layout = ExtendedContext.of(t);
    long address = layout.locate(ContextEx - Context.SIZE, FeatureId);
    if (address != 0 && Length != 0) {
      Memory.putInt(Length, layout.size(FeatureId));
    }
    return address;
  }

  @Export
  static long RtlGetExtendedFeaturesMask(GuestThread t, long ContextEx) {
    return ExtendedContext.mask(ContextEx - Context.SIZE) & ~ExtendedContext.LEGACY;
  }

  @Export
  static void RtlSetExtendedFeaturesMask(GuestThread t, long ContextEx, long FeatureMask) {
    long context = ContextEx - Context.SIZE;
    ExtendedContext layout = ExtendedContext.of(t);
    long legacy = ExtendedContext.mask(context) & ExtendedContext.LEGACY;
    layout.setMask(context, FeatureMask & layout.enabled() & ~ExtendedContext.LEGACY | legacy);
  }

  @Export(fails = Fails.NTSTATUS)
  static int RtlCopyContext(GuestThread t, @Out long Destination, int ContextFlags, long Source) {
    ExtendedContext.of(t).copy(Source, Destination, ContextFlags);
    return 0;
  }

  @Export(fails = Fails.NTSTATUS)
  static int RtlCopyExtendedContext(
      GuestThread t, @Out long Destination, int ContextFlags, long Source) {
    ExtendedContext.of(t).copy(Source - Context.SIZE, Destination - Context.SIZE, ContextFlags);
    return 0;
  }
}
