/* Calls {{functions}}. Built by build.sh where there is a compiler for Windows. */
#include <stdio.h>
#include <windows.h>

static char buffer[65536];

static void *find(const char *library, const char *function)
{
    HMODULE module = LoadLibraryA(library);
    void *found = module == NULL ? NULL : (void *)GetProcAddress(module, function);
    if (found == NULL) {
        printf("%s!%s is not there\n", library, function);
        exit(1);
    }
    return found;
}

int main(void)
{
    (void)buffer;
{{calls}}    return 0;
}
