/* Events, mutexes, semaphores, timers and waits, by one thread and by several. */
#include "guest.h"

TEST(events_are_set_and_reset)
{
    HANDLE manual = CreateEventA(NULL, TRUE, FALSE, NULL);
    HANDLE automatic = CreateEventA(NULL, FALSE, TRUE, NULL);
    CHECK_EQ(WaitForSingleObject(manual, 0), WAIT_TIMEOUT);
    CHECK_EQ(WaitForSingleObject(automatic, 0), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(automatic, 1), WAIT_TIMEOUT);
    CHECK(SetEvent(manual));
    CHECK_EQ(WaitForSingleObject(manual, INFINITE), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(manual, INFINITE), WAIT_OBJECT_0);
    HANDLE both[2] = {automatic, manual};
    CHECK_EQ(WaitForMultipleObjects(2, both, FALSE, 0), WAIT_OBJECT_0 + 1);
    CHECK_EQ(WaitForMultipleObjects(2, both, TRUE, 0), WAIT_TIMEOUT);
    SetEvent(automatic);
    CHECK_EQ(WaitForMultipleObjects(2, both, TRUE, 0), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(automatic, 0), WAIT_TIMEOUT);
    CHECK(ResetEvent(manual));
    CHECK_EQ(WaitForSingleObject(manual, 0), WAIT_TIMEOUT);
    CloseHandle(manual);
    CloseHandle(automatic);
    SetLastError(0);
    CHECK_EQ(WaitForSingleObject(manual, 0), WAIT_FAILED);
    CHECK_EQ(GetLastError(), ERROR_INVALID_HANDLE);
    CHECK_EQ(WaitForMultipleObjects(65, both, FALSE, 0), WAIT_FAILED);
    CHECK_EQ(GetLastError(), ERROR_INVALID_PARAMETER);
}

TEST(names_are_found)
{
    HANDLE event = CreateEventA(NULL, TRUE, TRUE, "decant-name");
    CHECK_EQ(GetLastError(), ERROR_SUCCESS);
    HANDLE again = CreateEventW(NULL, FALSE, FALSE, L"decant-name");
    CHECK_EQ(GetLastError(), ERROR_ALREADY_EXISTS);
    CHECK_EQ(WaitForSingleObject(again, 0), WAIT_OBJECT_0);
    HANDLE open = OpenEventA(EVENT_ALL_ACCESS, FALSE, "Local\\decant-name");
    CHECK(open != NULL);
    CHECK_ERROR(OpenEventA(EVENT_ALL_ACCESS, FALSE, "DECANT-NAME"), ERROR_FILE_NOT_FOUND);
    CHECK_ERROR(CreateMutexA(NULL, FALSE, "decant-name"), ERROR_INVALID_HANDLE);
    CHECK_ERROR(OpenEventA(EVENT_ALL_ACCESS, FALSE, "no-such-event"), ERROR_FILE_NOT_FOUND);
    CHECK_ERROR(CreateEventA(NULL, FALSE, FALSE, "a\\b"), ERROR_PATH_NOT_FOUND);
    CloseHandle(event);
    CloseHandle(again);
    CloseHandle(open);
    CHECK_ERROR(OpenEventA(EVENT_ALL_ACCESS, FALSE, "decant-name"), ERROR_FILE_NOT_FOUND);
}

TEST(a_mutex_is_taken_again_by_its_owner)
{
    HANDLE mutex = CreateMutexA(NULL, TRUE, NULL);
    CHECK_EQ(WaitForSingleObject(mutex, 0), WAIT_OBJECT_0);
    CHECK(ReleaseMutex(mutex));
    CHECK(ReleaseMutex(mutex));
    CHECK_ERROR(ReleaseMutex(mutex), ERROR_NOT_OWNER);
    CloseHandle(mutex);
}

TEST(a_semaphore_counts)
{
    HANDLE semaphore = CreateSemaphoreA(NULL, 1, 3, NULL);
    LONG previous = -1;
    CHECK_EQ(WaitForSingleObject(semaphore, 0), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(semaphore, 0), WAIT_TIMEOUT);
    CHECK(ReleaseSemaphore(semaphore, 2, &previous));
    CHECK_EQ(previous, 0);
    CHECK_ERROR(ReleaseSemaphore(semaphore, 2, &previous), ERROR_TOO_MANY_POSTS);
    CHECK_ERROR(CreateSemaphoreA(NULL, 4, 3, NULL), ERROR_INVALID_PARAMETER);
    CloseHandle(semaphore);
}

