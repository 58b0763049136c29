package decant.kernel32;

import decant.abi.Export;
import decant.abi.Gate;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Text;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Resources;
import decant.nt.Win32Error;

/** libloaderapi.h: the resources of modules. */
@Library({"kernel32", "kernelbase"})
public final class LibLoaderResources {
  private LibLoaderResources() {}

  /** The resources of a module; of the program for 0. */
  static Resources resources(GuestThread t, long module) {
    return Resources.of(module == 0 ? t.process.loader.handle(null) : module);
  }

  /** A type or name as programs pass it: a number below 65536, or the address of a string. */
  static Resources.Key key(Text text, long value) {
    return value >>> 16 == 0 ? Resources.Key.of((int) value) : Resources.Key.of(text.read(value));
  }

  /**
   * Finds a resource; the result means its data entry.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/libloaderapi/nf-libloaderapi-findresourcew">FindResource</a>
   */
  @Export
  static long FindResource(GuestThread t, Text text, @Opt long hModule, long lpName, long lpType) {
    return resources(t, hModule).find(key(text, lpType), key(text, lpName), 0);
  }

  /** As {@code FindResource}, in a language. */
  @Export
  static long FindResourceEx(
      GuestThread t, Text text, @Opt long hModule, long lpType, long lpName, short wLanguage) {
    Resources resources = resources(t, hModule);
    int language = wLanguage & 0xFFFF;
    Resources.Key type = key(text, lpType);
    Resources.Key name = key(text, lpName);
    return language == 0
        ? resources.find(type, name, 0)
        : resources.findExact(type, name, language);
  }

  /** The address of a resource's bytes. */
  @Export
  static long LoadResource(GuestThread t, @Opt long hModule, long hResInfo) {
    if (hResInfo == 0) {
      return 0;
    }
    return resources(t, hModule).data(hResInfo);
  }

  @Export
  static long LockResource(long hResData) {
    return hResData;
  }

  @Export
  static int SizeofResource(@Opt long hModule, long hResInfo) {
    return hResInfo == 0 ? 0 : Resources.dataSize(hResInfo);
  }

  /** Nothing needs to be freed; 0 is success. */
  @Export
  static boolean FreeResource(long hResData) {
    return false;
  }

  @Export
  static boolean EnumResourceTypes(
      GuestThread t, Text text, @Opt long hModule, long lpEnumFunc, long lParam) {
    for (Resources.Key type : resources(t, hModule).types()) {
      long value = put(t, text, type);
      boolean more = (int) Gate.call(t, lpEnumFunc, hModule, value, lParam) != 0;
      release(t, value);
      if (!more) {
        return false;
      }
    }
    return true;
  }

  @Export
  static boolean EnumResourceNames(
      GuestThread t, Text text, @Opt long hModule, long lpType, long lpEnumFunc, long lParam) {
    for (Resources.Key name : resources(t, hModule).names(key(text, lpType))) {
      long value = put(t, text, name);
      boolean more = (int) Gate.call(t, lpEnumFunc, hModule, lpType, value, lParam) != 0;
      release(t, value);
      if (!more) {
        return false;
      }
    }
    return true;
  }

  @Export
  static boolean EnumResourceLanguages(
      GuestThread t,
      Text text,
      @Opt long hModule,
      long lpType,
      long lpName,
      long lpEnumFunc,
      long lParam) {
    int[] languages = resources(t, hModule).languages(key(text, lpType), key(text, lpName));
    for (int language : languages) {
      if ((int) Gate.callWith(t, lpEnumFunc, hModule, lpType, lpName, language, lParam) == 0) {
        return false;
      }
    }
    return true;
  }

  /** A key in guest memory, as {@code MAKEINTRESOURCE} or a string. */
  private static long put(GuestThread t, Text text, Resources.Key key) {
    if (key.name() == null) {
      return key.id();
    }
    long address = t.process.heap.allocate(t, 3L * key.name().length() + 2);
    text.write(address, key.name());
    return address;
  }

  private static void release(GuestThread t, long value) {
    if (value >>> 16 != 0) {
      t.process.heap.free(t, value);
    }
  }

  /**
   * A string of a module's string tables; with a length of 0, its address instead.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-loadstringw">LoadString</a>
   */
  @Export(dll = {"user32", "kernelbase"})
  static int LoadString(
      GuestThread t, Text text, @Opt long hInstance, int uID, @In long lpBuffer, int cchBufferMax) {
    long string = resources(t, hInstance).string(uID);
    int length = string == 0 ? 0 : Memory.getU16(string);
    if (length == 0) {
      if (cchBufferMax > 0 && lpBuffer != 0) {
        text.write(lpBuffer, "");
      }
      throw Win32Error.RESOURCE_NAME_NOT_FOUND.exception();
    }
    if (cchBufferMax == 0 && text == Text.WIDE) {
      Memory.putLong(lpBuffer, string + 2);
      return length;
    }
    if (cchBufferMax <= 0 || lpBuffer == 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    String value = Memory.wide(string + 2, length);
    if (text.length(value) < cchBufferMax) {
      return text.write(lpBuffer, value);
    }
    LibLoaderApi.putTruncated(text, value, lpBuffer, cchBufferMax);
    return cchBufferMax - 1;
  }
}
