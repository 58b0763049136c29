/* Unwind data of code that a program makes: tables, tables that grow, and functions that make entries. */
#include "guest.h"

typedef struct {
    RUNTIME_FUNCTION entries[4];
    BYTE info[8];
    BYTE code[4][32];
} Made;

static Made *made;

/* push rbx; sub rsp, 0x20; call rcx; add rsp, 0x20; pop rbx; ret */
static const BYTE code[] = {0x53, 0x48, 0x83, 0xEC, 0x20, 0x31, 0xDB, 0xFF, 0xD1, 0x48, 0x83, 0xC4, 0x20, 0x5B, 0xC3};
static const BYTE info[] = {1, 5, 2, 0, 5, 0x32, 1, 0x30}; /* ALLOC_SMALL 0x20, PUSH_NONVOL rbx */

static void make(void)
{
    made = VirtualAlloc(NULL, sizeof *made, MEM_RESERVE | MEM_COMMIT, PAGE_EXECUTE_READWRITE);
    memcpy(made->info, info, sizeof info);
    for (int i = 0; i < 4; i++) {
        memcpy(made->code[i], code, sizeof code);
        made->entries[i].BeginAddress = offsetof(Made, code) + 32 * i;
        made->entries[i].EndAddress = made->entries[i].BeginAddress + sizeof code;
        made->entries[i].UnwindData = offsetof(Made, info);
    }
}

static RUNTIME_FUNCTION *entry_of(int i, ULONG64 *base)
{
    return RtlLookupFunctionEntry((ULONG64)made->code[i] + 7, base, NULL);
}

static ULONG64 caller_seen;

/* Called by code that was made: unwinds to the caller of that. */
static void look(void)
{
    CONTEXT context;
    RtlCaptureContext(&context);
    for (int i = 0; i < 2; i++) {
        ULONG64 base, establisher;
        PVOID data;
        RUNTIME_FUNCTION *entry = RtlLookupFunctionEntry(context.Rip, &base, NULL);
        if (entry == NULL) {
            return;
        }
        RtlVirtualUnwind(0, base, context.Rip, entry, &context, &data, &establisher, NULL);
    }
    caller_seen = context.Rip;
}

static __attribute__((noinline)) int seen_from(int i)
{
    caller_seen = 0;
    ((void (*)(void (*)(void)))made->code[i])(look);
    ULONG64 base;
    RUNTIME_FUNCTION *here = RtlLookupFunctionEntry((ULONG64)seen_from, &base, NULL);
    return caller_seen != 0 && RtlLookupFunctionEntry(caller_seen, &base, NULL) == here;
}

TEST(tables)
{
    ULONG64 base = 0;
    CHECK(entry_of(0, &base) == NULL);
    CHECK(RtlAddFunctionTable(made->entries, 3, (ULONG64)made));
    for (int i = 0; i < 3; i++) {
        CHECK(entry_of(i, &base) == &made->entries[i]);
        CHECK_EQ(base, (ULONG64)made);
        CHECK(seen_from(i));
    }
    CHECK(entry_of(3, &base) == NULL);
    CHECK(RtlDeleteFunctionTable(made->entries));
    CHECK(!RtlDeleteFunctionTable(made->entries));
    CHECK(entry_of(0, &base) == NULL);
}

TEST(tables_in_any_order)
{
    ULONG64 base = 0;
    static const int order[] = {2, 0, 3, 1};
    RUNTIME_FUNCTION entries[4];
    for (int i = 0; i < 4; i++) {
        entries[i] = made->entries[order[i]];
    }
    CHECK(RtlAddFunctionTable(entries, 4, (ULONG64)made));
    for (int i = 0; i < 4; i++) {
        CHECK(entry_of(order[i], &base) == &entries[i]);
    }
    CHECK(RtlDeleteFunctionTable(entries));
}

static int asked;

static RUNTIME_FUNCTION *CALLBACK make_entry(DWORD64 pc, PVOID context)
{
    CHECK(context == &asked);
    asked++;
    return &made->entries[(pc - (ULONG64)made->code) / 32];
}

TEST(callbacks)
{
    ULONG64 base = 0;
    DWORD64 identifier = (DWORD64)made | 3;
    CHECK(!RtlInstallFunctionTableCallback((DWORD64)made, (DWORD64)made, sizeof *made, make_entry, &asked, NULL));
    CHECK(RtlInstallFunctionTableCallback(identifier, (DWORD64)made, sizeof *made, make_entry, &asked, NULL));
    for (int i = 0; i < 4; i++) {
        CHECK(entry_of(i, &base) == &made->entries[i]);
        CHECK_EQ(base, (ULONG64)made);
    }
    CHECK_EQ(asked, 4);
    CHECK(seen_from(2));
    CHECK(RtlDeleteFunctionTable((PRUNTIME_FUNCTION)identifier));
    CHECK(entry_of(0, &base) == NULL);
}

