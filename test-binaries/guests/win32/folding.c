/* FoldStringW: what it makes of characters, and what it says of sizes. */
#include "../guest.h"

TEST(digits_and_compatibility)
{
    WCHAR to[8] = {0};
    CHECK_EQ(FoldStringW(MAP_FOLDDIGITS, L"\x0663\x0967x", 3, to, 8), 3);
    CHECK(memcmp(to, L"31x", 6) == 0);
    CHECK_EQ(FoldStringW(MAP_FOLDCZONE, L"\xFF21", -1, to, 8), 2);
    CHECK(to[0] == L'A' && to[1] == 0);
    CHECK_EQ(FoldStringW(MAP_COMPOSITE, L"\x00E9", 1, to, 8), 2);
    CHECK(to[0] == L'e' && to[1] == 0x0301);
    CHECK_EQ(FoldStringW(MAP_PRECOMPOSED, L"e\x0301", 2, to, 8), 1);
    CHECK_EQ(to[0], 0x00E9);
}

TEST(sizes)
{
    WCHAR to[8] = {0};
    CHECK_EQ(FoldStringW(MAP_FOLDDIGITS, L"abc", -1, NULL, 0), 4);
    SetLastError(0);
    CHECK_EQ(FoldStringW(MAP_FOLDDIGITS, L"abc", 3, to, 2), 0);
    CHECK_EQ(GetLastError(), ERROR_INSUFFICIENT_BUFFER);
    SetLastError(0);
    CHECK_EQ(FoldStringW(MAP_FOLDDIGITS, L"abc", 3, to, -3), 0);
    CHECK_EQ(GetLastError(), ERROR_INVALID_PARAMETER);
}

int main(void)
{
    RUN(digits_and_compatibility);
    RUN(sizes);
    return guest_done();
}
