package decant.crt;

import decant.abi.Gate;
import decant.host.Memory;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.ThreadBlock;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The locales of a process: the current one, those that {@code _create_locale} made, and what
 * programs see of them in their memory.
 */
public final class Locales {
  /** {@code __crt_locale_pointers}, followed by our index of the locale. */
  private static final int INDEX = 16;

  /** {@code __crt_locale_data_public}: what the headers' inline functions read. */
  private static final int PUBLIC = 32;

  private static final int LOCALE_SIZE = 48;

  /** Entries of a table of {@code unsigned short} types; entry 0 is that of end of file. */
  static final int TABLE_ENTRIES = 257;

  private static final int TABLE_SIZE = (2 * TABLE_ENTRIES + 7) & -8;

  /** How often the process's locale was set; locales are of use without a gate, too. */
  private static final class Changes {
    static final long ADDRESS = Gate.machineCode("data_locale_changes");
  }

  /** Not a number of changes: they begin at 1. */
  private static final int NOTHING_KNOWN = 0;

  private final List<CrtLocale> byIndex = new ArrayList<>();
  private final Map<String, Long> strings = new HashMap<>();
  private final Map<Integer, Long> tables = new HashMap<>();
  private volatile CrtLocale current = CrtLocale.C;
  private long wideTable;
  private long messages;

  /**
   * Addresses of the exported variables that follow the locale, 0 while nothing is bound to them.
   */
  private long mbCurMax;

  private long codePage;
  private long pctype;
  private long handles;

  static Locales of(GuestProcess process) {
    return process.state(Locales.class, p -> new Locales());
  }

  /** The locale that a thread's calls use. */
  public static CrtLocale current(GuestThread t) {
    CrtLocale own = CrtThread.of(t).locale;
    return own != null ? own : of(t.process).current;
  }

  /** Gives a thread a locale of its own, or with null the process's. */
  static void setOwn(GuestThread t, CrtLocale locale) {
    CrtThread.of(t).locale = locale;
    Memory.putInt(t.teb + ThreadBlock.LOCALE_CHANGES, NOTHING_KNOWN);
  }

  /**
   * The locale that a thread's calls use, after telling the thread's machine code of it (known.S):
   * until the locale is another one that needs no Java any more.
   */
  static CrtLocale know(GuestThread t) {
    int changes = Memory.getInt(Changes.ADDRESS); // before the locale: it may be set meanwhile
    CrtLocale locale = current(t);
    Memory.putInt(t.teb + ThreadBlock.CODE_PAGE, locale.codePage);
    Memory.putInt(t.teb + ThreadBlock.MB_CUR_MAX, locale.mbCurMax);
    if (Memory.getInt(t.teb + ThreadBlock.LOCALE_CHANGES) != changes) {
      Memory.putLong(t.teb + ThreadBlock.LCONV, 0);
      Memory.putInt(t.teb + ThreadBlock.LOCALE_CHANGES, changes);
    }
    return locale;
  }

  /** The locale of a {@code _locale_t}; null is the current one. */
  public static CrtLocale of(GuestThread t, long locale) {
    if (locale == 0) {
      return current(t);
    }
    Locales all = of(t.process);
    int index = Memory.getInt(locale + INDEX);
    synchronized (all) {
      return index >= 0 && index < all.byIndex.size() ? all.byIndex.get(index) : CrtLocale.C;
    }
  }

  /** Makes a locale the current one of the thread, or of the process where threads have no own. */
  synchronized void set(GuestThread t, CrtLocale locale) {
    CrtThread thread = CrtThread.of(t);
    if (thread.locale != null) {
      setOwn(t, locale);
      return;
    }
    current = locale;
    Memory.putInt(Changes.ADDRESS, Memory.getInt(Changes.ADDRESS) + 1);
    if (mbCurMax != 0) {
      Memory.putInt(mbCurMax, locale.mbCurMax);
    }
    if (codePage != 0) {
      Memory.putInt(codePage, locale.codePage);
    }
    if (pctype != 0) {
      Memory.putLong(pctype, table(t, locale) + 2);
    }
    if (handles != 0) {
      fillHandles();
    }
  }

