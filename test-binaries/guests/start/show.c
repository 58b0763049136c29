/* show env NAME | cwd | file NAME: prints a value, other than printable ASCII escaped. */
// judged-by: StartTest
// build: -municode
#include <stdio.h>
#include <wchar.h>
#include <windows.h>

static void print(const wchar_t *text)
{
    for (const wchar_t *c = text; *c; c++) {
        if (*c >= 0x20 && *c < 0x7f && *c != '\\')
            putchar(*c);
        else
            printf("\\u%04x", *c);
    }
    putchar('\n');
}

int wmain(int argc, wchar_t **argv)
{
    wchar_t value[2000] = L"";
    if (argc == 3 && wcscmp(argv[1], L"env") == 0) {
        if (!GetEnvironmentVariableW(argv[2], value, 2000)) return 1;
        print(value);
        return 0;
    }
    if (argc == 2 && wcscmp(argv[1], L"cwd") == 0) {
        if (!GetCurrentDirectoryW(2000, value)) return 1;
        print(value);
        return 0;
    }
    if (argc == 3 && wcscmp(argv[1], L"file") == 0) {
        FILE *file = _wfopen(argv[2], L"r");
        if (!file) return 1;
        int c;
        while ((c = getc(file)) != EOF) putchar(c);
        fclose(file);
        return 0;
    }
    return 2;
}
