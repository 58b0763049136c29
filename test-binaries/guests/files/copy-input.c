/* copy-input MODE: copies standard input to standard output through the runtime (text, binary) or kernel32 (raw). */
// judged-by: RedirectionTest
#include <fcntl.h>
#include <io.h>
#include <stdio.h>
#include <string.h>
#include <windows.h>

int main(int argc, char **argv)
{
    const char *mode = argc > 1 ? argv[1] : "text";
    if (strcmp(mode, "raw") == 0) {
        static char buffer[4096];
        DWORD count, written;
        while (ReadFile(GetStdHandle(STD_INPUT_HANDLE), buffer, sizeof buffer, &count, NULL) && count > 0)
            if (!WriteFile(GetStdHandle(STD_OUTPUT_HANDLE), buffer, count, &written, NULL)) return 2;
        return 0;
    }
    if (strcmp(mode, "binary") == 0) {
        _setmode(0, _O_BINARY);
        _setmode(1, _O_BINARY);
    }
    int c, count = 0;
    while ((c = getchar()) != EOF) {
        putchar(c);
        count++;
    }
    fprintf(stderr, "%d characters\n", count);
    return ferror(stdin) ? 1 : 0;
}
