// build: -D__USE_MINGW_ANSI_STDIO=0
/* The scanf family of msvcrt, called as the library exports it. */
#include "guest.h"
#include <wchar.h>

static int (*scan)(const char *, const char *, ...);
static int (*scan_s)(const char *, const char *, ...);
static int (*wscan)(const wchar_t *, const wchar_t *, ...);

TEST(integers)
{
    int a = 0, b = 0, n = 0;
    long long big = 0;
    short small = 0;
    unsigned u = 0;
    CHECK_EQ(scan(" 12 -34", "%d%d", &a, &b), 2);
    CHECK_EQ(a, 12);
    CHECK_EQ(b, -34);
    CHECK_EQ(scan("0x1F 017 9", "%i %i %d", &a, &b, &n), 3);
    CHECK_EQ(a, 31);
    CHECK_EQ(b, 15);
    CHECK_EQ(n, 9);
    CHECK_EQ(scan("ff 0Xff 777", "%x %x %o", &a, &b, &n), 3);
    CHECK_EQ(a, 255);
    CHECK_EQ(b, 255);
    CHECK_EQ(n, 511);
    CHECK_EQ(scan("123456789012", "%I64d", &big), 1);
    CHECK_EQ(big, 123456789012LL);
    CHECK_EQ(scan("-5", "%lld", &big), 1);
    CHECK_EQ(big, -5);
    CHECK_EQ(scan("70000", "%hd", &small), 1);
    CHECK_EQ(small, 4464);
    CHECK_EQ(scan("12345", "%2d%n", &a, &n), 1);
    CHECK_EQ(a, 12);
    CHECK_EQ(n, 2);
    CHECK_EQ(scan("4294967295", "%u", &u), 1);
    CHECK_EQ(u, 4294967295u);
}

TEST(text)
{
    char word[20] = "", rest[20] = "", c = 0;
    CHECK_EQ(scan("hello world", "%s %s", word, rest), 2);
    CHECK_STR(word, "hello");
    CHECK_STR(rest, "world");
    CHECK_EQ(scan("abcdef", "%3s%c", word, &c), 2);
    CHECK_STR(word, "abc");
    CHECK_EQ(c, 'd');
    CHECK_EQ(scan("key=value;x", "%[^=]=%[a-z]", word, rest), 2);
    CHECK_STR(word, "key");
    CHECK_STR(rest, "value");
    CHECK_EQ(scan("]x", "%[]]%c", word, &c), 2);
    CHECK_STR(word, "]");
    CHECK_EQ(scan("a b", "%*s%s", word), 1);
    CHECK_STR(word, "b");
    wchar_t wide[20];
    CHECK_EQ(scan("wide", "%ls", wide), 1);
    CHECK(wcscmp(wide, L"wide") == 0);
}

TEST(results)
{
    int a = 7, b = 8;
    CHECK_EQ(scan("", "%d", &a), -1);
    CHECK_EQ(scan("   ", "%d", &a), -1);
    CHECK_EQ(scan("x", "%d", &a), 0);
    CHECK_EQ(scan("5", "%d%d", &a, &b), 1);
    CHECK_EQ(a, 5);
    CHECK_EQ(b, 8);
    CHECK_EQ(scan("5,6", "%d,%d", &a, &b), 2);
    CHECK_EQ(scan("5;6", "%d,%d", &a, &b), 1);
    CHECK_EQ(scan("50%", "%d%%", &a), 1);
}

TEST(floating_point)
{
    float f = 0;
    double d = 0;
    CHECK_EQ(scan("1.5 -2.25e1", "%f %lf", &f, &d), 2);
    CHECK(f == 1.5f);
    CHECK(d == -22.5);
    CHECK_EQ(scan(".5", "%lf", &d), 1);
    CHECK(d == 0.5);
    CHECK_EQ(scan("12345", "%3lf", &d), 1);
    CHECK(d == 123);
    CHECK_EQ(scan("0.1", "%lg", &d), 1);
    CHECK(d == 0.1);
    CHECK_EQ(scan("x", "%lf", &d), 0);
}

