/* FlushProcessWriteBuffers: one thread pays for the barrier, the other has none. */
#include "../guest.h"

enum { ROUNDS = 2000 };

static volatile LONG go, done;
static volatile LONG fast_flag, slow_flag, fast_saw, slow_saw;

/* Writes its flag and reads the other's with nothing between but the compiler's order. */
static DWORD WINAPI fast(void *unused)
{
    (void)unused;
    for (LONG round = 1; round <= ROUNDS; round++) {
        while (go != round) YieldProcessor();
        fast_flag = round;
        __asm__ volatile("" ::: "memory");
        fast_saw = slow_flag;
        done = round;
    }
    return 0;
}

/* At least one of two threads that each write first and read then sees what the other wrote. */
TEST(orders_writes_of_other_threads)
{
    int both_missed = 0;
    HANDLE thread = CreateThread(NULL, 0, fast, NULL, 0, NULL);
    CHECK(thread != NULL);
    for (LONG round = 1; round <= ROUNDS; round++) {
        go = round;
        slow_flag = round;
        FlushProcessWriteBuffers();
        slow_saw = fast_flag;
        while (done != round) YieldProcessor();
        both_missed += slow_saw != round && fast_saw != round;
    }
    CHECK_EQ(both_missed, 0);
    CHECK_EQ(WaitForSingleObject(thread, INFINITE), WAIT_OBJECT_0);
    CloseHandle(thread);
}

TEST(leaves_the_last_error)
{
    SetLastError(1234);
    FlushProcessWriteBuffers();
    CHECK_EQ(GetLastError(), 1234);
}

int main(void)
{
    RUN(orders_writes_of_other_threads);
    RUN(leaves_the_last_error);
    return guest_done();
}
