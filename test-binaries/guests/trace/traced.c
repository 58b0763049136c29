// build: -lntdll
/*
 * Calls whose traces are known: files, memory, the registry, events, threads, a callback, an exception, failures. What it
 * prints is of no interest; TraceTest compares what `decant trace` says.
 */
#include "guest.h"
#include <locale.h>
#include <math.h>
#include <winternl.h>

static DWORD WINAPI thread(void *event)
{
    SetEvent(event);
    return 7;
}

static int compare(const void *a, const void *b)
{
    Sleep(0); /* a call from inside of a callback */
    return *(const int *)a - *(const int *)b;
}

TEST(files)
{
    char text[16];
    DWORD count = 0;
    HANDLE file = CreateFileA("traced.txt", GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ, NULL, CREATE_ALWAYS,
                              FILE_ATTRIBUTE_NORMAL | FILE_FLAG_SEQUENTIAL_SCAN, NULL);
    CHECK(WriteFile(file, "one\r\ntwo\t\x01", 10, &count, NULL));
    CHECK(!WriteFile(file, (void *)0x10, 10, &count, NULL));
    CHECK(SetFilePointer(file, 5, NULL, FILE_BEGIN) == 5);
    CHECK(ReadFile(file, text, sizeof text, &count, NULL));
    CHECK_EQ(count, 5);
    LARGE_INTEGER size;
    CHECK(GetFileSizeEx(file, &size));
    CHECK(CloseHandle(file));
    CHECK(!CloseHandle(file));
    CHECK(CreateFileW(L"no such file \x00e4", GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0,
                      NULL) == INVALID_HANDLE_VALUE);
    CHECK_EQ(GetFileAttributesW(L"traced.txt"), FILE_ATTRIBUTE_ARCHIVE);
    CHECK(DeleteFileW(L"traced.txt"));
}

TEST(memory)
{
    DWORD old;
    MEMORY_BASIC_INFORMATION info;
    char *p = VirtualAlloc(NULL, 0x20000, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
    CHECK(VirtualProtect(p, 0x1000, PAGE_READONLY, &old));
    CHECK(VirtualQuery(p, &info, sizeof info) == sizeof info);
    CHECK(VirtualFree(p, 0, MEM_RELEASE));
}

TEST(registry)
{
    HKEY key;
    CHECK(RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"SOFTWARE\\No such key", 0, KEY_READ, &key) == ERROR_FILE_NOT_FOUND);
}

TEST(threads)
{
    HANDLE event = CreateEventW(NULL, TRUE, FALSE, L"traced event");
    DWORD id;
    HANDLE started = CreateThread(NULL, 0, thread, event, 0, &id);
    HANDLE both[] = {event, started};
    CHECK_EQ(WaitForMultipleObjects(2, both, TRUE, INFINITE), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(started, 0), WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(started, &id));
    CloseHandle(started);
    CloseHandle(event);
}

TEST(callbacks)
{
    int numbers[] = {2, 1};
    qsort(numbers, 2, sizeof *numbers, compare);
    CHECK_EQ(numbers[0], 1);
}

TEST(modules)
{
    HMODULE kernel = GetModuleHandleW(L"kernel32.dll");
    CHECK(GetProcAddress(kernel, "NoSuchFunction") == NULL);
    CHECK(LoadLibraryA("no-such-library.dll") == NULL);
}

TEST(native)
{
    UNICODE_STRING name;
    OBJECT_ATTRIBUTES attributes;
    IO_STATUS_BLOCK io;
    HANDLE file;
    RtlInitUnicodeString(&name, L"\\??\\C:\\no such file");
    InitializeObjectAttributes(&attributes, &name, OBJ_CASE_INSENSITIVE, NULL, NULL);
    CHECK(NtCreateFile(&file, GENERIC_READ | SYNCHRONIZE, &attributes, &io, NULL, 0, FILE_SHARE_READ, FILE_OPEN,
                       FILE_SYNCHRONOUS_IO_NONALERT | FILE_NON_DIRECTORY_FILE, NULL, 0) < 0);
}

TEST(runtime)
{
    CHECK(fopen("no-such-folder/file", "r") == NULL);
    CHECK(getenv("NO_SUCH_VARIABLE") == NULL);
    CHECK(setlocale(LC_ALL, "no such locale") == NULL);
    CHECK(pow(2, 0.5) > 1.4);
}

static LONG CALLBACK go_on(EXCEPTION_POINTERS *pointers)
{
    (void)pointers;
    return EXCEPTION_CONTINUE_EXECUTION;
}

TEST(exceptions)
{
    void *handler = AddVectoredExceptionHandler(1, go_on);
    RaiseException(0xE0001234, 0, 0, NULL);
    RemoveVectoredExceptionHandler(handler);
}

int main(void)
{
    RUN(files);
    RUN(memory);
    RUN(registry);
    RUN(threads);
    RUN(callbacks);
    RUN(modules);
    RUN(native);
    RUN(runtime);
    RUN(exceptions);
    return guest_done();
}
