/* setjmp and longjmp, alone and out of nested callbacks of the C runtime. */
#include "guest.h"
#include <setjmp.h>

static jmp_buf target;

TEST(value_comes_back)
{
    volatile int round = 0;
    int value = setjmp(target);
    round++;
    if (value == 0) longjmp(target, 42);
    CHECK_EQ(value, 42);
    CHECK_EQ(round, 2);
}

TEST(zero_becomes_one)
{
    int value = setjmp(target);
    if (value == 0) longjmp(target, 0);
    CHECK_EQ(value, 1);
}

static __attribute__((noinline)) void deep(int levels)
{
    volatile char frame[200];
    frame[0] = (char)levels;
    if (levels == 0) longjmp(target, 7);
    if (levels > 0) deep(levels - 1);
    frame[1] = frame[0];
}

TEST(out_of_a_deep_recursion)
{
    volatile double kept = 1.5;
    int value = setjmp(target);
    if (value == 0) deep(500);
    CHECK_EQ(value, 7);
    CHECK(kept == 1.5);
}

static int comparisons;

static int leave(const void *a, const void *b)
{
    if (++comparisons == 3) longjmp(target, 11);
    return *(const int *)a - *(const int *)b;
}

TEST(out_of_a_callback)
{
    int values[] = {9, 3, 7, 1, 5, 2, 8};
    for (volatile int i = 0; i < 100; i++) {
        comparisons = 0;
        int value = setjmp(target);
        if (value == 0) {
            qsort(values, 7, sizeof *values, leave);
            CHECK(0);
        }
        CHECK_EQ(value, 11);
    }
}

int main(void)
{
    RUN(value_comes_back);
    RUN(zero_becomes_one);
    RUN(out_of_a_deep_recursion);
    RUN(out_of_a_callback);
    return guest_done();
}
