/* TEB, PEB, the loader's lists and the shared data page, by the offsets of Windows 10, as programs read them. */
#include "guest.h"

typedef struct { USHORT length, maximum; WCHAR *buffer; } STRING16;

static char *teb(void)
{
    char *self;
    __asm__("movq %%gs:0x30, %0" : "=r"(self));
    return self;
}

#define AT(base, offset, type) (*(type *)((char *)(base) + (offset)))

static char *peb(void) { return AT(teb(), 0x60, char *); }

TEST(thread_block)
{
    char *stack = (char *)&stack;
    CHECK(AT(teb(), 0x08, char *) > stack && AT(teb(), 0x10, char *) <= stack);
    CHECK(AT(teb(), 0x1478, char *) < AT(teb(), 0x10, char *));
    CHECK_EQ(AT(teb(), 0x40, ULONG_PTR), GetCurrentProcessId());
    CHECK_EQ(AT(teb(), 0x48, ULONG_PTR), GetCurrentThreadId());
    SetLastError(4711);
    CHECK_EQ(AT(teb(), 0x68, DWORD), 4711);
    CHECK(AT(teb(), 0x1258 + 8, char *) == teb() + 0x1268);
}

TEST(process_block)
{
    CHECK_EQ(AT(peb(), 0x02, BYTE), 0);
    CHECK(AT(peb(), 0x10, HMODULE) == GetModuleHandleA(NULL));
    CHECK(AT(peb(), 0x30, HANDLE) == GetProcessHeap());
    SYSTEM_INFO system;
    GetSystemInfo(&system);
    CHECK_EQ(AT(peb(), 0xB8, DWORD), system.dwNumberOfProcessors);
    CHECK_EQ(AT(peb(), 0x128, DWORD), IMAGE_SUBSYSTEM_WINDOWS_CUI);
}

static DWORD WINAPI own_last_status(void *unused)
{
    (void)unused;
    return AT(teb(), 0x1250, DWORD);
}

TEST(last_status)
{
    CHECK(!CloseHandle((HANDLE)0x7FFC));
    CHECK_EQ(AT(teb(), 0x1250, DWORD), 0xC0000008);
    CHECK(!ReadFile((HANDLE)0x7FFC, NULL, 0, NULL, NULL));
    CHECK_EQ(AT(teb(), 0x1250, DWORD), 0xC0000008);
    DWORD other = 1;
    HANDLE thread = CreateThread(NULL, 0, own_last_status, NULL, 0, NULL);
    WaitForSingleObject(thread, INFINITE);
    CHECK(GetExitCodeThread(thread, &other));
    CHECK_EQ(other, 0);
    CloseHandle(thread);
}

TEST(locks_and_names_of_the_process_block)
{
    CRITICAL_SECTION *fast = AT(peb(), 0x38, CRITICAL_SECTION *);
    CRITICAL_SECTION *loader = AT(peb(), 0x110, CRITICAL_SECTION *);
    CHECK(fast != NULL && loader != NULL && fast != loader);
    EnterCriticalSection(fast);
    CHECK(fast->OwningThread == (HANDLE)(ULONG_PTR)GetCurrentThreadId());
    LeaveCriticalSection(fast);
    CHECK(AT(peb(), 0x2E8, STRING16).length == 0 && AT(peb(), 0x2E8, STRING16).buffer != NULL);
    DWORD *sets = AT(peb(), 0x68, DWORD *);
    CHECK_EQ(sets[0], 6);
    CHECK(sets[1] >= 28 && sets[4] >= 28 && sets[4] <= sets[1]);
    CHECK_EQ(sets[6], 31);
}

TEST(windows_version)
{
    CHECK_EQ(AT(peb(), 0x118, DWORD), 10);
    CHECK_EQ(AT(peb(), 0x11C, DWORD), 0);
    CHECK_EQ(AT(peb(), 0x120, USHORT), 19045);
    CHECK_EQ(AT(peb(), 0x124, DWORD), VER_PLATFORM_WIN32_NT);
}