TEST(secure_and_wide)
{
    char word[4] = "zzz";
    int a = 0;
    CHECK_EQ(scan_s("abc 5", "%s %d", word, 4u, &a), 2);
    CHECK_STR(word, "abc");
    CHECK_EQ(a, 5);
    wchar_t wide[20] = L"";
    char narrow[20] = "";
    CHECK_EQ(wscan(L"wide narrow 12", L"%s %S %d", wide, narrow, &a), 3);
    CHECK(wcscmp(wide, L"wide") == 0);
    CHECK_STR(narrow, "narrow");
    CHECK_EQ(a, 12);
}

TEST(streams)
{
    FILE *f = tmpfile();
    int (*from)(FILE *, const char *, ...) = (void *)GetProcAddress(GetModuleHandleA("msvcrt"), "fscanf");
    int a = 0, b = 0;
    char word[20];
    fputs("10 20\nword", f);
    rewind(f);
    CHECK_EQ(from(f, "%d %d", &a, &b), 2);
    CHECK_EQ(a + b, 30);
    CHECK_EQ(fgetc(f), '\n');
    CHECK_EQ(from(f, "%s", word), 1);
    CHECK_STR(word, "word");
    CHECK_EQ(from(f, "%s", word), -1);
    fclose(f);
}

TEST(edges)
{
    char *pages = VirtualAlloc(NULL, 0x2000, MEM_RESERVE, PAGE_NOACCESS);
    char *page = VirtualAlloc(pages, 0x1000, MEM_COMMIT, PAGE_READWRITE);
    char *end = page + 0x1000;
    strcpy(end - 6, "12 34");
    int a = 0, b = 0, n = 0;
    char c[4] = "zzz", word[20];
    CHECK_EQ(scan(end - 6, "%d %d", &a, &b), 2);
    CHECK_EQ(a + b, 46);
    CHECK_EQ(scan(end - 6, "%1d%1d%n", &a, &b, &n), 2);
    CHECK_EQ(100 * a + 10 * b + n, 122);
    memcpy(end - 6, "%d %d", 6);
    CHECK_EQ(scan("-1 +2", end - 6, &a, &b), 2);
    CHECK_EQ(a, -1);
    CHECK_EQ(b, 2);
    CHECK_EQ(scan("1 2 3", "%*d %*d %d", &a), 1);
    CHECK_EQ(a, 3);
    CHECK_EQ(scan("7", "%*d"), 0);
    CHECK_EQ(scan("a  b", "%c%c", &c[0], &c[1]), 2);
    CHECK_EQ(c[1], ' ');
    CHECK_EQ(scan("abcd", "%3c", c), 1);
    CHECK(memcmp(c, "abc", 4) == 0);
    CHECK_EQ(scan(" \t\n x", " %1s", word), 1);
    CHECK_STR(word, "x");
    CHECK_EQ(scan("abd", "abc%d", &a), 0);
    CHECK_EQ(scan("%5", "%%%d", &a), 1);
    CHECK_EQ(a, 5);
    CHECK_EQ(scan("-1", "%hd", (short *)c), 1);
    CHECK_EQ(c[0] & c[1], -1);
    CHECK_EQ(scan("08", "%i", &a), 1);
    CHECK_EQ(a, 0);
    VirtualFree(pages, 0, MEM_RELEASE);
}

int main(void)
{
    HMODULE crt = GetModuleHandleA("msvcrt");
    scan = (void *)GetProcAddress(crt, "sscanf");
    scan_s = (void *)GetProcAddress(crt, "sscanf_s");
    wscan = (void *)GetProcAddress(crt, "swscanf");
    RUN(integers);
    RUN(text);
    RUN(results);
    RUN(floating_point);
    RUN(secure_and_wide);
    RUN(streams);
    RUN(edges);
    return guest_done();
}
