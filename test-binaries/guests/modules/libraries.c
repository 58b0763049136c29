// needs: words.dll numbers.dll
/* Guest libraries bound at start and by LoadLibrary; names, ordinals, forwarders, data, file names, reference counts. */
#include "guest.h"

__declspec(dllimport) int numbers_were_ready(void);
__declspec(dllimport) int through_two(int a);
__declspec(dllimport) int plus(int a, int b);
__declspec(dllimport) extern int answer;
__declspec(dllimport) size_t length(const char *text);

TEST(imports_are_bound)
{
    CHECK_EQ(plus(40, 2), 42);
    CHECK_EQ(through_two(7), 1007);
    CHECK_EQ(answer, 42);
    CHECK_EQ(length("forwarded"), 9);
}

TEST(initialised_in_order) { CHECK(numbers_were_ready()); }

TEST(found_by_name_and_ordinal)
{
    HMODULE numbers = GetModuleHandleA("numbers.dll");
    CHECK(numbers != NULL);
    CHECK(GetModuleHandleA("NUMBERS") == numbers);
    CHECK(GetModuleHandleW(L"Numbers.DLL") == numbers);
    int (*add)(int, int) = (void *)GetProcAddress(numbers, "add");
    CHECK(add != NULL && add(1, 2) == 3);
    CHECK((void *)GetProcAddress(numbers, "plus") == (void *)add);
    int (*secret)(void) = (void *)GetProcAddress(numbers, (LPCSTR)77);
    CHECK(secret != NULL && secret() == 4711);
    CHECK_ERROR(GetProcAddress(numbers, "Add"), ERROR_PROC_NOT_FOUND);
    CHECK(GetProcAddress(numbers, (LPCSTR)9999) == NULL);
    CHECK((void *)GetProcAddress(numbers, "Ticks") == (void *)GetProcAddress(GetModuleHandleA("kernel32"), "GetTickCount"));
}

TEST(loaded_again_is_the_same)
{
    HMODULE first = GetModuleHandleA("words");
    HMODULE second = LoadLibraryA("words.dll");
    CHECK(first == second);
    CHECK(FreeLibrary(second));
    CHECK(GetModuleHandleA("words") == first);
}

TEST(missing_libraries)
{
    CHECK_ERROR(GetModuleHandleA("nowhere.dll"), ERROR_MOD_NOT_FOUND);
    CHECK_ERROR(LoadLibraryA("nowhere.dll"), ERROR_MOD_NOT_FOUND);
    CHECK_ERROR(LoadLibraryExW(L"C:\\no\\such\\place.dll", NULL, LOAD_WITH_ALTERED_SEARCH_PATH), ERROR_MOD_NOT_FOUND);
}

TEST(builtin_libraries)
{
    HMODULE kernel32 = LoadLibraryA("KERNEL32.DLL");
    CHECK(kernel32 == GetModuleHandleA("kernel32"));
    FARPROC pid = GetProcAddress(kernel32, "GetCurrentProcessId");
    CHECK(pid != NULL && (DWORD)pid() == GetCurrentProcessId());
    CHECK_ERROR(GetProcAddress(kernel32, "NoSuchFunctionAnywhere"), ERROR_PROC_NOT_FOUND);
    CHECK(LoadLibraryA("api-ms-win-core-file-l1-1-0.dll") != NULL);
}

TEST(file_names)
{
    char path[MAX_PATH];
    DWORD size = GetModuleFileNameA(GetModuleHandleA("numbers"), path, sizeof path);
    CHECK(size > 12 && _stricmp(path + size - 12, "\\numbers.dll") == 0);
    CHECK(GetFileAttributesA(path) != INVALID_FILE_ATTRIBUTES);
    size = GetModuleFileNameA(NULL, path, sizeof path);
    CHECK(size > 14 && _stricmp(path + size - 14, "\\libraries.exe") == 0);
    CHECK_EQ(GetModuleFileNameA(NULL, path, 5), 5);
    CHECK_EQ(GetLastError(), ERROR_INSUFFICIENT_BUFFER);
    HMODULE from_address = NULL;
    CHECK(GetModuleHandleExA(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
                             (LPCSTR)plus, &from_address));
    CHECK(from_address == GetModuleHandleA("numbers"));
}

int main(void)
{
    RUN(imports_are_bound);
    RUN(initialised_in_order);
    RUN(found_by_name_and_ordinal);
    RUN(loaded_again_is_the_same);
    RUN(missing_libraries);
    RUN(builtin_libraries);
    RUN(file_names);
    return guest_done();
}
