/*
 * What every guest program shares: checks that name their place, and an exit code that counts failures.
 *
 *     TEST(adds) { CHECK(1 + 1 == 2); }
 *     int main(void) { RUN(adds); return guest_done(); }
 *
 * prints "ok adds", or one "FAIL file:line condition" for each condition that does not hold and "not ok adds".
 * A program with a golden file (NAME.golden beside NAME.c) is judged by what it prints, byte for byte. Comments
 * near the beginning of a source file say how it is built and run:
 *
 *     // build: FLAGS     more flags for compiler and linker
 *     // needs: NAME.dll  guest libraries that it is linked against
 *     // args: WORDS      its arguments, divided at spaces
 *     // stdin: TEXT      what it reads, with a line feed added
 *     // exit: NUMBER     its exit code, when not 0 (the shell sees the low 8 bits)
 *     // judged-by: CLASS  only that test of the build runs it
 *     // compiler: clang FLAGS  C with __try; C++ with the exceptions of Microsoft's compiler
 *     // imports: AREA/FILE  functions of libraries, as NAME.imports.def lists them
 */
#ifndef GUEST_H
#define GUEST_H

#ifdef _MSC_VER
#include "msvc.h"
#else
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>
#endif

static int guest_failures;

static __attribute__((unused)) int guest_check(int holds, const char *file, int line, const char *condition)
{
    if (!holds) {
        guest_failures++;
        printf("FAIL %s:%d %s\n", file, line, condition);
        fflush(stdout);
    }
    return holds;
}

/* Prints both values of a comparison that fails: a bare condition says too little about a wrong number. */
static __attribute__((unused)) int guest_equal(long long actual, long long expected, const char *file, int line,
                                               const char *what)
{
    if (actual != expected) {
        guest_failures++;
        printf("FAIL %s:%d %s is %lld (0x%llx), not %lld (0x%llx)\n", file, line, what, actual, actual, expected,
               expected);
        fflush(stdout);
    }
    return actual == expected;
}

static __attribute__((unused)) int guest_same(const char *actual, const char *expected, const char *file, int line,
                                              const char *what)
{
    int same = actual != NULL && strcmp(actual, expected) == 0;
    if (!same) {
        guest_failures++;
        printf("FAIL %s:%d %s is \"%s\", not \"%s\"\n", file, line, what, actual ? actual : "(null)", expected);
        fflush(stdout);
    }
    return same;
}

static __attribute__((unused)) void guest_run(const char *name, void (*test)(void))
{
    int before = guest_failures;
    test();
    printf("%s %s\n", guest_failures == before ? "ok" : "not ok", name);
    fflush(stdout);
}

static __attribute__((unused)) int guest_done(void)
{
    return guest_failures;
}

#define CHECK(condition) guest_check(!!(condition), __FILE__, __LINE__, #condition)
#define CHECK_EQ(actual, expected) guest_equal((long long)(actual), (long long)(expected), __FILE__, __LINE__, #actual)
#define CHECK_STR(actual, expected) guest_same((actual), (expected), __FILE__, __LINE__, #actual)
/* The call fails (evaluates to false) and leaves this last-error value. */
#define CHECK_ERROR(call, error) \
    (SetLastError(0xDECA), CHECK(!(call)), \
     guest_equal((long long)GetLastError(), (long long)(error), __FILE__, __LINE__, "GetLastError() after " #call))

#define TEST(name) static void name(void)
#define RUN(name) guest_run(#name, name)

#endif
