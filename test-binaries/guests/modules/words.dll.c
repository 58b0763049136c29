// needs: numbers.dll
/* A guest library over another one: its DllMain must run after that of numbers.dll, and see it ready. */
#include <windows.h>

__declspec(dllimport) int initialised(void);
__declspec(dllimport) int add(int a, int b);

static int saw_numbers_ready;

__declspec(dllexport) int numbers_were_ready(void) { return saw_numbers_ready; }
__declspec(dllexport) int through_two(int a) { return add(a, 1000); }

BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, LPVOID reserved)
{
    (void)module, (void)reserved;
    DWORD written;
    if (reason == DLL_PROCESS_ATTACH) saw_numbers_ready = initialised();
    if (reason == DLL_PROCESS_DETACH) WriteFile(GetStdHandle(STD_ERROR_HANDLE), "words detached\n", 15, &written, NULL);
    return TRUE;
}
