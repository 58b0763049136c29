/*
 * RtlLookupFunctionEntry and RtlVirtualUnwind, at every instruction of functions with all that unwind data can say: each
 * function is run step by step, and at each step it is unwound to its caller, whose registers are known.
 */
#include "guest.h"
#include <dbghelp.h>

/* Functions under test. Each calls a leaf function where it can. */
__asm__(".text\n"
        ".def leaf; .scl 2; .type 32; .endef\n"
        "leaf:\n\t"
        "movl $1, %eax\n\t"
        "ret\n"

        /* pushes, an allocation, saved registers of both kinds */
        ".globl plain\n"
        ".seh_proc plain\n"
        "plain:\n\t"
        "pushq %rbx\n\t"
        ".seh_pushreg %rbx\n\t"
        "pushq %r12\n\t"
        ".seh_pushreg %r12\n\t"
        "subq $0x58, %rsp\n\t"
        ".seh_stackalloc 0x58\n\t"
        "movups %xmm6, 0x20(%rsp)\n\t"
        ".seh_savexmm %xmm6, 0x20\n\t"
        "movups %xmm15, 0x30(%rsp)\n\t"
        ".seh_savexmm %xmm15, 0x30\n\t"
        "movq %rsi, 0x40(%rsp)\n\t"
        ".seh_savereg %rsi, 0x40\n\t"
        ".seh_endprologue\n\t"
        "xorl %ebx, %ebx\n\t"
        "xorl %r12d, %r12d\n\t"
        "xorl %esi, %esi\n\t"
        "xorps %xmm6, %xmm6\n\t"
        "xorps %xmm15, %xmm15\n\t"
        "call leaf\n\t"
        "movups 0x20(%rsp), %xmm6\n\t"
        "movups 0x30(%rsp), %xmm15\n\t"
        "movq 0x40(%rsp), %rsi\n\t"
        "addq $0x58, %rsp\n\t"
        "popq %r12\n\t"
        "popq %rbx\n\t"
        "ret\n\t"
        ".seh_endproc\n"

        /* a frame register, and a stack that moves in the body */
        ".globl framed\n"
        ".seh_proc framed\n"
        "framed:\n\t"
        "pushq %rbp\n\t"
        ".seh_pushreg %rbp\n\t"
        "pushq %rdi\n\t"
        ".seh_pushreg %rdi\n\t"
        "subq $0x58, %rsp\n\t"
        ".seh_stackalloc 0x58\n\t"
        "leaq 0x30(%rsp), %rbp\n\t"
        ".seh_setframe %rbp, 0x30\n\t"
        "movups %xmm7, 0x0(%rbp)\n\t"
        ".seh_savexmm %xmm7, 0x30\n\t"
        ".seh_endprologue\n\t"
        "xorl %edi, %edi\n\t"
        "xorps %xmm7, %xmm7\n\t"
        "subq $0x100, %rsp\n\t"
        "call leaf\n\t"
        "pushq %rax\n\t"
        "pushq %rax\n\t"
        "movups 0x0(%rbp), %xmm7\n\t"
        "leaq 0x28(%rbp), %rsp\n\t"
        "popq %rdi\n\t"
        "popq %rbp\n\t"
        "ret\n\t"
        ".seh_endproc\n"

        /* it ends with a jump to another function; before, jumps of its own that end nothing */
        ".globl jumping\n"
        ".seh_proc jumping\n"
        "jumping:\n\t"
        "pushq %r15\n\t"
        ".seh_pushreg %r15\n\t"
        "subq $0x20, %rsp\n\t"
        ".seh_stackalloc 0x20\n\t"
        ".seh_endprologue\n\t"
        "movl $2, %r15d\n"
        "1:\n\t"
        "decl %r15d\n\t"
        "jz 2f\n\t"
        "jmp 1b\n"
        "2:\n\t"
        "addq $0x20, %rsp\n\t"
        "popq %r15\n\t"
        "jmp leaf\n\t"
        ".seh_endproc\n"

        /* two parts: the second has unwind data that is chained to the first's */
        ".globl parted\n"
        ".def parted; .scl 2; .type 32; .endef\n"
        "parted:\n\t"
        "pushq %rbx\n" /* 1 */
        "subq $0x40, %rsp\n" /* 5 */
        "xorl %ebx, %ebx\n\t"
        "call leaf\n\t"
        "jmp .Lsecond\n"
        ".Lback:\n\t"
        "addq $0x40, %rsp\n\t"
        "popq %rbx\n\t"
        "ret\n"
        ".Lparted_end:\n\t"
        "int3\n"
        ".Lsecond:\n\t"
        "movq %r13, 0x30(%rsp)\n" /* 5 */
        ".Lsecond_body:\n\t"
        "xorl %r13d, %r13d\n\t"
        "call leaf\n\t"
        "movq 0x30(%rsp), %r13\n\t"
        "jmp .Lback\n"
        ".Lsecond_end:\n"

        /* version 2: its data says where the epilog is, and that a jump out of it is none */
        ".globl described\n"
        ".def described; .scl 2; .type 32; .endef\n"
        "described:\n\t"
        "pushq %rsi\n" /* 1 */
        "pushq %r14\n" /* 3 */
        "subq $0x28, %rsp\n" /* 7 */
        "xorl %esi, %esi\n\t"
        "xorl %r14d, %r14d\n\t"
        "leaq .Lreturned(%rip), %rax\n\t"
        "jmp bounce\n"
        ".Lreturned:\n\t"
        "addq $0x28, %rsp\n"
        ".Lepilog:\n\t"
        "popq %r14\n\t"
        "popq %rsi\n\t"
        "ret\n"
        ".Ldescribed_end:\n"
        /* far forms, as for large frames */
        ".globl far_forms\n"
        ".def far_forms; .scl 2; .type 32; .endef\n"
        "far_forms:\n\t"
        "subq $0x2008, %rsp\n" /* 7 */
        "movq %rdi, 0x2000(%rsp)\n" /* 15 */
        "movups %xmm9, 0x1000(%rsp)\n" /* 24 */
        "xorl %edi, %edi\n\t"
        "xorps %xmm9, %xmm9\n\t"
        "call leaf\n\t"
        "movq 0x2000(%rsp), %rdi\n\t"
        "movups 0x1000(%rsp), %xmm9\n\t"
        "addq $0x2008, %rsp\n\t"
        "ret\n"
        ".Lfar_end:\n"

        /* the caller of a part, not unwound itself */
        ".globl bounce\n"
        ".def bounce; .scl 2; .type 32; .endef\n"
        "bounce:\n\t"
        "jmp *%rax\n\t"

        ".section .pdata\n\t"
        ".rva parted, .Lparted_end, .Lparted_info\n\t"
        ".rva .Lsecond, .Lsecond_end, .Lsecond_info\n\t"
        ".rva described, .Ldescribed_end, .Ldescribed_info\n\t"
        ".rva far_forms, .Lfar_end, .Lfar_info\n\t"

        ".section .xdata\n\t"
        ".balign 4\n"
        ".Lparted_info:\n\t"
        ".byte 1, 5, 2, 0, 5, 0x72, 1, 0x30\n" /* ALLOC_SMALL 0x40, PUSH_NONVOL rbx */
        ".Lsecond_info:\n\t"
        ".byte 0x21, 5, 2, 0, 5, 0xd4\n\t" /* CHAININFO; SAVE_NONVOL r13 at 0x30 */
        ".short 6\n\t"
        ".rva parted, .Lparted_end, .Lparted_info\n"
        ".Ldescribed_info:\n\t"
        ".byte 2, 7, 4, 0\n\t"
        ".byte .Ldescribed_end - .Lepilog, 0x16\n\t" /* EPILOG: at the end */
        ".byte 7, 0x42, 3, 0xe0, 1, 0x60\n\t"
        ".balign 4\n"
        ".Lfar_info:\n\t"
        ".byte 1, 24, 9, 0\n\t"
        ".byte 24, 0x99\n\t" /* SAVE_XMM128_FAR xmm9 */
        ".long 0x1000\n\t"
        ".byte 15, 0x75\n\t" /* SAVE_NONVOL_FAR rdi */
        ".long 0x2000\n\t"
        ".byte 7, 0x11\n\t" /* ALLOC_LARGE, 32 bits */
        ".long 0x2008\n\t"
        ".short 0\n\t"
        ".text\n"

        /* void stepped(void (*function)(void)): calls it with known registers and the trap flag set */
        ".globl stepped\n"
        ".seh_proc stepped\n"
        "stepped:\n\t"
        "pushq %rbp\n\t.seh_pushreg %rbp\n\t"
        "pushq %rbx\n\t.seh_pushreg %rbx\n\t"
        "pushq %rsi\n\t.seh_pushreg %rsi\n\t"
        "pushq %rdi\n\t.seh_pushreg %rdi\n\t"
        "pushq %r12\n\t.seh_pushreg %r12\n\t"
        "pushq %r13\n\t.seh_pushreg %r13\n\t"
        "pushq %r14\n\t.seh_pushreg %r14\n\t"
        "pushq %r15\n\t.seh_pushreg %r15\n\t"
        "subq $0xc8, %rsp\n\t.seh_stackalloc 0xc8\n\t"
        "movups %xmm6, 0x20(%rsp)\n\t.seh_savexmm %xmm6, 0x20\n\t"
        "movups %xmm7, 0x30(%rsp)\n\t.seh_savexmm %xmm7, 0x30\n\t"
        "movups %xmm9, 0x40(%rsp)\n\t.seh_savexmm %xmm9, 0x40\n\t"
        "movups %xmm15, 0x50(%rsp)\n\t.seh_savexmm %xmm15, 0x50\n\t"
        ".seh_endprologue\n\t"
        "movq %rsp, expected_rsp(%rip)\n\t"
        "movl $0x1003, %ebx\n\t"
        "movl $0x1005, %ebp\n\t"
        "movl $0x1006, %esi\n\t"
        "movl $0x1007, %edi\n\t"
        "movl $0x100c, %r12d\n\t"
        "movl $0x100d, %r13d\n\t"
        "movl $0x100e, %r14d\n\t"
        "movl $0x100f, %r15d\n\t"
        "movq %rbx, %xmm6\n\t"
        "movq %rsi, %xmm7\n\t"
        "movq %rdi, %xmm9\n\t"
        "movq %r15, %xmm15\n\t"
        "pushfq\n\t"
        "orl $0x100, (%rsp)\n\t"
        "popfq\n\t"
        "call *%rcx\n"
        "stepped_return:\n\t"
        "pushfq\n\t"
        "andl $~0x100, (%rsp)\n\t"
        "popfq\n\t"
        "movups 0x20(%rsp), %xmm6\n\t"
        "movups 0x30(%rsp), %xmm7\n\t"
        "movups 0x40(%rsp), %xmm9\n\t"
        "movups 0x50(%rsp), %xmm15\n\t"
        "addq $0xc8, %rsp\n\t"
        "popq %r15\n\tpopq %r14\n\tpopq %r13\n\tpopq %r12\n\t"
        "popq %rdi\n\tpopq %rsi\n\tpopq %rbx\n\tpopq %rbp\n\t"
        "ret\n"
        "stepped_end:\n\t"
        ".seh_endproc\n");

