package decant.crt;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Library;

/** memory.h and the plain functions of string.h and wchar.h: machine code. */
@Library({"msvcrt", "ucrtbase"})
public final class PlainStrings {
  private PlainStrings() {}

  /**
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/memcpy-wmemcpy">memmove</a>
   */
  @Export(
      value = {"memcpy", "memmove"},
      dll = {"msvcrt", "ucrtbase", "vcruntime140", "ntdll"})
  @Direct
  static native long memmove(long dest, long src, long count);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/memset-wmemset">memset</a>
   */
  @Export(dll = {"msvcrt", "ucrtbase", "vcruntime140", "ntdll"})
  @Direct
  static native long memset(long dest, int c, long count);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/memcmp-wmemcmp">memcmp</a>
   */
  @Export(dll = {"msvcrt", "ucrtbase", "vcruntime140", "ntdll"})
  @Direct
  static native int memcmp(long buffer1, long buffer2, long count);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/memchr-wmemchr">memchr</a>
   */
  @Export(dll = {"msvcrt", "ucrtbase", "vcruntime140", "ntdll"})
  @Direct
  static native long memchr(long buffer, int c, long count);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/strlen-wcslen-mbslen-mbslen-l-mbstrlen-mbstrlen-l">strlen</a>
   */
  @Export(dll = {"msvcrt", "ucrtbase", "ntdll"})
  @Direct
  static native long strlen(long str);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/strnlen-strnlen-s">strnlen</a>
   */
  @Export(dll = {"msvcrt", "ucrtbase", "ntdll"})
  @Direct
  static native long strnlen(long str, long numberOfElements);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/strcmp-wcscmp-mbscmp">strcmp</a>
   */
  @Export(dll = {"msvcrt", "ucrtbase", "ntdll"})
  @Direct
  static native int strcmp(long string1, long string2);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/strncmp-wcsncmp-mbsncmp-mbsncmp-l">strncmp</a>
   */
  @Export(dll = {"msvcrt", "ucrtbase", "ntdll"})
  @Direct
  static native int strncmp(long string1, long string2, long count);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/strcpy-wcscpy-mbscpy">strcpy</a>
   */
  @Export(dll = {"msvcrt", "ucrtbase", "ntdll"})
  @Direct
  static native long strcpy(long dest, long src);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/strncpy-strncpy-l-wcsncpy-wcsncpy-l-mbsncpy-mbsncpy-l">strncpy</a>
   */
  @Export(dll = {"msvcrt", "ucrtbase", "ntdll"})
  @Direct
  static native long strncpy(long dest, long src, long count);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/strcat-wcscat-mbscat">strcat</a>
   */
  @Export(dll = {"msvcrt", "ucrtbase", "ntdll"})
  @Direct
  static native long strcat(long dest, long src);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/strncat-strncat-l-wcsncat-wcsncat-l-mbsncat-mbsncat-l">strncat</a>
   */
  @Export(dll = {"msvcrt", "ucrtbase", "ntdll"})
  @Direct
  static native long strncat(long dest, long src, long count);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/strchr-wcschr-mbschr-mbschr-l">strchr</a>
   */
  @Export(dll = {"msvcrt", "ucrtbase", "vcruntime140", "ntdll"})
  @Direct
  static native long strchr(long str, int c);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/strrchr-wcsrchr-mbsrchr-mbsrchr-l">strrchr</a>
   */
  @Export(dll = {"msvcrt", "ucrtbase", "vcruntime140", "ntdll"})
  @Direct
  static native long strrchr(long str, int c);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/strstr-wcsstr-mbsstr-mbsstr-l">strstr</a>
   */
  @Export(dll = {"msvcrt", "ucrtbase", "vcruntime140", "ntdll"})
  @Direct
  static native long strstr(long str, long strSearch);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/strspn-wcsspn-mbsspn-mbsspn-l">strspn</a>
   */
  @Export(dll = {"msvcrt", "ucrtbase", "ntdll"})
  @Direct
  static native long strspn(long str, long strCharSet);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/strcspn-wcscspn-mbscspn-mbscspn-l">strcspn</a>
   */
  @Export(dll = {"msvcrt", "ucrtbase", "ntdll"})
  @Direct
  static native long strcspn(long str, long strCharSet);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/strpbrk-wcspbrk-mbspbrk-mbspbrk-l">strpbrk</a>
   */
  @Export(dll = {"msvcrt", "ucrtbase", "ntdll"})
  @Direct
  static native long strpbrk(long str, long strCharSet);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/strlen-wcslen-mbslen-mbslen-l-mbstrlen-mbstrlen-l">wcslen</a>
   */
  @Export(dll = {"msvcrt", "ucrtbase", "ntdll"})
  @Direct
  static native long wcslen(long str);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/strnlen-strnlen-s">wcsnlen</a>
   */
  @Export(dll = {"msvcrt", "ucrtbase", "ntdll"})
  @Direct
  static native long wcsnlen(long str, long numberOfElements);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/strcmp-wcscmp-mbscmp">wcscmp</a>
   */
  @Export(dll = {"msvcrt", "ucrtbase", "ntdll"})
  @Direct
  static native int wcscmp(long string1, long string2);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/strncmp-wcsncmp-mbsncmp-mbsncmp-l">wcsncmp</a>
   */
  @Export(dll = {"msvcrt", "ucrtbase", "ntdll"})
  @Direct
  static native int wcsncmp(long string1, long string2, long count);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/strcpy-wcscpy-mbscpy">wcscpy</a>
   */
  @Export(dll = {"msvcrt", "ucrtbase", "ntdll"})
  @Direct
  static native long wcscpy(long dest, long src);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/strncpy-strncpy-l-wcsncpy-wcsncpy-l-mbsncpy-mbsncpy-l">wcsncpy</a>
   */
  @Export(dll = {"msvcrt", "ucrtbase", "ntdll"})
  @Direct
  static native long wcsncpy(long dest, long src, long count);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/strcat-wcscat-mbscat">wcscat</a>
   */
  @Export(dll = {"msvcrt", "ucrtbase", "ntdll"})
  @Direct
  static native long wcscat(long dest, long src);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/strncat-strncat-l-wcsncat-wcsncat-l-mbsncat-mbsncat-l">wcsncat</a>
   */
  @Export(dll = {"msvcrt", "ucrtbase", "ntdll"})
  @Direct
  static native long wcsncat(long dest, long src, long count);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/strchr-wcschr-mbschr-mbschr-l">wcschr</a>
   */
  @Export(dll = {"msvcrt", "ucrtbase", "vcruntime140", "ntdll"})
  @Direct
  static native long wcschr(long str, short c);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/strrchr-wcsrchr-mbsrchr-mbsrchr-l">wcsrchr</a>
   */
  @Export(dll = {"msvcrt", "ucrtbase", "vcruntime140", "ntdll"})
  @Direct
  static native long wcsrchr(long str, short c);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/strstr-wcsstr-mbsstr-mbsstr-l">wcsstr</a>
   */
  @Export(dll = {"msvcrt", "ucrtbase", "vcruntime140", "ntdll"})
  @Direct
  static native long wcsstr(long str, long strSearch);
}
