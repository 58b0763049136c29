/* Frees a block twice. Windows 10 reports heap corruption and ends the process with STATUS_HEAP_CORRUPTION. */
// exit: 116
#include <stdio.h>
#include <windows.h>

int main(void)
{
    HANDLE heap = GetProcessHeap();
    void *block = HeapAlloc(heap, 0, 40);
    HeapFree(heap, 0, block);
    puts("ok first_free");
    fflush(stdout);
    HeapFree(heap, 0, block);
    puts("second free returned");
    return 0;
}