void stepped(void (*function)(void));
void plain(void);
void framed(void);
void jumping(void);
void parted(void);
void described(void);
void far_forms(void);
extern const char stepped_return[], stepped_end[], bounce[];
__attribute__((used)) ULONG64 expected_rsp;

static UNWIND_HISTORY_TABLE history;
static int steps, wrong;
static ULONG64 first_wrong;

/* Unwinds a context until it is in `stepped`; whether it has the registers that were set there. */
static int unwinds(CONTEXT *context)
{
    for (int depth = 0; depth < 4; depth++) {
        if (context->Rip == (ULONG64)stepped_return) {
            return context->Rsp == expected_rsp && context->Rbx == 0x1003 && context->Rbp == 0x1005 &&
                   context->Rsi == 0x1006 && context->Rdi == 0x1007 && context->R12 == 0x100c &&
                   context->R13 == 0x100d && context->R14 == 0x100e && context->R15 == 0x100f &&
                   context->Xmm6.Low == 0x1003 && context->Xmm7.Low == 0x1006 && context->Xmm9.Low == 0x1007 &&
                   context->Xmm15.Low == 0x100f;
        }
        ULONG64 base = 0, establisher = 0;
        PVOID data = NULL;
        RUNTIME_FUNCTION *entry = RtlLookupFunctionEntry(context->Rip, &base, &history);
        if (entry == NULL) {
            context->Rip = *(ULONG64 *)context->Rsp;
            context->Rsp += 8;
            continue;
        }
        KNONVOLATILE_CONTEXT_POINTERS pointers;
        memset(&pointers, 0, sizeof pointers);
        RtlVirtualUnwind(UNW_FLAG_NHANDLER, base, context->Rip, entry, context, &data, &establisher, &pointers);
        ULONG64 *now = &context->Rax;
        for (int i = 0; i < 16; i++) {
            if (pointers.IntegerContext[i] != NULL && *pointers.IntegerContext[i] != now[i]) {
                return 0;
            }
            if (pointers.FloatingContext[i] != NULL &&
                pointers.FloatingContext[i]->Low != context->FltSave.XmmRegisters[i].Low) {
                return 0;
            }
        }
    }
    return 0;
}

