/* Functions that answer from what they have answered before, or without the usual care, as long as nothing has changed:
   that changes are seen, and that bad pointers are the caller's fault. */
#include "guest.h"
#include "try.h"
#include <ctype.h>
#include <errno.h>
#include <locale.h>
#include <malloc.h>
#include <math.h>
#include <wctype.h>

static char *page_end(void)
{
    static char *page;
    if (!page) page = VirtualAlloc(VirtualAlloc(NULL, 0x20000, MEM_RESERVE, PAGE_NOACCESS), 0x1000, MEM_COMMIT, PAGE_READWRITE);
    return page + 0x1000;
}

static DWORD run(LPTHREAD_START_ROUTINE function, void *argument)
{
    DWORD code = 0;
    HANDLE thread = CreateThread(NULL, 0, function, argument, 0, NULL);
    WaitForSingleObject(thread, INFINITE);
    GetExitCodeThread(thread, &code);
    CloseHandle(thread);
    return code;
}

/* First of all, while there is one thread. */
static CRITICAL_SECTION section;
static SRWLOCK lock = SRWLOCK_INIT;

static DWORD WINAPI try_locks(void *unused)
{
    (void)unused;
    return (DWORD)(TryEnterCriticalSection(&section) | TryAcquireSRWLockExclusive(&lock) << 1);
}

static DWORD WINAPI take_locks(void *unused)
{
    (void)unused;
    EnterCriticalSection(&section);
    AcquireSRWLockExclusive(&lock);
    ReleaseSRWLockExclusive(&lock);
    LeaveCriticalSection(&section);
    return 7;
}

TEST(locks_taken_by_the_only_thread_keep_others_out)
{
    InitializeCriticalSection(&section);
    EnterCriticalSection(&section);
    LeaveCriticalSection(&section);
    EnterCriticalSection(&section);
    EnterCriticalSection(&section);
    AcquireSRWLockExclusive(&lock);
    CHECK_EQ(run(try_locks, NULL), 0);
    LeaveCriticalSection(&section);
    HANDLE thread = CreateThread(NULL, 0, take_locks, NULL, 0, NULL);
    CHECK_EQ(WaitForSingleObject(thread, 30), WAIT_TIMEOUT);
    LeaveCriticalSection(&section);
    CHECK_EQ(WaitForSingleObject(thread, 30), WAIT_TIMEOUT);
    ReleaseSRWLockExclusive(&lock);
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    CloseHandle(thread);
    CHECK_EQ(run(try_locks, NULL), 3);
}

TEST(a_name_is_what_is_written_where_it_lies)
{
    HMODULE kernel32 = GetModuleHandleA("kernel32.dll");
    char name[32];
    for (int i = 0; i < 3; i++) {
        strcpy(name, "GetTickCount");
        CHECK(GetProcAddress(kernel32, name) == GetProcAddress(kernel32, "GetTickCount"));
        strcpy(name, "GetTickCount6");
        SetLastError(0);
        CHECK(GetProcAddress(kernel32, name) == NULL);
        CHECK_EQ(GetLastError(), ERROR_PROC_NOT_FOUND);
        strcpy(name, "Sleep");
        CHECK(GetProcAddress(kernel32, name) != NULL);
        CHECK(GetProcAddress(kernel32, name) != GetProcAddress(kernel32, "GetTickCount"));
        SetLastError(77);
        strcpy(name, "kernel32.dll");
        CHECK(GetModuleHandleA(name) == kernel32);
        CHECK_EQ(GetLastError(), 77);
        CHECK(GetModuleHandleW(L"kernel32.dll") == kernel32);
        CHECK(GetModuleHandleW(L"KERNEL32") == kernel32);
        CHECK(GetModuleHandleA(NULL) == GetModuleHandleW(NULL));
        CHECK(GetModuleHandleA(NULL) != kernel32);
        strcpy(name, "kernel33.dll");
        CHECK(GetModuleHandleA(name) == NULL);
        CHECK_EQ(GetLastError(), ERROR_MOD_NOT_FOUND);
        memcpy(name, L"ntdll.dll", 20);
        CHECK(GetModuleHandleW((WCHAR *)name) == GetModuleHandleA("ntdll"));
    }
    strcpy(page_end() - 6, "Sleep");
    for (int i = 0; i < 3; i++) CHECK(GetProcAddress(kernel32, page_end() - 6) == GetProcAddress(kernel32, "Sleep"));
}

