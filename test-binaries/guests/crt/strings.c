/* string.h and wchar.h beyond the plain copies: case, tokens, collation, messages, checked copies. */
#include "guest.h"
#include <errno.h>
#include <wchar.h>

static void *runtime(const char *function)
{
    void *address = (void *)GetProcAddress(GetModuleHandleA("msvcrt.dll"), function);
    if (!address) printf("FAIL msvcrt.dll lacks %s\n", function), guest_failures++;
    return address;
}

static int sign(int n) { return (n > 0) - (n < 0); }

TEST(compares_without_case)
{
    CHECK_EQ(sign(_stricmp("Hello", "hELLO")), 0);
    CHECK_EQ(sign(_stricmp("abc", "ABD")), -1);
    CHECK_EQ(sign(_stricmp("a_", "aB")), -1);
    CHECK_EQ(sign(_strnicmp("ABCx", "abcY", 3)), 0);
    CHECK_EQ(sign(_strnicmp("ABCx", "abcY", 4)), -1);
    CHECK_EQ(sign(_memicmp("a\0B", "A\0b", 3)), 0);
    CHECK_EQ(sign(_wcsicmp(L"Hello", L"hELLO")), 0);
    CHECK_EQ(sign(_wcsnicmp(L"ABCx", L"abcY", 4)), -1);
    CHECK_EQ(sign(_wcsicmp(L"\xc4", L"\xe4")), -1);
}

TEST(divides_into_tokens)
{
    char text[] = "  one, two,,three  ";
    CHECK_STR(strtok(text, " ,"), "one");
    CHECK_STR(strtok(NULL, " ,"), "two");
    CHECK_STR(strtok(NULL, " ,"), "three");
    CHECK(strtok(NULL, " ,") == NULL);
    CHECK(strtok(NULL, " ,") == NULL);
    char none[] = ",,,";
    CHECK(strtok(none, ",") == NULL);
    wchar_t wide[] = L"a b";
    wchar_t *(*token)(wchar_t *, const wchar_t *) = runtime("wcstok");
    CHECK(wcscmp(token(wide, L" "), L"a") == 0);
    CHECK(wcscmp(token(NULL, L" "), L"b") == 0);
    CHECK(token(NULL, L" ") == NULL);
}

TEST(changes_in_place)
{
    char text[16] = "Hello, W\xe4";
    CHECK_STR(_strupr(text), "HELLO, W\xe4");
    CHECK_STR(_strlwr(text), "hello, w\xe4");
    CHECK_STR(_strrev(text), "\xe4w ,olleh");
    CHECK_STR(_strnset(text, '*', 3), "***,olleh");
    CHECK_STR(_strset(text, '-'), "---------");
    CHECK_STR(_strrev(strcpy(text, "")), "");
    wchar_t wide[16] = L"Hello";
    CHECK(wcscmp(_wcsupr(wide), L"HELLO") == 0);
    CHECK(wcscmp(_wcsrev(wide), L"OLLEH") == 0);
    CHECK(wcscmp(_wcsnset(wide, L'x', 2), L"xxLEH") == 0);
    char pairs[] = "abcdef", swapped[] = "......";
    _swab(pairs, swapped, 5);
    CHECK_STR(swapped, "badc..");
}

TEST(copies)
{
    char *copy = _strdup("copy");
    CHECK_STR(copy, "copy");
    free(copy);
    wchar_t *wide = _wcsdup(L"wide");
    CHECK(wcscmp(wide, L"wide") == 0);
    free(wide);
    char text[8] = ".......";
    CHECK((char *)_memccpy(text, "abcdef", 'c', 6) == text + 3);
    CHECK_STR(text, "abc....");
    CHECK(_memccpy(text, "xyz", 'c', 2) == NULL);
}

TEST(transforms_for_collation)
{
    char text[8];
    CHECK_EQ(strxfrm(text, "abc", sizeof text), 3);
    CHECK_STR(text, "abc");
    CHECK_EQ(strxfrm(NULL, "abcd", 0), 4);
    CHECK_EQ(sign(strcoll("a", "b")), -1);
    CHECK_EQ(sign(strcoll("a", "B")), 1);
    CHECK_EQ(sign(wcscoll(L"b", L"a")), 1);
}

TEST(spans)
{
    CHECK_EQ(wcsspn(L"aabbc", L"ab"), 4);
    CHECK_EQ(wcscspn(L"xyz;", L";,"), 3);
    const wchar_t *text = L"key=value";
    CHECK(wcspbrk(text, L"=:") == text + 3);
    CHECK(wcspbrk(text, L"#") == NULL);
}

TEST(has_messages)
{
    CHECK_STR(strerror(0), "No error");
    CHECK_STR(strerror(ENOENT), "No such file or directory");
    CHECK_STR(strerror(EINVAL), "Invalid argument");
    CHECK_STR(strerror(ERANGE), "Result too large");
    CHECK_STR(strerror(EILSEQ), "Illegal byte sequence");
    CHECK_STR(strerror(9999), "Unknown error");
    errno = EACCES;
    CHECK_STR(_strerror("file"), "file: Permission denied\n");
    errno = EACCES;
    CHECK_STR(_strerror(NULL), "Permission denied\n");
}

TEST(checked_copies_know_the_room)
{
    int (*copy)(char *, size_t, const char *) = runtime("strcpy_s");
    int (*append)(char *, size_t, const char *) = runtime("strcat_s");
    int (*copy_some)(char *, size_t, const char *, size_t) = runtime("strncpy_s");
    int (*append_some)(char *, size_t, const char *, size_t) = runtime("strncat_s");
    char text[8];
    CHECK_EQ(copy(text, 8, "abc"), 0);
    CHECK_STR(text, "abc");
    CHECK_EQ(append(text, 8, "defg"), 0);
    CHECK_STR(text, "abcdefg");
    CHECK_EQ(copy_some(text, 8, "12345", 2), 0);
    CHECK_STR(text, "12");
    CHECK_EQ(append_some(text, 8, "xyz", 1), 0);
    CHECK_STR(text, "12x");
    CHECK_EQ(copy_some(text, 4, "abcdef", (size_t)-1), 80);
    CHECK_STR(text, "abc");
}

TEST(checked_copies_report_what_does_not_fit)
{
    int (*copy)(char *, size_t, const char *) = runtime("strcpy_s");
    int (*append)(char *, size_t, const char *) = runtime("strcat_s");
    char text[8] = "before";
    CHECK_EQ(copy(text, 3, "abc"), ERANGE);
    CHECK_STR(text, "");
    CHECK_EQ(copy(text, 8, "1234"), 0);
    CHECK_EQ(append(text, 8, "5678"), ERANGE);
    CHECK_STR(text, "");
    CHECK_EQ(copy(NULL, 8, "x"), EINVAL);
    CHECK_EQ(copy(text, 8, NULL), EINVAL);
}

int main(void)
{
    RUN(compares_without_case);
    RUN(divides_into_tokens);
    RUN(changes_in_place);
    RUN(copies);
    RUN(transforms_for_collation);
    RUN(spans);
    RUN(has_messages);
    RUN(checked_copies_know_the_room);
    RUN(checked_copies_report_what_does_not_fit);
    return guest_done();
}
