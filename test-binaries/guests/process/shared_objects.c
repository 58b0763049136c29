/*
 * Events, mutexes, semaphores, timers and sections that processes have in common: by inheritance, by DuplicateHandle
 * and by name. The program starts itself; its first argument then says what to do, the others are handles.
 */
#define _WIN32_WINNT 0x0A00
#include "guest.h"

enum { LONG_WAIT = 20000, ROUNDS = 200 };

static SECURITY_ATTRIBUTES inherit = {sizeof inherit, NULL, TRUE};
static PROCESS_INFORMATION pi;

static HANDLE handle_of(const char *text)
{
    return (HANDLE)(ULONG_PTR)strtoull(text, NULL, 10);
}

static int start_with(const char *what, HANDLE a, HANDLE b, BOOL inherits, DWORD flags, LPPROC_THREAD_ATTRIBUTE_LIST list)
{
    STARTUPINFOEXA si = {.StartupInfo = {.cb = sizeof si}, .lpAttributeList = list};
    char path[MAX_PATH], line[2 * MAX_PATH];
    GetModuleFileNameA(NULL, path, sizeof path);
    sprintf(line, "\"%s\" %s %u %u", path, what, (unsigned)(ULONG_PTR)a, (unsigned)(ULONG_PTR)b);
    return CHECK(CreateProcessA(NULL, line, NULL, NULL, inherits, flags | (list ? EXTENDED_STARTUPINFO_PRESENT : 0), NULL,
                                NULL, &si.StartupInfo, &pi));
}

static int start(const char *what, HANDLE a, HANDLE b)
{
    return start_with(what, a, b, TRUE, 0, NULL);
}

static long long end(void)
{
    DWORD code = 0;
    CHECK_EQ(WaitForSingleObject(pi.hProcess, LONG_WAIT), WAIT_OBJECT_0);
    CHECK(GetExitCodeProcess(pi.hProcess, &code));
    CloseHandle(pi.hThread);
    CloseHandle(pi.hProcess);
    return code;
}

/* --- what children do ------------------------------------------------------------------------- */

static DWORD last_of(BOOL done)
{
    return done ? 0 : GetLastError();
}

