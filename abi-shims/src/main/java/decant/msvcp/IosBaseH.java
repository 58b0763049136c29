package decant.msvcp;

import decant.abi.Data;
import decant.abi.Export;
import decant.abi.Gate;
import decant.abi.Library;
import decant.abi.Out;
import decant.host.Atomic;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * {@code std::ios_base}, what streams of all kinds of characters share (ios).
 *
 * @see <a href="https://learn.microsoft.com/cpp/standard-library/ios-base-class">ios_base</a>
 */
@Library("msvcp140")
public final class IosBaseH {
  private static final String CLASS = Names.IOS_BASE;
  private static final String INDEX = "?_Index" + CLASS + "0HA";
  private static final String SYNC = "?_Sync" + CLASS + "0_NA";

  private IosBaseH() {}

  @Export("??0ios_base@std@@IEAA@XZ")
  static long construct(GuestThread t, @Out long self) {
    Memory.fill(self, Ios.BUFFER, 0);
    Memory.putLong(self, VirtualFunctions.of(t, VirtualFunctions.Table.IOS_BASE));
    return self;
  }

  @Export({"??1ios_base@std@@UEAA@XZ", "?_Ios_base_dtor" + CLASS + "CAXPEAV12@@Z"})
  static void destroy(GuestThread t, long self) {
    Ios.destroy(t, self);
  }

  @Export("??_Gios_base@std@@UEAAPEAXI@Z")
  static long delete(GuestThread t, long self, int flags) {
    Ios.destroy(t, self);
    return Facets.freeIf(t, self, flags);
  }

  @Export("??_7ios_base@std@@6B@")
  @Data(size = 8)
  static void functions(GuestThread t, long address) {
    VirtualFunctions.fill(t, address, VirtualFunctions.Table.IOS_BASE);
  }

  @Export("?_Init" + CLASS + "IEAAXXZ")
  static void initialise(GuestThread t, long self) {
    Ios.initialiseBase(t, self);
  }

  /** Says that a stream is a standard one, which is not destroyed. */
  @Export("?_Addstd" + CLASS + "SAXPEAV12@@Z")
  static void addStandard(long self) {
    Memory.putLong(self + Ios.STANDARD, 1);
  }

  @Export("?_Tidy" + CLASS + "AEAAXXZ")
  static void tidy(GuestThread t, long self) {
    Ios.tidy(t, self);
  }

  // --- state
  // ---------------------------------------------------------------------------------------

  @Export({"?clear" + CLASS + "QEAAXH@Z", "?clear" + CLASS + "QEAAXI@Z"})
  static void clear(GuestThread t, long self, int state) {
    Ios.clearBase(t, self, state, false);
  }

  @Export("?clear" + CLASS + "QEAAXH_N@Z")
  static void clear(GuestThread t, long self, int state, byte reraise) {
    Ios.clearBase(t, self, state, reraise != 0);
  }

  @Export({"?setstate" + CLASS + "QEAAXH@Z", "?setstate" + CLASS + "QEAAXI@Z"})
  static void setState(GuestThread t, long self, int state) {
    Ios.clearBase(t, self, Ios.state(self) | state, false);
  }

  @Export("?setstate" + CLASS + "QEAAXH_N@Z")
  static void setState(GuestThread t, long self, int state, byte reraise) {
    Ios.clearBase(t, self, Ios.state(self) | state, reraise != 0);
  }

  @Export("?rdstate" + CLASS + "QEBAHXZ")
  static int rdstate(long self) {
    return Ios.state(self);
  }

  @Export("?good" + CLASS + "QEBA_NXZ")
  static boolean good(long self) {
    return Ios.state(self) == 0;
  }

  @Export("?eof" + CLASS + "QEBA_NXZ")
  static boolean eof(long self) {
    return (Ios.state(self) & Ios.EOF) != 0;
  }

  @Export({"?fail" + CLASS + "QEBA_NXZ", "??7ios_base@std@@QEBA_NXZ"})
  static boolean fail(long self) {
    return (Ios.state(self) & (Ios.FAIL | Ios.BAD)) != 0;
  }

  @Export("??Bios_base@std@@QEBA_NXZ")
  static boolean isFine(long self) {
    return !fail(self);
  }

  @Export("?bad" + CLASS + "QEBA_NXZ")
  static boolean bad(long self) {
    return (Ios.state(self) & Ios.BAD) != 0;
  }

  @Export("?exceptions" + CLASS + "QEBAHXZ")
  static int exceptions(long self) {
    return Memory.getInt(self + Ios.EXCEPT);
  }

  @Export({"?exceptions" + CLASS + "QEAAXH@Z", "?exceptions" + CLASS + "QEAAXI@Z"})
  static void exceptions(GuestThread t, long self, int newExcept) {
    Ios.exceptions(t, self, newExcept);
  }

  // --- format
  // --------------------------------------------------------------------------------------

  @Export("?flags" + CLASS + "QEBAHXZ")
  static int flags(long self) {
    return Ios.flags(self);
  }

  @Export("?flags" + CLASS + "QEAAHH@Z")
  static int flags(long self, int fmtfl) {
    int before = Ios.flags(self);
    Memory.putInt(self + Ios.FLAGS, fmtfl & Ios.ALL_FLAGS);
    return before;
  }