static LONG CALLBACK step(EXCEPTION_POINTERS *pointers)
{
    CONTEXT *context = pointers->ContextRecord;
    if (pointers->ExceptionRecord->ExceptionCode != STATUS_SINGLE_STEP) {
        return EXCEPTION_CONTINUE_SEARCH;
    }
    if (context->Rip >= (ULONG64)stepped && context->Rip < (ULONG64)stepped_return) {
        context->EFlags |= 0x100;
    } else if (context->Rip < (ULONG64)stepped_return || context->Rip >= (ULONG64)stepped_end) {
        CONTEXT copy = *context;
        steps++;
        // bounce is entered with the frame of its caller in the way
        if (context->Rip != (ULONG64)bounce && !unwinds(&copy) && wrong++ == 0) {
            first_wrong = context->Rip;
        }
        context->EFlags |= 0x100;
    }
    return EXCEPTION_CONTINUE_EXECUTION;
}

static void check(void (*function)(void), int least)
{
    steps = wrong = 0;
    void *handler = AddVectoredExceptionHandler(1, step);
    stepped(function);
    RemoveVectoredExceptionHandler(handler);
    CHECK(steps >= least);
    if (!CHECK_EQ(wrong, 0)) {
        printf("first wrong at +%llx\n", first_wrong - (ULONG64)function);
    }
}

