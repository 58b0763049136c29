/* Threads, mutexes, condition variables and clocks of Microsoft's C++ library, by their functions of C. */
#include "guest.h"

enum { SUCCESS, NOMEM, TIMEDOUT, BUSY, THRD_ERROR };
enum { PLAIN = 1, TRY = 2, TIMED = 4, RECURSIVE = 0x100 };

/* What programs reserve, and what newer ones initialise by themselves. */
typedef union {
    struct {
        int type;
        void *unused, *lock;
        char rest[48];
        int owner, count;
    } fields;
    char bytes[80];
} Mutex;
typedef struct {
    void *unused, *variable;
    char rest[56];
} Condition;
typedef struct {
    HANDLE handle;
    unsigned id;
} Thread;
typedef struct {
    long long seconds;
    int nanoseconds;
} Time;

int _Mtx_init(Mutex **, int);
void _Mtx_init_in_situ(Mutex *, int);
void _Mtx_destroy(Mutex *);
void _Mtx_destroy_in_situ(Mutex *);
int _Mtx_lock(Mutex *);
int _Mtx_trylock(Mutex *);
int _Mtx_timedlock(Mutex *, const Time *);
int _Mtx_unlock(Mutex *);
int _Mtx_current_owns(Mutex *);
int _Cnd_init(Condition **);
void _Cnd_init_in_situ(Condition *);
void _Cnd_destroy(Condition *);
void _Cnd_destroy_in_situ(Condition *);
int _Cnd_wait(Condition *, Mutex *);
int _Cnd_timedwait(Condition *, Mutex *, const Time *);
int _Cnd_signal(Condition *);
int _Cnd_broadcast(Condition *);
void _Cnd_register_at_thread_exit(Condition *, Mutex *, int *);
void _Cnd_unregister_at_thread_exit(Mutex *);
void _Cnd_do_broadcast_at_thread_exit(void);
int _Thrd_start(Thread *, unsigned (*)(void *), void *);
int _Thrd_join(Thread, int *);
int _Thrd_detach(Thread);
Thread _Thrd_current(void);
unsigned _Thrd_id(void);
void _Thrd_yield(void);
void _Thrd_sleep(const Time *);
int _Thrd_equal(Thread, Thread);
int _Thrd_lt(Thread, Thread);
int _Thrd_hardware_concurrency(void);
long long _Xtime_get_ticks(void);
long long _Query_perf_counter(void);
long long _Query_perf_frequency(void);

static Mutex mutex;
static Condition condition;
static int number;

static Time in(int milliseconds)
{
    long long ticks = _Xtime_get_ticks() + milliseconds * 10000LL;
    Time time = {ticks / 10000000, (int)(ticks % 10000000 * 100)};
    return time;
}

static unsigned run(unsigned (*function)(void *), void *argument)
{
    Thread thread;
    int code = -1;
    CHECK_EQ(_Thrd_start(&thread, function, argument), SUCCESS);
    CHECK(thread.id != _Thrd_id());
    CHECK_EQ(_Thrd_join(thread, &code), SUCCESS);
    return code;
}

static unsigned tries(void *argument)
{
    int result = _Mtx_trylock(argument);
    if (result == SUCCESS)
        _Mtx_unlock(argument);
    return result;
}

static unsigned tries_for_a_while(void *argument)
{
    Time end = in(30), never = {0, 0};
    int at_once = _Mtx_timedlock(argument, &never), result = _Mtx_timedlock(argument, &end);
    CHECK(at_once == (result == TIMEDOUT ? BUSY : SUCCESS));
    while (_Mtx_current_owns(argument))
        _Mtx_unlock(argument);
    return result;
}

TEST(mutexes)
{
    Mutex m;
    memset(&m, 0x55, sizeof m);
    _Mtx_init_in_situ(&m, TRY);
    CHECK_EQ(_Mtx_current_owns(&m), 0);
    CHECK_EQ(_Mtx_lock(&m), SUCCESS);
    CHECK_EQ(_Mtx_current_owns(&m), 1);
    CHECK_EQ(_Mtx_lock(&m), BUSY);
    CHECK_EQ(_Mtx_trylock(&m), BUSY);
    CHECK_EQ(run(tries, &m), BUSY);
    CHECK_EQ(_Mtx_unlock(&m), SUCCESS);
    CHECK_EQ(_Mtx_current_owns(&m), 0);
    CHECK_EQ(run(tries, &m), SUCCESS);
    _Mtx_destroy_in_situ(&m);
}