static int child(const char *what, HANDLE a, HANDLE b)
{
    if (strcmp(what, "set") == 0)
        return last_of(SetEvent(a));
    if (strcmp(what, "reset") == 0)
        return last_of(ResetEvent(a));
    if (strcmp(what, "poll") == 0)
        return WaitForSingleObject(a, 0);
    if (strcmp(what, "await") == 0)
        return WaitForSingleObject(a, LONG_WAIT);
    if (strcmp(what, "wait-and-set") == 0)
        return WaitForSingleObject(a, LONG_WAIT) || !SetEvent(b);
    if (strcmp(what, "ping-pong") == 0) {
        for (int i = 0; i < ROUNDS; i++)
            if (WaitForSingleObject(a, LONG_WAIT) || !SetEvent(b))
                return 1;
        return 0;
    }
    if (strcmp(what, "release") == 0)
        return last_of(ReleaseMutex(a));
    if (strcmp(what, "own") == 0) { /* then says so, and keeps it until it is told */
        DWORD result = WaitForSingleObject(a, LONG_WAIT);
        SetEvent(b);
        Sleep(300);
        return result;
    }
    if (strcmp(what, "own-and-hang") == 0) {
        WaitForSingleObject(a, LONG_WAIT);
        SetEvent(b);
        Sleep(LONG_WAIT);
        return 1;
    }
    if (strcmp(what, "own-and-release") == 0) {
        if (WaitForSingleObject(a, LONG_WAIT) || WaitForSingleObject(a, LONG_WAIT))
            return 1;
        SetEvent(b);
        Sleep(200);
        return !ReleaseMutex(a) || !ReleaseMutex(a) || ReleaseMutex(a) || GetLastError() != ERROR_NOT_OWNER;
    }
    if (strcmp(what, "give-two") == 0) {
        LONG before = -1;
        return ReleaseSemaphore(a, 2, &before) ? 100 + before : (LONG)GetLastError();
    }
    if (strcmp(what, "all") == 0) { /* waits for both, at once */
        HANDLE both[2] = {a, b};
        return WaitForMultipleObjects(2, both, TRUE, LONG_WAIT);
    }
    if (strcmp(what, "any-of-own") == 0) { /* one of its own, and two that are shared */
        HANDLE three[3] = {CreateEventA(NULL, FALSE, FALSE, NULL), a, b};
        return WaitForMultipleObjects(3, three, FALSE, LONG_WAIT);
    }
    if (strcmp(what, "start-timer") == 0) {
        LARGE_INTEGER due = {.QuadPart = -500000}; /* 50 ms */
        return last_of(SetWaitableTimer(a, &due, 0, NULL, NULL, FALSE));
    }
    if (strcmp(what, "section") == 0) {
        int *view = MapViewOfFile(a, FILE_MAP_WRITE, 0, 0, 0);
        if (!view || view[0] != 41)
            return 1;
        view[0] = 42;
        view[4095] = 43;
        return UnmapViewOfFile(view) ? 0 : 2;
    }
    if (strcmp(what, "grandchild") == 0) /* starts another one that waits, and ends */
        return start("wait-and-set", a, b) ? 0 : 1;
    if (strcmp(what, "wait-for-own") == 0) { /* a handle that the parent puts into this process: the next free one */
        for (int i = 0; i < LONG_WAIT / 5; i++) {
            if (WaitForSingleObject(a, 0) == WAIT_OBJECT_0)
                return 0;
            Sleep(5);
        }
        return 1;
    }
    if (strcmp(what, "names") == 0) {
        HANDLE event = OpenEventA(EVENT_ALL_ACCESS, FALSE, "decant-shared-event");
        HANDLE mutex = CreateMutexA(NULL, FALSE, "decant-shared-mutex");
        DWORD existed = GetLastError();
        HANDLE semaphore = OpenSemaphoreA(SEMAPHORE_ALL_ACCESS, FALSE, "decant-shared-semaphore");
        if (!event || !mutex || !semaphore || existed != ERROR_ALREADY_EXISTS)
            return 1;
        if (OpenEventA(EVENT_ALL_ACCESS, FALSE, "decant-shared-nothing") || GetLastError() != ERROR_FILE_NOT_FOUND)
            return 2;
        if (CreateEventA(NULL, FALSE, FALSE, "decant-shared-mutex") || GetLastError() != ERROR_INVALID_HANDLE)
            return 3;
        if (WaitForSingleObject(mutex, 0) != WAIT_TIMEOUT || WaitForSingleObject(semaphore, 0) != WAIT_OBJECT_0)
            return 4;
        SetEvent(event);
        return WaitForSingleObject(mutex, LONG_WAIT);
    }
    if (strcmp(what, "make-name") == 0) { /* keeps it until it is told */
        HANDLE made = CreateEventA(NULL, TRUE, FALSE, "decant-shared-made");
        if (!made || GetLastError() == ERROR_ALREADY_EXISTS)
            return 1;
        SetEvent(a);
        return WaitForSingleObject(made, LONG_WAIT) || WaitForSingleObject(b, LONG_WAIT);
    }
    return 99;
}

/* --- what the parent expects ------------------------------------------------------------------- */

TEST(an_event_wakes_both_ways)
{
    HANDLE there = CreateEventA(&inherit, FALSE, FALSE, NULL), back = CreateEventA(&inherit, FALSE, FALSE, NULL);
    if (!start("ping-pong", there, back))
        return;
    for (int i = 0; i < ROUNDS; i++) {
        SetEvent(there);
        if (!CHECK_EQ(WaitForSingleObject(back, LONG_WAIT), WAIT_OBJECT_0))
            break;
    }
    CHECK_EQ(end(), 0);
    CHECK_EQ(WaitForSingleObject(there, 0), WAIT_TIMEOUT);
    CloseHandle(there);
    CloseHandle(back);
}

TEST(an_event_has_one_state)
{
    HANDLE manual = CreateEventA(&inherit, TRUE, TRUE, NULL);
    start("poll", manual, NULL);
    CHECK_EQ(end(), WAIT_OBJECT_0);
    start("reset", manual, NULL);
    CHECK_EQ(end(), 0);
    CHECK_EQ(WaitForSingleObject(manual, 0), WAIT_TIMEOUT);
    start("poll", manual, NULL);
    CHECK_EQ(end(), WAIT_TIMEOUT);
    start("set", manual, NULL);
    CHECK_EQ(WaitForSingleObject(manual, LONG_WAIT), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(manual, LONG_WAIT), WAIT_OBJECT_0);
    CHECK_EQ(end(), 0);
    CloseHandle(manual);
}

