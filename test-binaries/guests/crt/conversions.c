/* Numbers from strings and strings from numbers, as both runtimes have them. */
#include "guest.h"
#include <errno.h>
#include <float.h>
#include <limits.h>
#include <math.h>
#include <wchar.h>

static HMODULE library;

static void *runtime(const char *function)
{
    void *address = (void *)GetProcAddress(library, function);
    if (!address) printf("FAIL a runtime lacks %s\n", function), guest_failures++;
    return address;
}

static int *error(void)
{
    int *(*location)(void) = runtime("_errno");
    return location();
}

TEST(reads_integers)
{
    int (*to_int)(const char *) = runtime("atoi");
    long (*to_long)(const char *, char **, int) = runtime("strtol");
    unsigned long (*to_unsigned)(const char *, char **, int) = runtime("strtoul");
    long long (*to_64)(const char *, char **, int) = runtime("_strtoi64");
    unsigned long long (*to_u64)(const char *, char **, int) = runtime("_strtoui64");
    char *end;
    CHECK_EQ(to_int(" \t\n-42xyz"), -42);
    CHECK_EQ(to_int("+7"), 7);
    CHECK_EQ(to_int("none"), 0);
    CHECK_EQ(to_long("0x1fz", &end, 0), 31);
    CHECK_STR(end, "z");
    CHECK_EQ(to_long("0755", &end, 0), 493);
    CHECK_EQ(to_long("zz", &end, 36), 35 * 36 + 35);
    CHECK_EQ(to_long("1012", &end, 2), 5);
    CHECK_STR(end, "2");
    CHECK_EQ(to_long("  -", &end, 10), 0);
    CHECK_STR(end, "  -");
    *error() = 0;
    CHECK_EQ(to_long("2147483648", &end, 10), LONG_MAX);
    CHECK_EQ(*error(), ERANGE);
    *error() = 0;
    CHECK_EQ(to_long("-2147483648", &end, 10), LONG_MIN);
    CHECK_EQ(*error(), 0);
    CHECK_EQ(to_long("-2147483649", &end, 10), LONG_MIN);
    CHECK_EQ(*error(), ERANGE);
    CHECK_EQ(to_unsigned("4294967295", &end, 10), ULONG_MAX);
    CHECK_EQ(to_unsigned("-1", &end, 10), ULONG_MAX);
    *error() = 0;
    CHECK_EQ(to_unsigned("4294967296", &end, 10), ULONG_MAX);
    CHECK_EQ(*error(), ERANGE);
    CHECK_EQ(to_64("9223372036854775807", &end, 10), LLONG_MAX);
    CHECK_EQ(to_64("-9223372036854775808", &end, 10), LLONG_MIN);
    CHECK_EQ(to_64("9223372036854775808", &end, 10), LLONG_MAX);
    CHECK_EQ(to_u64("18446744073709551615", &end, 10), ULLONG_MAX);
    *error() = 0;
    CHECK_EQ(to_u64("18446744073709551616", &end, 10), ULLONG_MAX);
    CHECK_EQ(*error(), ERANGE);
}

TEST(reads_wide_integers)
{
    long (*to_long)(const wchar_t *, wchar_t **, int) = runtime("wcstol");
    int (*to_int)(const wchar_t *) = runtime("_wtoi");
    const wchar_t *text = L" -12ab";
    wchar_t *end;
    CHECK_EQ(to_long(text, &end, 10), -12);
    CHECK(end == text + 4);
    CHECK_EQ(to_int(L"99 bottles"), 99);
}

/* The text at the end of a page behind which nothing is. */
static const char *at_end(const char *text)
{
    static char *pages;
    if (!pages) {
        pages = VirtualAlloc(NULL, 0x2000, MEM_RESERVE, PAGE_NOACCESS);
        VirtualAlloc(pages, 0x1000, MEM_COMMIT, PAGE_READWRITE);
    }
    char *at = pages + 0x1000 - strlen(text) - 1;
    return strcpy(at, text);
}

static int invalid_parameters;

static void invalid_parameter(const wchar_t *expression, const wchar_t *function, const wchar_t *file, unsigned line,
                              uintptr_t reserved)
{
    (void)expression, (void)function, (void)file, (void)line, (void)reserved;
    invalid_parameters++;
}

