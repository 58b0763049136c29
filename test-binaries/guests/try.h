/*
 * __try, __except and __finally for a compiler that has no such statements: functions whose language handler is
 * __C_specific_handler, with scope tables written out.
 */
#ifndef TRY_H
#define TRY_H

#include <windows.h>

/* What the filter of try_except() is: EXCEPTION_EXECUTE_HANDLER unless a test says otherwise. */
static LONG (*try_filter)(EXCEPTION_POINTERS *);

/* What try_finally() calls when its frame is left by an unwind. */
static void (*try_handler)(void);

static __attribute__((used)) LONG try_call_filter(EXCEPTION_POINTERS *p)
{
    return try_filter ? try_filter(p) : EXCEPTION_EXECUTE_HANDLER;
}

static __attribute__((used)) void try_call_handler(BOOLEAN abnormal)
{
    if (abnormal) try_handler();
}

/* __try { function(argument); } __except (try_call_filter(...)) { return 1; } return 0; */
static __attribute__((noinline, unused)) int try_except(void (*function)(void *), void *argument)
{
    volatile int caught = 1;
    __asm__ volatile(".Ltry_begin:");
    function(argument);
    caught = 0;
    __asm__ volatile("nop\n"
                     ".Ltry_end:\n\t"
                     "nop\n\t"
                     ".seh_handler __C_specific_handler, @except, @unwind\n\t"
                     ".seh_handlerdata\n\t"
                     ".long 1\n\t"
                     ".rva .Ltry_begin, .Ltry_end, try_call_filter, .Ltry_end\n\t"
                     ".text");
    return caught;
}

/* __try { function(argument); } __finally { if (AbnormalTermination()) try_handler(); } */
static __attribute__((noinline, unused)) void try_finally(void (*function)(void *), void *argument)
{
    __asm__ volatile(".Lfinally_begin:");
    function(argument);
    __asm__ volatile("nop\n"
                     ".Lfinally_end:\n\t"
                     "nop\n\t"
                     ".seh_handler __C_specific_handler, @except, @unwind\n\t"
                     ".seh_handlerdata\n\t"
                     ".long 1\n\t"
                     ".rva .Lfinally_begin, .Lfinally_end, try_call_handler\n\t"
                     ".long 0\n\t"
                     ".text");
}

#endif