TEST(modules_come_and_go)
{
    for (int i = 0; i < 3; i++) {
        CHECK(GetModuleHandleA("leaf.dll") == NULL);
        HMODULE plugin = LoadLibraryA("leaf.dll");
        CHECK(plugin != NULL);
        CHECK(GetModuleHandleA("leaf.dll") == plugin);
        CHECK(GetModuleHandleA("leaf.dll") == plugin);
        FARPROC first = GetProcAddress(plugin, "count_up");
        CHECK(first != NULL);
        CHECK(GetProcAddress(plugin, "count_up") == first);
        CHECK(FreeLibrary(plugin));
        CHECK(GetModuleHandleA("leaf.dll") == NULL);
        CHECK(GetProcAddress(plugin, "count_up") == NULL);
    }
}

TEST(standard_handles_are_those_that_were_set)
{
    HANDLE before = GetStdHandle(STD_INPUT_HANDLE);
    HANDLE error = GetStdHandle(STD_ERROR_HANDLE);
    CHECK(SetStdHandle(STD_INPUT_HANDLE, error));
    CHECK(GetStdHandle(STD_INPUT_HANDLE) == error);
    CHECK(SetStdHandle(STD_INPUT_HANDLE, before));
    CHECK(GetStdHandle(STD_INPUT_HANDLE) == before);
    SetLastError(0);
    CHECK(GetStdHandle(5) == INVALID_HANDLE_VALUE);
    CHECK_EQ(GetLastError(), ERROR_INVALID_HANDLE);
}

static DWORD WINAPI code_page(void *unused)
{
    (void)unused;
    return ___lc_codepage_func();
}

TEST(every_thread_sees_the_locale_that_was_set)
{
    CHECK_EQ(___lc_codepage_func(), 0);
    struct lconv *conventions = localeconv();
    CHECK_STR(conventions->decimal_point, ".");
    CHECK_STR(conventions->thousands_sep, "");
    CHECK(setlocale(LC_ALL, "English_United States.1252") != NULL);
    CHECK_EQ(___lc_codepage_func(), 1252);
    CHECK_EQ(___lc_codepage_func(), 1252);
    CHECK_STR(localeconv()->thousands_sep, ",");
    CHECK_STR(localeconv()->thousands_sep, ",");
    CHECK_EQ(run(code_page, NULL), 1252);
    CHECK(isupper(0xc4));
    CHECK_EQ(tolower(0xc4), 0xe4);
    CHECK(_stricmp("\xc4z", "\xe4Z") == 0);
    CHECK(setlocale(LC_ALL, "C") != NULL);
    CHECK_EQ(___lc_codepage_func(), 0);
    CHECK_STR(localeconv()->thousands_sep, "");
    CHECK(!isupper(0xc4));
    CHECK(_stricmp("\xc4z", "\xe4Z") != 0);
    CHECK_EQ(run(code_page, NULL), 0);
}

static DWORD WINAPI own_errno(void *others)
{
    errno = 5;
    return &errno != others && _errno() == &errno && __doserrno() == (unsigned long *)&_doserrno && errno == 5;
}

TEST(every_thread_has_its_errno)
{
    errno = 3;
    CHECK_EQ(run(own_errno, &errno), 1);
    CHECK_EQ(errno, 3);
}