TEST(reads_the_edges_of_integers)
{
    long (*to_long)(const char *, char **, int) = runtime("strtol");
    unsigned long (*to_unsigned)(const char *, char **, int) = runtime("strtoul");
    unsigned long long (*to_u64)(const char *, char **, int) = runtime("_strtoui64");
    long (*wide_to_long)(const wchar_t *, wchar_t **, int) = runtime("wcstol");
    int (*to_int)(const char *) = runtime("atoi");
    char *end;
    const char *text = at_end("0");
    CHECK_EQ(to_long(text, &end, 0), 0);
    CHECK(end == text + 1);
    CHECK_EQ(to_long(text = at_end("08"), &end, 0), 0);
    CHECK(end == text + 1);
    CHECK_EQ(to_long(text = at_end("-"), &end, 0), 0);
    CHECK(end == text);
    CHECK_EQ(to_long(text = at_end(""), &end, 16), 0);
    CHECK(end == text);
    CHECK_EQ(to_long(text = at_end("+-5"), &end, 10), 0);
    CHECK(end == text);
    CHECK_EQ(to_long(" \f\v\r\n\t-7fFg", &end, 16), -0x7ff);
    CHECK_STR(end, "g");
    CHECK_EQ(to_long("0X7F", &end, 16), 127);
    CHECK_EQ(to_long("0x10", &end, 10), 0);
    CHECK_STR(end, "x10");
    CHECK_EQ(to_long("12", NULL, 10), 12);
    CHECK_EQ(to_long("12", &end, 2), 1);
    CHECK_STR(end, "2");
    CHECK_EQ(to_long("-0000000000000000000000000000000000000005", &end, 10), -5);
    CHECK_EQ(to_unsigned("-4294967295", &end, 10), 1);
    CHECK_EQ(to_u64("-0xffffffffffffffff", &end, 0), 1);
    CHECK_EQ(to_int("\xe9" "5"), 0);
    wchar_t *wide_end;
    CHECK_EQ(wide_to_long(L"\x2003-0x1Fz", &wide_end, 0), -31);
    CHECK(wcscmp(wide_end, L"z") == 0);
    CHECK_EQ(wide_to_long(L"12\uff13\u0664", &wide_end, 10), 1234);
    CHECK_EQ(wide_to_long(L"12\u00e9", &wide_end, 10), 12);
    CHECK_EQ(wide_end[0], 0xe9);
    void *(*set_handler)(void *) = (void *)GetProcAddress(library, "_set_invalid_parameter_handler");
    if (set_handler) {
        void *before = set_handler(invalid_parameter);
        *error() = 0;
        CHECK_EQ(to_long("1", &end, 1), 0);
        CHECK_EQ(*error(), EINVAL);
        CHECK_EQ(to_long("1", &end, 37), 0);
        CHECK_EQ(to_long(NULL, &end, 10), 0);
        CHECK_EQ(invalid_parameters, 3);
        set_handler(before);
    }
}

TEST(writes_integers)
{
    char *(*text)(int, char *, int) = runtime("_itoa");
    char *(*text64)(long long, char *, int) = runtime("_i64toa");
    char *(*unsigned64)(unsigned long long, char *, int) = runtime("_ui64toa");
    wchar_t *(*wide)(int, wchar_t *, int) = runtime("_itow");
    char buffer[72];
    wchar_t wides[40];
    CHECK_STR(text(0, buffer, 10), "0");
    CHECK_STR(text(INT_MIN, buffer, 10), "-2147483648");
    CHECK_STR(text(-1, buffer, 16), "ffffffff");
    CHECK_STR(text(35, buffer, 36), "z");
    CHECK_STR(text64(LLONG_MIN, buffer, 10), "-9223372036854775808");
    CHECK_STR(unsigned64(ULLONG_MAX, buffer, 10), "18446744073709551615");
    CHECK_STR(unsigned64(ULLONG_MAX, buffer, 2), "1111111111111111111111111111111111111111111111111111111111111111");
    CHECK(wcscmp(wide(-305, wides, 10), L"-305") == 0);
}

static unsigned long long bits(double x)
{
    unsigned long long result;
    memcpy(&result, &x, sizeof result);
    return result;
}

TEST(reads_floating_point_numbers_exactly)
{
    double (*read)(const char *, char **) = runtime("strtod");
    double (*read_plain)(const char *) = runtime("atof");
    double (*read_wide)(const wchar_t *, wchar_t **) = runtime("wcstod");
    char *end;
    CHECK_EQ(bits(read("0.1", &end)), 0x3fb999999999999aULL);
    CHECK_EQ(bits(read("-0", &end)), 0x8000000000000000ULL);
    CHECK_EQ(bits(read("1e22", &end)), 0x4480f0cf064dd592ULL);
    CHECK_EQ(bits(read("123456789012345678901234567890", &end)), 0x45f8ee90ff6c373eULL);
    CHECK_EQ(bits(read("9007199254740993", &end)), 0x4340000000000000ULL);
    CHECK_EQ(bits(read("2.2250738585072014e-308", &end)), 0x0010000000000000ULL);
    CHECK_EQ(bits(read("1.7976931348623157e308", &end)), 0x7fefffffffffffffULL);
    CHECK_EQ(bits(read("  +3.25e+2xyz", &end)), 0x4074500000000000ULL);
    CHECK_STR(end, "xyz");
    CHECK_EQ(bits(read(".5", &end)), 0x3fe0000000000000ULL);
    CHECK_EQ(bits(read("5.", &end)), 0x4014000000000000ULL);
    CHECK_STR(end, "");
    CHECK(read("1e", &end) == 1);
    CHECK_STR(end, "e");
    CHECK(read("1e+", &end) == 1);
    CHECK_STR(end, "e+");
    CHECK(read(".", &end) == 0);
    CHECK_STR(end, ".");
    CHECK(read_plain("2.5 apples") == 2.5);
    wchar_t *wide_end;
    CHECK(read_wide(L"-1.5e3", &wide_end) == -1500);
}

