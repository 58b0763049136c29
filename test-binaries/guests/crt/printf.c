// build: -D__USE_MINGW_ANSI_STDIO=0
/* The printf family of msvcrt: a table of formats with the text that each gives. */
#include "guest.h"
#include <math.h>
#include <stdarg.h>
#include <wchar.h>

static char text[400];

#define FORMAT(expected, ...) (sprintf(text, __VA_ARGS__), CHECK_STR(text, expected))

TEST(integers)
{
    FORMAT("42 -42 +42  42", "%d %d %+d % d", 42, -42, 42, 42);
    FORMAT("[   42][42   ][00042][  042]", "[%5d][%-5d][%05d][%5.3d]", 42, 42, 42, 42);
    FORMAT("ff FF 0xff 0XFF 377 0377", "%x %X %#x %#X %o %#o", 255, 255, 255, 255, 255, 255);
    FORMAT("4294967295 -1", "%u %d", -1, -1);
    FORMAT("-32768 255 ffff", "%hd %u %hx", 32768, 255, -1);
    FORMAT("-9223372036854775808", "%I64d", (long long)1 << 63);
    FORMAT("18446744073709551615 ffffffffffffffff", "%I64u %I64x", -1LL, -1LL);
    FORMAT("123 123 -5", "%I32d %ld %Id", 123, 123L, -5LL);
    FORMAT("9000000000", "%lld", 9000000000LL);
    FORMAT("[]", "[%.0d]", 0);
    FORMAT("[    7][7    ]", "[%*d][%-*d]", 5, 7, 5, 7);
    FORMAT("[7    ]", "[%*d]", -5, 7);
    FORMAT("00000000DEADBEEF", "%p", (void *)0xDEADBEEF);
}

TEST(strings)
{
    FORMAT("abc|  abc|abc  |ab", "%s|%5s|%-5s|%.2s", "abc", "abc", "abc", "abc");
    FORMAT("x|    x|x    |%", "%c|%5c|%-5c|%%", 'x', 'x', 'x');
    FORMAT("(null)", "%s", (char *)NULL);
    FORMAT("wide W", "%ls %lc", L"wide", L'W');
    FORMAT("wide narrow", "%S %hs", L"wide", "narrow");
    FORMAT("ab", "%.*s", 2, "abcdef");
    wchar_t wide[40];
    swprintf(wide, 40, L"%s %S %c %d", L"wide", "narrow", L'c', 5);
    CHECK(wcscmp(wide, L"wide narrow c 5") == 0);
    _snwprintf(wide, 40, L"%ls|%hs", L"a", "b");
    CHECK(wcscmp(wide, L"a|b") == 0);
}

TEST(floating_point)
{
    FORMAT("3.141593 3.14 3 3.", "%f %.2f %.0f %#.0f", 3.14159265, 3.14159265, 3.14159265, 3.14159265);
    FORMAT("1.500000e+003 1.5E-003", "%e %.1E", 1500.0, 0.0015);
    FORMAT("1e+010 1e-005 0.0001 123456 1.23457e+006", "%g %g %g %g %g", 1e10, 1e-5, 1e-4, 123456.0, 1234567.0);
    FORMAT("100.000 1.00000", "%#g %#g", 100.0, 1.0);
    FORMAT("[   -1.50][-1.50   ][-0001.50]", "[%8.2f][%-8.2f][%08.2f]", -1.5, -1.5, -1.5);
    FORMAT("1.#INF00 -1.#INF00", "%f %f", INFINITY, -INFINITY);
    FORMAT("1.#INF", "%g", INFINITY);
    FORMAT("-0.000000", "%f", -0.0);
    FORMAT("0.5 1 2", "%.1f %.0f %.0f", 0.5, 1.0, 2.0);
    FORMAT("2.675 2.67 1e+100", "%.3f %.2f %g", 2.675, 2.67, 1e100);
}

