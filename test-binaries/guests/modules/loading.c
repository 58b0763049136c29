// needs: journal.dll
/* Libraries that come and go while the program runs: order of the calls, threads, cycles, failures, flags. */
#include "guest.h"

__declspec(dllimport) int noted(int index);
__declspec(dllimport) int note_count(void);

static int (*count_up)(void);

TEST(loading_calls_dll_main_once)
{
    HMODULE leaf = LoadLibraryA("leaf.dll");
    CHECK(leaf != NULL);
    CHECK(LoadLibraryA("LEAF") == leaf);
    CHECK_EQ(note_count(), 1);
    CHECK_EQ(noted(0), 10 + DLL_PROCESS_ATTACH);
    count_up = (void *)GetProcAddress(leaf, "count_up");
    CHECK_EQ(count_up(), 101);
    CHECK_EQ(count_up(), 102);
}

static DWORD WINAPI thread(LPVOID parameter)
{
    (void)parameter;
    return (DWORD)count_up();
}

static DWORD run(LPTHREAD_START_ROUTINE start)
{
    DWORD code = 0;
    HANDLE handle = CreateThread(NULL, 0, start, NULL, 0, NULL);
    WaitForSingleObject(handle, INFINITE);
    GetExitCodeThread(handle, &code);
    CloseHandle(handle);
    return code;
}

TEST(threads_have_their_own_data_and_are_announced)
{
    CHECK_EQ(run(thread), 101);
    CHECK_EQ(note_count(), 3);
    CHECK_EQ(noted(1), 10 + DLL_THREAD_ATTACH);
    CHECK_EQ(noted(2), 10 + DLL_THREAD_DETACH);
    CHECK_EQ(count_up(), 103);
}

static HANDLE go, loaded;

static DWORD WINAPI early_thread(LPVOID parameter)
{
    (void)parameter;
    SetEvent(go);
    WaitForSingleObject(loaded, INFINITE);
    return (DWORD)count_up();
}

TEST(a_library_that_comes_later_has_data_in_older_threads)
{
    HMODULE leaf = GetModuleHandleA("leaf");
    CHECK(FreeLibrary(leaf));
    CHECK(GetModuleHandleA("leaf") == leaf);
    CHECK(FreeLibrary(leaf));
    CHECK(GetModuleHandleA("leaf") == NULL);
    CHECK_EQ(noted(note_count() - 1), 10 + DLL_PROCESS_DETACH);
    go = CreateEventA(NULL, FALSE, FALSE, NULL);
    loaded = CreateEventA(NULL, FALSE, FALSE, NULL);
    HANDLE handle = CreateThread(NULL, 0, early_thread, NULL, 0, NULL);
    WaitForSingleObject(go, INFINITE);
    leaf = LoadLibraryA("leaf");
    count_up = (void *)GetProcAddress(leaf, "count_up");
    CHECK_EQ(count_up(), 101);
    SetEvent(loaded);
    DWORD code = 0;
    WaitForSingleObject(handle, INFINITE);
    GetExitCodeThread(handle, &code);
    CHECK_EQ(code, 101);
    CHECK(FreeLibrary(leaf));
}

TEST(libraries_that_need_each_other)
{
    HMODULE ring = LoadLibraryA("ring-a.dll");
    CHECK(ring != NULL);
    int (*even)(int) = (void *)GetProcAddress(ring, "even");
    CHECK(even != NULL && even(10) == 1 && even(7) == 0);
    CHECK(GetModuleHandleA("ring-b") != NULL);
}

TEST(failures_leave_nothing_behind)
{
    CHECK_ERROR(LoadLibraryA("refusing.dll"), ERROR_DLL_INIT_FAILED);
    CHECK(GetModuleHandleA("refusing") == NULL);
    CHECK_ERROR(LoadLibraryA("wanting.dll"), ERROR_PROC_NOT_FOUND);
    CHECK(GetModuleHandleA("wanting") == NULL);
}

TEST(a_file_that_is_no_library)
{
    HANDLE file = CreateFileA("text.dll", GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    DWORD written;
    CHECK(WriteFile(file, "text\n", 5, &written, NULL));
    CloseHandle(file);
    CHECK_ERROR(LoadLibraryA(".\\text.dll"), ERROR_BAD_EXE_FORMAT);
    CHECK(DeleteFileA("text.dll"));
}

TEST(loaded_for_its_data)
{
    int before = note_count();
    HMODULE data = LoadLibraryExA("leaf.dll", NULL, LOAD_LIBRARY_AS_DATAFILE);
    CHECK(data != NULL && ((ULONG_PTR)data & 3) != 0);
    CHECK(GetModuleHandleA("leaf") == NULL);
    CHECK(FreeLibrary(data));
    HMODULE bare = LoadLibraryExA("leaf.dll", NULL, DONT_RESOLVE_DLL_REFERENCES);
    CHECK(bare != NULL && GetProcAddress(bare, "count_up") != NULL);
    CHECK(FreeLibrary(bare));
    CHECK_EQ(note_count(), before);
}

int main(void)
{
    RUN(loading_calls_dll_main_once);
    RUN(threads_have_their_own_data_and_are_announced);
    RUN(a_library_that_comes_later_has_data_in_older_threads);
    RUN(libraries_that_need_each_other);
    RUN(failures_leave_nothing_behind);
    RUN(a_file_that_is_no_library);
    RUN(loaded_for_its_data);
    return guest_done();
}
