// judged-by: Benchmarks
/* What exceptions cost: one line each, "NAME nanoseconds", the median of several rounds. */
#include "measure.h"
#include "try.h"

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
    MEASURE("RaiseExceptionVectored", 20000, raise_exception(NULL));
    MEASURE("FaultVectored", 20000, touch(NULL));
    RemoveVectoredExceptionHandler(registration);
    MEASURE("RaiseExceptionSeh", 5000, raise_and_catch(NULL));
    MEASURE("FaultSeh", 5000, touch_and_catch(NULL));
    MEASURE("CaptureRestoreContext", 20000, capture(NULL));
    return 0;
}
