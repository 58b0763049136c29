/* Threads end in all ways: by themselves, and by others wherever they are. */
#include "guest.h"

static volatile LONG64 counter;
static volatile LONG reached, never;
static HANDLE event;

static DWORD WINAPI spin(void *unused)
{
    (void)unused;
    reached = 1;
    while (!never)
        counter++;
    return 0;
}

static DWORD WINAPI wait_for_ever(void *unused)
{
    (void)unused;
    reached = 1;
    WaitForSingleObject(event, INFINITE);
    reached = 2;
    return 1;
}

static DWORD WINAPI sleep_for_ever(void *unused)
{
    (void)unused;
    reached = 1;
    Sleep(INFINITE);
    return 1;
}

static int compare(const void *a, const void *b)
{
    (void)a, (void)b;
    reached = 1;
    while (!never)
        counter++;
    return 0;
}

static DWORD WINAPI sort(void *unused)
{
    (void)unused;
    int numbers[10] = {3, 2, 1};
    qsort(numbers, 10, sizeof *numbers, compare);
    return 1;
}

static void ends(LPTHREAD_START_ROUTINE function)
{
    DWORD code = 0;
    reached = 0;
    HANDLE thread = CreateThread(NULL, 0, function, NULL, 0, NULL);
    while (!reached)
        Sleep(1);
    Sleep(5);
    CHECK_EQ(WaitForSingleObject(thread, 0), WAIT_TIMEOUT);
    CHECK(GetExitCodeThread(thread, &code));
    CHECK_EQ(code, STILL_ACTIVE);
    CHECK(TerminateThread(thread, 77));
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code));
    CHECK_EQ(code, 77);
    CloseHandle(thread);
}

TEST(a_thread_is_terminated_in_guest_code) { ends(spin); }
TEST(a_thread_is_terminated_in_a_callback) { ends(sort); }
TEST(a_thread_is_terminated_while_it_sleeps) { ends(sleep_for_ever); }

TEST(a_thread_is_terminated_while_it_waits)
{
    event = CreateEventA(NULL, FALSE, FALSE, NULL);
    ends(wait_for_ever);
    SetEvent(event);
    Sleep(5);
    CHECK_EQ(reached, 1);
    /* Nobody took the event. */
    CHECK_EQ(WaitForSingleObject(event, 0), WAIT_OBJECT_0);
    CloseHandle(event);
}

static DWORD WINAPI own(void *mutex)
{
    WaitForSingleObject(mutex, INFINITE);
    reached = 1;
    Sleep(INFINITE);
    return 0;
}

TEST(mutexes_of_a_terminated_thread_are_abandoned)
{
    HANDLE mutex = CreateMutexA(NULL, FALSE, NULL);
    reached = 0;
    HANDLE thread = CreateThread(NULL, 0, own, mutex, 0, NULL);
    while (!reached)
        Sleep(1);
    CHECK_EQ(WaitForSingleObject(mutex, 0), WAIT_TIMEOUT);
    CHECK(TerminateThread(thread, 1));
    CHECK_EQ(WaitForSingleObject(mutex, 10000), WAIT_ABANDONED);
    ReleaseMutex(mutex);
    CloseHandle(mutex);
    CloseHandle(thread);
}

static DWORD WINAPI exits(void *unused)
{
    (void)unused;
    ExitThread(0xC0FFEE);
}

static DWORD WINAPI terminates_itself(void *unused)
{
    (void)unused;
    TerminateThread(GetCurrentThread(), 0xDECAF);
    return 1;
}

TEST(exit_codes_have_32_bits)
{
    DWORD code = 0;
    HANDLE thread = CreateThread(NULL, 0, exits, NULL, 0, NULL);
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code));
    CHECK_EQ(code, 0xC0FFEE);
    CloseHandle(thread);
    thread = CreateThread(NULL, 0, terminates_itself, NULL, 0, NULL);
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code));
    CHECK_EQ(code, 0xDECAF);
    CloseHandle(thread);
}

TEST(a_suspended_thread_is_terminated)
{
    DWORD code = 0;
    HANDLE thread = CreateThread(NULL, 0, spin, NULL, CREATE_SUSPENDED, NULL);
    CHECK(TerminateThread(thread, 5));
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code));
    CHECK_EQ(code, 5);
    CloseHandle(thread);
    thread = CreateThread(NULL, 0, spin, NULL, 0, NULL);
    Sleep(5);
    CHECK_EQ(SuspendThread(thread), 0);
    CHECK(TerminateThread(thread, 6));
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code));
    CHECK_EQ(code, 6);
    CloseHandle(thread);
}

static DWORD WINAPI churn(void *unused)
{
    (void)unused;
    while (!never) {
        void *block = malloc(100);
        memset(block, 1, 100);
        free(block);
        GetConsoleCP();
        SetLastError(GetTickCount());
    }
    return 0;
}

TEST(threads_are_made_and_terminated_in_a_storm)
{
    for (int i = 0; i < 100; i++) {
        HANDLE threads[4];
        for (int j = 0; j < 4; j++)
            threads[j] = CreateThread(NULL, 0, churn, NULL, 0, NULL);
        if (i % 2)
            Sleep(1);
        for (int j = 0; j < 4; j++)
            CHECK(TerminateThread(threads[j], j));
        CHECK_EQ(WaitForMultipleObjects(4, threads, TRUE, 10000), WAIT_OBJECT_0);
        for (int j = 0; j < 4; j++) {
            DWORD code = 99;
            CHECK(GetExitCodeThread(threads[j], &code));
            CHECK_EQ(code, j);
            CloseHandle(threads[j]);
        }
    }
}

/* The process ends at once, with this thread's code, whatever the others do. */
int main(void)
{
    RUN(a_thread_is_terminated_in_guest_code);
    RUN(a_thread_is_terminated_in_a_callback);
    RUN(a_thread_is_terminated_while_it_sleeps);
    RUN(a_thread_is_terminated_while_it_waits);
    RUN(mutexes_of_a_terminated_thread_are_abandoned);
    RUN(exit_codes_have_32_bits);
    RUN(a_suspended_thread_is_terminated);
    RUN(threads_are_made_and_terminated_in_a_storm);
    event = CreateEventA(NULL, FALSE, FALSE, NULL);
    CreateThread(NULL, 0, spin, NULL, 0, NULL);
    CreateThread(NULL, 0, churn, NULL, 0, NULL);
    CreateThread(NULL, 0, wait_for_ever, NULL, 0, NULL);
    CreateThread(NULL, 0, sort, NULL, 0, NULL);
    CreateThread(NULL, 0, spin, NULL, CREATE_SUSPENDED, NULL);
    return guest_done();
}
