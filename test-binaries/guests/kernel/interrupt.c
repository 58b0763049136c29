// What a Ctrl-C reaches: nothing, a handler of the console, a handler of signal(), or nobody.
// judged-by: InterruptTest
#include "guest.h"
#include <signal.h>

static const char *way;

static BOOL WINAPI console(DWORD event)
{
    printf("console event %lu\n", event);
    fflush(stdout);
    ExitProcess(7);
}

static BOOL WINAPI passing(DWORD event)
{
    printf("passed on %lu\n", event);
    fflush(stdout);
    return FALSE;
}

static void caught(int number)
{
    // The handler is the default one again by now. Who reads the line may send the next signal at once.
    BOOL again = strcmp(way, "twice") == 0 && signal(number, caught) == SIG_DFL;
    way = "";
    printf("signal %d\n", number);
    fflush(stdout);
    if (!again)
        exit(8);
}

int main(int argc, char **argv)
{
    way = argc > 1 ? argv[1] : "";
    if (strcmp(way, "console") == 0)
        SetConsoleCtrlHandler(console, TRUE);
    else if (strcmp(way, "passing") == 0)
        SetConsoleCtrlHandler(passing, TRUE);
    else if (strcmp(way, "ignore") == 0)
        SetConsoleCtrlHandler(NULL, TRUE);
    else if (strcmp(way, "signal") == 0 || strcmp(way, "twice") == 0) {
        signal(SIGINT, caught);
        signal(SIGBREAK, caught);
    } else if (strcmp(way, "signal-ignore") == 0)
        signal(SIGINT, SIG_IGN);
    else if (strcmp(way, "default") == 0) {
        signal(SIGINT, caught);
        signal(SIGINT, SIG_DFL);
    }
    puts("ready");
    fflush(stdout);
    // The standard input says when it is over for those that live on.
    getchar();
    puts("alive");
    return 0;
}