TEST(a_timer_expires)
{
    HANDLE timer = CreateWaitableTimerA(NULL, TRUE, NULL);
    LARGE_INTEGER due;
    due.QuadPart = -100000;
    CHECK_EQ(WaitForSingleObject(timer, 0), WAIT_TIMEOUT);
    CHECK(SetWaitableTimer(timer, &due, 0, NULL, NULL, FALSE));
    CHECK_EQ(WaitForSingleObject(timer, 10000), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(timer, 0), WAIT_OBJECT_0);
    CHECK(CancelWaitableTimer(timer));
    CloseHandle(timer);
}

static HANDLE ping, pong;
static volatile LONG rounds;

static DWORD WINAPI partner(void *count)
{
    for (int i = 0; i < (int)(INT_PTR)count; i++) {
        if (WaitForSingleObject(ping, 10000) != WAIT_OBJECT_0) {
            return 1;
        }
        InterlockedIncrement(&rounds);
        SetEvent(pong);
    }
    return 0x1234;
}

TEST(two_threads_take_turns)
{
    ping = CreateEventA(NULL, FALSE, FALSE, NULL);
    pong = CreateEventA(NULL, FALSE, FALSE, NULL);
    DWORD id = 0;
    HANDLE thread = CreateThread(NULL, 0, partner, (void *)1000, 0, &id);
    CHECK(thread != NULL);
    CHECK(id != 0 && id != GetCurrentThreadId());
    for (int i = 0; i < 1000; i++) {
        if (SignalObjectAndWait(ping, pong, 10000, FALSE) != WAIT_OBJECT_0) {
            CHECK(!"the partner answers");
            break;
        }
    }
    CHECK_EQ(rounds, 1000);
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    DWORD code = 0;
    CHECK(GetExitCodeThread(thread, &code));
    CHECK_EQ(code, 0x1234);
    CloseHandle(thread);
    CloseHandle(ping);
    CloseHandle(pong);
}

static DWORD WINAPI owner(void *mutex)
{
    return WaitForSingleObject(mutex, 10000);
}

TEST(a_mutex_of_an_ended_thread_is_abandoned)
{
    HANDLE mutex = CreateMutexA(NULL, FALSE, NULL);
    HANDLE thread = CreateThread(NULL, 0, owner, mutex, 0, NULL);
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(mutex, 10000), WAIT_ABANDONED);
    CHECK(ReleaseMutex(mutex));
    CHECK_EQ(WaitForSingleObject(mutex, 10000), WAIT_OBJECT_0);
    CHECK(ReleaseMutex(mutex));
    CloseHandle(thread);
    CloseHandle(mutex);
}

TEST(handles_are_duplicated_and_protected)
{
    HANDLE event = CreateEventA(NULL, FALSE, FALSE, NULL), copy = NULL;
    CHECK(DuplicateHandle(GetCurrentProcess(), event, GetCurrentProcess(), &copy, 0, TRUE,
                          DUPLICATE_SAME_ACCESS));
    CHECK(copy != event);
    DWORD flags = 99;
    CHECK(GetHandleInformation(copy, &flags));
    CHECK_EQ(flags, HANDLE_FLAG_INHERIT);
    CHECK(SetHandleInformation(copy, HANDLE_FLAG_INHERIT, 0));
    CHECK(GetHandleInformation(copy, &flags));
    CHECK_EQ(flags, 0);
    CHECK(CloseHandle(event));
    CHECK(SetEvent(copy));
    CHECK_EQ(WaitForSingleObject(copy, 0), WAIT_OBJECT_0);
    CHECK(DuplicateHandle(GetCurrentProcess(), copy, GetCurrentProcess(), &event, 0, FALSE,
                          DUPLICATE_SAME_ACCESS | DUPLICATE_CLOSE_SOURCE));
    if (event != copy) {
        CHECK_ERROR(SetEvent(copy), ERROR_INVALID_HANDLE);
    }
    CHECK(CloseHandle(event));
    HANDLE thread = NULL;
    CHECK(DuplicateHandle(GetCurrentProcess(), GetCurrentThread(), GetCurrentProcess(), &thread, 0, FALSE,
                          DUPLICATE_SAME_ACCESS));
    CHECK_EQ(GetThreadId(thread), GetCurrentThreadId());
    CHECK_EQ(WaitForSingleObject(thread, 0), WAIT_TIMEOUT);
    CHECK(CloseHandle(thread));
    CHECK_ERROR(CloseHandle((HANDLE)0x7ffffff0), ERROR_INVALID_HANDLE);
}

int main(void)
{
    RUN(events_are_set_and_reset);
    RUN(names_are_found);
    RUN(a_mutex_is_taken_again_by_its_owner);
    RUN(a_semaphore_counts);
    RUN(a_timer_expires);
    RUN(two_threads_take_turns);
    RUN(a_mutex_of_an_ended_thread_is_abandoned);
    RUN(handles_are_duplicated_and_protected);
    return guest_done();
}
