/*
 * What guests that measure share: the clock; MEASURE, which prints "NAME nanoseconds", the median of several rounds; and
 * BEST, which prints the least of many short batches.
 */
#ifndef MEASURE_H
#define MEASURE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

enum { ROUNDS = 9, BATCHES = 25 };

/* Seconds. */
static double now(void)
{
    static double frequency;
    LARGE_INTEGER ticks;
    if (frequency == 0) {
        QueryPerformanceFrequency(&ticks);
        frequency = (double)ticks.QuadPart;
    }
    QueryPerformanceCounter(&ticks);
    return (double)ticks.QuadPart / frequency;
}

static __attribute__((unused)) int measure_ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

#define MEASURE(name, count, call) \
    do { \
        double rounds[ROUNDS]; \
        for (int round = 0; round < ROUNDS; round++) { \
            double begin = now(); \
            for (int i = 0; i < (count); i++) { call; } \
            rounds[round] = (now() - begin) * 1e9 / (count); \
        } \
        qsort(rounds, ROUNDS, sizeof *rounds, measure_ascending); \
        printf("%s %.1f\n", name, rounds[ROUNDS / 2]); \
        fflush(stdout); \
    } while (0)

/* The rows that are wanted: those whose names begin so, or all. */
static const char *measure_only;

static __attribute__((unused)) int wanted(const char *name)
{
    return measure_only == NULL || strncmp(name, measure_only, strlen(measure_only)) == 0;
}

#define BEST(name, count, call) \
    do { \
        if (!wanted(name)) break; \
        double best = 1e30; \
        for (int batch = 0; batch < BATCHES; batch++) { \
            double begin = now(); \
            for (int i = 0; i < (count); i++) { call; } \
            double time = (now() - begin) * 1e9 / (count); \
            if (time < best) best = time; \
        } \
        printf("%s %.1f\n", name, best); \
        fflush(stdout); \
    } while (0)

#endif