TEST(reads_the_edges_of_floating_point_numbers)
{
    double (*read)(const char *, char **) = runtime("strtod");
    char *end;
    const char *text = at_end("-.5");
    CHECK(read(text, &end) == -0.5);
    CHECK(end == text + 3);
    CHECK(read(text = at_end("7e"), &end) == 7);
    CHECK(end == text + 1);
    CHECK(read(text = at_end("7e-"), &end) == 7);
    CHECK(end == text + 1);
    CHECK(read(text = at_end("7."), &end) == 7);
    CHECK(end == text + 2);
    CHECK(read(text = at_end("-"), &end) == 0);
    CHECK(end == text);
    CHECK(read(text = at_end("+.e5"), &end) == 0);
    CHECK(end == text);
    CHECK(read("1.2.3", &end) == 1.2);
    CHECK_STR(end, ".3");
    CHECK(read("1234.5678", NULL) == 1234.5678);
    CHECK_EQ(bits(read("-0.000e5", &end)), 0x8000000000000000ULL);
    CHECK_EQ(bits(read("9007199254740992", &end)), 0x4340000000000000ULL);
    CHECK_EQ(bits(read("9007199254740991e22", &end)), 0x47d0f0cf064dd591ULL);
    CHECK_EQ(bits(read("9007199254740991e-22", &end)), 0x3eae392010175ee5ULL);
    CHECK_EQ(bits(read("0.30000000000000004", &end)), 0x3fd3333333333334ULL);
    CHECK_EQ(bits(read("1e23", &end)), 0x44b52d02c7e14af6ULL);
    CHECK_EQ(bits(read("00000000000000000000001.5", &end)), 0x3ff8000000000000ULL);
    CHECK_EQ(bits(read("1e0000000002", &end)), 0x4059000000000000ULL);
}

TEST(reports_numbers_out_of_range)
{
    double (*read)(const char *, char **) = runtime("strtod");
    char *end;
    *error() = 0;
    CHECK(read("1e400", &end) == HUGE_VAL);
    CHECK_EQ(*error(), ERANGE);
    *error() = 0;
    CHECK(read("-1e400", &end) == -HUGE_VAL);
    CHECK_EQ(*error(), ERANGE);
    *error() = 0;
    CHECK(read("1e-400", &end) == 0);
    CHECK_EQ(*error(), ERANGE);
    *error() = 0;
    CHECK(read("0e-999", &end) == 0);
    CHECK_EQ(*error(), 0);
}

TEST(random_numbers_are_the_documented_ones)
{
    void (*seed)(unsigned) = runtime("srand");
    int (*next)(void) = runtime("rand");
    seed(1);
    CHECK_EQ(next(), 41);
    CHECK_EQ(next(), 18467);
    CHECK_EQ(next(), 6334);
    seed(42);
    CHECK_EQ(next(), 175);
}

TEST(swaps_and_rotates)
{
    unsigned (*rotate)(unsigned, int) = runtime("_rotl");
    CHECK_EQ(rotate(0x80000001, 4), 0x18);
    unsigned long long (*swap)(unsigned long long) = runtime("_byteswap_uint64");
    unsigned (*swap32)(unsigned) = runtime("_byteswap_ulong");
    CHECK_EQ(swap(0x0102030405060708ULL), 0x0807060504030201ULL);
    CHECK_EQ(swap32(0x01020304), 0x04030201);
}

TEST(divides)
{
    div_t (*divide)(int, int) = runtime("div");
    div_t result = divide(-7, 2);
    CHECK_EQ(result.quot, -3);
    CHECK_EQ(result.rem, -1);
}

static void all(const char *name)
{
    library = LoadLibraryA(name);
    RUN(reads_integers);
    RUN(reads_wide_integers);
    RUN(reads_the_edges_of_integers);
    RUN(writes_integers);
    RUN(reads_floating_point_numbers_exactly);
    RUN(reads_the_edges_of_floating_point_numbers);
    RUN(reports_numbers_out_of_range);
    RUN(random_numbers_are_the_documented_ones);
    RUN(divides);
}

int main(void)
{
    all("msvcrt.dll");
    all("ucrtbase.dll");
    RUN(swaps_and_rotates);
    return guest_done();
}
