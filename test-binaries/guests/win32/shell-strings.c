// build: -lshlwapi
/* Strings of shlwapi.h. */
#include "guest.h"
#include <shlwapi.h>

TEST(strings_in_strings)
{
    static const char text[] = "Das Haus das";
    static const wchar_t wide[] = L"Das \u00C4u\u00DFere";
    CHECK(StrStrA(text, "das") == text + 9);
    CHECK(StrStrIA(text, "das") == text);
    CHECK(StrStrIA(text, "HAUS") == text + 4);
    CHECK(StrStrA(text, "") == NULL);
    CHECK(StrStrA(text, "Das Haus das Haus") == NULL);
    CHECK(StrStrA(NULL, "x") == NULL && StrStrIW(wide, NULL) == NULL);
    CHECK(StrStrW(wide, L"\u00E4u") == NULL);
    CHECK(StrStrIW(wide, L"\u00E4U") == wide + 4);
    CHECK(StrStrNW(wide, L"\u00C4u", 4) == NULL); /* which is the fifth place */
    CHECK(StrStrNIW(wide, L"\u00E4u", 5) == wide + 4);
}

TEST(characters_in_strings)
{
    static const char text[] = "a/B/c";
    static const wchar_t wide[] = L"a/B/c";
    CHECK(StrChrA(text, '/') == text + 1);
    CHECK(StrChrA(text, 'b') == NULL);
    CHECK(StrChrIA(text, 'b') == text + 2);
    CHECK(StrChrW(wide, L'c') == wide + 4);
    CHECK(StrRChrA(text, NULL, '/') == text + 3);
    CHECK(StrRChrA(text, text + 3, '/') == text + 1);
    CHECK(StrRChrW(wide, NULL, L'x') == NULL);
    CHECK(StrRChrIW(wide, wide + 3, L'b') == wide + 2);
    CHECK_EQ(StrSpnA("aabc", "ab"), 3);
    CHECK_EQ(StrCSpnA("aabc", "cx"), 3);
    CHECK_EQ(StrCSpnW(L"aab", L"c"), 3);
    CHECK(StrPBrkA(text, "cB") == text + 2);
    CHECK(StrPBrkA(text, "xy") == NULL);
}

TEST(comparisons)
{
    CHECK(StrCmpW(L"a", L"b") < 0);
    CHECK_EQ(StrCmpIW(L"Ab", L"aB"), 0);
    CHECK_EQ(StrCmpNA("abc", "abd", 2), 0);
    CHECK(StrCmpNA("abc", "abd", 3) < 0);
    CHECK_EQ(StrCmpNIA("ABc", "abd", 2), 0);
    CHECK_EQ(StrCmpNIW(L"\u00C4bc", L"\u00E4bd", 2), 0);
}

TEST(numbers_and_changes)
{
    char text[] = "  x y\t ";
    wchar_t wide[] = L"--a";
    char none[] = "abc";
    CHECK_EQ(StrToIntA("123x"), 123);
    CHECK_EQ(StrToIntA("-45"), -45);
    CHECK_EQ(StrToIntA("x"), 0);
    CHECK_EQ(StrToIntW(L"77"), 77);
    CHECK(StrTrimA(text, " \t"));
    CHECK_STR(text, "x y");
    CHECK(StrTrimW(wide, L"-"));
    CHECK(wcscmp(wide, L"a") == 0);
    CHECK(!StrTrimA(none, " "));
    CHECK_STR(none, "abc");
    char *copy = StrDupA("copied");
    CHECK_STR(copy, "copied");
    CHECK(LocalFree(copy) == NULL);
}

TEST(prefixes_of_paths)
{
    CHECK(PathIsPrefixA("C:\\a", "C:\\a\\b"));
    CHECK(PathIsPrefixA("C:\\A", "C:\\a"));
    CHECK(!PathIsPrefixA("C:\\a", "C:\\ab"));
    CHECK(PathIsPrefixW(L"C:\\", L"C:\\ab"));
    CHECK(!PathIsPrefixA("C:\\a\\b", "C:\\a"));
}

int main(void)
{
    RUN(strings_in_strings);
    RUN(characters_in_strings);
    RUN(comparisons);
    RUN(numbers_and_changes);
    RUN(prefixes_of_paths);
    return guest_done();
}
