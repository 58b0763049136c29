// What a program can see of itself: its process and threads as handles, its modules, its directory in the PEB.
#include "guest.h"
#include <process.h>
#include <winternl.h>

TEST(handles_of_the_process_are_one_object)
{
    HANDLE copy = NULL, opened = OpenProcess(SYNCHRONIZE, FALSE, GetCurrentProcessId());
    CHECK(DuplicateHandle(GetCurrentProcess(), GetCurrentProcess(), GetCurrentProcess(), &copy, 0, FALSE,
                          DUPLICATE_SAME_ACCESS));
    CHECK(copy != GetCurrentProcess());
    CHECK_EQ(WaitForSingleObject(copy, 0), WAIT_TIMEOUT);
    CHECK_EQ(WaitForSingleObject(opened, 0), WAIT_TIMEOUT);
    CHECK_EQ(GetProcessId(copy), GetCurrentProcessId());
    BOOL(WINAPI * compare)(HANDLE, HANDLE) = (void *)GetProcAddress(GetModuleHandleA("kernelbase"), "CompareObjectHandles");
    if (CHECK(compare != NULL)) {
        CHECK(compare(copy, opened));
        CHECK(compare(copy, GetCurrentProcess()));
        CHECK(!compare(copy, GetCurrentThread()));
    }
    CHECK(CloseHandle(copy));
    CHECK(CloseHandle(opened));
}

TEST(thread_is_opened_by_its_identifier)
{
    HANDLE thread = OpenThread(THREAD_QUERY_INFORMATION | SYNCHRONIZE, FALSE, GetCurrentThreadId());
    if (CHECK(thread != NULL)) {
        CHECK_EQ(GetThreadId(thread), GetCurrentThreadId());
        CHECK(CloseHandle(thread));
    }
    CHECK_ERROR(OpenThread(SYNCHRONIZE, FALSE, 1), ERROR_INVALID_PARAMETER);
}

static HANDLE started, ended;

static void __cdecl begun(void *by_end)
{
    WaitForSingleObject(started, INFINITE);
    SetEvent(ended);
    if (by_end)
        _endthread();
}

TEST(end_of_a_thread_closes_its_handle)
{
    started = CreateEventA(NULL, FALSE, FALSE, NULL);
    ended = CreateEventA(NULL, FALSE, FALSE, NULL);
    for (int by_end = 0; by_end < 2; by_end++) {
        HANDLE own = (HANDLE)_beginthread(begun, 0, (void *)(INT_PTR)by_end);
        HANDLE kept = NULL;
        CHECK(DuplicateHandle(GetCurrentProcess(), own, GetCurrentProcess(), &kept, 0, FALSE, DUPLICATE_SAME_ACCESS));
        SetEvent(started);
        CHECK_EQ(WaitForSingleObject(ended, 10000), WAIT_OBJECT_0);
        CHECK_EQ(WaitForSingleObject(kept, 10000), WAIT_OBJECT_0);
        DWORD flags;
        CHECK_ERROR(GetHandleInformation(own, &flags), ERROR_INVALID_HANDLE);
        CHECK(CloseHandle(kept));
    }
}

TEST(module_of_an_address)
{
    void *base = NULL;
    CHECK(RtlPcToFileHeader((void *)begun, &base) == GetModuleHandleA(NULL));
    CHECK(base == GetModuleHandleA(NULL));
    CHECK(RtlPcToFileHeader(&base, &base) == NULL);
    CHECK(base == NULL);
}

TEST(process_parameters_have_the_current_directory)
{
    char before[MAX_PATH];
    GetCurrentDirectoryA(sizeof before, before);
    CHECK(SetCurrentDirectoryA("Z:\\"));
    char *parameters = (char *)NtCurrentTeb()->ProcessEnvironmentBlock->ProcessParameters;
    UNICODE_STRING *directory = (UNICODE_STRING *)(parameters + 0x38);
    CHECK_EQ(directory->Length, 6);
    CHECK(wcscmp(directory->Buffer, L"Z:\\") == 0);
    CHECK(SetCurrentDirectoryA("Z:\\usr"));
    CHECK_EQ(directory->Length, 14);
    CHECK(wcscmp(directory->Buffer, L"Z:\\usr\\") == 0);
    CHECK(SetCurrentDirectoryA(before));
}

static CONTEXT here;
static DWORD64 frame;
static int unwound;

static __attribute__((noinline)) void unwind(void)
{
    RtlUnwind((void *)frame, (void *)here.Rip, NULL, (void *)7);
}

static __attribute__((noinline)) int unwind_from_below(void)
{
    RtlCaptureContext(&here);
    if (unwound++)
        return unwound;
    DWORD64 base;
    void *data;
    CONTEXT walk = here;
    RUNTIME_FUNCTION *function = RtlLookupFunctionEntry(here.Rip, &base, NULL);
    RtlVirtualUnwind(0, base, here.Rip, function, &walk, &data, &frame, NULL);
    unwind();
    return -1;
}

TEST(unwinding_continues_in_a_frame_above)
{
    CHECK_EQ(unwind_from_below(), 2);
}

TEST(knows_the_machines_memory)
{
    struct { DWORD cb, unused; SIZE_T value[10]; DWORD handles, processes, threads, unused2; } info = {0};
    BOOL (WINAPI *query)(void *, DWORD) = (void *)GetProcAddress(LoadLibraryA("psapi"), "GetPerformanceInfo");
    MEMORYSTATUSEX status = {.dwLength = sizeof status};
    CHECK_EQ(sizeof info, 104);
    CHECK(query(&info, sizeof info));
    CHECK(GlobalMemoryStatusEx(&status));
    CHECK_EQ(info.cb, sizeof info);
    CHECK_EQ(info.value[9], 4096);
    CHECK_EQ(info.value[3], status.ullTotalPhys / 4096);
    CHECK(info.value[4] > 0 && info.value[4] <= info.value[3]);
    CHECK(info.processes > 0 && info.threads > 0);
    CHECK_ERROR(query(&info, 96), ERROR_BAD_LENGTH);
}

int main(void)
{
    RUN(handles_of_the_process_are_one_object);
    RUN(thread_is_opened_by_its_identifier);
    RUN(end_of_a_thread_closes_its_handle);
    RUN(module_of_an_address);
    RUN(process_parameters_have_the_current_directory);
    RUN(unwinding_continues_in_a_frame_above);
    RUN(knows_the_machines_memory);
    return guest_done();
}
