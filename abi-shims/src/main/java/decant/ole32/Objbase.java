package decant.ole32;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.Wide;
import decant.host.Memory;
import decant.host.Random;
import decant.nt.GuestThread;

/** objbase.h and combaseapi.h, where no class is registered. */
@Library({"ole32", "combase"})
public final class Objbase {
  private static final int S_OK = 0;
  private static final int S_FALSE = 1;
  private static final int E_INVALIDARG = 0x8007_0057;
  private static final int REGDB_E_CLASSNOTREG = 0x8004_0154;
  private static final int CO_E_CLASSSTRING = 0x8004_01F3;
  private static final int CO_E_NOTINITIALIZED = 0x8004_01F0;
  private static final int RPC_E_CHANGED_MODE = 0x8001_0106;
  private static final int COINIT_APARTMENTTHREADED = 2;
  private static final int GUID_LENGTH = 38;

  private static final int APTTYPE_STA = 0;
  private static final int APTTYPE_MTA = 1;

  private Objbase() {}

  /** How often COM was initialised on a thread, and how. */
  private static final class Apartment {
    int count;
    int model;
  }

  private static Apartment apartment(GuestThread t) {
    return t.state(Apartment.class, x -> new Apartment());
  }

  @Export
  static int CoInitialize(GuestThread t, @Opt long pvReserved) {
    return CoInitializeEx(t, pvReserved, COINIT_APARTMENTTHREADED);
  }

  @Export
  static int CoInitializeEx(GuestThread t, @Opt long pvReserved, int dwCoInit) {
    Apartment apartment = apartment(t);
    int model = dwCoInit & COINIT_APARTMENTTHREADED;
    if (apartment.count > 0 && apartment.model != model) {
      return RPC_E_CHANGED_MODE;
    }
    apartment.model = model;
    return apartment.count++ == 0 ? S_OK : S_FALSE;
  }

  /**
   * What kind of apartment the thread is in; {@code CO_E_NOTINITIALIZED} in none.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/combaseapi/nf-combaseapi-cogetapartmenttype">CoGetApartmentType</a>
   */
  @Export
  static int CoGetApartmentType(GuestThread t, @Out long pAptType, @Out long pAptQualifier) {
    if (pAptType == 0 || pAptQualifier == 0) {
      return E_INVALIDARG;
    }
    Apartment apartment = apartment(t);
    if (apartment.count == 0) {
      return CO_E_NOTINITIALIZED;
    }
    boolean single = apartment.model == COINIT_APARTMENTTHREADED;
    Memory.putInt(pAptType, single ? APTTYPE_STA : APTTYPE_MTA);
    Memory.putInt(pAptQualifier, 0);
    return S_OK;
  }

  @Export
  static int OleInitialize(GuestThread t, @Opt long pvReserved) {
    return CoInitializeEx(t, 0, COINIT_APARTMENTTHREADED);
  }

  @Export({"CoUninitialize", "OleUninitialize"})
  static void CoUninitialize(GuestThread t) {
    Apartment apartment = apartment(t);
    apartment.count = Math.max(apartment.count - 1, 0);
  }

  @Export(support = Support.PARTIAL, note = "No class is registered: REGDB_E_CLASSNOTREG.")
  static int CoCreateInstance(
      GuestThread t,
      @In long rclsid,
      @Opt long pUnkOuter,
      int dwClsContext,
      @In long riid,
      @Out long ppv) {
    if (ppv == 0) {
      return 0x8000_4003; // E_POINTER
    }
    Memory.putLong(ppv, 0);
    return apartment(t).count == 0 ? CO_E_NOTINITIALIZED : REGDB_E_CLASSNOTREG;
  }

  @Export(support = Support.PARTIAL, note = "No class is registered: REGDB_E_CLASSNOTREG.")
  static int CoGetClassObject(
      @In long rclsid, int dwClsContext, @Opt long pvReserved, @In long riid, @Out long ppv) {
    Memory.putLong(ppv, 0);
    return REGDB_E_CLASSNOTREG;
  }

  @Export(support = Support.PARTIAL, note = "Accepted; there is nothing that it could protect.")
  static int CoInitializeSecurity(
      @Opt long pSecDesc,
      int cAuthSvc,
      @Opt long asAuthSvc,
      @Opt long pReserved1,
      int dwAuthnLevel,
      int dwImpLevel,
      @Opt long pAuthList,
      int dwCapabilities,
      @Opt long pReserved3) {
    return S_OK;
  }