TEST(only_inheritable_handles_go)
{
    HANDLE plain = CreateEventA(NULL, TRUE, FALSE, NULL), other = CreateEventA(&inherit, TRUE, FALSE, NULL);
    char room[256];
    SIZE_T size = sizeof room;
    LPPROC_THREAD_ATTRIBUTE_LIST list = (LPPROC_THREAD_ATTRIBUTE_LIST)room;
    start("set", plain, NULL);
    CHECK_EQ(end(), ERROR_INVALID_HANDLE);
    CHECK(SetHandleInformation(plain, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT));
    start_with("set", plain, NULL, FALSE, 0, NULL);
    CHECK_EQ(end(), ERROR_INVALID_HANDLE);
    start("set", plain, NULL);
    CHECK_EQ(end(), 0);
    CHECK_EQ(WaitForSingleObject(plain, 0), WAIT_OBJECT_0);
    CHECK(InitializeProcThreadAttributeList(list, 1, 0, &size));
    CHECK(UpdateProcThreadAttribute(list, 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, &other, sizeof other, NULL, NULL));
    start_with("set", plain, NULL, TRUE, 0, list);
    CHECK_EQ(end(), ERROR_INVALID_HANDLE);
    start_with("set", other, NULL, TRUE, 0, list);
    CHECK_EQ(end(), 0);
    CHECK_EQ(WaitForSingleObject(other, 0), WAIT_OBJECT_0);
    DeleteProcThreadAttributeList(list);
    CloseHandle(plain);
    CloseHandle(other);
}

TEST(access_is_inherited)
{
    HANDLE event = CreateEventA(NULL, TRUE, FALSE, NULL), waits;
    CHECK(DuplicateHandle(GetCurrentProcess(), event, GetCurrentProcess(), &waits, SYNCHRONIZE, TRUE, 0));
    start("set", waits, NULL);
    CHECK_EQ(end(), ERROR_ACCESS_DENIED);
    start("await", waits, NULL);
    CHECK(SetEvent(event));
    CHECK_EQ(end(), WAIT_OBJECT_0);
    CloseHandle(waits);
    CloseHandle(event);
}

TEST(a_semaphore_counts_in_common)
{
    HANDLE semaphore = CreateSemaphoreA(&inherit, 1, 3, NULL);
    LONG before = -1;
    start("give-two", semaphore, NULL);
    CHECK_EQ(end(), 101);
    start("give-two", semaphore, NULL);
    CHECK_EQ(end(), ERROR_TOO_MANY_POSTS);
    start("poll", semaphore, NULL);
    CHECK_EQ(end(), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(semaphore, 0), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(semaphore, 0), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(semaphore, 0), WAIT_TIMEOUT);
    start("await", semaphore, NULL);
    Sleep(100);
    CHECK(ReleaseSemaphore(semaphore, 1, &before));
    CHECK_EQ(before, 0);
    CHECK_EQ(end(), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(semaphore, 0), WAIT_TIMEOUT);
    CloseHandle(semaphore);
}

TEST(a_mutex_has_one_owner)
{
    HANDLE mutex = CreateMutexA(&inherit, FALSE, NULL), owned = CreateEventA(&inherit, FALSE, FALSE, NULL);
    if (!start("own-and-release", mutex, owned))
        return;
    CHECK_EQ(WaitForSingleObject(owned, LONG_WAIT), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(mutex, 0), WAIT_TIMEOUT);
    CHECK_ERROR(ReleaseMutex(mutex), ERROR_NOT_OWNER);
    CHECK_EQ(WaitForSingleObject(mutex, LONG_WAIT), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(mutex, LONG_WAIT), WAIT_OBJECT_0);
    CHECK_EQ(end(), 0);
    start("poll", mutex, NULL);
    CHECK_EQ(end(), WAIT_TIMEOUT);
    start("release", mutex, NULL);
    CHECK_EQ(end(), ERROR_NOT_OWNER);
    CHECK(ReleaseMutex(mutex));
    start("poll", mutex, NULL);
    CHECK_EQ(end(), WAIT_TIMEOUT);
    CHECK(ReleaseMutex(mutex));
    start("poll", mutex, NULL);
    CHECK_EQ(end(), WAIT_OBJECT_0); /* and abandons it */
    CHECK_EQ(WaitForSingleObject(mutex, 0), WAIT_ABANDONED);
    CHECK(ReleaseMutex(mutex));
    CloseHandle(mutex);
    CloseHandle(owned);
}

