/* A guest library that calls a function when the process ends, after all other threads were stopped. */
#include <windows.h>

static void (*last)(void);

__declspec(dllexport) void at_detach(void (*function)(void)) { last = function; }

BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, LPVOID ends)
{
    (void)module;
    if (reason == DLL_PROCESS_DETACH && ends && last)
        last();
    return TRUE;
}
