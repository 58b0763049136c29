/*
 * Eight threads take faults and go on, while others allocate and call into the system: faulting-threads SECONDS. Each
 * fault is found where it should be and nothing that a thread has in its registers changes.
 */
// judged-by: StressTest
#include "guest.h"

#define THREADS 8

static volatile LONG stop, wrong;
static volatile LONG64 faults, calls, blocks;
static __thread volatile ULONG_PTR expected_address;
static __thread volatile DWORD expected_code;
static __thread int skip;
static DWORD tls;

static LONG CALLBACK handle(EXCEPTION_POINTERS *p)
{
    EXCEPTION_RECORD *r = p->ExceptionRecord;
    if (r->ExceptionCode != expected_code) InterlockedIncrement(&wrong);
    if (r->ExceptionCode == EXCEPTION_ACCESS_VIOLATION && r->ExceptionInformation[1] != expected_address)
        InterlockedIncrement(&wrong);
    p->ContextRecord->Rip += skip;
    p->ContextRecord->Rax = 0x1234;
    return EXCEPTION_CONTINUE_EXECUTION;
}

/* A fault with all registers in use. */
static int fault(int kind, ULONG_PTR address)
{
    unsigned long long rax, rbx = 0x1111111111111111 * (kind + 1), r12 = address ^ 0x5555, r15 = ~address, check_x;
    double x = (double)address / 3;
    expected_address = address;
    skip = 2;
    switch (kind) {
    case 0: /* a read */
        expected_code = EXCEPTION_ACCESS_VIOLATION;
        __asm__ volatile("mov %[b], %%rbx; mov %[c], %%r12; mov %[d], %%r15; movq %[x], %%xmm7\n"
                         "mov (%%rcx), %%al\n"
                         "movq %%xmm7, %[y]; xor %[b], %%rbx; xor %[c], %%r12; xor %[d], %%r15; or %%r12, %%rbx; or %%r15, %%rbx"
                         : "=&a"(rax), "+b"(rbx), [y] "=&r"(check_x)
                         : "c"(address), [b] "m"(rbx), [c] "m"(r12), [d] "m"(r15), [x] "m"(x)
                         : "r12", "r15", "xmm7", "memory");
        return rax == 0x1234 && rbx == 0 && memcmp(&check_x, &x, 8) == 0;
    case 1: /* a write */
        expected_code = EXCEPTION_ACCESS_VIOLATION;
        __asm__ volatile("mov %%bl, (%%rcx)" : "=a"(rax) : "c"(address), "b"(1) : "memory");
        return rax == 0x1234;
    case 2: /* a division */
        expected_code = EXCEPTION_INT_DIVIDE_BY_ZERO;
        __asm__ volatile("div %%ecx" : "=a"(rax) : "c"(0), "d"(0), "a"(1));
        return (unsigned)rax == 0x1234;
    default: /* an instruction that there is not */
        expected_code = EXCEPTION_ILLEGAL_INSTRUCTION;
        __asm__ volatile("ud2" : "=a"(rax) : : "memory");
        return rax == 0x1234;
    }
}

static DWORD WINAPI take_faults(void *parameter)
{
    unsigned seed = (unsigned)(ULONG_PTR)parameter;
    char *mine = VirtualAlloc(NULL, 0x10000, MEM_RESERVE, PAGE_NOACCESS);
    TlsSetValue(tls, parameter);
    while (!stop) {
        for (int i = 0; i < 100; i++) {
            seed = seed * 1664525 + 1013904223;
            if (!fault(seed >> 16 & 3, (ULONG_PTR)mine + (seed >> 8 & 0xFFFF))) InterlockedIncrement(&wrong);
        }
        if (TlsGetValue(tls) != parameter) InterlockedIncrement(&wrong);
        InterlockedAdd64(&faults, 100);
    }
    return 0;
}

/* Calls that make objects in the system, which are collected; and the heap. */
static DWORD WINAPI call(void *parameter)
{
    unsigned seed = (unsigned)(ULONG_PTR)parameter * 77;
    char *kept[64] = {0};
    while (!stop) {
        for (int i = 0; i < 50; i++) {
            seed = seed * 1664525 + 1013904223;
            int k = seed >> 20 & 63;
            free(kept[k]);
            int size = seed >> 10 & 0x3FFF;
            kept[k] = malloc(size + 1);
            memset(kept[k], k, size + 1);
            HANDLE event = CreateEventA(NULL, TRUE, seed >> 9 & 1, NULL);
            if (WaitForSingleObject(event, 0) != (seed >> 9 & 1 ? WAIT_OBJECT_0 : WAIT_TIMEOUT)) InterlockedIncrement(&wrong);
            CloseHandle(event);
            char text[200];
            WCHAR wide[200];
            sprintf(text, "%d %s %f", k, "some text", seed / 7.0);
            MultiByteToWideChar(CP_UTF8, 0, text, -1, wide, 200);
            SetEnvironmentVariableW(L"stress", wide);
        }
        InterlockedAdd64(&calls, 50);
    }
    for (int k = 0; k < 64; k++)
        free(kept[k]);
    return 0;
}

int main(int argc, char **argv)
{
    int seconds = argc > 1 ? atoi(argv[1]) : 5;
    tls = TlsAlloc();
    AddVectoredExceptionHandler(1, handle);
    HANDLE threads[THREADS + 3];
    for (int i = 0; i < THREADS; i++)
        threads[i] = CreateThread(NULL, 0, take_faults, (void *)(ULONG_PTR)(i + 1), 0, NULL);
    for (int i = THREADS; i < THREADS + 3; i++)
        threads[i] = CreateThread(NULL, 0, call, (void *)(ULONG_PTR)(i + 1), 0, NULL);
    ULONGLONG begin = GetTickCount64();
    while (GetTickCount64() - begin < seconds * 1000ULL)
        Sleep(100);
    stop = 1;
    DWORD waited = WaitForMultipleObjects(THREADS + 3, threads, TRUE, 60000);
    printf("%lu wrong %ld faults %lld calls %lld\n", waited, wrong, faults, calls);
    fflush(stdout);
    return wrong == 0 && waited == 0 && faults > 0 && calls > 0 ? 42 : 1;
}
