package decant.msvcp;

import decant.abi.Data;
import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.crt.LocaleH;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * {@code std::locale} and the facets that it is made of (xlocale, xfacet).
 *
 * @see <a href="https://learn.microsoft.com/cpp/standard-library/locale-class">locale</a>
 */
@Library("msvcp140")
public final class FacetH {
  private static final String INCREMENT = "?_Incref@facet@locale@std@@UEAAXXZ";
  private static final String DECREMENT = "?_Decref@facet@locale@std@@UEAAPEAV_Facet_base@3@XZ";

  static final String COLLATE_ID = "?id@?$collate@D@std@@2V0locale@2@A";
  static final String WIDE_COLLATE_ID = "?id@?$collate@_W@std@@2V0locale@2@A";

  static final String[] FUNCTIONS = {
    "??_Gfacet@locale@std@@MEAAPEAXI@Z", INCREMENT, DECREMENT,
  };

  static final String[] LOCALE_FUNCTIONS = {
    "??_G_Locimp@locale@std@@MEAAPEAXI@Z", INCREMENT, DECREMENT,
  };

  private static final String CLASSIC = "?_Clocptr@_Locimp@locale@std@@0PEAV123@EA";

  private FacetH() {}

  // --- facets
  // --------------------------------------------------------------------------------------

  @Export("??0facet@locale@std@@IEAA@_K@Z")
  static long construct(GuestThread t, @Out long self, long references) {
    return Facets.make(t, self, VirtualFunctions.Table.FACET, references);
  }

  @Export("??_Ffacet@locale@std@@QEAAXXZ")
  static void construct(GuestThread t, @Out long self) {
    construct(t, self, 0);
  }

  @Export({
    "??1facet@locale@std@@MEAA@XZ",
    "??1ctype_base@std@@UEAA@XZ",
    "??1codecvt_base@std@@UEAA@XZ"
  })
  static void destroy(long self) {
    // it has nothing
  }

  @Export("??_Gfacet@locale@std@@MEAAPEAXI@Z")
  static long delete(GuestThread t, long self, int flags) {
    return Facets.freeIf(t, self, flags);
  }

  @Export(INCREMENT)
  @Direct("facet_retain")
  static native void increment(long self);

  /** The facet, when nobody refers to it any more; else null. */
  @Export(DECREMENT)
  @Direct("facet_release")
  static native long decrement(long self);

  /** A facet has no category of its own. */
  @Export("?_Getcat@facet@locale@std@@SA_KPEAPEBV123@PEBV23@@Z")
  static long category(@Opt long facet, @Opt long locale) {
    return -1;
  }

  @Export({"??_7facet@locale@std@@6B@", "??_7ctype_base@std@@6B@"})
  @Data(size = 3 * 8)
  static void functions(GuestThread t, long address) {
    VirtualFunctions.fill(t, address, VirtualFunctions.Table.FACET);
  }

  @Export("??0id@locale@std@@QEAA@_K@Z")
  static long constructId(@Out long self, long number) {
    Memory.putLong(self, number);
    return self;
  }

  @Export("??_Fid@locale@std@@QEAAXXZ")
  static void constructId(@Out long self) {
    Memory.putLong(self, 0);
  }

  @Export({
    Ctype.ID,
    Ctype.WIDE_ID,
    CodecvtH.ID,
    CodecvtH.WIDE_ID,
    Punctuation.ID,
    Punctuation.WIDE_ID,
    NumPutH.ID,
    NumGetH.ID,
    TimePutH.ID,
    TimeGetH.ID,
    COLLATE_ID,
    WIDE_COLLATE_ID,
  })
  @Data(size = 8)
  static void id(GuestThread t, long address) {
    // 0: it gets its number when it is first asked for
  }

  // --- implementations of locales
  // ------------------------------------------------------------------

  @Export("??_7_Locimp@locale@std@@6B@")
  @Data(size = 3 * 8)
  static void localeFunctions(GuestThread t, long address) {
    VirtualFunctions.fill(t, address, VirtualFunctions.Table.LOCALE);
  }

  @Export(CLASSIC)
  @Data(size = 8)
  static void classic(GuestThread t, long address) {
    Memory.putLong(address, Locale.classic(t));
  }

  @Export("?_New_Locimp@_Locimp@locale@std@@CAPEAV123@_N@Z")
  static long make(GuestThread t, byte transparent) {
    return Locale.makeImplementation(t, transparent != 0);
  }

  @Export("?_New_Locimp@_Locimp@locale@std@@CAPEAV123@AEBV123@@Z")
  static long copy(GuestThread t, long right) {
    return Locale.copyImplementation(t, right);
  }