  @Export("?setf" + CLASS + "QEAAHH@Z")
  static int setf(long self, int fmtfl) {
    return flags(self, Ios.flags(self) | fmtfl);
  }

  @Export("?setf" + CLASS + "QEAAHHH@Z")
  static int setf(long self, int fmtfl, int mask) {
    return flags(self, Ios.flags(self) & ~mask | fmtfl & mask);
  }

  @Export("?unsetf" + CLASS + "QEAAXH@Z")
  static void unsetf(long self, int mask) {
    flags(self, Ios.flags(self) & ~mask);
  }

  @Export("?precision" + CLASS + "QEBA_JXZ")
  static long precision(long self) {
    return Memory.getLong(self + Ios.PRECISION);
  }

  @Export("?precision" + CLASS + "QEAA_J_J@Z")
  static long precision(long self, long newPrecision) {
    long before = precision(self);
    Memory.putLong(self + Ios.PRECISION, newPrecision);
    return before;
  }

  @Export("?width" + CLASS + "QEBA_JXZ")
  static long width(long self) {
    return Memory.getLong(self + Ios.WIDTH);
  }

  @Export("?width" + CLASS + "QEAA_J_J@Z")
  static long width(long self, long newWidth) {
    long before = width(self);
    Memory.putLong(self + Ios.WIDTH, newWidth);
    return before;
  }

  @Export("?getloc" + CLASS + "QEBA?AVlocale@2@XZ")
  static long getloc(long self, @Out long result) {
    return Locale.copy(result, Memory.getLong(self + Ios.LOCALE));
  }

  @Export("?imbue" + CLASS + "QEAA?AVlocale@2@AEBV32@@Z")
  static long imbue(GuestThread t, long self, @Out long result, long newLocale) {
    return Ios.imbueBase(t, self, result, newLocale);
  }

  @Export("?copyfmt" + CLASS + "QEAAAEAV12@AEBV12@@Z")
  static long copyfmt(GuestThread t, long self, long right) {
    Ios.copyFormat(t, self, right);
    return self;
  }

  @Export("?swap" + CLASS + "QEAAXAEAV12@@Z")
  static void swap(long self, long right) {
    Ios.swapBase(self, right);
  }

  // --- words and callbacks
  // -------------------------------------------------------------------------

  @Export(INDEX)
  @Data(size = 4)
  static void index(GuestThread t, long address) {}

  /** A number for {@code iword} and {@code pword} that nobody else has. */
  @Export("?xalloc" + CLASS + "SAHXZ")
  static int xalloc(GuestThread t) {
    return Atomic.getAndAdd(Gate.modules().export(t, Names.LIBRARY, INDEX), 1);
  }

  @Export("?_Findarr" + CLASS + "AEAAAEAU_Iosarray@12@H@Z")
  static long words(GuestThread t, long self, int index) {
    return Ios.words(t, self, index);
  }

  @Export("?iword" + CLASS + "QEAAAEAJH@Z")
  static long iword(GuestThread t, long self, int index) {
    return Ios.words(t, self, index) + Ios.WORD;
  }

  @Export("?pword" + CLASS + "QEAAAEAPEAXH@Z")
  static long pword(GuestThread t, long self, int index) {
    return Ios.words(t, self, index) + Ios.POINTER;
  }

  @Export("?register_callback" + CLASS + "QEAAXP6AXW4event@12@AEAV12@H@ZH@Z")
  static void registerCallback(GuestThread t, long self, long function, int index) {
    Ios.register(t, self, function, index);
  }

  @Export("?_Callfns" + CLASS + "AEAAXW4event@12@@Z")
  static void callBack(GuestThread t, long self, int event) {
    Ios.callBack(t, self, event);
  }

  // --- standard streams
  // ----------------------------------------------------------------------------

  @Export(SYNC)
  @Data(size = 1)
  static void sync(GuestThread t, long address) {
    Memory.putByte(address, 1);
  }

  /** Remembers what it is told: the standard streams always are those of C. */
  @Export("?sync_with_stdio" + CLASS + "SA_N_N@Z")
  static boolean syncWithStdio(GuestThread t, byte newSync) {
    long variable = Gate.modules().export(t, Names.LIBRARY, SYNC);
    boolean before = Memory.getByte(variable) != 0;
    Memory.putByte(variable, newSync != 0 ? 1 : 0);
    return before;
  }

  /** The standard streams are there as soon as a program refers to them. */
  @Export("??0Init@ios_base@std@@QEAA@XZ")
  static long constructInit(long self) {
    return self;
  }

  @Export("??4Init@ios_base@std@@QEAAAEAV012@AEBV012@@Z")
  static long assignInit(long self, long right) {
    return self;
  }

  @Export("?_Init_ctor@Init@ios_base@std@@CAXPEAV123@@Z")
  static void constructInitOf(long self) {
    // as the constructor
  }

  /** What they have written is C's to write when the process ends. */
  @Export({"??1Init@ios_base@std@@QEAA@XZ", "?_Init_dtor@Init@ios_base@std@@CAXPEAV123@@Z"})
  static void destroyInit(long self) {
    // as documented
  }

  @Export("?_Init_cnt@Init@ios_base@std@@0HA")
  @Data(size = 4)
  static void initialisations(GuestThread t, long address) {
    Memory.putInt(address, 1);
  }
}
