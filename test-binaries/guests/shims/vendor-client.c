/* Calls a library that exists nowhere but in a jar of shims (src/test/resources/shims), and functions that the jar overrides. */
// build: -Wno-cast-function-type
// judged-by: ShimsTest
#include "guest.h"
#include <stdarg.h>
#include <process.h>

typedef struct {
    unsigned char kind;
    int x;
    double weight;
} Item;

#define VENDOR __declspec(dllimport)
VENDOR int Add(int a, int b);
VENDOR long long Add64(long long a, long long b);
VENDOR short Narrow16(short a, unsigned char b);
VENDOR float Half(float value);
VENDOR double Mean(int count, double a, float b, double c, double d, float e);
VENDOR int Sum(int count, ...);
VENDOR int TextLengthA(const char *text);
VENDOR int TextLengthW(const wchar_t *text);
VENDOR BOOL FillItem(Item *item, DWORD size);
VENDOR int ForEach(int (*callback)(void *context, int value), void *context, int count);
VENDOR double Apply(double (*function)(double), double value);
VENDOR char *Greeting(const char *name);
VENDOR BOOL Fail(int error);
VENDOR int FailStatus(void);
VENDOR int FailErrno(void);
VENDOR int Seventeen(void);
VENDOR int CallsOfThread(void);
VENDOR void Throw(void);
VENDOR int Unwrap(const char *text);
VENDOR extern int vendor_version;

TEST(integers)
{
    CHECK_EQ(Add(2, -5), -3);
    CHECK_EQ(Add64(1LL << 40, 1), (1LL << 40) + 1);
    CHECK_EQ(Narrow16(-300, 200), -300 + 200 - 256); /* a byte is signed in Java */
}

TEST(floating_point)
{
    CHECK(Half(3.0f) == 1.5f);
    CHECK(Mean(5, 1.0, 2.0f, 3.0, 4.0, 5.0f) == 3.0);
}

TEST(variable_arguments)
{
    CHECK_EQ(Sum(0), 0);
    CHECK_EQ(Sum(5, 1, 2, 3, 4, 5), 15);
}

TEST(text)
{
    CHECK_EQ(TextLengthA("gr\xC3\xBC\xC3\x9F"), 4);
    CHECK_EQ(TextLengthW(L"gr\u00FC\u00DF"), 4);
}

TEST(structures)
{
    Item item = {0};
    CHECK(FillItem(&item, sizeof item));
    CHECK_EQ(item.kind, 7);
    CHECK_EQ(item.x, -1);
    CHECK(item.weight == 2.5);
    CHECK_ERROR(FillItem(&item, 4), ERROR_INSUFFICIENT_BUFFER);
}

static int add_up(void *context, int value)
{
    *(int *)context += value;
    return value < 3;
}

static double twice(double value)
{
    return 2 * value;
}

TEST(callbacks)
{
    int sum = 0;
    CHECK_EQ(ForEach(add_up, &sum, 10), 4); /* 0, 1, 2, and 3 stops it */
    CHECK_EQ(sum, 6);
    CHECK(Apply(twice, 21.0) == 42.0);
}

TEST(allocated)
{
    char *text = Greeting("world");
    CHECK_STR(text, "hello, world");
    CHECK(HeapFree(GetProcessHeap(), 0, text));
}

TEST(errors)
{
    CHECK_ERROR(Fail(ERROR_FILE_NOT_FOUND), ERROR_FILE_NOT_FOUND);
    CHECK_ERROR(Fail(ERROR_ACCESS_DENIED), ERROR_ACCESS_DENIED);
    CHECK_EQ(FailStatus(), (int)0xC000000D);
    errno = 0;
    CHECK_EQ(FailErrno(), -1);
    CHECK_EQ(errno, ERANGE);
}

