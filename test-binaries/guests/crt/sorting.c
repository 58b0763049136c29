/* qsort and bsearch: every width, every order, a comparer that leaves. */
#include "guest.h"
#include "try.h"
#include <search.h>
#include <setjmp.h>
#include <stdlib.h>

enum { MOST = 1000 };

static unsigned char elements[MOST * 100];
static int width, calls;
static unsigned seed;

static unsigned next(void)
{
    return seed = seed * 1664525u + 1013904223u;
}

/* Elements are compared by their first two bytes; the others say which element it is. */
static int key(const void *p)
{
    const unsigned char *bytes = p;
    return width == 1 ? bytes[0] : bytes[0] << 8 | bytes[1];
}

static int by_key(const void *a, const void *b)
{
    calls++;
    return key(a) - key(b);
}

static int by_key_s(void *context, const void *a, const void *b)
{
    ++*(int *)context;
    return key(a) - key(b);
}

static int order(int pattern, int i, int count)
{
    switch (pattern) {
    case 0: return next() >> 16 & 0xffff;
    case 1: return i;
    case 2: return count - i;
    case 3: return 7;
    case 4: return i < count / 2 ? i : count - i;
    case 5: return i & 1 ? i : count + i; /* what a median of three takes badly */
    default: return next() >> 16 & 3;
    }
}

static unsigned long long fill(int count, int pattern)
{
    unsigned long long sum = 0;
    for (int i = 0; i < count; i++) {
        unsigned char *e = elements + i * width;
        int k = order(pattern, i, count);
        for (int b = 0; b < width; b++) e[b] = (unsigned char)next();
        e[0] = (unsigned char)(width == 1 ? k : k >> 8);
        if (width > 1) e[1] = (unsigned char)k;
    }
    for (int i = 0; i < count; i++) {
        unsigned long long hash = 14695981039346656037ull;
        for (int b = 0; b < width; b++) hash = (hash ^ elements[i * width + b]) * 1099511628211ull;
        sum += hash;
    }
    return sum;
}

static unsigned long long checksum(int count)
{
    unsigned long long sum = 0;
    for (int i = 0; i < count; i++) {
        unsigned long long hash = 14695981039346656037ull;
        for (int b = 0; b < width; b++) hash = (hash ^ elements[i * width + b]) * 1099511628211ull;
        sum += hash;
    }
    return sum;
}

TEST(every_width_and_order)
{
    static const int widths[] = {1, 2, 3, 4, 5, 7, 8, 12, 15, 16, 24, 100};
    static const int counts[] = {0, 1, 2, 3, 8, 9, 10, 100, MOST};
    for (unsigned w = 0; w < sizeof widths / sizeof *widths; w++) {
        for (unsigned c = 0; c < sizeof counts / sizeof *counts; c++) {
            for (int pattern = 0; pattern < 7; pattern++) {
                int count = counts[c], out_of_order = 0;
                width = widths[w];
                unsigned long long before = fill(count, pattern);
                calls = 0;
                qsort(elements, count, width, by_key);
                for (int i = 1; i < count; i++)
                    out_of_order += key(elements + (i - 1) * width) > key(elements + i * width);
                CHECK_EQ(out_of_order, 0);
                CHECK(checksum(count) == before);
                CHECK(calls <= 60 * count); /* far below count squared */
            }
        }
    }
}

TEST(nothing_is_written_behind_the_array)
{
    width = 12;
    memset(elements, 0x55, sizeof elements);
    fill(50, 0);
    memset(elements + 50 * 12, 0x55, 64);
    qsort(elements, 50, 12, by_key);
    for (int i = 0; i < 64; i++) CHECK_EQ(elements[50 * 12 + i], 0x55);
}

TEST(with_a_context)
{
    int count = 0, out_of_order = 0;
    width = 8;
    fill(500, 0);
    qsort_s(elements, 500, 8, by_key_s, &count);
    for (int i = 1; i < 500; i++) out_of_order += key(elements + (i - 1) * 8) > key(elements + i * 8);
    CHECK_EQ(out_of_order, 0);
    CHECK(count > 500);
}