TEST(recursive_mutexes)
{
    Mutex *m;
    CHECK_EQ(_Mtx_init(&m, TIMED | RECURSIVE), SUCCESS);
    CHECK_EQ(_Mtx_lock(m), SUCCESS);
    CHECK_EQ(_Mtx_trylock(m), SUCCESS);
    CHECK_EQ(_Mtx_unlock(m), SUCCESS);
    CHECK_EQ(_Mtx_current_owns(m), 1);
    CHECK_EQ(run(tries_for_a_while, m), TIMEDOUT);
    CHECK_EQ(_Mtx_unlock(m), SUCCESS);
    CHECK_EQ(run(tries_for_a_while, m), SUCCESS);
    _Mtx_destroy(m);
}

/* As a constructor that the compiler has evaluated leaves it. */
TEST(mutexes_made_by_the_compiler)
{
    Mutex m = {.fields = {.type = TRY, .owner = -1}};
    Condition c = {0};
    Time end = in(20);
    CHECK_EQ(_Mtx_lock(&m), SUCCESS);
    CHECK(m.fields.owner == (int)_Thrd_id() && m.fields.count == 1);
    CHECK_EQ(run(tries, &m), BUSY);
    CHECK_EQ(_Cnd_timedwait(&c, &m, &end), TIMEDOUT);
    CHECK_EQ(_Mtx_current_owns(&m), 1);
    CHECK_EQ(_Mtx_unlock(&m), SUCCESS);
    CHECK_EQ(_Cnd_broadcast(&c), SUCCESS);
}

static unsigned adds(void *argument)
{
    (void)argument;
    for (int i = 0; i < 20000; i++) {
        _Mtx_lock(&mutex);
        number++;
        _Mtx_unlock(&mutex);
    }
    return 7;
}

TEST(contention)
{
    Thread threads[4];
    _Mtx_init_in_situ(&mutex, PLAIN);
    number = 0;
    for (int i = 0; i < 4; i++)
        CHECK_EQ(_Thrd_start(&threads[i], adds, NULL), SUCCESS);
    for (int i = 0; i < 4; i++) {
        int code = 0;
        CHECK_EQ(_Thrd_join(threads[i], &code), SUCCESS);
        CHECK_EQ(code, 7);
    }
    CHECK_EQ(number, 80000);
    _Mtx_destroy_in_situ(&mutex);
}

static unsigned takes_turns(void *argument)
{
    int own = (int)(size_t)argument;
    _Mtx_lock(&mutex);
    for (int i = 0; i < 1000; i++) {
        while (number % 3 != own)
            _Cnd_wait(&condition, &mutex);
        number++;
        _Cnd_broadcast(&condition);
    }
    _Mtx_unlock(&mutex);
    return 0;
}

TEST(condition_variables)
{
    Thread threads[3];
    _Mtx_init_in_situ(&mutex, TRY);
    _Cnd_init_in_situ(&condition);
    number = 0;
    for (size_t i = 0; i < 3; i++)
        CHECK_EQ(_Thrd_start(&threads[i], takes_turns, (void *)i), SUCCESS);
    for (int i = 0; i < 3; i++)
        CHECK_EQ(_Thrd_join(threads[i], NULL), SUCCESS);
    CHECK_EQ(number, 3000);
    CHECK_EQ(_Cnd_signal(&condition), SUCCESS);
    _Cnd_destroy_in_situ(&condition);
}

TEST(waits_end)
{
    Condition *c;
    Time end = in(30), past = in(-1000);
    CHECK_EQ(_Cnd_init(&c), SUCCESS);
    _Mtx_lock(&mutex);
    CHECK_EQ(_Cnd_timedwait(c, &mutex, &end), TIMEDOUT);
    CHECK(_Xtime_get_ticks() >= end.seconds * 10000000 + end.nanoseconds / 100 - 10000);
    CHECK_EQ(_Cnd_timedwait(c, &mutex, &past), TIMEDOUT);
    _Mtx_unlock(&mutex);
    _Cnd_destroy(c);
}