TEST(saved_and_pushed_registers)
{
    check(plain, 20);
}

TEST(frame_registers)
{
    check(framed, 18);
}

TEST(jumps_at_the_end)
{
    check(jumping, 10);
}

TEST(chained_unwind_data)
{
    check(parted, 14);
}

TEST(described_epilogs)
{
    check(described, 12);
}

TEST(large_frames)
{
    check(far_forms, 12);
}

TEST(history_tables)
{
    CHECK(history.Count > 0 && history.Count <= UNWIND_HISTORY_TABLE_SIZE);
    CHECK(history.LowAddress < history.HighAddress);
    int known = 0;
    for (ULONG i = 0; i < history.Count; i++) {
        ULONG64 base;
        RUNTIME_FUNCTION *entry = history.Entry[i].FunctionEntry;
        known += entry == RtlLookupFunctionEntry(history.Entry[i].ImageBase + entry->BeginAddress, &base, NULL) &&
                 base == history.Entry[i].ImageBase;
    }
    CHECK_EQ(known, history.Count);
}

TEST(leaf_functions_have_no_entry)
{
    ULONG64 base;
    CHECK(RtlLookupFunctionEntry((ULONG64)bounce, &base, NULL) == NULL);
    CHECK(RtlLookupFunctionEntry(0x1234, &base, NULL) == NULL);
    RUNTIME_FUNCTION *entry = RtlLookupFunctionEntry((ULONG64)plain, &base, NULL);
    if (CHECK(entry != NULL)) {
        CHECK_EQ(base, (ULONG64)GetModuleHandleW(NULL));
        CHECK_EQ(base + entry->BeginAddress, (ULONG64)plain);
        CHECK(RtlLookupFunctionEntry(base + entry->EndAddress - 1, &base, NULL) == entry);
    }
}

