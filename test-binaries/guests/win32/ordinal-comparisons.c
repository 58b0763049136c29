/* Comparisons of UTF-16 by units: with and without lengths, with and without case, up to the last byte of a page. */
#include "guest.h"
#include <winternl.h>

static LONG(WINAPI *compare_strings)(const UNICODE_STRING *, const UNICODE_STRING *, BOOLEAN);
static BOOLEAN(WINAPI *equal_strings)(const UNICODE_STRING *, const UNICODE_STRING *, BOOLEAN);

static int ordinal(const WCHAR *a, int length_a, const WCHAR *b, int length_b, BOOL ignore)
{
    int result = CompareStringOrdinal(a, length_a, b, length_b, ignore);
    CHECK_EQ(CompareStringOrdinal(b, length_b, a, length_a, ignore), 4 - result);
    return result - CSTR_EQUAL;
}

TEST(terminated) {
    CHECK_EQ(ordinal(L"", -1, L"", -1, FALSE), 0);
    CHECK_EQ(ordinal(L"", -1, L"a", -1, FALSE), -1);
    CHECK_EQ(ordinal(L"name", -1, L"name", -1, FALSE), 0);
    CHECK_EQ(ordinal(L"name", -1, L"names", -1, TRUE), -1);
    CHECK_EQ(ordinal(L"Name", -1, L"name", -1, FALSE), -1);
    CHECK_EQ(ordinal(L"Name", -1, L"name", -1, TRUE), 0);
    CHECK_EQ(ordinal(L"One name", -1, L"oNE nAMX", -1, TRUE), -1);
}

TEST(counted) {
    CHECK_EQ(ordinal(L"abc", 2, L"abd", 2, FALSE), 0);
    CHECK_EQ(ordinal(L"abc", 3, L"abd", 3, FALSE), -1);
    CHECK_EQ(ordinal(L"abc", 0, L"abd", 0, FALSE), 0);
    CHECK_EQ(ordinal(L"abc", 0, L"", -1, FALSE), 0);
    CHECK_EQ(ordinal(L"abc", 3, L"abc", -1, FALSE), 0);
    CHECK_EQ(ordinal(L"abc", 2, L"abc", -1, FALSE), -1);
    CHECK_EQ(ordinal(L"a\0b", 3, L"a\0c", 3, FALSE), -1);
    CHECK_EQ(ordinal(L"a\0b", 3, L"A\0B", 3, TRUE), 0);
    CHECK_EQ(ordinal(L"a\0b", -1, L"a\0c", -1, FALSE), 0);
    CHECK_EQ(ordinal(L"a\0b", -1, L"a\0b", 3, FALSE), -1);
    CHECK_EQ(ordinal(L"abc", 4, L"abc", -1, FALSE), 1);
}

/* Letters are compared by their upper case, so that they lie before what is between the two alphabets. */
TEST(case_of_others) {
    CHECK_EQ(ordinal(L"_", -1, L"z", -1, TRUE), 1);
    CHECK_EQ(ordinal(L"_", -1, L"z", -1, FALSE), -1);
    CHECK_EQ(ordinal(L"@", -1, L"a", -1, TRUE), -1);
    CHECK_EQ(ordinal(L"`", -1, L"@", -1, TRUE), 1);
    CHECK_EQ(ordinal(L"[", -1, L"{", -1, TRUE), -1);
    CHECK_EQ(ordinal(L"\u00e9t\u00e9", -1, L"\u00c9T\u00c9", -1, TRUE), 0);
    CHECK_EQ(ordinal(L"\u00e9t\u00e9", -1, L"\u00e9T\u00e9", -1, TRUE), 0);
    CHECK_EQ(ordinal(L"\u00e9", -1, L"e", -1, FALSE), 1);
    CHECK_EQ(ordinal(L"\uffff", -1, L"a", -1, FALSE), 1);
    CHECK_EQ(ordinal(L"\u0131", -1, L"I", -1, TRUE), 1);
}

TEST(refused) {
    SetLastError(0);
    CHECK_EQ(CompareStringOrdinal(NULL, 0, L"a", -1, FALSE), 0);
    CHECK_EQ(GetLastError(), ERROR_INVALID_PARAMETER);
    SetLastError(0);
    CHECK_EQ(CompareStringOrdinal(L"a", -1, NULL, 0, TRUE), 0);
    CHECK_EQ(GetLastError(), ERROR_INVALID_PARAMETER);
}

TEST(nothing_behind_is_touched) {
    char *pages = VirtualAlloc(NULL, 0x2000, MEM_RESERVE, PAGE_NOACCESS);
    char *page = VirtualAlloc(pages, 0x1000, MEM_COMMIT, PAGE_READWRITE);
    WCHAR *end = (WCHAR *)(page + 0x1000);
    memcpy(end - 3, L"abc", 6);
    CHECK_EQ(ordinal(end - 3, 3, L"ABC", -1, TRUE), 0);
    CHECK_EQ(ordinal(end - 3, 3, L"ABCD", -1, TRUE), -1);
    CHECK_EQ(ordinal(end - 3, 3, L"ABCD", 4, TRUE), -1);
    CHECK_EQ(ordinal(end, 0, L"", -1, FALSE), 0);
    end[-1] = 0;
    CHECK_EQ(ordinal(end - 3, -1, L"AB", -1, TRUE), 0);
    CHECK_EQ(ordinal(end - 3, -1, L"ABC", -1, TRUE), -1);
    CHECK_EQ(ordinal(end - 3, -1, L"ABC", 2, TRUE), 0);
    VirtualFree(pages, 0, MEM_RELEASE);
}

static UNICODE_STRING string(const WCHAR *text, int bytes)
{
    UNICODE_STRING s = { (USHORT)bytes, (USHORT)bytes, (WCHAR *)text };
    return s;
}

static int compared(UNICODE_STRING a, UNICODE_STRING b, BOOLEAN ignore)
{
    LONG result = compare_strings(&a, &b, ignore);
    CHECK_EQ(compare_strings(&b, &a, ignore), -result);
    CHECK_EQ(equal_strings(&a, &b, ignore), result == 0);
    return (result > 0) - (result < 0);
}

TEST(counted_strings) {
    HMODULE ntdll = GetModuleHandleA("ntdll.dll");
    compare_strings = (void *)GetProcAddress(ntdll, "RtlCompareUnicodeString");
    equal_strings = (void *)GetProcAddress(ntdll, "RtlEqualUnicodeString");
    CHECK_EQ(compared(string(L"abc", 6), string(L"abc", 6), FALSE), 0);
    CHECK_EQ(compared(string(L"abc", 6), string(L"ABC", 6), FALSE), 1);
    CHECK_EQ(compared(string(L"abc", 6), string(L"ABC", 6), TRUE), 0);
    CHECK_EQ(compared(string(L"abc", 4), string(L"ABC", 6), TRUE), -1);
    CHECK_EQ(compared(string(L"a\0c", 6), string(L"A\0D", 6), TRUE), -1);
    CHECK_EQ(compared(string(L"\u00e9", 2), string(L"\u00c9", 2), TRUE), 0);
    CHECK_EQ(compared(string(NULL, 0), string(NULL, 0), TRUE), 0);
    CHECK_EQ(compared(string(NULL, 0), string(L"a", 2), TRUE), -1);
}

int main(void)
{
    RUN(terminated);
    RUN(counted);
    RUN(case_of_others);
    RUN(refused);
    RUN(nothing_behind_is_touched);
    RUN(counted_strings);
    return guest_done();
}