TEST(general_floating_point)
{
    FORMAT("0 -0 1 -1 0.5 100 123456", "%g %g %g %g %g %g %g", 0.0, -0.0, 1.0, -1.0, 0.5, 100.0, 123456.0);
    FORMAT("100000 999999 1e+006 1e+006", "%g %g %g %g", 99999.96, 999999.4, 999999.5, 1e6);
    FORMAT("10 9.99999 100 0.1 1", "%g %g %g %g %g", 9.999995000001, 9.999994, 99.99999, 0.0999999999, 0.99999999);
    FORMAT("0.001 0.00123457 0.0001 1e-005", "%g %g %g %g", 0.001, 0.00123456789, 0.0001, 0.00001);
    FORMAT("3 3.1 3.14 3.14159265358979", "%.0g %.2g %.3g %.15g", 3.14159265358979, 3.14159265358979, 3.14159265358979, 3.14159265358979);
    FORMAT("0.10000000000000001 0.1 2.5", "%.17g %.16g %.17g", 0.1, 0.1, 2.5);
    FORMAT("[    2.5][2.5    ][00002.5][+2.5][ 2.5]", "[%7g][%-7g][%07g][%+g][% g]", 2.5, 2.5, 2.5, 2.5, 2.5);
    FORMAT("2e+001 12 1.25e+003 4503599627370496", "%.1g %.2g %.3g %.16g", 15.0, 12.0, 1250.0, 4503599627370496.0);
    FORMAT("0.1 12.500000 -0.25", "%lg %lf %.2lf", 0.1, 12.5, -0.25);
    FORMAT("1e+006 1e+007 1.2e+010 1.23457e+007 1e+010", "%g %g %g %g %g", 1e6, 1e7, 1.2e10, 12345678.5, 9999999999.0);
    FORMAT("1.50000000000000e+000 2e+015 -1e+001 +7.0e-001", "%.14e %.0e %.0e %+.1e", 1.5, 2e15, -9.5, 0.7);
    FORMAT("0.000000e+000 9.999990e-003 1.000000e+000 1.0000000000000001e-001", "%e %e %e %.16e", 0.0, 0.00999999, 0.99999999, 0.1);
    FORMAT("[ 1.5e+000][1.5e+000 ][01.5e+000]", "[%9.1e][%-9.1e][%09.1e]", 1.5, 1.5, 1.5);
}

TEST(results_and_limits)
{
    CHECK_EQ(sprintf(text, "%d", 12345), 5);
    memset(text, 'x', 10);
    CHECK_EQ(_snprintf(text, 3, "%s", "abcdef"), -1);
    CHECK(memcmp(text, "abcx", 4) == 0);
    CHECK_EQ(_snprintf(text, 3, "%s", "abc"), 3);
    CHECK(text[3] == 'x');
    CHECK_EQ(_snprintf(text, 4, "%s", "abc"), 3);
    CHECK_EQ(text[3], 0);
    CHECK_EQ(_scprintf("%s-%d", "abc", 7), 5);
    CHECK_EQ(sprintf(text, "%350d", 1), 350);
    CHECK_EQ(strlen(text), 350);
}

static WCHAR wide_text[1000];

#define WIDE(expected, ...) \
    (CHECK_EQ(_snwprintf(wide_text, 1000, __VA_ARGS__), wcslen(expected)), CHECK(wcscmp(wide_text, expected) == 0))

