/* Conversion of text that is ASCII up to some place, at the end of memory and with too little room. */
#include "guest.h"

static char *narrow_end;     /* behind both lies a page that nobody may touch */
static wchar_t *wide_end;

static char *edge(void)
{
    char *pages = VirtualAlloc(NULL, 0x2000, MEM_RESERVE, PAGE_READWRITE);
    VirtualAlloc(pages, 0x1000, MEM_COMMIT, PAGE_READWRITE);
    return pages + 0x1000;
}

static void prepare(void)
{
    if (narrow_end == NULL) {
        narrow_end = edge();
        wide_end = (wchar_t *)edge();
    }
}

TEST(narrow_to_wide)
{
    wchar_t to[80];
    prepare();
    for (int length = 1; length <= 70; length++) {
        char *from = narrow_end - length;
        for (int i = 0; i < length; i++) from[i] = (char)(' ' + i);
        memset(to, 0xee, sizeof to);
        CHECK_EQ(MultiByteToWideChar(CP_UTF8, 0, from, length, NULL, 0), length);
        CHECK_EQ(MultiByteToWideChar(1252, 0, from, length, to, 80), length);
        for (int i = 0; i < length; i++) CHECK_EQ(to[i], ' ' + i);
        CHECK_EQ(to[length], 0xeeee);
        CHECK_EQ(MultiByteToWideChar(CP_UTF8, 0, from, length, to, length), length);
        SetLastError(0);
        CHECK_EQ(MultiByteToWideChar(CP_UTF8, 0, from, length, to, length - (length > 1)), length > 1 ? 0 : 1);
        CHECK_EQ(GetLastError(), (DWORD)(length > 1 ? ERROR_INSUFFICIENT_BUFFER : 0));
        from[length - 1] = 0;
        CHECK_EQ(MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, from, -1, to, 80), length);
        CHECK_EQ(to[length - 1], 0);
        from[length - 1] = (char)0xe9;
        CHECK_EQ(MultiByteToWideChar(1252, 0, from, length, to, 80), length);
        CHECK_EQ(to[length - 1], 0xe9);
        CHECK_EQ(MultiByteToWideChar(CP_UTF8, 0, from, length, NULL, 0), length);
        CHECK_EQ(MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, from, length, to, 80), 0);
        CHECK_EQ(GetLastError(), ERROR_NO_UNICODE_TRANSLATION);
    }
}

TEST(wide_to_narrow)
{
    char to[160];
    prepare();
    for (int length = 1; length <= 70; length++) {
        wchar_t *from = wide_end - length;
        for (int i = 0; i < length; i++) from[i] = (wchar_t)(' ' + i);
        memset(to, 0xee, sizeof to);
        CHECK_EQ(WideCharToMultiByte(CP_UTF8, 0, from, length, NULL, 0, NULL, NULL), length);
        CHECK_EQ(WideCharToMultiByte(1252, 0, from, length, to, 160, NULL, NULL), length);
        for (int i = 0; i < length; i++) CHECK_EQ(to[i], ' ' + i);
        CHECK_EQ((unsigned char)to[length], 0xee);
        CHECK_EQ(WideCharToMultiByte(CP_UTF8, 0, from, length, to, length, NULL, NULL), length);
        SetLastError(0);
        CHECK_EQ(WideCharToMultiByte(CP_UTF8, 0, from, length, to, length - (length > 1), NULL, NULL), length > 1 ? 0 : 1);
        CHECK_EQ(GetLastError(), (DWORD)(length > 1 ? ERROR_INSUFFICIENT_BUFFER : 0));
        from[length - 1] = 0;
        CHECK_EQ(WideCharToMultiByte(CP_UTF8, 0, from, -1, to, 160, NULL, NULL), length);
        CHECK_EQ(to[length - 1], 0);
        from[length - 1] = 0xe9;
        CHECK_EQ(WideCharToMultiByte(CP_UTF8, 0, from, length, NULL, 0, NULL, NULL), length + 1);
        CHECK_EQ(WideCharToMultiByte(CP_UTF8, 0, from, length, to, 160, NULL, NULL), length + 1);
        CHECK_EQ((unsigned char)to[length - 1], 0xc3);
        BOOL used = TRUE;
        CHECK_EQ(WideCharToMultiByte(1252, 0, from, length, to, 160, NULL, &used), length);
        CHECK(!used);
        CHECK_EQ((unsigned char)to[length - 1], 0xe9);
    }
}

TEST(bad_arguments)
{
    wchar_t wide[4] = L"abc";
    char narrow[4] = "abc";
    CHECK_EQ(MultiByteToWideChar(CP_UTF8, 0, NULL, 3, wide, 4), 0);
    CHECK_EQ(GetLastError(), ERROR_INVALID_PARAMETER);
    CHECK_EQ(MultiByteToWideChar(CP_UTF8, 0, narrow, 0, wide, 4), 0);
    CHECK_EQ(GetLastError(), ERROR_INVALID_PARAMETER);
    CHECK_EQ(MultiByteToWideChar(CP_UTF8, 0, narrow, 3, NULL, 4), 0);
    CHECK_EQ(GetLastError(), ERROR_INVALID_PARAMETER);
    CHECK_EQ(MultiByteToWideChar(CP_UTF8, 0x8000, narrow, 3, wide, 4), 0);
    CHECK_EQ(GetLastError(), ERROR_INVALID_FLAGS);
    CHECK_EQ(MultiByteToWideChar(55555, 0, narrow, 3, wide, 4), 0);
    CHECK_EQ(GetLastError(), ERROR_INVALID_PARAMETER);
    CHECK_EQ(WideCharToMultiByte(CP_UTF8, 0, wide, 3, (char *)wide, 4, NULL, NULL), 0);
    CHECK_EQ(GetLastError(), ERROR_INVALID_PARAMETER);
    CHECK_EQ(WideCharToMultiByte(CP_UTF8, 0, wide, -2, narrow, 4, NULL, NULL), 0);
    CHECK_EQ(GetLastError(), ERROR_INVALID_PARAMETER);
}

int main(void)
{
    RUN(narrow_to_wide);
    RUN(wide_to_narrow);
    RUN(bad_arguments);
    return guest_done();
}
