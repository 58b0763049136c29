/* What Microsoft's other libraries, as they are shipped beside programs, call in the runtime. */
#include "guest.h"
#include <time.h>

static HMODULE ucrt, vcruntime;

#define FUNCTION(module, result, name, ...) result (*name)(__VA_ARGS__) = (void *)GetProcAddress(module, #name)

TEST(names_of_times)
{
    FUNCTION(ucrt, void *, _Gettnames, void);
    FUNCTION(ucrt, void *, _W_Gettnames, void);
    FUNCTION(ucrt, size_t, _Strftime, char *, size_t, const char *, const struct tm *, void *);
    FUNCTION(ucrt, size_t, _Wcsftime, wchar_t *, size_t, const wchar_t *, const struct tm *, void *);
    FUNCTION(ucrt, void, free, void *);
    struct tm tm = {.tm_year = 126, .tm_mon = 10, .tm_mday = 25, .tm_wday = 3, .tm_hour = 13};
    char text[64] = "";
    wchar_t wide[64] = L"";
    if (!CHECK(_Gettnames && _W_Gettnames && _Strftime && _Wcsftime && free)) return;
    void *names = _Gettnames();
    CHECK(names != NULL);
    CHECK_EQ(_Strftime(text, sizeof text, "%A %d %B %p", &tm, names), 24);
    CHECK_STR(text, "Wednesday 25 November PM");
    free(names);
    names = _W_Gettnames();
    CHECK(names != NULL);
    CHECK_EQ(_Wcsftime(wide, 64, L"%a %b", &tm, names), 7);
    CHECK(wcscmp(wide, L"Wed Nov") == 0);
    free(names);
}

TEST(lengths_with_a_limit)
{
    FUNCTION(ucrt, size_t, __strncnt, const char *, size_t);
    if (!CHECK(__strncnt != NULL)) return;
    CHECK_EQ(__strncnt("abc", 10), 3);
    CHECK_EQ(__strncnt("abc", 2), 2);
}

TEST(functions_of_windows_under_other_names)
{
    FUNCTION(vcruntime, BOOL, __vcrt_InitializeCriticalSectionEx, CRITICAL_SECTION *, DWORD, DWORD);
    FUNCTION(vcruntime, HMODULE, __vcrt_GetModuleHandleW, const wchar_t *);
    FUNCTION(vcruntime, DWORD, __vcrt_GetModuleFileNameW, HMODULE, wchar_t *, DWORD);
    FUNCTION(vcruntime, HMODULE, __vcrt_LoadLibraryExW, const wchar_t *, HANDLE, DWORD);
    CRITICAL_SECTION section;
    wchar_t name[MAX_PATH];
    if (!CHECK(__vcrt_InitializeCriticalSectionEx && __vcrt_GetModuleHandleW && __vcrt_GetModuleFileNameW &&
               __vcrt_LoadLibraryExW))
        return;
    CHECK(__vcrt_InitializeCriticalSectionEx(&section, 4000, 0));
    CHECK(TryEnterCriticalSection(&section));
    LeaveCriticalSection(&section);
    DeleteCriticalSection(&section);
    CHECK(__vcrt_GetModuleHandleW(L"kernel32") == GetModuleHandleA("kernel32"));
    CHECK(__vcrt_GetModuleFileNameW(NULL, name, MAX_PATH) > 0);
    CHECK(__vcrt_LoadLibraryExW(L"kernel32.dll", NULL, 0) == GetModuleHandleA("kernel32"));
    CHECK_ERROR(__vcrt_LoadLibraryExW(L"no-such-library.dll", NULL, 0), ERROR_MOD_NOT_FOUND);
}

int main(void)
{
    ucrt = LoadLibraryA("ucrtbase");
    vcruntime = LoadLibraryA("vcruntime140");
    RUN(names_of_times);
    RUN(lengths_with_a_limit);
    RUN(functions_of_windows_under_other_names);
    return guest_done();
}