  @Export({
    "??1_Locimp@locale@std@@MEAA@XZ",
    "?_Locimp_dtor@_Locimp@locale@std@@CAXPEAV123@@Z",
  })
  static void destroyLocale(GuestThread t, long self) {
    Locale.destroyImplementation(t, self);
  }

  @Export("??_G_Locimp@locale@std@@MEAAPEAXI@Z")
  static long deleteLocale(GuestThread t, long self, int flags) {
    Locale.destroyImplementation(t, self);
    return Facets.freeIf(t, self, flags);
  }

  @Export({
    "?_Locimp_Addfac@_Locimp@locale@std@@CAXPEAV123@PEAVfacet@23@_K@Z",
    "?_Addfac@_Locimp@locale@std@@AEAAXPEAVfacet@23@_K@Z",
  })
  static void add(GuestThread t, long self, long facet, long id) {
    Locale.add(t, self, facet, id);
  }

  // --- locales
  // -------------------------------------------------------------------------------------

  /** The implementation of the global locale, which may be counted once more. */
  @Export("?_Init@locale@std@@CAPEAV_Locimp@12@_N@Z")
  static long initialise(GuestThread t, byte retain) {
    return retain != 0 ? Locale.retainGlobal(t) : Locale.global(t);
  }

  @Export("?_Getgloballocale@locale@std@@CAPEAV_Locimp@12@XZ")
  static long global(GuestThread t) {
    return Locale.global(t);
  }

  @Export("?_Setgloballocale@locale@std@@CAXPEAX@Z")
  static void setGlobal(GuestThread t, long implementation) {
    Locale.setGlobal(t, implementation);
  }

  @Export("?classic@locale@std@@SAAEBV12@XZ")
  static long classicLocale(GuestThread t) {
    return Locale.classicObject(t);
  }

  /** A locale that has what the global one has. */
  @Export("?empty@locale@std@@SA?AV12@XZ")
  static long empty(GuestThread t, @Out long result) {
    Locale.setImplementation(result, Locale.makeImplementation(t, true));
    return result;
  }

  /** Makes a locale the global one, and C's if it has a name. */
  @Export("?global@locale@std@@SA?AV12@AEBV12@@Z")
  static long global(GuestThread t, @Out long result, long loc) {
    long implementation = Locale.implementation(loc);
    Facets.retain(implementation);
    Locale.setImplementation(result, Locale.setGlobal(t, implementation));
    long name = Yarn.text(implementation + Locale.NAME);
    if (Memory.getByte(name) != '*') {
      LocaleH.setlocale(t, 0, name);
    }
    return result;
  }

  // --- texts of locales
  // ----------------------------------------------------------------------------

  @Export("??0?$_Yarn@D@std@@QEAA@XZ")
  static long constructYarn(@Out long self) {
    Memory.putLong(self, 0);
    Memory.putByte(self + 8, 0);
    return self;
  }

  @Export("??0?$_Yarn@D@std@@QEAA@PEBD@Z")
  static long constructYarn(GuestThread t, @Out long self, @Opt long text) {
    constructYarn(self);
    return assignYarn(t, self, text);
  }

  @Export("??0?$_Yarn@D@std@@QEAA@AEBV01@@Z")
  static long copyYarn(GuestThread t, @Out long self, long right) {
    return constructYarn(t, self, Memory.getLong(right));
  }

  @Export("??4?$_Yarn@D@std@@QEAAAEAV01@PEBD@Z")
  static long assignYarn(GuestThread t, long self, @Opt long text) {
    if (Memory.getLong(self) != text) {
      Yarn.copy(t, self, text);
    }
    return self;
  }

  @Export("??4?$_Yarn@D@std@@QEAAAEAV01@AEBV01@@Z")
  static long assignYarnOf(GuestThread t, long self, long right) {
    return assignYarn(t, self, Memory.getLong(right));
  }

  @Export({"??1?$_Yarn@D@std@@QEAA@XZ", "?_Tidy@?$_Yarn@D@std@@AEAAXXZ"})
  static void destroyYarn(GuestThread t, long self) {
    Yarn.clear(t, self);
  }

  @Export({"?c_str@?$_Yarn@D@std@@QEBAPEBDXZ", "?_C_str@?$_Yarn@D@std@@QEBAPEBDXZ"})
  static long text(long self) {
    return Yarn.text(self);
  }

  @Export({"?empty@?$_Yarn@D@std@@QEBA_NXZ", "?_Empty@?$_Yarn@D@std@@QEBA_NXZ"})
  static boolean isEmpty(long self) {
    return Memory.getLong(self) == 0;
  }
}