TEST(wide)
{
    WIDE(L"42 -42 +42  42", L"%d %d %+d % d", 42, -42, 42, 42);
    WIDE(L"[   42][42   ][00042][  042]", L"[%5d][%-5d][%05d][%5.3d]", 42, 42, 42, 42);
    WIDE(L"ff FF 4294967295 -9223372036854775808", L"%x %X %u %I64d", 255, 255, -1, (long long)1 << 63);
    WIDE(L"a|  b|c  |de|100%", L"%s|%3s|%-3s|%.2s|100%%", L"a", L"b", L"c", L"def");
    WIDE(L"wide narrow wide", L"%ls %hs %ws", L"wide", "narrow", L"wide");
    WIDE(L"narrow x y z", L"%S %c %hc %lc", "narrow", 'x', 'y', L'z');
    WIDE(L"\u00e9t\u00e9 \u00ff", L"\u00e9t\u00e9 %c", 0xff);
    WIDE(L"\u20ac \u0101 \u4e2d 5", L"\u20ac %s %c %d", L"\u0101", 0x4e2d, 5);
    WIDE(L"3.14 -0.000000 1e-005", L"%.2f %f %g", 3.14159, -0.0, 1e-5);
    WIDE(L"(null)|00000000DEADBEEF", L"%s|%p", NULL, (void *)0xDEADBEEF);
    CHECK_EQ(_snwprintf(wide_text, 1000, L"%700d|%-100d|", 1, 2), 802);
    CHECK(wide_text[698] == ' ' && wide_text[699] == '1' && wide_text[701] == '2' && wide_text[801] == '|');
}

TEST(wide_results_and_limits)
{
    int (*secure)(WCHAR *, size_t, size_t, const WCHAR *, ...) =
        (void *)GetProcAddress(GetModuleHandleA("msvcrt.dll"), "_snwprintf_s");
    memset(wide_text, 'x', 40);
    CHECK_EQ(_snwprintf(wide_text, 3, L"%d", 123456), -1);
    CHECK(memcmp(wide_text, L"123\x7878", 8) == 0);
    CHECK_EQ(_snwprintf(wide_text, 3, L"%s", L"abc"), 3);
    CHECK_EQ(wide_text[3], 0x7878);
    CHECK_EQ(_snwprintf(wide_text, 4, L"%s", L"abc"), 3);
    CHECK_EQ(wide_text[3], 0);
    CHECK_EQ(_snwprintf(NULL, 0, L"%s-%d", L"abc", 7), 5);
    CHECK_EQ(_scwprintf(L"%s-%d", L"abc", 7), 5);
    CHECK_EQ(secure(wide_text, 20, _TRUNCATE, L"%s", L"abc"), 3);
    CHECK_EQ(secure(wide_text, 20, 3, L"%d", 123), 3);
    CHECK(wcscmp(wide_text, L"123") == 0);
    CHECK_EQ(secure(wide_text, 20, 2, L"%d", 123), -1);
    CHECK(wcscmp(wide_text, L"12") == 0);
    CHECK_EQ(secure(wide_text, 3, _TRUNCATE, L"%d", 567), -1);
    CHECK(wcscmp(wide_text, L"56") == 0);
}

static int (*universal)(unsigned long long, char *, size_t, const char *, void *, va_list);
static int (*universal_wide)(unsigned long long, WCHAR *, size_t, const WCHAR *, void *, va_list);

static int print_universal(unsigned long long options, char *to, size_t room, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int n = universal(options, to, room, format, NULL, arguments);
    va_end(arguments);
    return n;
}

static int print_universal_wide(unsigned long long options, WCHAR *to, size_t room, const WCHAR *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int n = universal_wide(options, to, room, format, NULL, arguments);
    va_end(arguments);
    return n;
}