TEST(a_mutex_owned_before_is_owned_after)
{
    HANDLE mutex = CreateMutexA(&inherit, TRUE, NULL);
    start("poll", mutex, NULL);
    CHECK_EQ(end(), WAIT_TIMEOUT);
    start("await", mutex, NULL);
    Sleep(100);
    CHECK(ReleaseMutex(mutex));
    CHECK_EQ(end(), WAIT_OBJECT_0);
    CloseHandle(mutex);
}

TEST(an_owner_that_ends_abandons)
{
    HANDLE mutex = CreateMutexA(&inherit, FALSE, NULL), owned = CreateEventA(&inherit, FALSE, FALSE, NULL);
    HANDLE both[2] = {owned, mutex};
    /* in order, while somebody waits */
    start("own", mutex, owned);
    CHECK_EQ(WaitForSingleObject(owned, LONG_WAIT), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(mutex, LONG_WAIT), WAIT_ABANDONED);
    CHECK_EQ(end(), WAIT_OBJECT_0);
    CHECK(ReleaseMutex(mutex));
    /* terminated, while somebody waits for one of several */
    start("own-and-hang", mutex, owned);
    CHECK_EQ(WaitForSingleObject(owned, LONG_WAIT), WAIT_OBJECT_0);
    CHECK_EQ(WaitForMultipleObjects(2, both, FALSE, 50), WAIT_TIMEOUT);
    CHECK(TerminateProcess(pi.hProcess, 5));
    CHECK_EQ(WaitForMultipleObjects(2, both, FALSE, LONG_WAIT), WAIT_ABANDONED + 1);
    CHECK_EQ(end(), 5);
    CHECK(ReleaseMutex(mutex));
    /* terminated, while nobody does */
    start("own-and-hang", mutex, owned);
    CHECK_EQ(WaitForSingleObject(owned, LONG_WAIT), WAIT_OBJECT_0);
    CHECK(TerminateProcess(pi.hProcess, 6));
    CHECK_EQ(end(), 6);
    CHECK_EQ(WaitForSingleObject(mutex, 0), WAIT_ABANDONED);
    CHECK_EQ(WaitForSingleObject(mutex, 0), WAIT_OBJECT_0);
    CHECK(ReleaseMutex(mutex));
    CHECK(ReleaseMutex(mutex));
    CHECK_EQ(WaitForSingleObject(mutex, 0), WAIT_OBJECT_0);
    CHECK(ReleaseMutex(mutex));
    CloseHandle(mutex);
    CloseHandle(owned);
}

static DWORD WINAPI own_and_end(void *mutex)
{
    return WaitForSingleObject(mutex, LONG_WAIT);
}

TEST(a_thread_that_ends_abandons)
{
    HANDLE mutex = CreateMutexA(&inherit, FALSE, NULL), thread;
    start("poll", mutex, NULL);
    CHECK_EQ(end(), WAIT_OBJECT_0);
    thread = CreateThread(NULL, 0, own_and_end, mutex, 0, NULL);
    CHECK_EQ(WaitForSingleObject(thread, LONG_WAIT), WAIT_OBJECT_0);
    CloseHandle(thread);
    start("await", mutex, NULL);
    CHECK_EQ(end(), WAIT_ABANDONED);
    CloseHandle(mutex);
}