TEST(variables_and_ordinals)
{
    CHECK_EQ(vendor_version, 0x0102);
    CHECK_EQ(Seventeen(), 17);
    HMODULE vendor = GetModuleHandleA("vendor.dll");
    CHECK(vendor != NULL);
    CHECK(GetProcAddress(vendor, (char *)17) != NULL);
    CHECK(GetProcAddress(vendor, "NoSuchFunction") == NULL);
    CHECK(LoadLibraryA("C:\\nowhere\\vendor.dll") == vendor);
}

static unsigned __stdcall count_calls(void *argument)
{
    (void)argument;
    return CallsOfThread() == 1 && CallsOfThread() == 2 ? 1 : 0;
}

TEST(state_of_threads)
{
    CHECK_EQ(CallsOfThread(), 1);
    HANDLE thread = (HANDLE)_beginthreadex(NULL, 0, count_calls, NULL, 0, NULL);
    WaitForSingleObject(thread, INFINITE);
    DWORD code = 0;
    CHECK(GetExitCodeThread(thread, &code));
    CHECK_EQ(code, 1);
    CHECK_EQ(CallsOfThread(), 2);
}

TEST(overridden)
{
    CHECK_EQ(GetTickCount() % 1000, 42);                      /* machine code of Decant's */
    CHECK_EQ(wcslen(L"abc"), 1003);                            /* asks the original, machine code */
    FARPROC root = GetProcAddress(GetModuleHandleA("msvcrt.dll"), "sqrt"); /* the original's double */
    CHECK(((double (*)(double))root)(16.0) == -4.0);
    CHECK_EQ(GetCurrentDirectoryA(0, NULL), GetCurrentDirectoryW(0, NULL) + 5000);
    FARPROC of_base = GetProcAddress(GetModuleHandleA("kernelbase.dll"), "GetTickCount");
    CHECK(of_base == NULL || ((DWORD(WINAPI *)(void))of_base)() % 1000 == 42);
    CHECK(((int(WINAPI *)(int))GetProcAddress(GetModuleHandleA("kernel32.dll"), "DecantAddsThis"))(3) == 9);
}

/* NtQuerySystemTime by its number. */
__asm__(".globl query_time\nquery_time:\n mov %rcx, %r10\n mov $0x5A, %eax\n syscall\n ret\n");
LONG query_time(LONGLONG *time);

TEST(system_calls)
{
    LONGLONG time = 0;
    CHECK_EQ(query_time(&time), 0);
    CHECK_EQ(time, 77);
}

static int child(const char *self, const char *what)
{
    char command[MAX_PATH + 20];
    STARTUPINFOA start = {.cb = sizeof start};
    PROCESS_INFORMATION info;
    sprintf(command, "\"%s\" %s", self, what);
    if (!CreateProcessA(NULL, command, NULL, NULL, FALSE, 0, NULL, NULL, &start, &info)) return -1;
    WaitForSingleObject(info.hProcess, INFINITE);
    DWORD code = 1;
    GetExitCodeProcess(info.hProcess, &code);
    return (int)code;
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    if (strcmp(what, "throw") == 0) Throw();
    if (strcmp(what, "null") == 0) return Unwrap(NULL);
    if (strcmp(what, "bad-pointer") == 0) return FillItem((Item *)0x20, sizeof(Item));
    if (strcmp(what, "add") == 0) return Add(40, 2);
    if (strcmp(what, "children") == 0) { /* the second one is the spare that waited */
        CHECK_EQ(child(argv[0], "add"), 42);
        Sleep(1500);
        CHECK_EQ(child(argv[0], "add"), 42);
        return guest_done();
    }
    RUN(integers);
    RUN(floating_point);
    RUN(variable_arguments);
    RUN(text);
    RUN(structures);
    RUN(callbacks);
    RUN(allocated);
    RUN(errors);
    RUN(variables_and_ordinals);
    RUN(state_of_threads);
    RUN(overridden);
    RUN(system_calls);
    return guest_done();
}
