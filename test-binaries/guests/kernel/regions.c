/* Virtual memory: what VirtualQuery says after reserving, committing, protecting, freeing. */
#include "guest.h"

static MEMORY_BASIC_INFORMATION query(void *address)
{
    MEMORY_BASIC_INFORMATION info;
    memset(&info, 0x55, sizeof info);
    CHECK_EQ(VirtualQuery(address, &info, sizeof info), sizeof info);
    return info;
}

TEST(a_reservation_has_committed_islands)
{
    char *base = VirtualAlloc(NULL, 0x100000, MEM_RESERVE, PAGE_READWRITE);
    CHECK(base != NULL);
    CHECK_EQ((ULONG_PTR)base & 0xffff, 0);
    MEMORY_BASIC_INFORMATION info = query(base + 0x1234);
    CHECK(info.BaseAddress == base + 0x1000);
    CHECK(info.AllocationBase == base);
    CHECK_EQ(info.AllocationProtect, PAGE_READWRITE);
    CHECK_EQ(info.RegionSize, 0xff000);
    CHECK_EQ(info.State, MEM_RESERVE);
    CHECK_EQ(info.Protect, 0);
    CHECK_EQ(info.Type, MEM_PRIVATE);

    char *page = VirtualAlloc(base + 0x4321, 0x1000, MEM_COMMIT, PAGE_READONLY);
    CHECK(page == base + 0x4000);
    info = query(page);
    CHECK_EQ(info.RegionSize, 0x2000);
    CHECK_EQ(info.State, MEM_COMMIT);
    CHECK_EQ(info.Protect, PAGE_READONLY);
    CHECK_EQ(query(base).RegionSize, 0x4000);
    CHECK_EQ(query(base + 0x6000).RegionSize, 0xfa000);

    DWORD old = 0;
    CHECK(VirtualProtect(page, 1, PAGE_READWRITE, &old));
    CHECK_EQ(old, PAGE_READONLY);
    page[5] = 7;
    CHECK_EQ(query(page).RegionSize, 0x1000);
    CHECK(VirtualProtect(page + 0x1000, 1, PAGE_READWRITE, &old));
    CHECK_EQ(query(page).RegionSize, 0x2000);

    CHECK(VirtualFree(page, 0x1000, MEM_DECOMMIT));
    CHECK_EQ(query(page).State, MEM_RESERVE);
    CHECK(VirtualAlloc(page, 0x1000, MEM_COMMIT, PAGE_READWRITE) == page);
    CHECK_EQ(page[5], 0);
    CHECK(VirtualFree(base, 0, MEM_RELEASE));
    info = query(base);
    CHECK_EQ(info.State, MEM_FREE);
    CHECK_EQ(info.Protect, PAGE_NOACCESS);
    CHECK(info.AllocationBase == NULL);
}

TEST(bad_requests_fail_as_documented)
{
    DWORD old;
    CHECK_ERROR(VirtualAlloc(NULL, 0, MEM_RESERVE, PAGE_READWRITE), ERROR_INVALID_PARAMETER);
    CHECK_ERROR(VirtualAlloc(NULL, 0x1000, MEM_RESERVE, 0), ERROR_INVALID_PARAMETER);
    CHECK_ERROR(VirtualAlloc(NULL, 0x1000, MEM_COMMIT, 0xffff), ERROR_INVALID_PARAMETER);
    char *base = VirtualAlloc(NULL, 0x20000, MEM_RESERVE, PAGE_READWRITE);
    CHECK_ERROR(VirtualAlloc(base + 0x10000, 0x1000, MEM_RESERVE, PAGE_READWRITE), ERROR_INVALID_ADDRESS);
    CHECK_ERROR(VirtualProtect(base, 0x1000, PAGE_READONLY, &old), ERROR_INVALID_ADDRESS);
    CHECK_ERROR(VirtualFree(base, 0x1000, MEM_RELEASE), ERROR_INVALID_PARAMETER);
    CHECK_ERROR(VirtualFree(base + 0x1000, 0, MEM_RELEASE), ERROR_INVALID_ADDRESS);
    CHECK_ERROR(VirtualFree(base, 0, MEM_DECOMMIT | MEM_RELEASE), ERROR_INVALID_PARAMETER);
    CHECK(VirtualFree(base, 0, MEM_RELEASE));
    CHECK(!VirtualFree(base, 0, MEM_RELEASE));
    CHECK_ERROR(VirtualAlloc(base, 0x1000, MEM_COMMIT, PAGE_READWRITE), ERROR_INVALID_ADDRESS);
    MEMORY_BASIC_INFORMATION info;
    CHECK_ERROR(VirtualQuery(base, &info, sizeof info - 1), ERROR_BAD_LENGTH);
}

