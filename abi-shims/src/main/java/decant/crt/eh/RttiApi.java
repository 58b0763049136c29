package decant.crt.eh;

import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.nt.GuestThread;

/** {@code dynamic_cast} and {@code typeid} (rtti.h). */
@Library({"msvcrt", "ucrtbase", "vcruntime140"})
public final class RttiApi {
  private RttiApi() {}

  /**
   * {@code dynamic_cast} of a pointer or reference.
   *
   * @param VfDelta offset of the pointer to virtual functions in the part
   * @return null when the object has no such part; for a reference that is {@code std::bad_cast}
   */
  @Export
  static long __RTDynamicCast(
      GuestThread t,
      @Opt long inptr,
      int VfDelta,
      long SrcType,
      long TargetType,
      boolean isReference) {
    if (inptr == 0) {
      return 0;
    }
    Rtti rtti = rtti(t, inptr);
    long result = rtti.cast(inptr - VfDelta, SrcType, TargetType);
    if (result == 0 && isReference) {
      throw CxxStandard.of(t).raise(t, CxxStandard.Kind.BAD_CAST, "Bad dynamic_cast!");
    }
    return result;
  }

  /** The type descriptor of an object. */
  @Export
  static long __RTtypeid(GuestThread t, @Opt long inptr) {
    if (inptr == 0) {
      throw CxxStandard.of(t)
          .raise(t, CxxStandard.Kind.BAD_TYPEID, "Attempted a typeid of nullptr pointer!");
    }
    return rtti(t, inptr).type();
  }

  /** The address of the whole object: {@code dynamic_cast<void *>}. */
  @Export
  static long __RTCastToVoid(GuestThread t, @Opt long inptr) {
    return inptr == 0 ? 0 : rtti(t, inptr).complete;
  }

  private static Rtti rtti(GuestThread t, long object) {
    Rtti rtti = new Rtti(object);
    if (!rtti.known()) {
      throw CxxStandard.of(t)
          .raise(t, CxxStandard.Kind.NON_RTTI_OBJECT, "Access violation - no RTTI data!");
    }
    return rtti;
  }
}
