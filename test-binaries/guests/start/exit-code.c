/* exit-code HOW CODE: ends by return, exit, _exit, ExitProcess, TerminateProcess, abort or from an atexit function. */
// args: exit 263
// exit: 263
#include <process.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

static void first(void) { puts("atexit 1"); }
static void second(void) { puts("atexit 2"); }

int main(int argc, char **argv)
{
    const char *how = argc > 1 ? argv[1] : "return";
    unsigned code = argc > 2 ? strtoul(argv[2], NULL, 0) : 0;
    atexit(first);
    atexit(second);
    printf("%s 0x%x\n", how, code);
    if (strcmp(how, "return") == 0) return (int)code;
    if (strcmp(how, "exit") == 0) exit((int)code);
    if (strcmp(how, "_exit") == 0) {
        fflush(stdout);
        _exit((int)code);
    }
    if (strcmp(how, "ExitProcess") == 0) {
        fflush(stdout);
        ExitProcess(code);
    }
    if (strcmp(how, "TerminateProcess") == 0) {
        fflush(stdout);
        TerminateProcess(GetCurrentProcess(), code);
    }
    if (strcmp(how, "abort") == 0) {
        fflush(stdout);
        abort();
    }
    return 99;
}