TEST(console_code_pages_are_those_that_were_set)
{
    UINT input = GetConsoleCP(), output = GetConsoleOutputCP();
    if (SetConsoleCP(437)) {
        CHECK_EQ(GetConsoleCP(), 437);
        CHECK_EQ(GetConsoleOutputCP(), output);
        CHECK(SetConsoleCP(input));
    }
    if (SetConsoleOutputCP(850)) {
        CHECK_EQ(GetConsoleOutputCP(), 850);
        CHECK(!SetConsoleOutputCP(12345));
        CHECK_EQ(GetConsoleOutputCP(), 850);
        CHECK(SetConsoleOutputCP(output));
    }
    CHECK_EQ(GetConsoleCP(), input);
}

TEST(aligned_blocks)
{
    for (size_t alignment = 1; alignment <= 8192; alignment *= 2) {
        for (size_t size = 0; size < 40000; size = size * 3 + 1) {
            char *block = _aligned_malloc(size, alignment);
            CHECK(block != NULL);
            CHECK_EQ((size_t)block & (alignment - 1), 0);
            memset(block, 0x5a, size);
            char *larger = _aligned_realloc(block, size + 3, alignment);
            CHECK_EQ((size_t)larger & (alignment - 1), 0);
            for (size_t i = 0; i < size; i++) if (larger[i] != 0x5a) CHECK_EQ(larger[i], 0x5a);
            memset(larger, 0x5b, size + 3);
            char *smaller = _aligned_realloc(larger, size / 3 + 1, alignment);
            for (size_t i = 0; i < size / 3 + 1; i++) if (smaller[i] != 0x5b) CHECK_EQ(smaller[i], 0x5b);
            char *other = _aligned_realloc(smaller, size / 3 + 2, alignment == 16 ? 64 : alignment);
            CHECK_EQ((size_t)other & ((alignment == 16 ? 64 : alignment) - 1), 0);
            _aligned_free(other);
        }
    }
    _aligned_free(NULL);
    char *block = _aligned_realloc(NULL, 10, 32);
    CHECK(block != NULL);
    CHECK(_aligned_realloc(block, 0, 32) == NULL);
}

static INIT_ONCE once = INIT_ONCE_STATIC_INIT;

static DWORD WINAPI begin_once(void *unused)
{
    BOOL pending = 5;
    void *context = NULL;
    (void)unused;
    if (!InitOnceBeginInitialize(&once, 0, &pending, &context)) return 1;
    return pending ? 2 : context == (void *)0x12345670123450 ? 3 : 4;
}

TEST(initialisation_happens_once)
{
    BOOL pending = 5;
    void *context = (void *)1;
    CHECK(!InitOnceBeginInitialize(&once, INIT_ONCE_CHECK_ONLY, &pending, &context));
    CHECK(InitOnceBeginInitialize(&once, 0, &pending, &context));
    CHECK_EQ(pending, 1);
    CHECK(!InitOnceComplete(&once, 0, (void *)2));
    CHECK(InitOnceComplete(&once, INIT_ONCE_INIT_FAILED, NULL));
    CHECK(InitOnceBeginInitialize(&once, 0, &pending, &context));
    CHECK_EQ(pending, 1);
    HANDLE thread = CreateThread(NULL, 0, begin_once, NULL, 0, NULL);
    CHECK_EQ(WaitForSingleObject(thread, 30), WAIT_TIMEOUT);
    CHECK(InitOnceComplete(&once, 0, (void *)0x12345670123450));
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    DWORD code = 0;
    GetExitCodeThread(thread, &code);
    CHECK_EQ(code, 3);
    CloseHandle(thread);
    CHECK(InitOnceBeginInitialize(&once, 0, &pending, NULL));
    CHECK_EQ(pending, 0);
    CHECK(InitOnceBeginInitialize(&once, INIT_ONCE_CHECK_ONLY, &pending, &context));
    CHECK(context == (void *)0x12345670123450);
    SetLastError(0);
    CHECK(!InitOnceComplete(&once, 0, NULL));
    INIT_ONCE both = INIT_ONCE_STATIC_INIT;
    CHECK(InitOnceBeginInitialize(&both, INIT_ONCE_ASYNC, &pending, NULL));
    CHECK(InitOnceBeginInitialize(&both, INIT_ONCE_ASYNC, &pending, NULL));
    CHECK_EQ(pending, 1);
    CHECK(InitOnceComplete(&both, INIT_ONCE_ASYNC, NULL));
    CHECK(!InitOnceComplete(&both, INIT_ONCE_ASYNC, NULL));
}