TEST(searching)
{
    int numbers = 0;
    width = 4;
    fill(MOST, 1);
    for (int i = 0; i < MOST; i++) CHECK(bsearch(elements + i * 4, elements, MOST, 4, by_key) == elements + i * 4);
    unsigned char none[4] = {0xff, 0xff, 0, 0};
    CHECK(bsearch(none, elements, MOST, 4, by_key) == NULL);
    CHECK(bsearch(none, elements, 0, 4, by_key) == NULL);
    CHECK(bsearch_s(elements + 40, elements, MOST, 4, by_key_s, &numbers) == elements + 40);
    CHECK(numbers > 0 && numbers <= 11);
}

static jmp_buf out;

static int leaves(const void *a, const void *b)
{
    if (++calls == 100) longjmp(out, 1);
    return key(a) - key(b);
}

TEST(a_comparer_that_leaves)
{
    static int left;
    width = 8;
    left = 0;
    unsigned long long before = fill(500, 0);
    calls = 0;
    if (setjmp(out) == 0) qsort(elements, 500, 8, leaves);
    else left = 1;
    CHECK_EQ(left, 1);
    CHECK(checksum(500) == before);
}

static int raises(const void *a, const void *b)
{
    if (++calls == 50) RaiseException(0xE0001234, 0, 0, NULL);
    return key(a) - key(b);
}

static void sort_and_raise(void *unused)
{
    (void)unused;
    qsort(elements, 500, 8, raises);
}

static void search_and_raise(void *unused)
{
    (void)unused;
    calls = 49;
    bsearch(elements, elements, 500, 8, raises);
}

TEST(a_comparer_that_raises_an_exception)
{
    width = 8;
    unsigned long long before = fill(500, 0);
    calls = 0;
    CHECK_EQ(try_except(sort_and_raise, NULL), 1);
    CHECK_EQ(calls, 50);
    CHECK(checksum(500) == before);
    CHECK_EQ(try_except(search_and_raise, NULL), 1);
}

/* M. D. McIlroy, "A Killer Adversary for Quicksort": values are decided as late as they can be. */
static int values[MOST], solid, candidate, gas;

static int adversary(const void *a, const void *b)
{
    int x = *(const int *)a, y = *(const int *)b;
    calls++;
    if (values[x] == gas && values[y] == gas) values[x == candidate ? x : y] = solid++;
    if (values[x] == gas) candidate = x;
    else if (values[y] == gas) candidate = y;
    return values[x] - values[y];
}

TEST(an_adversary)
{
    int *numbers = (int *)elements, wrong = 0;
    gas = MOST;
    for (int i = 0; i < MOST; i++) numbers[i] = i, values[i] = gas;
    calls = 0;
    qsort(numbers, MOST, sizeof *numbers, adversary);
    for (int i = 1; i < MOST; i++) wrong += values[numbers[i - 1]] > values[numbers[i]];
    CHECK_EQ(wrong, 0);
    CHECK(calls < 100 * MOST);
}

static DWORD WINAPI sorts(void *array)
{
    int *numbers = array;
    for (int round = 0; round < 20; round++) {
        unsigned mine = 12345u + (unsigned)round;
        for (int i = 0; i < 2000; i++) numbers[i] = (int)((mine = mine * 1664525u + 1013904223u) >> 1);
        extern int ints(const void *, const void *);
        qsort(numbers, 2000, sizeof *numbers, ints);
        for (int i = 1; i < 2000; i++)
            if (numbers[i - 1] > numbers[i]) return 1;
    }
    return 0;
}

int ints(const void *a, const void *b)
{
    return (*(const int *)a > *(const int *)b) - (*(const int *)a < *(const int *)b);
}

TEST(on_several_threads)
{
    static int arrays[4][2000];
    HANDLE threads[4];
    for (int i = 0; i < 4; i++) threads[i] = CreateThread(NULL, 0, sorts, arrays[i], 0, NULL);
    for (int i = 0; i < 4; i++) {
        DWORD code = 9;
        WaitForSingleObject(threads[i], INFINITE);
        GetExitCodeThread(threads[i], &code);
        CHECK_EQ(code, 0);
    }
}

int main(void)
{
    RUN(every_width_and_order);
    RUN(nothing_is_written_behind_the_array);
    RUN(with_a_context);
    RUN(searching);
    RUN(a_comparer_that_leaves);
    RUN(a_comparer_that_raises_an_exception);
    RUN(an_adversary);
    RUN(on_several_threads);
    return guest_done();
}
