package decant.msvcp;

import decant.abi.Data;
import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Text;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * {@code std::time_get}, the facets that read times for {@code std::get_time} (xloctime), of both
 * {@link Element}s, as {@link TimeInput} says.
 *
 * @see <a href="https://learn.microsoft.com/cpp/standard-library/time-get-class">time_get</a>
 */
@Library("msvcp140")
public final class TimeGetH {
  private static final String C = Names.C;
  private static final String NAME =
      "?$time_get@" + C + "V?$istreambuf_iterator@" + Names.OF + "@std@@";
  private static final String CLASS = "@" + NAME;
  private static final String RESULT =
      "?AV?$istreambuf_iterator@"
          + C
          + "U?$char_traits@"
          + C
          + "@std@@@2@V32@0AEAVios_base@2@AEAHPEAUtm@@";
  static final String ID = "?id" + CLASS + "2V0locale@2@A";

  static final String[] FUNCTIONS = {
    FacetH.FUNCTIONS[0],
    FacetH.FUNCTIONS[1],
    FacetH.FUNCTIONS[2],
    "?do_date_order" + CLASS + "MEBA?AW4dateorder@time_base@2@XZ",
    "?do_get_time" + CLASS + "MEBA" + RESULT + "@Z",
    "?do_get_date" + CLASS + "MEBA" + RESULT + "@Z",
    "?do_get_weekday" + CLASS + "MEBA" + RESULT + "@Z",
    "?do_get_monthname" + CLASS + "MEBA" + RESULT + "@Z",
    "?do_get_year" + CLASS + "MEBA" + RESULT + "@Z",
    "?do_get" + CLASS + "MEBA" + RESULT + "DD@Z",
  };

  /** {@code time_base::mdy}. */
  private static final int MONTH_DAY_YEAR = 2;

  private TimeGetH() {}

  @Export("??0" + NAME + "QEAA@_K@Z")
  static long construct(GuestThread t, Text text, @Out long self, long references) {
    return Facets.make(t, self, VirtualFunctions.Table.TIME_GET.of(Element.of(text)), references);
  }

  @Export("??1" + NAME + "MEAA@XZ")
  static void destroy(long self) {
    // it has nothing
  }

  @Export("??_7" + NAME + "6B@")
  @Data(size = 10 * 8)
  static void functions(GuestThread t, Text text, long address) {
    VirtualFunctions.fill(t, address, VirtualFunctions.Table.TIME_GET.of(Element.of(text)));
  }

  /** The category of the facet, which is made where a place for it is empty. */
  @Export("?_Getcat" + CLASS + "SA_KPEAPEBVfacet@locale@2@PEBV42@@Z")
  static long category(GuestThread t, Text text, @Opt long facet, @Opt long locale) {
    Facets.makeInto(t, facet, VirtualFunctions.Table.TIME_GET.of(Element.of(text)));
    return Punctuation.TIME;
  }

  @Export("?date_order" + CLASS + "QEBA?AW4dateorder@time_base@2@XZ")
  @Direct("virtual_3")
  static native int dateOrder(long self);

  @Export("?do_date_order" + CLASS + "MEBA?AW4dateorder@time_base@2@XZ")
  static int doDateOrder(long self) {
    return MONTH_DAY_YEAR;
  }

  // --- what programs call: each is a virtual function of the name
  // ----------------------------------

  @Export("?get_time" + CLASS + "QEBA" + RESULT + "@Z")
  @Direct("virtual_4")
  static native long getTime(
      long self, @Out long result, long first, long last, long iosbase, @Out long state, long pt);

  @Export("?get_date" + CLASS + "QEBA" + RESULT + "@Z")
  @Direct("virtual_5")
  static native long getDate(
      long self, @Out long result, long first, long last, long iosbase, @Out long state, long pt);

  @Export("?get_weekday" + CLASS + "QEBA" + RESULT + "@Z")
  @Direct("virtual_6")
  static native long getWeekday(
      long self, @Out long result, long first, long last, long iosbase, @Out long state, long pt);

  @Export("?get_monthname" + CLASS + "QEBA" + RESULT + "@Z")
  @Direct("virtual_7")
  static native long getMonthname(
      long self, @Out long result, long first, long last, long iosbase, @Out long state, long pt);