TEST(tables_that_grow)
{
    DWORD(WINAPI * add)(PVOID *, RUNTIME_FUNCTION *, DWORD, DWORD, ULONG_PTR, ULONG_PTR);
    void(WINAPI * grow)(PVOID, DWORD);
    void(WINAPI * delete)(PVOID);
    HMODULE ntdll = GetModuleHandleA("ntdll.dll");
    add = (void *)GetProcAddress(ntdll, "RtlAddGrowableFunctionTable");
    grow = (void *)GetProcAddress(ntdll, "RtlGrowFunctionTable");
    delete = (void *)GetProcAddress(ntdll, "RtlDeleteGrowableFunctionTable");
    ULONG64 base = 0;
    PVOID table = NULL;
    CHECK_EQ(add(&table, made->entries, 2, 4, (ULONG_PTR)made, (ULONG_PTR)(made + 1)), 0);
    CHECK(table != NULL);
    CHECK(entry_of(1, &base) == &made->entries[1]);
    CHECK_EQ(base, (ULONG64)made);
    CHECK(entry_of(2, &base) == NULL);
    grow(table, 4);
    CHECK(entry_of(3, &base) == &made->entries[3]);
    CHECK(seen_from(3));
    delete (table);
    CHECK(entry_of(1, &base) == NULL);
}

static DWORD WINAPI adds_and_deletes(void *argument)
{
    int i = (int)(ULONG_PTR)argument, wrong = 0;
    RUNTIME_FUNCTION *entries = &made->entries[i];
    for (int n = 0; n < 2000; n++) {
        ULONG64 base;
        wrong += !RtlAddFunctionTable(entries, 1, (ULONG64)made);
        wrong += entry_of(i, &base) != entries;
        wrong += !RtlDeleteFunctionTable(entries);
        wrong += entry_of(i, &base) != NULL;
    }
    return wrong;
}

TEST(threads_change_tables_at_once)
{
    HANDLE threads[4];
    for (int i = 0; i < 4; i++) {
        threads[i] = CreateThread(NULL, 0, adds_and_deletes, (void *)(ULONG_PTR)i, 0, NULL);
    }
    for (int i = 0; i < 4; i++) {
        DWORD wrong = 1;
        WaitForSingleObject(threads[i], INFINITE);
        GetExitCodeThread(threads[i], &wrong);
        CHECK_EQ(wrong, 0);
        CloseHandle(threads[i]);
    }
}

/* Who asks again is told the same, as long as the library is there. */
TEST(functions_of_a_library_that_goes)
{
    ULONG64 base = 0, again = 0;
    RUNTIME_FUNCTION *here = RtlLookupFunctionEntry((ULONG64)make, &base, NULL);
    CHECK(here != NULL);
    CHECK_EQ(base, (ULONG64)GetModuleHandleA(NULL));
    for (int i = 0; i < 3; i++) {
        HMODULE library = LoadLibraryA("numbers.dll");
        IMAGE_NT_HEADERS *headers = (void *)((char *)library + ((IMAGE_DOS_HEADER *)library)->e_lfanew);
        RUNTIME_FUNCTION *table =
            (void *)((char *)library + headers->OptionalHeader.DataDirectory[IMAGE_DIRECTORY_ENTRY_EXCEPTION].VirtualAddress);
        ULONG64 function = (ULONG64)library + table->BeginAddress;
        CHECK(RtlLookupFunctionEntry(function, &base, NULL) == table);
        CHECK(RtlLookupFunctionEntry(function, &again, NULL) == table);
        CHECK_EQ(base, (ULONG64)library);
        CHECK_EQ(again, (ULONG64)library);
        FreeLibrary(library);
        CHECK(RtlLookupFunctionEntry(function, &again, NULL) == NULL);
        CHECK(RtlLookupFunctionEntry((ULONG64)make, &again, NULL) == here);
    }
}

int main(void)
{
    make();
    RUN(functions_of_a_library_that_goes);
    RUN(tables);
    RUN(tables_in_any_order);
    RUN(callbacks);
    RUN(tables_that_grow);
    RUN(threads_change_tables_at_once);
    return guest_done();
}
