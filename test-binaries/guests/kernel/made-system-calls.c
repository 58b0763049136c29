/* Code that a program makes while it runs may make system calls, too: in whatever thread. */
#include "guest.h"

typedef LONG(NTAPI *call)(void *);

/* mov r10, rcx; mov eax, 5Ah (NtQuerySystemTime); syscall; ret. In data, so that the program's own code has none. */
static unsigned char instructions[] = {0x49, 0x89, 0xCA, 0xB8, 0x5A, 0, 0, 0, 0x0F, 0x05, 0xC3};

static volatile call code;
static volatile LONG started, wrong;

static int works(call function)
{
    LARGE_INTEGER time = {0};
    FILETIME now;
    LONG status = function(&time);
    GetSystemTimeAsFileTime(&now);
    long long difference = ((long long)now.dwHighDateTime << 32 | now.dwLowDateTime) - time.QuadPart;
    return status == 0 && difference >= 0 && difference < 600000000;
}

/* Runs the code as soon as it is there, with no call of the system in between. */
static DWORD WINAPI spin(void *unused)
{
    (void)unused;
    InterlockedIncrement(&started);
    while (code == NULL)
        ;
    if (!works(code)) InterlockedIncrement(&wrong);
    return 0;
}

static DWORD WINAPI sleep_and_call(void *event)
{
    InterlockedIncrement(&started);
    WaitForSingleObject(event, INFINITE);
    if (!works(code)) InterlockedIncrement(&wrong);
    return 0;
}

static DWORD WINAPI call_later(void *unused)
{
    (void)unused;
    if (!works(code)) InterlockedIncrement(&wrong);
    return 0;
}

TEST(in_threads_that_run_already_and_in_new_ones)
{
    HANDLE event = CreateEventA(NULL, TRUE, FALSE, NULL);
    HANDLE threads[5];
    threads[0] = CreateThread(NULL, 0, spin, NULL, 0, NULL);
    threads[1] = CreateThread(NULL, 0, spin, NULL, 0, NULL);
    threads[2] = CreateThread(NULL, 0, sleep_and_call, event, 0, NULL);
    threads[3] = CreateThread(NULL, 0, sleep_and_call, event, 0, NULL);
    while (started < 4)
        Sleep(1);
    char *memory = VirtualAlloc(NULL, 0x1000, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
    memcpy(memory, instructions, sizeof instructions);
    DWORD old;
    CHECK(VirtualProtect(memory, 0x1000, PAGE_EXECUTE_READ, &old));
    code = (call)memory;
    SetEvent(event);
    threads[4] = CreateThread(NULL, 0, call_later, NULL, 0, NULL);
    CHECK_EQ(WaitForMultipleObjects(5, threads, TRUE, 60000), 0);
    CHECK_EQ(wrong, 0);
    CHECK(works((call)memory));
}

TEST(in_memory_that_can_be_written)
{
    char *memory = VirtualAlloc(NULL, 0x1000, MEM_RESERVE | MEM_COMMIT, PAGE_EXECUTE_READWRITE);
    memcpy(memory, instructions, sizeof instructions);
    CHECK(works((call)memory));
}

int main(void)
{
    RUN(in_threads_that_run_already_and_in_new_ones);
    RUN(in_memory_that_can_be_written);
    return guest_done();
}