  @Export("?get_year" + CLASS + "QEBA" + RESULT + "@Z")
  @Direct("virtual_8")
  static native long getYear(
      long self, @Out long result, long first, long last, long iosbase, @Out long state, long pt);

  @Export("?get" + CLASS + "QEBA" + RESULT + "DD@Z")
  @Direct("virtual_9")
  static native long get(
      long self,
      @Out long result,
      long first,
      long last,
      long iosbase,
      @Out long state,
      long pt,
      byte format,
      byte modifier);

  // --- virtual functions
  // ---------------------------------------------------------------------------

  private static TimeInput input(GuestThread t, Element e, long ios, long first, long tm) {
    return new TimeInput(t, e, ios, Facets.source(first), tm);
  }

  /** Says what state the input is in, and makes {@code result} the iterator behind it. */
  private static long end(long result, long first, long state, TimeInput input) {
    input.end();
    Memory.putInt(state, Memory.getInt(state) | input.state);
    return Facets.reading(result, (input.state & Ios.EOF) != 0 ? 0 : Facets.source(first));
  }

  @Export("?do_get_time" + CLASS + "MEBA" + RESULT + "@Z")
  static long doGetTime(
      GuestThread t,
      Text text,
      long self,
      @Out long result,
      long first,
      long last,
      long iosbase,
      @Out long state,
      long pt) {
    TimeInput input = input(t, Element.of(text), iosbase, first, pt);
    input.time();
    return end(result, first, state, input);
  }

  @Export("?do_get_date" + CLASS + "MEBA" + RESULT + "@Z")
  static long doGetDate(
      GuestThread t,
      Text text,
      long self,
      @Out long result,
      long first,
      long last,
      long iosbase,
      @Out long state,
      long pt) {
    TimeInput input = input(t, Element.of(text), iosbase, first, pt);
    input.date();
    return end(result, first, state, input);
  }

  @Export("?do_get_weekday" + CLASS + "MEBA" + RESULT + "@Z")
  static long doGetWeekday(
      GuestThread t,
      Text text,
      long self,
      @Out long result,
      long first,
      long last,
      long iosbase,
      @Out long state,
      long pt) {
    TimeInput input = input(t, Element.of(text), iosbase, first, pt);
    input.weekday();
    return end(result, first, state, input);
  }

  @Export("?do_get_monthname" + CLASS + "MEBA" + RESULT + "@Z")
  static long doGetMonthname(
      GuestThread t,
      Text text,
      long self,
      @Out long result,
      long first,
      long last,
      long iosbase,
      @Out long state,
      long pt) {
    TimeInput input = input(t, Element.of(text), iosbase, first, pt);
    input.month();
    return end(result, first, state, input);
  }

  @Export("?do_get_year" + CLASS + "MEBA" + RESULT + "@Z")
  static long doGetYear(
      GuestThread t,
      Text text,
      long self,
      @Out long result,
      long first,
      long last,
      long iosbase,
      @Out long state,
      long pt) {
    TimeInput input = input(t, Element.of(text), iosbase, first, pt);
    input.year(9999);
    return end(result, first, state, input);
  }

  @Export("?do_get" + CLASS + "MEBA" + RESULT + "DD@Z")
  static long doGet(
      GuestThread t,
      Text text,
      long self,
      @Out long result,
      long first,
      long last,
      long iosbase,
      @Out long state,
      long pt,
      byte format,
      byte modifier) {
    TimeInput input = input(t, Element.of(text), iosbase, first, pt);
    input.conversion(format & 0xFF);
    return end(result, first, state, input);
  }

  /** Reads a time by a format; the virtual functions are not asked. */
  @Export("?get" + CLASS + "QEBA" + RESULT + "PEB" + C + "4@Z")
  static long getFormat(
      GuestThread t,
      Text text,
      long self,
      @Out long result,
      long first,
      long last,
      long iosbase,
      @Out long state,
      long pt,
      long formatFirst,
      long formatLast) {
    TimeInput input = input(t, Element.of(text), iosbase, first, pt);
    input.format(formatFirst, formatLast);
    Memory.putInt(state, 0);
    return end(result, first, state, input);
  }
}
