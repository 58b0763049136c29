package decant.msvcp;

import decant.abi.Data;
import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Gate;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Text;
import decant.crt.time.TimeTextH;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * {@code std::time_put}, the facets that write times for {@code std::put_time} (xloctime), of both
 * {@link Element}s.
 *
 * @see <a href="https://learn.microsoft.com/cpp/standard-library/time-put-class">time_put</a>
 */
@Library("msvcp140")
public final class TimePutH {
  private static final String C = Names.C;
  private static final String NAME =
      "?$time_put@" + C + "V?$ostreambuf_iterator@" + Names.OF + "@std@@";
  private static final String CLASS = "@" + NAME;
  private static final String RESULT =
      "?AV?$ostreambuf_iterator@"
          + C
          + "U?$char_traits@"
          + C
          + "@std@@@2@V32@AEAVios_base@2@"
          + C
          + "PEBUtm@@";
  static final String ID = "?id" + CLASS + "2V0locale@2@A";

  static final String[] FUNCTIONS = {
    FacetH.FUNCTIONS[0],
    FacetH.FUNCTIONS[1],
    FacetH.FUNCTIONS[2],
    "?do_put" + CLASS + "MEBA" + RESULT + "DD@Z",
  };

  private static final int DO_PUT = 3;

  /** More characters than any conversion makes. */
  private static final int ROOM = 256;

  private TimePutH() {}

  @Export("??0" + NAME + "QEAA@_K@Z")
  static long construct(GuestThread t, Text text, @Out long self, long references) {
    return Facets.make(t, self, VirtualFunctions.Table.TIME_PUT.of(Element.of(text)), references);
  }

  @Export("??1" + NAME + "MEAA@XZ")
  static void destroy(long self) {
    // it has nothing
  }

  @Export("??_7" + NAME + "6B@")
  @Data(size = 4 * 8)
  static void functions(GuestThread t, Text text, long address) {
    VirtualFunctions.fill(t, address, VirtualFunctions.Table.TIME_PUT.of(Element.of(text)));
  }

  /** The category of the facet, which is made where a place for it is empty. */
  @Export("?_Getcat" + CLASS + "SA_KPEAPEBVfacet@locale@2@PEBV42@@Z")
  static long category(GuestThread t, Text text, @Opt long facet, @Opt long locale) {
    Facets.makeInto(t, facet, VirtualFunctions.Table.TIME_PUT.of(Element.of(text)));
    return Punctuation.TIME;
  }

  /** Writes a time by one conversion. */
  @Export("?put" + CLASS + "QEBA" + RESULT + "DD@Z")
  @Direct("virtual_3")
  static native long put(
      long self,
      @Out long result,
      long dest,
      long iosbase,
      short fill,
      long pt,
      byte format,
      byte modifier);

  @Export("?do_put" + CLASS + "MEBA" + RESULT + "DD@Z")
  static long doPut(
      GuestThread t,
      Text text,
      long self,
      @Out long result,
      long dest,
      long iosbase,
      int fill,
      long pt,
      byte format,
      byte modifier) {
    return put(t, Element.of(text), result, dest, pt, format, modifier);
  }

  private static long put(
      GuestThread t, Element e, long result, long dest, long time, int format, int modifier) {
    long block = t.process.heap.allocate(t, (ROOM + 4L) * e.size);
    try {
      long specification = block + (long) ROOM * e.size;
      e.put(specification, '%');
      e.put(specification + e.size, modifier == '#' ? '#' : format);
      e.put(specification + 2L * e.size, modifier == '#' ? format : 0);
      long length =
          e == Element.WIDE
              ? TimeTextH.wcsftime(t, block, ROOM, specification, time)
              : TimeTextH.strftime(t, block, ROOM, specification, time);
      char[] text = new char[(int) length];
      for (int i = 0; i < text.length; i++) {
        text[i] = (char) e.get(block + (long) i * e.size);
      }
      boolean written = StreamBuffer.write(t, e, Facets.buffer(dest), text, 0, text.length);
      return Facets.moved(result, dest, written);
    } finally {
      t.process.heap.free(t, block);
    }
  }

  /** Writes a time by a format. */
  @Export("?put" + CLASS + "QEBA" + RESULT + "PE{BD3|B_W4}@Z")
  static long put(
      GuestThread t,
      Text text,
      long self,
      @Out long result,
      long dest,
      long iosbase,
      int fill,
      long pt,
      long first,
      long last) {
    Element e = Element.of(text);
    return put(t, e, self, result, dest, iosbase, e.cut(fill), pt, first, last);
  }

  private static long put(
      GuestThread t,
      Element e,
      long self,
      long result,
      long dest,
      long ios,
      int fill,
      long time,
      long first,
      long last) {
    boolean written = true;
    long at = first;
    while (at < last) {
      int c = e.get(at);
      at += e.size;
      if (c != '%' || at == last) {
        written &= StreamBuffer.put(t, e, Facets.buffer(dest), c) != e.eof;
        continue;
      }
      int format = e.get(at);
      int modifier = 0;
      at += e.size;
      if ((format == 'E' || format == 'O' || format == '#') && at != last) {
        modifier = format;
        format = e.get(at);
        at += e.size;
      }
      long function = StreamBuffer.function(self, DO_PUT);
      Gate.callWith(t, function, self, result, dest, ios, fill, time, format, modifier);
      written &= Memory.getByte(result) == 0;
    }
    return Facets.moved(result, dest, written);
  }

  /** {@code strftime}, by what {@code _Gettnames} has told. */
  @Export("_Strftime")
  static long strftime(
      GuestThread t, @Out long s, long maxSize, long format, long pt, @Opt long names) {
    return TimeTextH.strftime(t, s, maxSize, format, pt);
  }
}
