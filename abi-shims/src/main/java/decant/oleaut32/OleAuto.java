package decant.oleaut32;

import decant.abi.Export;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * oleauto.h: BSTR. The address of a BSTR is that of its characters; the length in bytes is in the
 * four bytes before it, and a zero follows the characters.
 */
@Library("oleaut32")
public final class OleAuto {
  private static final int PREFIX = 16;
  private static final int LENGTH = -4;
  private static final long MAX_BYTES = 0x7FFF_FFF0L;

  private OleAuto() {}

  /** A BSTR of {@code bytes} bytes, 0 when there is no room. */
  static long allocate(GuestThread t, long bytes) {
    if (bytes < 0 || bytes > MAX_BYTES) {
      return 0;
    }
    // The prefix takes a whole 16 bytes, so that the characters are aligned as the heap aligns.
    long string = t.process.heap.allocate(t, PREFIX + bytes + 2) + PREFIX;
    Memory.putInt(string + LENGTH, (int) bytes);
    Memory.putShort(string + bytes, 0);
    return string;
  }

  static void free(GuestThread t, long string) {
    if (string != 0) {
      t.process.heap.free(t, string - PREFIX);
    }
  }

  static long byteLength(long string) {
    return string == 0 ? 0 : Memory.getU32(string + LENGTH);
  }

  @Export(ordinal = 2)
  static long SysAllocString(GuestThread t, @In @Opt long psz) {
    return psz == 0 ? 0 : copy(t, psz, 2L * Memory.wideLength(psz));
  }

  private static long copy(GuestThread t, long from, long bytes) {
    long string = allocate(t, bytes);
    if (string != 0 && from != 0) {
      Memory.copy(from, string, bytes);
    }
    return string;
  }

  @Export(ordinal = 3)
  static int SysReAllocString(GuestThread t, @In @Out long pbstr, @In @Opt long psz) {
    return replace(t, pbstr, SysAllocString(t, psz));
  }

  private static int replace(GuestThread t, long pbstr, long string) {
    long old = Memory.getLong(pbstr);
    Memory.putLong(pbstr, string);
    free(t, old);
    return 1;
  }

  @Export(ordinal = 4)
  static long SysAllocStringLen(GuestThread t, @In @Opt long strIn, int ui) {
    return copy(t, strIn, 2L * (ui & 0xFFFF_FFFFL));
  }

  @Export(ordinal = 5)
  static int SysReAllocStringLen(GuestThread t, @In @Out long pbstr, @In @Opt long psz, int len) {
    long string = copy(t, psz, 2L * (len & 0xFFFF_FFFFL));
    return string == 0 ? 0 : replace(t, pbstr, string);
  }

  @Export(ordinal = 6)
  static void SysFreeString(GuestThread t, @Opt long bstrString) {
    free(t, bstrString);
  }

  @Export(ordinal = 7)
  static int SysStringLen(@Opt long pbstr) {
    return (int) (byteLength(pbstr) >> 1);
  }

  @Export(ordinal = 149)
  static int SysStringByteLen(@Opt long bstr) {
    return (int) byteLength(bstr);
  }

  @Export(ordinal = 150)
  static long SysAllocStringByteLen(GuestThread t, @In @Opt long psz, int len) {
    return copy(t, psz, len & 0xFFFF_FFFFL);
  }
}