static int sign(int n) { return (n > 0) - (n < 0); }

TEST(comparisons_without_case)
{
    CHECK_EQ(_stricmp("", ""), 0);
    CHECK_EQ(_stricmp("Hello", "hELLO"), 0);
    CHECK_EQ(sign(_stricmp("hello", "hellp")), -1);
    CHECK_EQ(sign(_stricmp("hello", "hell")), 1);
    CHECK_EQ(sign(_stricmp("[", "a")), -1);
    CHECK_EQ(sign(_stricmp("_", "A")), -1);
    CHECK_EQ(_strnicmp("abcX", "ABCy", 3), 0);
    CHECK_EQ(sign(_strnicmp("abcX", "ABCy", 4)), -1);
    CHECK_EQ(_strnicmp("a", "b", 0), 0);
    CHECK_EQ(_strnicmp("a", "A", (size_t)-1), 0);
    CHECK_EQ(_wcsicmp(L"Hello", L"hELLO"), 0);
    CHECK_EQ(sign(_wcsicmp(L"[", L"a")), -1);
    CHECK_EQ(sign(_wcsicmp(L"\u0430", L"a")), 1);
    CHECK_EQ(_wcsicmp(L"\u0430", L"\u0430"), 0);
    CHECK_EQ(_wcsnicmp(L"abcX", L"ABCy", 3), 0);
    CHECK_EQ(sign(_wcsnicmp(L"abcX", L"ABCy", 4)), -1);
    strcpy(page_end() - 4, "aBc");
    CHECK_EQ(_stricmp(page_end() - 4, "AbC"), 0);
    CHECK_EQ(_strnicmp(page_end() - 3, "bc?", 2), 0);
    memcpy(page_end() - 8, L"aBc", 8);
    CHECK_EQ(_wcsicmp((WCHAR *)(page_end() - 8), L"AbC"), 0);
}

/* The library's own, for the compiler has some of these functions as well. */
static void *library(const char *function)
{
    return (void *)GetProcAddress(GetModuleHandleA("msvcrt.dll"), function);
}

static double (*library_frexp)(double, int *);

TEST(exact_mathematics)
{
    double (*down)(double) = library("floor");
    double (*up)(double) = library("ceil");
    double (*magnitude)(double) = library("fabs");
    double (*root)(double) = library("sqrt");
    volatile double zero = 0, huge = 1e300;
    int exponent = 77;
    library_frexp = library("frexp");
    CHECK(down(-1.5) == -2 && down(1.5) == 1 && down(huge) == huge);
    CHECK(up(-1.5) == -1 && up(1.5) == 2 && signbit(up(-0.5)));
    CHECK(magnitude(-2.5) == 2.5 && !signbit(magnitude(-zero)));
    CHECK(isnan(down(zero / zero)) && isinf(up(1 / zero)));
    CHECK(root(2.25) == 1.5 && signbit(root(-zero)) && isinf(root(1 / zero)) && isnan(root(-1 - zero)));
    CHECK(library_frexp(12.0, &exponent) == 0.75 && exponent == 4);
    CHECK(library_frexp(-0.1, &exponent) == -0.8 && exponent == -3);
    CHECK(library_frexp(1.7976931348623157e308, &exponent) < 1 && exponent == 1024);
    CHECK(library_frexp(4.9406564584124654e-324, &exponent) == 0.5 && exponent == -1073);
    CHECK(library_frexp(2.2250738585072014e-308, &exponent) == 0.5 && exponent == -1021);
    CHECK(library_frexp(-zero, &exponent) == 0 && exponent == 0);
}