TEST(process_parameters)
{
    char *parameters = AT(peb(), 0x20, char *);
    CHECK(AT(parameters, 0x28, HANDLE) == GetStdHandle(STD_OUTPUT_HANDLE));
    CHECK(wcscmp(AT(parameters, 0x70, STRING16).buffer, GetCommandLineW()) == 0);
    WCHAR path[MAX_PATH];
    GetModuleFileNameW(NULL, path, MAX_PATH);
    CHECK(_wcsicmp(AT(parameters, 0x60, STRING16).buffer, path) == 0);
    STRING16 directory = AT(parameters, 0x38, STRING16);
    CHECK(directory.length > 2 && directory.buffer[directory.length / 2 - 1] == '\\');
    CHECK(wcschr(AT(parameters, 0x80, WCHAR *), '=') != NULL);
}

/* Walks one of the three lists; returns its length, and where a module stands in it. */
static int walk(int list, HMODULE module, int *position)
{
    char *head = AT(peb(), 0x18, char *) + 0x10 + 0x10 * list;
    int count = 0;
    *position = -1;
    for (char *link = AT(head, 0, char *); link != head && count < 1000; link = AT(link, 0, char *)) {
        CHECK(AT(AT(link, 8, char *), 0, char *) == link);
        if (AT(link - 0x10 * list, 0x30, HMODULE) == module) *position = count;
        count++;
    }
    return count;
}

TEST(lists_of_modules)
{
    int position;
    CHECK(walk(0, GetModuleHandleA(NULL), &position) >= 3);
    CHECK_EQ(position, 0);
    walk(1, GetModuleHandleA("ntdll"), &position);
    CHECK_EQ(position, 1);
    walk(1, GetModuleHandleA("kernel32"), &position);
    CHECK_EQ(position, 2);
    walk(2, GetModuleHandleA("ntdll"), &position);
    CHECK_EQ(position, 0);
}

TEST(entry_of_the_program)
{
    char *entry = AT(AT(peb(), 0x18, char *) + 0x10, 0, char *);
    IMAGE_DOS_HEADER *dos = AT(entry, 0x30, IMAGE_DOS_HEADER *);
    IMAGE_NT_HEADERS *nt = (void *)((char *)dos + dos->e_lfanew);
    CHECK_EQ(dos->e_magic, IMAGE_DOS_SIGNATURE);
    CHECK_EQ(AT(entry, 0x40, DWORD), nt->OptionalHeader.SizeOfImage);
    CHECK(AT(entry, 0x38, char *) == (char *)dos + nt->OptionalHeader.AddressOfEntryPoint);
    CHECK(_wcsicmp(AT(entry, 0x58, STRING16).buffer, L"structures.exe") == 0);
}

TEST(libraries_come_and_go_in_the_lists)
{
    int position, before = walk(0, NULL, &position);
    HMODULE leaf = LoadLibraryA("ring-a.dll");
    CHECK_EQ(walk(0, leaf, &position), before + 2);
    CHECK(position >= before);
    CHECK_EQ(walk(1, leaf, &position), before + 2);
}

TEST(shared_data)
{
    char *shared = (char *)0x7FFE0000;
    CHECK_EQ(AT(shared, 0x26C, DWORD), 10);
    CHECK_EQ(AT(shared, 0x260, DWORD) & 0xFFFF, 19045);
    CHECK_EQ(AT(shared, 0x2C, USHORT), IMAGE_FILE_MACHINE_AMD64);
    CHECK(AT(shared, 0x274 + PF_XMMI64_INSTRUCTIONS_AVAILABLE, BYTE));
    CHECK(((WCHAR *)(shared + 0x30))[1] == ':');
    ULONGLONG time = AT(shared, 0x14, ULONGLONG);
    FILETIME now;
    GetSystemTimeAsFileTime(&now);
    ULONGLONG ticks = (ULONGLONG)now.dwHighDateTime << 32 | now.dwLowDateTime;
    CHECK(ticks >= time && ticks - time < 600000000ULL);
}

int main(void)
{
    RUN(thread_block);
    RUN(process_block);
    RUN(last_status);
    RUN(locks_and_names_of_the_process_block);
    RUN(windows_version);
    RUN(process_parameters);
    RUN(lists_of_modules);
    RUN(entry_of_the_program);
    RUN(libraries_come_and_go_in_the_lists);
    RUN(shared_data);
    return guest_done();
}
