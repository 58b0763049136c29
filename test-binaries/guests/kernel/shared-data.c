/* The page of data that Windows shares with every process: what it says agrees with the functions, and time goes on. */
// build: -lntdll
#include "guest.h"
#include <ntdef.h>

#define AT(offset, type) (*(volatile type *)((ULONG_PTR)0x7FFE0000 + (offset)))

typedef struct { ULONG low; LONG high1, high2; } SYSTEM_TIME;

static LONGLONG read_time(int offset)
{
    volatile SYSTEM_TIME *time = (volatile SYSTEM_TIME *)(ULONG_PTR)(0x7FFE0000 + offset);
    for (;;) {
        LONG high = time->high1;
        ULONG low = time->low;
        if (high == time->high2) return (LONGLONG)high << 32 | low;
    }
}

static LONGLONG ticks_64(void)
{
    return (ULONGLONG)read_time(0x320) * AT(4, ULONG) >> 24;
}

#define SECOND 10000000LL

static DWORD WINAPI read_first(void *result)
{
    *(LONGLONG *)result = read_time(0x14);
    return 0;
}

/* The first to look at the page are several threads at the same time. */
TEST(many_look_at_once)
{
    HANDLE threads[8];
    LONGLONG times[8] = {0};
    for (int i = 0; i < 8; i++)
        threads[i] = CreateThread(NULL, 0, read_first, &times[i], 0, NULL);
    CHECK_EQ(WaitForMultipleObjects(8, threads, TRUE, 60000), 0);
    FILETIME now;
    GetSystemTimeAsFileTime(&now);
    LONGLONG system = (LONGLONG)now.dwHighDateTime << 32 | now.dwLowDateTime;
    for (int i = 0; i < 8; i++)
        CHECK(times[i] <= system && times[i] > system - 60 * SECOND);
}

/* Within what a busy machine may take to run the one who keeps the page. */
static int agrees(LONGLONG shared, LONGLONG told)
{
    return shared <= told && told - shared < 60 * SECOND;
}

TEST(times_agree_with_the_functions)
{
    for (int i = 0; i < 20; i++) {
        LONGLONG system = read_time(0x14), interrupt = read_time(0x08), milliseconds = ticks_64();
        FILETIME now;
        GetSystemTimeAsFileTime(&now);
        ULONGLONG unbiased;
        QueryUnbiasedInterruptTime(&unbiased);
        CHECK(agrees(system, (LONGLONG)now.dwHighDateTime << 32 | now.dwLowDateTime));
        CHECK(agrees(interrupt, unbiased + AT(0x3B0, ULONGLONG)));
        CHECK(agrees(milliseconds * 10000, GetTickCount64() * 10000 + 16 * 10000));
        Sleep(5);
    }
}

TEST(time_goes_on_by_itself)
{
    LONGLONG system = read_time(0x14), interrupt = read_time(0x08), ticks = read_time(0x320);
    DWORD begin = GetTickCount();
    while (read_time(0x320) < ticks + 4 && GetTickCount() - begin < 60000)
        ;
    CHECK(read_time(0x320) >= ticks + 4);
    CHECK(read_time(0x14) > system);
    CHECK(read_time(0x08) > interrupt);
}

TEST(describes_the_machine)
{
    SYSTEM_INFO information;
    GetSystemInfo(&information);
    CHECK_EQ(AT(0x3C0, ULONG), information.dwNumberOfProcessors);
    for (int feature = 0; feature < 64; feature++)
        CHECK_EQ(!!AT(0x274 + feature, BYTE), !!IsProcessorFeaturePresent(feature));
    LARGE_INTEGER frequency;
    QueryPerformanceFrequency(&frequency);
    CHECK_EQ(AT(0x300, LONGLONG), frequency.QuadPart);
    CHECK_EQ(AT(0x2F8, ULONG), 0xC3);
    CHECK_EQ(AT(0x308, ULONG) & 1, 0);
    MEMORYSTATUSEX memory = {.dwLength = sizeof memory};
    GlobalMemoryStatusEx(&memory);
    CHECK_EQ(AT(0x2E8, ULONG), memory.ullTotalPhys / 4096);
}

TEST(describes_windows)
{
    WCHAR directory[MAX_PATH];
    GetWindowsDirectoryW(directory, MAX_PATH);
    CHECK(_wcsicmp((WCHAR *)0x7FFE0030, directory) == 0);
    CHECK_EQ(AT(0x264, ULONG), VER_NT_WORKSTATION);
    CHECK_EQ(AT(0x268, BYTE), 1);
    TIME_ZONE_INFORMATION zone;
    DWORD id = GetTimeZoneInformation(&zone);
    CHECK_EQ(AT(0x240, ULONG), id);
    LONG bias = zone.Bias + (id == 2 ? zone.DaylightBias : id == 1 ? zone.StandardBias : 0);
    CHECK_EQ(read_time(0x20), bias * 60 * SECOND);
    CHECK_EQ(AT(0x3D8, ULONGLONG) & 3, 3);
    CHECK_EQ(AT(0x3D8, ULONGLONG) & 4, IsProcessorFeaturePresent(39) ? 4 : 0);
}

static DWORD code;
static ULONG_PTR kind;

static LONG CALLBACK note(EXCEPTION_POINTERS *p)
{
    code = p->ExceptionRecord->ExceptionCode;
    kind = p->ExceptionRecord->ExceptionInformation[0];
    p->ContextRecord->Rip += 2;
    return EXCEPTION_CONTINUE_EXECUTION;
}

TEST(cannot_be_written)
{
    void *handler = AddVectoredExceptionHandler(1, note);
    __asm__ volatile("movl $0x7FFE0000, %%ecx; movb %%al, (%%rcx)" : : : "rcx", "memory");
    CHECK_EQ(code, EXCEPTION_ACCESS_VIOLATION);
    CHECK_EQ(kind, 1);
    RemoveVectoredExceptionHandler(handler);
    MEMORY_BASIC_INFORMATION information;
    CHECK(VirtualQuery((void *)0x7FFE0000, &information, sizeof information));
    CHECK_EQ(information.State, MEM_COMMIT);
    CHECK_EQ(information.Protect, PAGE_READONLY);
}

int main(void)
{
    RUN(many_look_at_once);
    RUN(times_agree_with_the_functions);
    RUN(time_goes_on_by_itself);
    RUN(describes_the_machine);
    RUN(describes_windows);
    RUN(cannot_be_written);
    return guest_done();
}
