/* What the standard handles are when they are redirected, and what the console functions then say. */
// judged-by: RedirectionTest
#include <io.h>
#include <stdio.h>
#include <windows.h>

static const char *type(DWORD which)
{
    switch (GetFileType(GetStdHandle(which))) {
    case FILE_TYPE_DISK: return "disk";
    case FILE_TYPE_CHAR: return "char";
    case FILE_TYPE_PIPE: return "pipe";
    default: return "unknown";
    }
}

static const char *console(DWORD which)
{
    DWORD mode;
    return GetConsoleMode(GetStdHandle(which), &mode) ? "console" : "no console";
}

int main(void)
{
    static const DWORD which[] = {STD_INPUT_HANDLE, STD_OUTPUT_HANDLE, STD_ERROR_HANDLE};
    for (int i = 0; i < 3; i++) printf("%d %s %s %d\n", i, type(which[i]), console(which[i]), !!_isatty(i));
    return 0;
}
