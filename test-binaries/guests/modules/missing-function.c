/* Imports a function that kernel32 does not have. It runs until it calls it. */
// judged-by: FaultsTest
#include <stdio.h>
#include <windows.h>

__declspec(dllimport) int WINAPI DecantHasNoSuchFunction(int);

int main(int argc, char **argv)
{
    (void)argv;
    puts("before");
    fflush(stdout);
    if (argc > 1) return 0;
    return DecantHasNoSuchFunction(1);
}