TEST(universal_runtime)
{
    HMODULE runtime = LoadLibraryA("ucrtbase.dll");
    universal = (void *)GetProcAddress(runtime, "__stdio_common_vsprintf");
    universal_wide = (void *)GetProcAddress(runtime, "__stdio_common_vswprintf");
    CHECK_EQ(print_universal(0x24, text, 100, "%d %s %ls", 5, "narrow", L"wide"), 13);
    CHECK_STR(text, "5 narrow wide");
    CHECK_EQ(print_universal(0x24, text, 100, "%g %e %.3e %g", 1e7, 1.5, 12345.0, 123456789.0), 40);
    CHECK_STR(text, "1e+07 1.500000e+00 1.234e+04 1.23457e+08");
    CHECK_EQ(print_universal(0x24, NULL, 0, "%d %s", 5, "narrow"), 8);
    CHECK_EQ(print_universal(0x26, text, 4, "%d", 12345), 5);
    CHECK_STR(text, "123");
    CHECK_EQ(print_universal_wide(0x24, wide_text, 100, L"%d %s %hs", 5, L"wide", "narrow"), 13);
    CHECK(wcscmp(wide_text, L"5 wide narrow") == 0);
    CHECK_EQ(print_universal_wide(0x20, wide_text, 100, L"%d %s %ls", 5, "narrow", L"wide"), 13);
    CHECK(wcscmp(wide_text, L"5 narrow wide") == 0);
    CHECK_EQ(print_universal_wide(0x24, NULL, 0, L"%d %s", 5, L"wide"), 6);
    CHECK_EQ(print_universal_wide(0x26, wide_text, 4, L"%d", 12345), 5);
    CHECK(wcscmp(wide_text, L"123") == 0);
}

static char *lazy;

/* Provides the page that is missing, and prints meanwhile. */
static LONG CALLBACK provide(EXCEPTION_POINTERS *what)
{
    char *at = (char *)what->ExceptionRecord->ExceptionInformation[1];
    if (what->ExceptionRecord->ExceptionCode != EXCEPTION_ACCESS_VIOLATION || at < lazy || at >= lazy + 0x2000) {
        return EXCEPTION_CONTINUE_SEARCH;
    }
    char message[200];
    int a, b;
    char *page = (char *)((ULONG_PTR)at & ~(ULONG_PTR)0xfff);
    VirtualAlloc(page, 0x1000, MEM_COMMIT, PAGE_READWRITE);
    strcpy(page, "77 88");
    sprintf(message, "%080d page %p is missing, %s, %g", 1, page, "and is made", 1.5e10);
    sscanf("-1 -2", "%d%d", &a, &b);
    return EXCEPTION_CONTINUE_EXECUTION;
}

TEST(pages_that_come_when_they_are_touched)
{
    int a = 0, b = 0, c = 0;
    void *handler = AddVectoredExceptionHandler(1, provide);
    for (int i = 0; i < 2; i++) {
        lazy = VirtualAlloc(NULL, 0x2000, MEM_RESERVE, PAGE_READWRITE);
        CHECK_EQ(sprintf(text, "%d %s %5.2f <%s>", 5, "text", 2.25, lazy), 20);
        CHECK_STR(text, "5 text  2.25 <77 88>");
        memset(lazy, 'x', 0x1000);
        CHECK_EQ(sprintf(lazy + 0xff0, "%s %d, and more than a page holds", "a text", 5), 36);
        CHECK_STR(lazy + 0xff0, "a text 5, and more than a page holds");
        VirtualFree(lazy, 0, MEM_RELEASE);
        lazy = VirtualAlloc(NULL, 0x2000, MEM_RESERVE, PAGE_READWRITE);
        CHECK_EQ(sscanf(lazy, "%d %d", &a, &b), 2);
        CHECK_EQ(1000 * a + b, 77088);
        CHECK_EQ(sscanf("1 2 3", "%d %d %d", &a, (int *)(lazy + 0x1800), &c), 3);
        CHECK_EQ(*(int *)(lazy + 0x1800), 2);
        CHECK_EQ(10 * a + c, 13);
        VirtualFree(lazy, 0, MEM_RELEASE);
    }
    RemoveVectoredExceptionHandler(handler);
}

int main(void)
{
    RUN(integers);
    RUN(strings);
    RUN(floating_point);
    RUN(general_floating_point);
    RUN(results_and_limits);
    RUN(wide);
    RUN(wide_results_and_limits);
    RUN(universal_runtime);
    RUN(pages_that_come_when_they_are_touched);
    return guest_done();
}