TEST(machine_frames)
{
    static struct {
        RUNTIME_FUNCTION entry;
        BYTE info[8], code[16];
    } made;
    made.entry.BeginAddress = offsetof(__typeof__(made), code);
    made.entry.EndAddress = made.entry.BeginAddress + sizeof made.code;
    made.entry.UnwindData = offsetof(__typeof__(made), info);
    memset(made.code, 0x90, sizeof made.code);
    static const BYTE info[] = {1, 4, 2, 0, 4, 0x32, 0, 0x1a}; /* ALLOC_SMALL 0x20; PUSH_MACHFRAME with an error code */
    memcpy(made.info, info, sizeof info);
    ULONG64 stack[] = {0, 0, 0, 0, 0xe0, 0x12345, 0x33, 0x246, 0x6789000, 0x2b};
    CONTEXT context;
    memset(&context, 0, sizeof context);
    context.Rsp = (ULONG64)stack;
    context.Rip = (ULONG64)&made.code[8];
    PVOID data;
    ULONG64 establisher;
    CHECK(RtlVirtualUnwind(UNW_FLAG_EHANDLER, (ULONG64)&made, context.Rip, &made.entry, &context, &data, &establisher,
                           NULL) == NULL);
    CHECK_EQ(context.Rip, 0x12345);
    CHECK_EQ(context.Rsp, 0x6789000);
    CHECK_EQ(establisher, (ULONG64)stack);
}

/* A walk from a callback through the runtime's frames to main. */
static int frames_to_main, through;

extern int main(void);

static int __cdecl walking(const void *a, const void *b)
{
    (void)a;
    (void)b;
    CONTEXT context;
    RtlCaptureContext(&context);
    ULONG64 base, establisher, main_base;
    PVOID data;
    RUNTIME_FUNCTION *target = RtlLookupFunctionEntry((ULONG64)main, &main_base, NULL);
    frames_to_main = 0;
    for (int i = 1; i < 30 && context.Rip != 0; i++) {
        RUNTIME_FUNCTION *entry = RtlLookupFunctionEntry(context.Rip, &base, NULL);
        if (entry == NULL) {
            context.Rip = *(ULONG64 *)context.Rsp;
            context.Rsp += 8;
        } else {
            if (entry == target) {
                frames_to_main = i;
                through = 1;
                break;
            }
            RtlVirtualUnwind(0, base, context.Rip, entry, &context, &data, &establisher, NULL);
        }
    }
    return 0;
}

TEST(walks_through_callbacks)
{
    int numbers[] = {1, 2};
    qsort(numbers, 2, sizeof *numbers, walking);
    CHECK(through);
    CHECK(frames_to_main > 2);
}

static USHORT captured;
static PVOID trace[20];

static int __cdecl capturing(const void *a, const void *b)
{
    (void)a;
    (void)b;
    captured = CaptureStackBackTrace(0, 20, trace, NULL);
    return 0;
}

