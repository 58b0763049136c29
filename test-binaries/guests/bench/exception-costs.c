// judged-by: Benchmarks
/* What exceptions cost: one line each, "NAME nanoseconds", the median of several rounds. */
#include "try.h"
#include <stdio.h>
#include <stdlib.h>

enum { ROUNDS = 9 };

static double now(void)
{
    LARGE_INTEGER ticks, frequency;
    QueryPerformanceCounter(&ticks);
    QueryPerformanceFrequency(&frequency);
    return (double)ticks.QuadPart / (double)frequency.QuadPart;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void measure(const char *name, void (*call)(void *), int count)
{
    double rounds[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
        double begin = now();
        for (int i = 0; i < count; i++) call(NULL);
        rounds[round] = (now() - begin) * 1e9 / count;
    }
    qsort(rounds, ROUNDS, sizeof *rounds, ascending);
    printf("%s %.1f\n", name, rounds[ROUNDS / 2]);
    fflush(stdout);
}

static LONG CALLBACK handler(EXCEPTION_POINTERS *p)
{
    if (p->ExceptionRecord->ExceptionCode == EXCEPTION_ACCESS_VIOLATION) p->ContextRecord->Rip += 2;
    return EXCEPTION_CONTINUE_EXECUTION;
}

static void raise_exception(void *argument)
{
    (void)argument;
    RaiseException(0xE0000001, 0, 0, NULL);
}

static void touch(void *argument)
{
    __asm__ volatile("xorl %%ecx, %%ecx; movb (%%rcx), %%al" : : "a"(argument) : "rcx", "memory");
}

static void raise_and_catch(void *argument)
{
    try_except(raise_exception, argument);
}

static void touch_and_catch(void *argument)
{
    try_except(touch, argument);
}

static void capture(void *argument)
{
    (void)argument;
    CONTEXT context;
    volatile int again = 0;
    RtlCaptureContext(&context);
    if (!again++) RtlRestoreContext(&context, NULL);
}

int main(void)
{
    void *registration = AddVectoredExceptionHandler(1, handler);
    measure("RaiseExceptionVectored", raise_exception, 20000);
    measure("FaultVectored", touch, 20000);
    RemoveVectoredExceptionHandler(registration);
    measure("RaiseExceptionSeh", raise_and_catch, 5000);
    measure("FaultSeh", touch_and_catch, 5000);
    measure("CaptureRestoreContext", capture, 20000);
    return 0;
}
