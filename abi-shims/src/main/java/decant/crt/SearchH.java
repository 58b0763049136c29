package decant.crt;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Gate;
import decant.abi.Library;
import decant.abi.Opt;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * search.h and the sorting functions of stdlib.h. Comparers are the program's functions.
 *
 * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/searching-and-sorting">Searching
 *     and sorting</a>
 */
@Library({"msvcrt", "ucrtbase"})
public final class SearchH {
  private SearchH() {}

  @Export
  @Direct
  static void qsort(GuestThread t, @Opt long base, long number, long width, long compare) {
    sort(t, base, number, width, compare, false, 0);
  }

  @Export
  @Direct
  static void qsort_s(
      GuestThread t, @Opt long base, long num, long width, long compare, @Opt long context) {
    sort(t, base, num, width, compare, true, context);
  }

  private static void sort(
      GuestThread t,
      long base,
      long count,
      long width,
      long compare,
      boolean withContext,
      long context) {
    if (base == 0 && count != 0 || width <= 0 || compare == 0) {
      InvalidParameter.raise(t);
    } else if (count > 1 && count <= Memory.LIMIT / width) {
      new Sorter(t, width, compare, withContext, context).sort(base, count);
    }
  }

  @Export
  @Direct
  static long bsearch(GuestThread t, long key, @Opt long base, long num, long width, long compare) {
    return search(t, key, base, num, width, compare, false, 0);
  }

  @Export
  @Direct
  static long bsearch_s(
      GuestThread t,
      long key,
      @Opt long base,
      long number,
      long width,
      long compare,
      @Opt long context) {
    return search(t, key, base, number, width, compare, true, context);
  }

  private static long search(
      GuestThread t,
      long key,
      long base,
      long count,
      long width,
      long compare,
      boolean withContext,
      long context) {
    if (base == 0 && count != 0 || width == 0 || compare == 0) {
      InvalidParameter.raise(t);
      return 0;
    }
    long low = 0;
    long high = count;
    while (low < high) {
      long middle = low + (high - low) / 2;
      long element = base + middle * width;
      int order =
          (int)
              (withContext
                  ? Gate.call(t, compare, context, key, element)
                  : Gate.call(t, compare, key, element));
      if (order == 0) {
        return element;
      }
      if (order < 0) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return 0;
  }

  @Export
  static long _lfind(GuestThread t, long key, @Opt long base, long num, int width, long compare) {
    return linear(t, key, base, num, width & 0xFFFF_FFFFL, compare, false, 0);
  }

  @Export
  static long _lfind_s(
      GuestThread t,
      long key,
      @Opt long base,
      long num,
      long size,
      long compare,
      @Opt long context) {
    return linear(t, key, base, num, size, compare, true, context);
  }

  private static long linear(
      GuestThread t,
      long key,
      long base,
      long num,
      long width,
      long compare,
      boolean withContext,
      long context) {
    if (key == 0 || num == 0 || compare == 0 || width == 0) {
      InvalidParameter.raise(t);
      return 0;
    }
    long count = Memory.getU32(num);
    for (long element = base; element < base + count * width; element += width) {
      long order =
          withContext
              ? Gate.call(t, compare, context, key, element)
              : Gate.call(t, compare, key, element);
      if ((int) order == 0) {
        return element;
      }
    }
    return 0;
  }

  @Export
  static long _lsearch(GuestThread t, long key, @Opt long base, long num, int width, long compare) {
    long found = _lfind(t, key, base, num, width, compare);
    return found != 0 ? found : append(key, base, num, width & 0xFFFF_FFFFL);
  }

  @Export
  static long _lsearch_s(
      GuestThread t,
      long key,
      @Opt long base,
      long num,
      long size,
      long compare,
      @Opt long context) {
    long found = _lfind_s(t, key, base, num, size, compare, context);
    return found != 0 ? found : append(key, base, num, size);
  }

  private static long append(long key, long base, long num, long width) {
    if (key == 0 || num == 0) {
      return 0;
    }
    int count = Memory.getInt(num);
    long element = base + Integer.toUnsignedLong(count) * width;
    Memory.copy(key, element, width);
    Memory.putInt(num, count + 1);
    return element;
  }
}
