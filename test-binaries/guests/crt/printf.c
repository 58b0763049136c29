// build: -D__USE_MINGW_ANSI_STDIO=0
/* The printf family of msvcrt: a table of formats with the text that each gives. */
#include "guest.h"
#include <math.h>
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

int main(void)
{
    RUN(integers);
    RUN(strings);
    RUN(floating_point);
    RUN(results_and_limits);
    return guest_done();
}
