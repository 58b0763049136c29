/* Static thread-local storage, TLS callbacks and TlsAlloc slots. */
#include "guest.h"

static int callbacks_before_main;
static DWORD first_reason;
static int main_began;

static void NTAPI callback(PVOID module, DWORD reason, PVOID reserved)
{
    (void)reserved;
    if (!main_began && module == GetModuleHandleA(NULL)) {
        if (callbacks_before_main++ == 0) first_reason = reason;
    }
    if (reason == DLL_PROCESS_DETACH) {
        DWORD written;
        static const char text[] = "tls callback at the end\n";
        WriteFile(GetStdHandle(STD_ERROR_HANDLE), text, sizeof text - 1, &written, NULL);
    }
}

/* Between .CRT$XLA and .CRT$XLZ, which the runtime's TLS directory encloses. */
__attribute__((section(".CRT$XLM"), used)) static const PIMAGE_TLS_CALLBACK entry = callback;

/* mingw's __thread is emulated; the section .tls is the loader's. */
__attribute__((section(".tls$B"), used)) static volatile int static_value = 0x1234;
__attribute__((section(".tls$C"), used)) static volatile char static_text[16] = "template";
extern ULONG _tls_index;
extern char *_tls_start;

TEST(callback_ran_before_main)
{
    CHECK_EQ(callbacks_before_main, 1);
    CHECK_EQ(first_reason, DLL_PROCESS_ATTACH);
}

TEST(template_is_copied_to_the_thread)
{
    char **vector;
    __asm__("movq %%gs:0x58, %0" : "=r"(vector));
    char *block = vector[_tls_index];
    CHECK(block != (char *)&_tls_start);
    int *value = (int *)(block + ((char *)&static_value - (char *)&_tls_start));
    char *text = block + ((char *)static_text - (char *)&_tls_start);
    CHECK_EQ(*value, 0x1234);
    CHECK_STR(text, "template");
    *value = 7;
    CHECK_EQ(static_value, 0x1234);
}

TEST(slots)
{
    DWORD slot = TlsAlloc();
    CHECK(slot != TLS_OUT_OF_INDEXES);
    CHECK(TlsGetValue(slot) == NULL);
    CHECK(TlsSetValue(slot, (void *)0x123456789abcLL));
    SetLastError(5);
    CHECK_EQ(TlsGetValue(slot), 0x123456789abcLL);
    CHECK_EQ(GetLastError(), 0);
    CHECK(TlsFree(slot));
    CHECK_ERROR(TlsFree(slot), ERROR_INVALID_PARAMETER);
    CHECK_ERROR(TlsSetValue(5000, NULL), ERROR_INVALID_PARAMETER);
}

TEST(more_slots_than_the_teb_has)
{
    DWORD slots[200];
    for (int i = 0; i < 200; i++) {
        slots[i] = TlsAlloc();
        CHECK(slots[i] != TLS_OUT_OF_INDEXES);
        CHECK(TlsSetValue(slots[i], (void *)(ULONG_PTR)(i + 1)));
    }
    int wrong = 0;
    for (int i = 0; i < 200; i++) wrong += TlsGetValue(slots[i]) != (void *)(ULONG_PTR)(i + 1);
    CHECK_EQ(wrong, 0);
    for (int i = 0; i < 200; i++) TlsFree(slots[i]);
    DWORD again = TlsAlloc();
    CHECK(TlsGetValue(again) == NULL);
    TlsFree(again);
}

int main(void)
{
    main_began = 1;
    RUN(callback_ran_before_main);
    RUN(template_is_copied_to_the_thread);
    RUN(slots);
    RUN(more_slots_than_the_teb_has);
    return guest_done();
}