TEST(captures_back_traces)
{
    int numbers[] = {1, 2};
    qsort(numbers, 2, sizeof *numbers, capturing);
    ULONG64 base;
    RUNTIME_FUNCTION *here = RtlLookupFunctionEntry((ULONG64)captures_back_traces, &base, NULL);
    RUNTIME_FUNCTION *callback = RtlLookupFunctionEntry((ULONG64)capturing, &base, NULL);
    CHECK(captured > 2);
    CHECK(RtlLookupFunctionEntry((ULONG64)trace[0], &base, NULL) == callback);
    int found = 0;
    for (int i = 1; i < captured; i++) {
        found += RtlLookupFunctionEntry((ULONG64)trace[i], &base, NULL) == here;
    }
    CHECK_EQ(found, 1);
    ULONG hashes[2];
    for (int i = 0; i < 2; i++) {
        CHECK_EQ(CaptureStackBackTrace(1, 2, trace, &hashes[i]), 2);
    }
    CHECK_EQ(hashes[0], hashes[1]); // of the same addresses
    PVOID image = NULL;
    CHECK(RtlPcToFileHeader((PVOID)captures_back_traces, &image) == GetModuleHandleW(NULL));
    CHECK(image == GetModuleHandleW(NULL));
    CHECK(RtlPcToFileHeader((PVOID)0x10, &image) == NULL && image == NULL);
}

TEST(walks_with_dbghelp)
{
    HMODULE dbghelp = LoadLibraryA("dbghelp.dll");
    BOOL(WINAPI * walk)(DWORD, HANDLE, HANDLE, LPSTACKFRAME64, PVOID, PVOID, PVOID, PVOID, PVOID) =
        (void *)GetProcAddress(dbghelp, "StackWalk64");
    PVOID access = (PVOID)GetProcAddress(dbghelp, "SymFunctionTableAccess64");
    PVOID module = (PVOID)GetProcAddress(dbghelp, "SymGetModuleBase64");
    BOOL(WINAPI * initialize)(HANDLE, PCSTR, BOOL) = (void *)GetProcAddress(dbghelp, "SymInitialize");
    CHECK(initialize(GetCurrentProcess(), NULL, TRUE));
    CONTEXT context;
    RtlCaptureContext(&context);
    STACKFRAME64 frame;
    memset(&frame, 0, sizeof frame);
    frame.AddrPC.Offset = context.Rip;
    frame.AddrStack.Offset = context.Rsp;
    frame.AddrFrame.Offset = context.Rbp;
    frame.AddrPC.Mode = frame.AddrStack.Mode = frame.AddrFrame.Mode = AddrModeFlat;
    ULONG64 base;
    RUNTIME_FUNCTION *target = RtlLookupFunctionEntry((ULONG64)main, &base, NULL);
    int found = 0, frames = 0;
    ULONG64 returns = 0;
    while (frames < 50 && walk(IMAGE_FILE_MACHINE_AMD64, GetCurrentProcess(), GetCurrentThread(), &frame, &context, NULL,
                               access, module, NULL)) {
        if (frame.AddrPC.Offset == 0) {
            break;
        }
        CHECK(frames == 0 || frame.AddrPC.Offset == returns);
        returns = frame.AddrReturn.Offset;
        found |= RtlLookupFunctionEntry(frame.AddrPC.Offset, &base, NULL) == target;
        frames++;
    }
    CHECK(found);
    CHECK(frames >= 3 && frames < 50);
}

int main(void)
{
    RUN(saved_and_pushed_registers);
    RUN(frame_registers);
    RUN(jumps_at_the_end);
    RUN(chained_unwind_data);
    RUN(described_epilogs);
    RUN(large_frames);
    RUN(history_tables);
    RUN(leaf_functions_have_no_entry);
    RUN(machine_frames);
    RUN(walks_through_callbacks);
    RUN(captures_back_traces);
    RUN(walks_with_dbghelp);
    return guest_done();
}
