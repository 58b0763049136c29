/* Streams of wide characters: the Unicode modes of fopen, and text in the locale's encoding. */
#include "guest.h"
#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <wchar.h>

static char path[300];

static int raw(char *bytes)
{
    FILE *f = fopen(path, "rb");
    int n = (int)fread(bytes, 1, 100, f);
    fclose(f);
    return n;
}

TEST(utf8_file)
{
    char bytes[100];
    wchar_t line[20];
    FILE *f = fopen(path, "w, ccs=UTF-8");
    CHECK(f != NULL);
    CHECK(fputws(L"\x20ac\n", f) >= 0);
    fclose(f);
    CHECK_EQ(raw(bytes), 8);
    CHECK(memcmp(bytes, "\xEF\xBB\xBF\xE2\x82\xAC\r\n", 8) == 0);
    f = fopen(path, "r, ccs=UTF-8");
    CHECK(fgetws(line, 20, f) == line);
    CHECK(wcscmp(line, L"\x20ac\n") == 0);
    CHECK_EQ(fgetwc(f), WEOF);
    fclose(f);
}

TEST(utf16_file)
{
    char bytes[100];
    FILE *f = fopen(path, "w, ccs=UTF-16LE");
    fputwc(L'a', f);
    fputwc(L'\n', f);
    fclose(f);
    CHECK_EQ(raw(bytes), 8);
    CHECK(memcmp(bytes, "\xFF\xFE" "a\0\r\0\n\0", 8) == 0);
    f = fopen(path, "r, ccs=UNICODE");
    CHECK_EQ(fgetwc(f), L'a');
    CHECK_EQ(fgetwc(f), L'\n');
    CHECK_EQ(ungetwc(L'z', f), L'z');
    CHECK_EQ(fgetwc(f), L'z');
    fclose(f);
}

TEST(binary_is_utf16)
{
    char bytes[100];
    FILE *f = fopen(path, "wb");
    fputws(L"a\n", f);
    fwprintf(f, L"%d", 7);
    fclose(f);
    CHECK_EQ(raw(bytes), 6);
    CHECK(memcmp(bytes, "a\0\n\0" "7\0", 6) == 0);
}

TEST(text_is_multibyte)
{
    char bytes[100];
    FILE *f = fopen(path, "w");
    CHECK(fputws(L"a\xE9\n", f) >= 0);
    CHECK_EQ(fputwc(0x20AC, f), WEOF);
    CHECK_EQ(errno, EILSEQ);
    fclose(f);
    CHECK_EQ(raw(bytes), 4);
    CHECK(memcmp(bytes, "a\xE9\r\n", 4) == 0);
    f = fopen(path, "r");
    CHECK_EQ(fgetwc(f), L'a');
    CHECK_EQ(fgetwc(f), 0xE9);
    CHECK_EQ(fgetwc(f), L'\n');
    fclose(f);
}

int main(void)
{
    sprintf(path, "%s\\decant-wide-%d.txt", getenv("TEMP"), (int)GetCurrentProcessId());
    RUN(utf8_file);
    RUN(utf16_file);
    RUN(binary_is_utf16);
    RUN(text_is_multibyte);
    remove(path);
    return guest_done();
}
