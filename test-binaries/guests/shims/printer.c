/* The program of docs/shim-kit.md: it calls a function that Decant does not have. */
// build: -lwinspool
// judged-by: ShimKitGuideTest
#include <stdio.h>
#include <windows.h>

int main(void)
{
    char name[64];
    DWORD size = sizeof name;
    puts("asking for the default printer");
    fflush(stdout);
    if (GetDefaultPrinterA(name, &size))
        printf("the default printer is %s\n", name);
    else
        printf("no default printer: error %lu\n", GetLastError());
    return 0;
}