TEST(waits_for_several)
{
    HANDLE event = CreateEventA(&inherit, FALSE, FALSE, NULL), semaphore = CreateSemaphoreA(&inherit, 0, 5, NULL);
    HANDLE own = CreateEventA(NULL, FALSE, FALSE, NULL), three[3] = {own, event, semaphore};
    start("all", event, semaphore);
    Sleep(100);
    CHECK(SetEvent(event));
    Sleep(100);
    CHECK_EQ(WaitForSingleObject(pi.hProcess, 0), WAIT_TIMEOUT);
    CHECK(ReleaseSemaphore(semaphore, 1, NULL));
    CHECK_EQ(end(), WAIT_OBJECT_0);
    CHECK_EQ(WaitForMultipleObjects(3, three, FALSE, 0), WAIT_TIMEOUT);
    start("any-of-own", event, semaphore);
    CHECK(ReleaseSemaphore(semaphore, 1, NULL));
    CHECK_EQ(end(), WAIT_OBJECT_0 + 2);
    start("give-two", semaphore, NULL);
    CHECK_EQ(WaitForMultipleObjects(3, three, FALSE, LONG_WAIT), WAIT_OBJECT_0 + 2);
    CHECK_EQ(end(), 100);
    CHECK(SetEvent(own));
    start("set", event, NULL);
    CHECK_EQ(WaitForMultipleObjects(3, three, TRUE, LONG_WAIT), WAIT_OBJECT_0);
    CHECK_EQ(end(), 0);
    CHECK_EQ(WaitForMultipleObjects(3, three, FALSE, 0), WAIT_TIMEOUT);
    CloseHandle(event);
    CloseHandle(semaphore);
    CloseHandle(own);
}

TEST(signals_one_and_waits_for_another)
{
    HANDLE there = CreateEventA(&inherit, FALSE, FALSE, NULL), back = CreateEventA(&inherit, FALSE, FALSE, NULL);
    start("wait-and-set", there, back);
    CHECK_EQ(SignalObjectAndWait(there, back, LONG_WAIT, FALSE), WAIT_OBJECT_0);
    CHECK_EQ(end(), 0);
    CloseHandle(there);
    CloseHandle(back);
}

TEST(a_timer_is_shared)
{
    HANDLE timer = CreateWaitableTimerA(&inherit, FALSE, NULL);
    LARGE_INTEGER due = {.QuadPart = -500000};
    start("start-timer", timer, NULL);
    CHECK_EQ(WaitForSingleObject(timer, LONG_WAIT), WAIT_OBJECT_0);
    CHECK_EQ(end(), 0);
    CHECK_EQ(WaitForSingleObject(timer, 0), WAIT_TIMEOUT);
    start("await", timer, NULL);
    CHECK(SetWaitableTimer(timer, &due, 0, NULL, NULL, FALSE));
    CHECK_EQ(end(), WAIT_OBJECT_0);
    CloseHandle(timer);
}

TEST(a_section_is_shared)
{
    HANDLE section = CreateFileMappingA(INVALID_HANDLE_VALUE, &inherit, PAGE_READWRITE, 0, 16384, NULL);
    int *view = MapViewOfFile(section, FILE_MAP_ALL_ACCESS, 0, 0, 0);
    if (!CHECK(view != NULL))
        return;
    view[0] = 41;
    start("section", section, NULL);
    CHECK_EQ(end(), 0);
    CHECK_EQ(view[0], 42);
    CHECK_EQ(view[4095], 43);
    CHECK(UnmapViewOfFile(view));
    CloseHandle(section);
}

TEST(objects_outlive_who_passed_them_on)
{
    HANDLE there = CreateEventA(&inherit, FALSE, FALSE, NULL), back = CreateEventA(&inherit, FALSE, FALSE, NULL);
    start("grandchild", there, back);
    CHECK_EQ(end(), 0);
    CHECK(SetEvent(there));
    CHECK_EQ(WaitForSingleObject(back, LONG_WAIT), WAIT_OBJECT_0);
    CloseHandle(there);
    CloseHandle(back);
}

TEST(handles_are_duplicated)
{
    HANDLE event = CreateEventA(NULL, TRUE, FALSE, NULL), there = NULL, back = NULL, process;
    if (!start_with("wait-for-own", (HANDLE)400, NULL, FALSE, CREATE_SUSPENDED, NULL))
        return;
    process = OpenProcess(PROCESS_DUP_HANDLE, FALSE, pi.dwProcessId);
    CHECK(process != NULL);
    while ((ULONG_PTR)there < 400)
        if (!CHECK(DuplicateHandle(GetCurrentProcess(), event, process, &there, 0, FALSE, DUPLICATE_SAME_ACCESS)))
            break;
    CHECK_EQ((ULONG_PTR)there, 400);
    CHECK(DuplicateHandle(process, there, GetCurrentProcess(), &back, 0, FALSE, DUPLICATE_SAME_ACCESS));
    ResumeThread(pi.hThread);
    Sleep(100);
    CHECK(SetEvent(back));
    CHECK_EQ(WaitForSingleObject(event, 0), WAIT_OBJECT_0);
    CHECK_EQ(end(), 0);
    CloseHandle(process);
    CloseHandle(back);
    CloseHandle(event);
}