  synchronized void bindMbCurMax(long address) {
    mbCurMax = address;
    Memory.putInt(address, current.mbCurMax);
  }

  synchronized void bindCodePage(long address) {
    codePage = address;
    Memory.putInt(address, current.codePage);
  }

  synchronized void bindPctype(GuestThread t, long address) {
    pctype = address;
    Memory.putLong(address, table(t, current) + 2);
  }

  synchronized void bindHandles(long address) {
    handles = address;
    fillHandles();
  }

  private void fillHandles() {
    for (int category = CrtLocale.LC_ALL; category <= CrtLocale.LC_TIME; category++) {
      Memory.putInt(handles + 4L * category, current.lcid(category));
    }
  }

  /** The table of the types of all bytes in a locale; the entry of byte 0 is the second. */
  synchronized long table(GuestThread t, CrtLocale locale) {
    return tables.computeIfAbsent(
        locale.codePage == CrtLocale.UTF8 ? 0 : locale.codePage,
        page -> {
          long table = t.process.heap.allocate(t, TABLE_SIZE);
          fillTable(table, locale);
          return table;
        });
  }

  static void fillTable(long table, CrtLocale locale) {
    Memory.putShort(table, 0);
    for (int b = 0; b < TABLE_ENTRIES - 1; b++) {
      Memory.putShort(table + 2 + 2L * b, locale.types(b));
    }
  }

  /** The table of the types of the first 256 characters. */
  synchronized long wideTable(GuestThread t) {
    if (wideTable == 0) {
      wideTable = t.process.heap.allocate(t, TABLE_SIZE);
      fillWideTable(wideTable);
    }
    return wideTable;
  }

  static void fillWideTable(long table) {
    Memory.putShort(table, 0);
    for (int c = 0; c < TABLE_ENTRIES - 1; c++) {
      Memory.putShort(table + 2 + 2L * c, CharTypes.wide(c));
    }
  }

  /** Makes the {@code _locale_t} of a locale. */
  synchronized long create(GuestThread t, CrtLocale locale) {
    long address = t.process.heap.allocate(t, LOCALE_SIZE);
    Memory.putLong(address, address + PUBLIC);
    Memory.putLong(address + 8, address + PUBLIC);
    Memory.putInt(address + INDEX, index(locale));
    Memory.putLong(address + PUBLIC, table(t, locale) + 2);
    Memory.putInt(address + PUBLIC + 8, locale.mbCurMax);
    Memory.putInt(address + PUBLIC + 12, locale.codePage);
    return address;
  }

  private int index(CrtLocale locale) {
    int index = byIndex.indexOf(locale);
    if (index < 0) {
      index = byIndex.size();
      byIndex.add(locale);
    }
    return index;
  }

  /** The address of a constant string, kept as long as the process. */
  synchronized long string(GuestThread t, int unit, String text) {
    return strings.computeIfAbsent(
        unit + text,
        key -> {
          byte[] bytes =
              text.getBytes(
                  unit == Units.WIDE ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8);
          long address = t.process.heap.allocate(t, bytes.length + 2);
          Memory.write(address, bytes);
          Memory.putShort(address + bytes.length, 0);
          return address;
        });
  }

  /** The number of error messages and, behind it, their addresses. */
  synchronized long messages(GuestThread t) {
    if (messages == 0) {
      messages = t.process.heap.allocate(t, (ErrorText.count() + 2L) * Long.BYTES);
      Memory.putInt(messages, ErrorText.count());
      putMessages(t, messages + Long.BYTES);
    }
    return messages;
  }

  /** Writes the addresses of all error messages. */
  void putMessages(GuestThread t, long address) {
    for (int i = 0; i <= ErrorText.count(); i++) {
      Memory.putLong(address + (long) i * Long.BYTES, string(t, Units.NARROW, ErrorText.of(i)));
    }
  }
}
