/* MultiByteToWideChar and WideCharToMultiByte: UTF-8, Windows and DOS code pages, sizes, flags and errors. */
#include "guest.h"

static WCHAR wide[64];
static char bytes[64];

TEST(utf8_both_ways)
{
    static const char text[] = "a\xc3\xbc\xe2\x82\xac\xf0\x9f\x98\x80";
    CHECK_EQ(MultiByteToWideChar(CP_UTF8, 0, text, -1, wide, 64), 6);
    CHECK(wcscmp(wide, L"a\x00fc\x20ac\xd83d\xde00") == 0);
    CHECK_EQ(WideCharToMultiByte(CP_UTF8, 0, wide, -1, bytes, 64, NULL, NULL), sizeof text);
    CHECK_STR(bytes, text);
}

TEST(sizes)
{
    CHECK_EQ(MultiByteToWideChar(CP_UTF8, 0, "abc", -1, NULL, 0), 4);
    CHECK_EQ(MultiByteToWideChar(CP_UTF8, 0, "abc", 3, NULL, 0), 3);
    CHECK_EQ(MultiByteToWideChar(CP_UTF8, 0, "abc", 2, wide, 64), 2);
    CHECK_ERROR(MultiByteToWideChar(CP_UTF8, 0, "abc", -1, wide, 2), ERROR_INSUFFICIENT_BUFFER);
    CHECK_EQ(WideCharToMultiByte(CP_UTF8, 0, L"\x20ac", -1, NULL, 0, NULL, NULL), 4);
    CHECK_ERROR(WideCharToMultiByte(CP_UTF8, 0, L"abc", -1, bytes, 3, NULL, NULL), ERROR_INSUFFICIENT_BUFFER);
}

TEST(errors)
{
    CHECK_ERROR(MultiByteToWideChar(CP_UTF8, 0, "abc", 0, wide, 64), ERROR_INVALID_PARAMETER);
    CHECK_ERROR(MultiByteToWideChar(CP_UTF8, 0, NULL, -1, wide, 64), ERROR_INVALID_PARAMETER);
    CHECK_ERROR(MultiByteToWideChar(54321, 0, "abc", -1, wide, 64), ERROR_INVALID_PARAMETER);
    CHECK_ERROR(MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, "a\xff", -1, wide, 64), ERROR_NO_UNICODE_TRANSLATION);
    CHECK_ERROR(WideCharToMultiByte(CP_UTF8, WC_ERR_INVALID_CHARS, L"\xd83d", -1, bytes, 64, NULL, NULL),
                ERROR_NO_UNICODE_TRANSLATION);
}

TEST(bad_utf8_becomes_replacement_characters)
{
    CHECK_EQ(MultiByteToWideChar(CP_UTF8, 0, "a\xff" "b", -1, wide, 64), 4);
    CHECK(wide[1] == 0xfffd && wide[2] == L'b');
    CHECK_EQ(WideCharToMultiByte(CP_UTF8, 0, L"\xd83d", 1, bytes, 64, NULL, NULL), 3);
    CHECK(memcmp(bytes, "\xef\xbf\xbd", 3) == 0);
}

TEST(windows_1252)
{
    CHECK_EQ(MultiByteToWideChar(1252, 0, "\x80\xe4\xff", -1, wide, 64), 4);
    CHECK(wcscmp(wide, L"\x20ac\x00e4\x00ff") == 0);
    BOOL used = FALSE;
    CHECK_EQ(WideCharToMultiByte(1252, 0, L"\x20ac\x65e5", -1, bytes, 64, "_", &used), 3);
    CHECK_STR(bytes, "\x80_");
    CHECK(used);
    CHECK_EQ(WideCharToMultiByte(1252, 0, L"\x00e4", -1, bytes, 64, NULL, &used), 2);
    CHECK(!used);
}

TEST(dos_437_and_japanese)
{
    CHECK_EQ(MultiByteToWideChar(437, 0, "\x84\xe1", -1, wide, 64), 3);
    CHECK(wcscmp(wide, L"\x00e4\x00df") == 0);
    CHECK_EQ(MultiByteToWideChar(932, 0, "\x93\xfa\x96\x7b", -1, wide, 64), 3);
    CHECK(wcscmp(wide, L"\x65e5\x672c") == 0);
    CHECK_EQ(WideCharToMultiByte(932, 0, wide, -1, bytes, 64, NULL, NULL), 5);
    CHECK_STR(bytes, "\x93\xfa\x96\x7b");
    CPINFO info;
    CHECK(GetCPInfo(932, &info) && info.MaxCharSize == 2);
    CHECK(IsDBCSLeadByteEx(932, 0x93) && !IsDBCSLeadByteEx(932, 'a'));
}

TEST(code_page_facts)
{
    CPINFO info;
    CHECK(IsValidCodePage(1252) && IsValidCodePage(CP_UTF8) && !IsValidCodePage(54321));
    CHECK(GetCPInfo(CP_UTF8, &info) && info.MaxCharSize == 4);
    CHECK(GetCPInfo(CP_ACP, &info));
    CHECK_EQ(MultiByteToWideChar(CP_ACP, 0, "plain", -1, wide, 64), 6);
}

int main(void)
{
    RUN(utf8_both_ways);
    RUN(sizes);
    RUN(errors);
    RUN(bad_utf8_becomes_replacement_characters);
    RUN(windows_1252);
    RUN(dos_437_and_japanese);
    RUN(code_page_facts);
    return guest_done();
}
