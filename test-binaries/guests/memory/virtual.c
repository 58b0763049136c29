/* VirtualAlloc and family: reserve, commit, protect, query, decommit, release; granularity; guard pages. */
#include "guest.h"

static MEMORY_BASIC_INFORMATION query(const void *at)
{
    MEMORY_BASIC_INFORMATION info;
    memset(&info, 0xcc, sizeof info);
    CHECK_EQ(VirtualQuery(at, &info, sizeof info), sizeof info);
    return info;
}

TEST(system_says_64_kib_and_4_kib)
{
    SYSTEM_INFO info;
    GetSystemInfo(&info);
    CHECK_EQ(info.dwPageSize, 4096);
    CHECK_EQ(info.dwAllocationGranularity, 65536);
    CHECK_EQ(info.lpMinimumApplicationAddress, 0x10000);
    CHECK_EQ(info.wProcessorArchitecture, PROCESSOR_ARCHITECTURE_AMD64);
    CHECK(info.dwNumberOfProcessors >= 1);
}

TEST(reserve_then_commit)
{
    char *base = VirtualAlloc(NULL, 0x30000, MEM_RESERVE, PAGE_READWRITE);
    CHECK(base != NULL);
    CHECK_EQ((ULONG_PTR)base & 0xffff, 0);
    MEMORY_BASIC_INFORMATION info = query(base + 0x5000);
    CHECK_EQ(info.State, MEM_RESERVE);
    CHECK_EQ(info.Protect, 0);
    CHECK_EQ(info.Type, MEM_PRIVATE);
    CHECK(info.AllocationBase == base);
    CHECK_EQ(info.AllocationProtect, PAGE_READWRITE);
    CHECK_EQ(info.RegionSize, 0x30000 - 0x5000);

    CHECK(VirtualAlloc(base + 0x10123, 0x2000, MEM_COMMIT, PAGE_READWRITE) == base + 0x10000);
    info = query(base + 0x10000);
    CHECK_EQ(info.State, MEM_COMMIT);
    CHECK_EQ(info.Protect, PAGE_READWRITE);
    CHECK_EQ(info.RegionSize, 0x3000);
    base[0x10000] = base[0x12fff] = 1;
    info = query(base + 0x13000);
    CHECK_EQ(info.State, MEM_RESERVE);
    CHECK_EQ(info.RegionSize, 0x30000 - 0x13000);

    CHECK(VirtualFree(base + 0x10000, 0x1000, MEM_DECOMMIT));
    CHECK_EQ(query(base + 0x10000).State, MEM_RESERVE);
    CHECK_EQ(query(base + 0x11000).State, MEM_COMMIT);
    CHECK(VirtualAlloc(base + 0x10000, 0x1000, MEM_COMMIT, PAGE_READWRITE) != NULL);
    CHECK_EQ(base[0x10000], 0);
    CHECK(VirtualFree(base, 0, MEM_RELEASE));
    CHECK_EQ(query(base).State, MEM_FREE);
}

TEST(protection_by_page)
{
    char *base = VirtualAlloc(NULL, 0x4000, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
    DWORD old = 0;
    CHECK(VirtualProtect(base + 0x1000, 0x1000, PAGE_READONLY, &old));
    CHECK_EQ(old, PAGE_READWRITE);
    CHECK_EQ(query(base).RegionSize, 0x1000);
    CHECK_EQ(query(base + 0x1000).Protect, PAGE_READONLY);
    CHECK_EQ(query(base + 0x1000).RegionSize, 0x1000);
    CHECK_EQ(query(base + 0x2000).RegionSize, 0x2000);
    CHECK(VirtualProtect(base, 0x4000, PAGE_EXECUTE_READ, &old));
    CHECK_EQ(old, PAGE_READWRITE);
    CHECK_EQ(query(base).RegionSize, 0x4000);
    CHECK_ERROR(VirtualProtect(base, 0x4000, 0, &old), ERROR_INVALID_PARAMETER);
    VirtualFree(base, 0, MEM_RELEASE);
}

TEST(code_may_be_made)
{
    unsigned char *code = VirtualAlloc(NULL, 4096, MEM_RESERVE | MEM_COMMIT, PAGE_EXECUTE_READWRITE);
    static const unsigned char add[] = {0x8d, 0x04, 0x11, 0xc3}; /* lea eax, [rcx+rdx]; ret */
    memcpy(code, add, sizeof add);
    CHECK(FlushInstructionCache(GetCurrentProcess(), code, sizeof add));
    CHECK_EQ(((int (*)(int, int))code)(40, 2), 42);
    VirtualFree(code, 0, MEM_RELEASE);
}

TEST(wishes_for_an_address)
{
    char *base = VirtualAlloc(NULL, 0x20000, MEM_RESERVE, PAGE_NOACCESS);
    VirtualFree(base, 0, MEM_RELEASE);
    char *again = VirtualAlloc(base + 0x123, 0x1000, MEM_RESERVE, PAGE_NOACCESS);
    CHECK(again == base);
    CHECK_ERROR(VirtualAlloc(base, 0x1000, MEM_RESERVE, PAGE_NOACCESS), ERROR_INVALID_ADDRESS);
    VirtualFree(base, 0, MEM_RELEASE);
}

TEST(errors)
{
    char *base = VirtualAlloc(NULL, 0x10000, MEM_RESERVE, PAGE_READWRITE);
    CHECK_ERROR(VirtualFree(base, 0x1000, MEM_RELEASE), ERROR_INVALID_PARAMETER);
    CHECK_ERROR(VirtualFree(base + 0x1000, 0, MEM_RELEASE), ERROR_INVALID_ADDRESS);
    CHECK_ERROR(VirtualAlloc(NULL, 0, MEM_RESERVE, PAGE_READWRITE), ERROR_INVALID_PARAMETER);
    CHECK(VirtualFree(base, 0, MEM_RELEASE));
    CHECK(!VirtualFree(base, 0, MEM_RELEASE));
    CHECK(!VirtualAlloc(NULL, (SIZE_T)1 << 60, MEM_RESERVE, PAGE_READWRITE));
}

TEST(image_is_described)
{
    MEMORY_BASIC_INFORMATION info = query(GetModuleHandleA(NULL));
    CHECK_EQ(info.Type, MEM_IMAGE);
    CHECK_EQ(info.State, MEM_COMMIT);
    CHECK_EQ(info.Protect, PAGE_READONLY);
    info = query((void *)image_is_described);
    CHECK(info.AllocationBase == GetModuleHandleA(NULL));
    CHECK_EQ(info.Protect, PAGE_EXECUTE_READ);
}

TEST(stack_is_described)
{
    volatile int here = 0;
    MEMORY_BASIC_INFORMATION info = query((void *)&here);
    CHECK_EQ(info.Type, MEM_PRIVATE);
    CHECK_EQ(info.State, MEM_COMMIT);
    CHECK_EQ(info.Protect, PAGE_READWRITE);
    NT_TIB *tib = (NT_TIB *)NtCurrentTeb();
    CHECK((char *)&here < (char *)tib->StackBase && (char *)&here >= (char *)tib->StackLimit);
}

int main(void)
{
    RUN(system_says_64_kib_and_4_kib);
    RUN(reserve_then_commit);
    RUN(protection_by_page);
    RUN(code_may_be_made);
    RUN(wishes_for_an_address);
    RUN(errors);
    RUN(image_is_described);
    RUN(stack_is_described);
    return guest_done();
}