static char *const BAD = (char *)0x12340;

static void bad_name(void *module) { GetProcAddress(module, BAD); }
static void bad_handle_name(void *unused) { (void)unused; GetModuleHandleW((WCHAR *)BAD); }
static void bad_string(void *text) { _stricmp(text, BAD); }
static void bad_wide(void *text) { _wcsnicmp((WCHAR *)BAD, text, 3); }
static void bad_exponent(void *unused) { (void)unused; library_frexp(3.5, (int *)BAD); }
static void bad_aligned(void *unused) { (void)unused; _aligned_free(BAD); }
static int (*library_print)(char *, const char *, ...);
static char printed[256];
static void bad_text(void *unused) { (void)unused; library_print(printed, "a %s", BAD); }
static void bad_target(void *unused) { (void)unused; library_print(BAD, "some text"); }
static void bad_format(void *unused) { (void)unused; library_print(printed, BAD); }
static void endless_text(void *unused) { (void)unused; library_print(printed, "%5s", page_end() - 1); }
static void bad_once(void *unused) { (void)unused; InitOnceComplete((INIT_ONCE *)BAD, 0, NULL); }
static void bad_lock(void *unused) { (void)unused; AcquireSRWLockExclusive((SRWLOCK *)BAD); }
static void bad_pending(void *fresh) { InitOnceBeginInitialize(fresh, 0, (BOOL *)BAD, NULL); }
static void runs_out(void *text) { _stricmp(text, page_end() - 1); }

TEST(bad_pointers_are_the_callers)
{
    INIT_ONCE fresh = INIT_ONCE_STATIC_INIT;
    CHECK(try_except(bad_name, GetModuleHandleA("kernel32")));
    CHECK(try_except(bad_handle_name, NULL));
    CHECK(try_except(bad_string, ""));
    CHECK(try_except(bad_wide, L"x"));
    CHECK(try_except(bad_exponent, NULL));
    CHECK(try_except(bad_aligned, NULL));
    CHECK(try_except(bad_once, NULL));
    CHECK(try_except(bad_lock, NULL));
    CHECK(try_except(bad_pending, &fresh));
    library_print = library("sprintf");
    strcpy(printed, "unchanged");
    CHECK(try_except(bad_text, NULL));
    CHECK(try_except(bad_target, NULL));
    CHECK(try_except(bad_format, NULL));
    page_end()[-1] = 'a';
    CHECK(try_except(endless_text, NULL));
    CHECK_EQ(library_print(printed, "%.1s|%-4d|%04x|%7.2f", page_end() - 1, 12, 0xab, -1.005), 19);
    CHECK_STR(printed, "a|12  |00ab|  -1.00");
    CHECK_EQ(library_print(page_end() - 4, "%s", "abc"), 3);
    CHECK_STR(page_end() - 4, "abc");
    page_end()[-1] = 'a';
    CHECK(try_except(runs_out, "abc"));
}

int main(void)
{
    RUN(locks_taken_by_the_only_thread_keep_others_out);
    RUN(a_name_is_what_is_written_where_it_lies);
    RUN(modules_come_and_go);
    RUN(standard_handles_are_those_that_were_set);
    RUN(every_thread_sees_the_locale_that_was_set);
    RUN(every_thread_has_its_errno);
    RUN(console_code_pages_are_those_that_were_set);
    RUN(aligned_blocks);
    RUN(initialisation_happens_once);
    RUN(comparisons_without_case);
    RUN(exact_mathematics);
    RUN(bad_pointers_are_the_callers);
    return guest_done();
}
