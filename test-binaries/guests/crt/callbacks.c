/* The runtime calling the program: qsort, bsearch, _lfind, and callbacks within callbacks. */
#include "guest.h"
#include <search.h>

static int ascending(const void *a, const void *b)
{
    int x = *(const int *)a, y = *(const int *)b;
    return (x > y) - (x < y);
}

static int descending(const void *a, const void *b) { return ascending(b, a); }

TEST(sorts_numbers)
{
    enum { N = 1000 };
    static int values[N];
    unsigned seed = 12345;
    for (int i = 0; i < N; i++) {
        seed = seed * 1103515245 + 12345;
        values[i] = (int)(seed >> 8) % 500;
    }
    qsort(values, N, sizeof *values, ascending);
    int wrong = 0;
    for (int i = 1; i < N; i++) wrong += values[i - 1] > values[i];
    CHECK_EQ(wrong, 0);
    qsort(values, N, sizeof *values, descending);
    wrong = 0;
    for (int i = 1; i < N; i++) wrong += values[i - 1] < values[i];
    CHECK_EQ(wrong, 0);
}

struct record {
    char name[20];
    short rank;
    char odd;
};

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct record *)a)->name, ((const struct record *)b)->name);
}

TEST(sorts_and_finds_records)
{
    struct record records[] = {{"pear", 1, 'a'}, {"apple", 2, 'b'}, {"fig", 3, 'c'}, {"cherry", 4, 'd'}, {"date", 5, 'e'}};
    qsort(records, 5, sizeof *records, by_name);
    CHECK_STR(records[0].name, "apple");
    CHECK_STR(records[4].name, "pear");
    CHECK_EQ(records[4].odd, 'a');
    struct record key = {"fig", 0, 0};
    struct record *found = bsearch(&key, records, 5, sizeof *records, by_name);
    CHECK(found == &records[3]);
    strcpy(key.name, "grape");
    CHECK(bsearch(&key, records, 5, sizeof *records, by_name) == NULL);
}

TEST(nothing_and_one)
{
    int one = 1;
    qsort(&one, 0, sizeof one, ascending);
    qsort(&one, 1, sizeof one, ascending);
    CHECK_EQ(one, 1);
    CHECK(bsearch(&one, &one, 0, sizeof one, ascending) == NULL);
}

static int depth;

static int nested(const void *a, const void *b)
{
    if (depth < 20) {
        depth++;
        int inner[] = {3, 1, 2};
        qsort(inner, 3, sizeof *inner, nested);
        CHECK(inner[0] == 1 && inner[1] == 2 && inner[2] == 3);
        depth--;
    }
    SetLastError(77);
    return ascending(a, b);
}

TEST(callbacks_nest)
{
    int values[] = {2, 1};
    depth = 8;
    qsort(values, 2, sizeof *values, nested);
    CHECK_EQ(values[0], 1);
    CHECK_EQ(depth, 8);
    CHECK_EQ(GetLastError(), 77);
}

TEST(linear_search)
{
    int values[8] = {4, 2, 9};
    unsigned count = 3;
    int key = 9;
    CHECK(_lfind(&key, values, &count, sizeof *values, ascending) == &values[2]);
    key = 5;
    CHECK(_lfind(&key, values, &count, sizeof *values, ascending) == NULL);
}

static int floats_survive(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

TEST(preserved_registers_survive_a_call_back)
{
    register double a = 1.25, b = 2.5, c = 3.75, d = 5.0;
    double values[] = {3, 2, 1};
    for (int i = 0; i < 50; i++) {
        values[0] = 3, values[1] = 2, values[2] = 1;
        qsort(values, 3, sizeof *values, floats_survive);
        a += 1, b += a, c += b, d += c;
    }
    CHECK(a == 51.25 && values[0] == 1);
    CHECK(b == 1.25 * 50 + 50 * 51 / 2 + 2.5);
    CHECK(d > c && c > b);
}

int main(void)
{
    RUN(sorts_numbers);
    RUN(sorts_and_finds_records);
    RUN(nothing_and_one);
    RUN(callbacks_nest);
    RUN(linear_search);
    RUN(preserved_registers_survive_a_call_back);
    return guest_done();
}
