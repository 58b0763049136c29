/* What the tests of the Java API start: does what its first argument says. */
// judged-by: nobody; decant.e2e.ProgramApiTest starts it
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <io.h>
#include <windows.h>

static void start_child(const char *self, const char *what)
{
    char line[1024];
    snprintf(line, sizeof line, "\"%s\" %s", self, what);
    STARTUPINFOA si = {.cb = sizeof si};
    PROCESS_INFORMATION pi;
    if (!CreateProcessA(NULL, line, NULL, NULL, TRUE, 0, NULL, NULL, &si, &pi))
        exit(90);
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    _setmode(0, _O_BINARY);
    _setmode(1, _O_BINARY);
    if (!strcmp(what, "args")) {
        for (int i = 2; i < argc; i++)
            printf("[%s]\n", argv[i]);
    } else if (!strcmp(what, "env")) {
        const char *value = getenv(argv[2]);
        printf("%s", value ? value : "(none)");
    } else if (!strcmp(what, "cat")) {
        static char buffer[65536];
        size_t n;
        while ((n = fread(buffer, 1, sizeof buffer, stdin)) > 0)
            fwrite(buffer, 1, n, stdout);
    } else if (!strcmp(what, "both")) { /* lines to both outputs, enough to fill every pipe */
        for (int i = 0; i < atoi(argv[2]); i++) {
            fprintf(stdout, "out %d\n", i);
            fprintf(stderr, "err %d\n", i);
        }
    } else if (!strcmp(what, "directory")) {
        char path[MAX_PATH];
        GetCurrentDirectoryA(sizeof path, path);
        printf("%s", path);
    } else if (!strcmp(what, "file")) {
        FILE *f = fopen(argv[2], "rb");
        printf("%s", f ? "found" : "missing");
    } else if (!strcmp(what, "exit")) {
        ExitProcess(strtoul(argv[2], NULL, 0));
    } else if (!strcmp(what, "crash")) {
        *(volatile int *)0 = 1;
    } else if (!strcmp(what, "hang")) {
        printf("hanging\n");
        fflush(stdout);
        Sleep(INFINITE);
    } else if (!strcmp(what, "orphan")) { /* a grandchild whose parent is gone, and a child */
        start_child(argv[0], "leave");
        start_child(argv[0], "hang");
        Sleep(INFINITE);
    } else if (!strcmp(what, "leave")) {
        start_child(argv[0], "hang");
    } else {
        return 99;
    }
    return 0;
}