TEST(commit_alone_reserves_as_well)
{
    char *base = VirtualAlloc(NULL, 0x1800, MEM_COMMIT, PAGE_READWRITE);
    CHECK(base != NULL);
    CHECK_EQ((ULONG_PTR)base & 0xffff, 0);
    CHECK_EQ(query(base).RegionSize, 0x2000);
    base[0x1fff] = 1;
    CHECK(VirtualFree(base, 0, MEM_DECOMMIT));
    CHECK_EQ(query(base).State, MEM_RESERVE);
    CHECK(VirtualFree(base, 0, MEM_RELEASE));
}

TEST(reserving_again_takes_the_same_place)
{
    char *base = VirtualAlloc(NULL, 0x10000, MEM_RESERVE, PAGE_NOACCESS);
    CHECK(VirtualFree(base, 0, MEM_RELEASE));
    CHECK(VirtualAlloc(base + 0x123, 0x1000, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE) == base);
    CHECK_EQ(query(base).RegionSize, 0x2000);
    CHECK(VirtualFree(base, 0, MEM_RELEASE));
}

TEST(the_image_is_an_image)
{
    char *module = (char *)GetModuleHandleA(NULL);
    MEMORY_BASIC_INFORMATION info = query(module);
    CHECK_EQ(info.Type, MEM_IMAGE);
    CHECK_EQ(info.State, MEM_COMMIT);
    CHECK_EQ(info.Protect, PAGE_READONLY);
    CHECK(info.AllocationBase == module);
    CHECK_EQ(info.AllocationProtect, PAGE_EXECUTE_WRITECOPY);
    info = query((void *)(ULONG_PTR)the_image_is_an_image);
    CHECK_EQ(info.Protect, PAGE_EXECUTE_READ);
    CHECK(info.AllocationBase == module);
    static int written;
    written = 1;
    info = query(&written);
    CHECK(info.Protect == PAGE_READWRITE || info.Protect == PAGE_WRITECOPY);
}

TEST(the_stack_is_private_memory)
{
    char here;
    MEMORY_BASIC_INFORMATION info = query(&here);
    CHECK_EQ(info.State, MEM_COMMIT);
    CHECK_EQ(info.Protect, PAGE_READWRITE);
    CHECK_EQ(info.Type, MEM_PRIVATE);
    CHECK((char *)info.AllocationBase < &here);
}

/* Each frame is larger than a page, so that the stack grows by its guard page, frame by frame. */
static int __attribute__((noinline)) deep(int levels)
{
    volatile char frame[6000];
    frame[0] = (char)levels;
    return levels == 0 ? frame[0] : deep(levels - 1) + frame[0] - (char)levels + 1;
}

TEST(the_stack_grows)
{
    CHECK_EQ(deep(100), 100);
}

TEST(own_memory_reads_as_another_process_s)
{
    char from[16] = "0123456789abcde", to[16];
    SIZE_T n = 0;
    CHECK(ReadProcessMemory(GetCurrentProcess(), from, to, 16, &n));
    CHECK_EQ(n, 16);
    CHECK_STR(to, from);
    CHECK(WriteProcessMemory(GetCurrentProcess(), to, "xyz", 4, &n));
    CHECK_EQ(n, 4);
    CHECK_STR(to, "xyz");
    CHECK(!ReadProcessMemory(GetCurrentProcess(), (void *)8, to, 16, &n));
    CHECK_EQ(n, 0);
}

TEST(pointers_can_be_judged)
{
    char *page = VirtualAlloc(NULL, 0x1000, MEM_COMMIT, PAGE_READONLY);
    CHECK(!IsBadReadPtr(page, 0x1000));
    CHECK(IsBadReadPtr(page, 0x1001));
    CHECK(IsBadWritePtr(page, 1));
    CHECK(IsBadReadPtr(NULL, 1));
    CHECK(!IsBadReadPtr(NULL, 0));
    CHECK(!IsBadStringPtrA(page, 1000));
    CHECK(VirtualFree(page, 0, MEM_RELEASE));
}

int main(void)
{
    RUN(a_reservation_has_committed_islands);
    RUN(bad_requests_fail_as_documented);
    RUN(commit_alone_reserves_as_well);
    RUN(reserving_again_takes_the_same_place);
    RUN(the_image_is_an_image);
    RUN(the_stack_is_private_memory);
    RUN(the_stack_grows);
    RUN(own_memory_reads_as_another_process_s);
    RUN(pointers_can_be_judged);
    return guest_done();
}