  @Export
  @Direct
  static long CoTaskMemAlloc(GuestThread t, long cb) {
    return t.process.heap.allocateDirty(t, cb);
  }

  @Export
  @Direct
  static void CoTaskMemFree(GuestThread t, @Opt long pv) {
    if (pv != 0) {
      t.process.heap.free(t, pv);
    }
  }

  @Export
  static long CoTaskMemRealloc(GuestThread t, @Opt long pv, long cb) {
    if (cb == 0) {
      CoTaskMemFree(t, pv);
      return 0;
    }
    long block = t.process.heap.allocate(t, cb);
    if (pv != 0) {
      Memory.copy(pv, block, Math.min(cb, t.process.heap.size(pv)));
      t.process.heap.free(t, pv);
    }
    return block;
  }

  /** A random GUID, version 4. */
  @Export
  public static int CoCreateGuid(@Out long pguid) {
    if (pguid == 0) {
      return E_INVALIDARG;
    }
    Memory.putLong(pguid, 0);
    Memory.putLong(pguid + 8, 0);
    Random.fill(pguid, 16);
    Memory.putByte(pguid + 7, Memory.getU8(pguid + 7) & 0x0F | 0x40);
    Memory.putByte(pguid + 8, Memory.getU8(pguid + 8) & 0x3F | 0x80);
    return S_OK;
  }

  /** A GUID as text, in braces and capitals. */
  public static String text(long guid) {
    StringBuilder text = new StringBuilder(GUID_LENGTH).append('{');
    hex(text, Memory.getU32(guid), 8);
    hex(text.append('-'), Memory.getU16(guid + 4), 4);
    hex(text.append('-'), Memory.getU16(guid + 6), 4);
    text.append('-');
    for (int i = 8; i < 16; i++) {
      if (i == 10) {
        text.append('-');
      }
      hex(text, Memory.getU8(guid + i), 2);
    }
    return text.append('}').toString();
  }

  private static void hex(StringBuilder text, long value, int digits) {
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
      text.append("0123456789ABCDEF".charAt((int) (value >> shift) & 15));
    }
  }

  /** Reads a GUID from text in braces; false when it is none. */
  static boolean parse(String text, long guid) {
    if (text.length() != GUID_LENGTH || text.charAt(0) != '{' || text.charAt(37) != '}') {
      return false;
    }
    long[] halves = new long[2];
    int digits = 0;
    for (int i = 1; i < 37; i++) {
      char c = text.charAt(i);
      if (i == 9 || i == 14 || i == 19 || i == 24) {
        if (c != '-') {
          return false;
        }
        continue;
      }
      int digit = Character.digit(c, 16);
      if (digit < 0 || c >= 0x80) {
        return false;
      }
      halves[digits / 16] = halves[digits / 16] << 4 | digit;
      digits++;
    }
    Memory.putInt(guid, (int) (halves[0] >>> 32));
    Memory.putShort(guid + 4, (int) (halves[0] >>> 16));
    Memory.putShort(guid + 6, (int) halves[0]);
    Memory.putLong(guid + 8, Long.reverseBytes(halves[1]));
    return true;
  }

  @Export({"StringFromGUID2"})
  static int StringFromGUID2(@In long rguid, @Out long lpsz, int cchMax) {
    if (cchMax <= GUID_LENGTH) {
      return 0;
    }
    Memory.putWideZ(lpsz, text(rguid));
    return GUID_LENGTH + 1;
  }

  @Export({"StringFromCLSID", "StringFromIID"})
  static int StringFromCLSID(GuestThread t, @In long rclsid, @Out long lplpsz) {
    long copy = t.process.heap.allocate(t, 2L * GUID_LENGTH + 2);
    Memory.putWideZ(copy, text(rclsid));
    Memory.putLong(lplpsz, copy);
    return S_OK;
  }

  @Export({"CLSIDFromString", "IIDFromString"})
  static int CLSIDFromString(@Wide @Opt String lpsz, @Out long pclsid) {
    if (pclsid == 0) {
      return E_INVALIDARG;
    }
    Memory.fill(pclsid, 16, 0);
    return lpsz == null || parse(lpsz, pclsid) ? S_OK : CO_E_CLASSSTRING;
  }

  @Export
  static boolean IsEqualGUID(@In long rguid1, @In long rguid2) {
    return Memory.getLong(rguid1) == Memory.getLong(rguid2)
        && Memory.getLong(rguid1 + 8) == Memory.getLong(rguid2 + 8);
  }
}
