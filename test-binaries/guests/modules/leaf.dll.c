// needs: journal.dll
/* A guest library with thread data that writes down every call of its DllMain: 10 + reason. */
#include <windows.h>

__declspec(dllimport) void note(int what);

extern ULONG _tls_index;
__attribute__((section(".tls$B"), used)) static volatile int counter = 100;
extern char *_tls_start; /* the first word of the template */

__declspec(dllexport) int count_up(void)
{
    char **vector;
    __asm__("movq %%gs:0x58, %0" : "=r"(vector));
    int *mine = (int *)(vector[_tls_index] + ((char *)&counter - (char *)&_tls_start));
    return ++*mine;
}

BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, LPVOID reserved)
{
    (void)module;
    note(10 + (int)reason);
    if (reason == DLL_PROCESS_ATTACH && reserved != NULL) note(99);
    return TRUE;
}
