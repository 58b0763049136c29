// build: -nostdlib -Wl,--subsystem,console -Wl,-e,begin -lkernel32
/* No C runtime at all: three calls of kernel32. */
#include <windows.h>

void begin(void)
{
    DWORD written;
    WriteFile(GetStdHandle(STD_OUTPUT_HANDLE), "hello, kernel32\n", 16, &written, NULL);
    ExitProcess(written == 16 ? 0 : 1);
}