TEST(names_are_of_all)
{
    HANDLE event = CreateEventA(NULL, FALSE, FALSE, "decant-shared-event");
    HANDLE mutex = CreateMutexA(NULL, TRUE, "decant-shared-mutex");
    HANDLE semaphore = CreateSemaphoreA(NULL, 1, 1, "decant-shared-semaphore");
    start_with("names", NULL, NULL, FALSE, 0, NULL);
    CHECK_EQ(WaitForSingleObject(event, LONG_WAIT), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(semaphore, 0), WAIT_TIMEOUT);
    CHECK(ReleaseMutex(mutex));
    CHECK_EQ(end(), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(mutex, LONG_WAIT), WAIT_ABANDONED);
    CloseHandle(event);
    CloseHandle(mutex);
    CloseHandle(semaphore);
    CHECK(OpenEventA(EVENT_ALL_ACCESS, FALSE, "decant-shared-event") == NULL);
    CHECK_EQ(GetLastError(), ERROR_FILE_NOT_FOUND);
}

TEST(names_come_and_go_with_processes)
{
    HANDLE made = CreateEventA(&inherit, FALSE, FALSE, NULL), go = CreateEventA(&inherit, FALSE, FALSE, NULL), named;
    start("make-name", made, go);
    CHECK_EQ(WaitForSingleObject(made, LONG_WAIT), WAIT_OBJECT_0);
    named = OpenEventA(EVENT_MODIFY_STATE, FALSE, "decant-shared-made");
    CHECK(named != NULL);
    CHECK(SetEvent(named));
    CHECK(CloseHandle(named));
    SetEvent(go);
    CHECK_EQ(end(), 0);
    CHECK(OpenEventA(EVENT_ALL_ACCESS, FALSE, "decant-shared-made") == NULL);
    CHECK_EQ(GetLastError(), ERROR_FILE_NOT_FOUND);
    CloseHandle(made);
    CloseHandle(go);
}

static volatile LONG called;

static void CALLBACK count_call(void *done, BOOLEAN timed_out)
{
    called += timed_out ? 100 : 1;
    SetEvent(done);
}

TEST(waits_of_the_pool_see_it)
{
    HANDLE event = CreateEventA(&inherit, FALSE, FALSE, NULL), done = CreateEventA(NULL, FALSE, FALSE, NULL), wait;
    CHECK(RegisterWaitForSingleObject(&wait, event, count_call, done, INFINITE, WT_EXECUTEONLYONCE));
    start("set", event, NULL);
    CHECK_EQ(end(), 0);
    CHECK_EQ(WaitForSingleObject(done, LONG_WAIT), WAIT_OBJECT_0);
    CHECK_EQ(called, 1);
    CHECK(UnregisterWaitEx(wait, INVALID_HANDLE_VALUE));
    CloseHandle(event);
    CloseHandle(done);
}

int main(int argc, char **argv)
{
    if (argc > 3)
        return child(argv[1], handle_of(argv[2]), handle_of(argv[3]));
    RUN(an_event_wakes_both_ways);
    RUN(an_event_has_one_state);
    RUN(only_inheritable_handles_go);
    RUN(access_is_inherited);
    RUN(a_semaphore_counts_in_common);
    RUN(a_mutex_has_one_owner);
    RUN(a_mutex_owned_before_is_owned_after);
    RUN(an_owner_that_ends_abandons);
    RUN(a_thread_that_ends_abandons);
    RUN(waits_for_several);
    RUN(signals_one_and_waits_for_another);
    RUN(a_timer_is_shared);
    RUN(a_section_is_shared);
    RUN(objects_outlive_who_passed_them_on);
    RUN(handles_are_duplicated);
    RUN(names_are_of_all);
    RUN(names_come_and_go_with_processes);
    RUN(waits_of_the_pool_see_it);
    return guest_done();
}
