/* ctype.h, wctype.h, locales and multibyte characters. */
#include "guest.h"
#include <ctype.h>
#include <errno.h>
#include <locale.h>
#include <wchar.h>
#include <wctype.h>

static HMODULE universal;

static void *runtime(const char *function)
{
    void *address = (void *)GetProcAddress(universal, function);
    if (!address) printf("FAIL ucrtbase.dll lacks %s\n", function), guest_failures++;
    return address;
}

TEST(classifies_characters)
{
    int counts[11] = {0};
    for (int c = -1; c < 256; c++) {
        counts[0] += !!isalnum(c);
        counts[1] += !!isalpha(c);
        counts[2] += !!iscntrl(c);
        counts[3] += !!isdigit(c);
        counts[4] += !!isgraph(c);
        counts[5] += !!islower(c);
        counts[6] += !!isprint(c);
        counts[7] += !!ispunct(c);
        counts[8] += !!isspace(c);
        counts[9] += !!isupper(c);
        counts[10] += !!isxdigit(c);
    }
    static const int expected[11] = {62, 52, 33, 10, 94, 26, 95, 32, 6, 26, 22};
    for (int i = 0; i < 11; i++) CHECK_EQ(counts[i], expected[i]);
    CHECK_EQ(tolower('Q'), 'q');
    CHECK_EQ(toupper('q'), 'Q');
    CHECK_EQ(tolower('!'), '!');
    CHECK_EQ(toupper(0xe4), 0xe4);
    CHECK_EQ(toupper(EOF), EOF);
    CHECK_EQ(_isctype('a', _LOWER | _DIGIT), _LOWER);
}

TEST(classifies_wide_characters)
{
    CHECK(iswalpha(0xe4));
    CHECK(iswalpha(0x430));
    CHECK(!iswalpha(0x20ac));
    CHECK(iswupper(0x410));
    CHECK(iswlower(0x430));
    CHECK(iswspace(0x2003));
    CHECK(iswdigit('7'));
    CHECK(!iswdigit('x'));
    CHECK(iswctype('x', _LOWER));
    CHECK_EQ(towupper('z'), 'Z');
    CHECK_EQ(towlower(0xc4), 0xc4);
}

TEST(starts_in_the_c_locale)
{
    CHECK_STR(setlocale(LC_ALL, NULL), "C");
    struct lconv *conventions = localeconv();
    CHECK_STR(conventions->decimal_point, ".");
    CHECK_STR(conventions->thousands_sep, "");
    CHECK_EQ(conventions->frac_digits, 127);
    CHECK_EQ(MB_CUR_MAX, 1);
    CHECK(setlocale(LC_ALL, "no such place") == NULL);
    CHECK(setlocale(99, "C") == NULL);
}

TEST(c_locale_bytes_are_characters)
{
    wchar_t wide[8];
    char bytes[8];
    CHECK_EQ(mbstowcs(wide, "a\xe4", 8), 2);
    CHECK_EQ(wide[1], 0xe4);
    CHECK_EQ(wcstombs(bytes, L"a\xe4", 8), 2);
    CHECK_EQ((unsigned char)bytes[1], 0xe4);
    errno = 0;
    CHECK_EQ(wcstombs(bytes, L"\x20ac", 8), (size_t)-1);
    CHECK_EQ(errno, EILSEQ);
    CHECK_EQ(mbstowcs(NULL, "four", 0), 4);
    CHECK_EQ(mbtowc(wide, "x", 1), 1);
    CHECK_EQ(mbtowc(wide, "", 1), 0);
    CHECK_EQ(wctomb(bytes, L'y'), 1);
}

TEST(categories_have_their_own_locales)
{
    CHECK(setlocale(LC_TIME, "English") != NULL);
    CHECK_STR(setlocale(LC_TIME, NULL), "English_United States.1252");
    CHECK_STR(setlocale(LC_ALL, NULL),
              "LC_COLLATE=C;LC_CTYPE=C;LC_MONETARY=C;LC_NUMERIC=C;LC_TIME=English_United States.1252");
    CHECK_STR(setlocale(LC_ALL, "C"), "C");
    CHECK_STR(setlocale(LC_CTYPE, "English_United States.1252"), "English_United States.1252");
    CHECK_EQ(toupper(0xe4), 0xc4);
    wchar_t wide[4];
    CHECK_EQ(mbstowcs(wide, "\x80", 4), 1);
    CHECK_EQ(wide[0], 0x20ac);
    CHECK_EQ(towupper(0xe4), 0xc4);
    CHECK_STR(setlocale(LC_ALL, "C"), "C");
}

TEST(utf_8_locales)
{
    char *(*set)(int, const char *) = runtime("setlocale");
    size_t (*to_wide)(wchar_t *, const char *, size_t) = runtime("mbstowcs");
    size_t (*to_bytes)(char *, const wchar_t *, size_t) = runtime("wcstombs");
    size_t (*next)(wchar_t *, const char *, size_t, void *) = runtime("mbrtowc");
    int (*most)(void) = runtime("___mb_cur_max_func");
    wchar_t wide[8];
    char bytes[16];
    long long state = 0;
    CHECK(set(LC_ALL, ".utf8") != NULL);
    CHECK_EQ(most(), 4);
    CHECK_EQ(to_wide(wide, "a\xc3\xa4\xe2\x82\xac", 8), 3);
    CHECK_EQ(wide[1], 0xe4);
    CHECK_EQ(wide[2], 0x20ac);
    CHECK_EQ(to_wide(wide, "\xf0\x9f\x98\x80", 8), 2);
    CHECK_EQ(wide[0], 0xd83d);
    CHECK_EQ(wide[1], 0xde00);
    CHECK_EQ(to_wide(wide, "\xff", 8), (size_t)-1);
    CHECK_EQ(to_bytes(bytes, L"\x20ac", 16), 3);
    CHECK_EQ(to_bytes(NULL, L"\xd83d\xde00", 0), 4);
    CHECK_EQ(next(wide, "\xe2", 1, &state), (size_t)-2);
    CHECK_EQ(next(wide, "\x82\xac", 2, &state), 2);
    CHECK_EQ(wide[0], 0x20ac);
    CHECK_STR(set(LC_ALL, "C"), "C");
}

int main(void)
{
    universal = LoadLibraryA("ucrtbase.dll");
    RUN(classifies_characters);
    RUN(classifies_wide_characters);
    RUN(starts_in_the_c_locale);
    RUN(c_locale_bytes_are_characters);
    RUN(categories_have_their_own_locales);
    RUN(utf_8_locales);
    return guest_done();
}