static unsigned ends(void *argument)
{
    _Mtx_lock(&mutex);
    _Cnd_register_at_thread_exit(&condition, &mutex, argument);
    _Cnd_do_broadcast_at_thread_exit();
    return _Mtx_current_owns(&mutex);
}

static unsigned ends_without(void *argument)
{
    _Mtx_lock(&mutex);
    _Cnd_register_at_thread_exit(&condition, &mutex, argument);
    _Cnd_unregister_at_thread_exit(&mutex);
    _Cnd_do_broadcast_at_thread_exit();
    int owns = _Mtx_current_owns(&mutex);
    _Mtx_unlock(&mutex);
    return owns;
}

TEST(at_the_end_of_a_thread)
{
    Thread thread;
    int ended = 0, not_ended = 0;
    _Cnd_init_in_situ(&condition);
    _Mtx_lock(&mutex);
    CHECK_EQ(_Thrd_start(&thread, ends, &ended), SUCCESS);
    while (!ended)
        _Cnd_wait(&condition, &mutex);
    _Mtx_unlock(&mutex);
    int code = -1;
    CHECK_EQ(_Thrd_join(thread, &code), SUCCESS);
    CHECK_EQ(code, 0);
    CHECK_EQ(run(ends_without, &not_ended), 1);
    CHECK_EQ(not_ended, 0);
    _Mtx_destroy_in_situ(&mutex);
}

static unsigned tells(void *argument)
{
    *(Thread *)argument = _Thrd_current();
    return 0;
}

TEST(identities)
{
    Thread own = _Thrd_current(), other;
    CHECK_EQ(own.id, GetCurrentThreadId());
    CHECK_EQ(_Thrd_id(), GetCurrentThreadId());
    run(tells, &other);
    CHECK(_Thrd_equal(own, own));
    CHECK(!_Thrd_equal(own, other));
    CHECK_EQ(!!_Thrd_lt(own, other), own.id < other.id);
    SYSTEM_INFO info;
    GetSystemInfo(&info);
    CHECK_EQ(_Thrd_hardware_concurrency(), info.dwNumberOfProcessors);
    Thread thread;
    CHECK_EQ(_Thrd_start(&thread, tells, &other), SUCCESS);
    CHECK_EQ(WaitForSingleObject(thread.handle, 10000), 0);
    CHECK_EQ(_Thrd_detach(thread), SUCCESS);
    CHECK_EQ(_Thrd_detach(thread), THRD_ERROR);
}

TEST(clocks)
{
    LARGE_INTEGER counter, frequency;
    FILETIME time;
    QueryPerformanceFrequency(&frequency);
    CHECK_EQ(_Query_perf_frequency(), frequency.QuadPart);
    QueryPerformanceCounter(&counter);
    long long later = _Query_perf_counter();
    CHECK(later >= counter.QuadPart && later < counter.QuadPart + 10 * frequency.QuadPart);
    GetSystemTimeAsFileTime(&time);
    long long ticks = ((long long)time.dwHighDateTime << 32 | time.dwLowDateTime) - 116444736000000000;
    long long difference = _Xtime_get_ticks() - ticks;
    CHECK(difference > -10000000 && difference < 100000000);
    Time end = in(20);
    _Thrd_yield();
    _Thrd_sleep(&end);
    CHECK(_Xtime_get_ticks() >= end.seconds * 10000000 + end.nanoseconds / 100 - 10000);
    end = in(-5000);
    _Thrd_sleep(&end);
}

int main(void)
{
    RUN(mutexes);
    RUN(recursive_mutexes);
    RUN(mutexes_made_by_the_compiler);
    RUN(contention);
    RUN(condition_variables);
    RUN(waits_end);
    RUN(at_the_end_of_a_thread);
    RUN(identities);
    RUN(clocks);
    return guest_done();
}
