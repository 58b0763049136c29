/* Placeholders: divided, replaced by memory, made placeholders again, and joined. */
#include "../guest.h"

#define RESERVE_PLACEHOLDER 0x40000
#define REPLACE_PLACEHOLDER 0x4000
#define COALESCE_PLACEHOLDERS 1
#define PRESERVE_PLACEHOLDER 2

static PVOID (WINAPI *allocate)(HANDLE, PVOID, SIZE_T, ULONG, ULONG, void *, ULONG);

static char *placeholder(SIZE_T size)
{
    return allocate(NULL, NULL, size, MEM_RESERVE | RESERVE_PLACEHOLDER, PAGE_NOACCESS, NULL, 0);
}

static void is(const char *address, SIZE_T size, DWORD state, DWORD protect)
{
    MEMORY_BASIC_INFORMATION info;
    CHECK(VirtualQuery(address, &info, sizeof info) == sizeof info);
    CHECK(info.AllocationBase == address);
    CHECK_EQ(info.RegionSize, size);
    CHECK_EQ(info.State, state);
    CHECK_EQ(info.Protect, protect);
    CHECK_EQ(info.Type, MEM_PRIVATE);
}

TEST(are_reservations)
{
    char *base = placeholder(0x40000);
    CHECK(base != NULL);
    is(base, 0x40000, MEM_RESERVE, 0);
    CHECK(VirtualAlloc(base, 0x1000, MEM_COMMIT, PAGE_READWRITE) == NULL);
    CHECK(VirtualFree(base, 0, MEM_RELEASE));
    CHECK(allocate(NULL, NULL, 0x10000, MEM_RESERVE | RESERVE_PLACEHOLDER, PAGE_READWRITE, NULL, 0) == NULL);
}

TEST(are_divided_and_replaced)
{
    char *base = placeholder(0x40000);
    CHECK(VirtualFree(base + 0x10000, 0x10000, MEM_RELEASE | PRESERVE_PLACEHOLDER));
    is(base, 0x10000, MEM_RESERVE, 0);
    is(base + 0x10000, 0x10000, MEM_RESERVE, 0);
    is(base + 0x20000, 0x20000, MEM_RESERVE, 0);
    CHECK(allocate(NULL, base + 0x10000, 0x8000, MEM_RESERVE | REPLACE_PLACEHOLDER, PAGE_READWRITE, NULL, 0) == NULL);
    char *middle = allocate(NULL, base + 0x10000, 0x10000, MEM_RESERVE | MEM_COMMIT | REPLACE_PLACEHOLDER, PAGE_READWRITE, NULL, 0);
    CHECK(middle == base + 0x10000);
    is(middle, 0x10000, MEM_COMMIT, PAGE_READWRITE);
    middle[0xFFFF] = 7;
    char *end = allocate(NULL, base + 0x20000, 0x20000, MEM_RESERVE | REPLACE_PLACEHOLDER, PAGE_READWRITE, NULL, 0);
    CHECK(end == base + 0x20000);
    CHECK(VirtualAlloc(end + 0x1000, 0x1000, MEM_COMMIT, PAGE_READWRITE) == end + 0x1000);

    CHECK(!VirtualFree(base, 0x40000, MEM_RELEASE | COALESCE_PLACEHOLDERS));
    CHECK(VirtualFree(middle, 0x10000, MEM_RELEASE | PRESERVE_PLACEHOLDER));
    CHECK(VirtualFree(end, 0x20000, MEM_RELEASE | PRESERVE_PLACEHOLDER));
    is(middle, 0x10000, MEM_RESERVE, 0);
    CHECK(VirtualFree(base, 0x40000, MEM_RELEASE | COALESCE_PLACEHOLDERS));
    is(base, 0x40000, MEM_RESERVE, 0);
    CHECK(VirtualFree(base, 0, MEM_RELEASE));
}

TEST(come_back_zeroed)
{
    char *base = placeholder(0x20000);
    char *memory = allocate(NULL, base, 0x20000, MEM_RESERVE | MEM_COMMIT | REPLACE_PLACEHOLDER, PAGE_READWRITE, NULL, 0);
    memset(memory, 0x55, 0x20000);
    CHECK(VirtualFree(base, 0x20000, MEM_RELEASE | PRESERVE_PLACEHOLDER));
    memory = allocate(NULL, base, 0x20000, MEM_RESERVE | MEM_COMMIT | REPLACE_PLACEHOLDER, PAGE_READWRITE, NULL, 0);
    CHECK(memory == base && memory[0] == 0 && memory[0x1FFFF] == 0);
    CHECK(VirtualFree(memory, 0, MEM_RELEASE));
}

TEST(wrong_ranges_are_refused)
{
    char *base = placeholder(0x20000);
    CHECK(!VirtualFree(base, 0x20000, MEM_RELEASE | PRESERVE_PLACEHOLDER));
    CHECK(!VirtualFree(base, 0x30000, MEM_RELEASE | PRESERVE_PLACEHOLDER));
    CHECK(!VirtualFree(base, 0, MEM_RELEASE | PRESERVE_PLACEHOLDER));
    CHECK(!VirtualFree(base, 0x20000, MEM_RELEASE | COALESCE_PLACEHOLDERS));
    CHECK(VirtualFree(base, 0, MEM_RELEASE));
}

/* As GraalVM's programs do; requirements that are all 0 are none. */
TEST(requirements)
{
    struct { void *lowest, *highest; SIZE_T alignment; } required = {NULL, NULL, 1 << 24};
    struct { ULONG64 type; void *pointer; } parameter = {1, &required};
    char *base = allocate(NULL, NULL, 0x20000, MEM_RESERVE | RESERVE_PLACEHOLDER, PAGE_NOACCESS, &parameter, 1);
    CHECK(base != NULL && ((ULONG_PTR)base & 0xFFFFFF) == 0);
    CHECK(allocate(NULL, base, 0x20000, MEM_RESERVE | REPLACE_PLACEHOLDER, PAGE_NOACCESS, &parameter, 1) == NULL);
    CHECK_EQ(GetLastError(), ERROR_INVALID_PARAMETER);
    required.alignment = 0;
    CHECK(allocate(NULL, base, 0x20000, MEM_RESERVE | REPLACE_PLACEHOLDER, PAGE_NOACCESS, &parameter, 1) == base);
    is(base, 0x20000, MEM_RESERVE, 0);
    CHECK(VirtualFree(base, 0, MEM_RELEASE));
    CHECK(allocate(NULL, NULL, 0x20000, MEM_RESERVE, PAGE_NOACCESS, &parameter, 2) == NULL);
    parameter.type = 0;
    CHECK(allocate(NULL, NULL, 0x20000, MEM_RESERVE, PAGE_NOACCESS, &parameter, 1) == NULL);
}

int main(void)
{
    allocate = (void *)GetProcAddress(GetModuleHandleA("kernelbase"), "VirtualAlloc2");
    RUN(are_reservations);
    RUN(are_divided_and_replaced);
    RUN(come_back_zeroed);
    RUN(wrong_ranges_are_refused);
    RUN(requirements);
    return guest_done();
}
