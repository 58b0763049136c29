/* Prints its arguments as UTF-16 code units escaped to ASCII, one to a line, as the C runtime sees them. */
// build: -municode
// args: one two\three  four=5
#include <stdio.h>
#include <wchar.h>

int wmain(int argc, wchar_t **argv)
{
    printf("argc=%d\n", argc - 1);
    for (int i = 1; i < argc; i++) {
        putchar('<');
        for (const wchar_t *c = argv[i]; *c; c++) {
            if (*c >= 0x20 && *c < 0x7f && *c != '\\')
                putchar(*c);
            else
                printf("\\u%04x", *c);
        }
        puts(">");
    }
    return argv[argc] == NULL ? 0 : 1;
}
