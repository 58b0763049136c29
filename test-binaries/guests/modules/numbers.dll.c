/* A guest library: exports by name, by ordinal only, under another name, a variable, and forwarders. */
#include <windows.h>

int attached;
static int detached;

int add(int a, int b) { return a + b; }
int secret(void) { return 4711; }
int initialised(void) { return attached; }
int answer = 42;

BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, LPVOID reserved)
{
    (void)reserved;
    if (reason == DLL_PROCESS_ATTACH) {
        attached = module != NULL;
        DisableThreadLibraryCalls(module);
    } else if (reason == DLL_PROCESS_DETACH) {
        DWORD written;
        if (!detached++) WriteFile(GetStdHandle(STD_ERROR_HANDLE), "numbers detached\n", 17, &written, NULL);
    }
    return TRUE;
}
