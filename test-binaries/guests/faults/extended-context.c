// build: -mavx
/* The extended state of the processor: in contexts, through exceptions and back, and kept where stacks grow. */
#include "guest.h"
#include <immintrin.h>
#include <malloc.h>

#ifndef CONTEXT_XSTATE
#define CONTEXT_XSTATE (CONTEXT_AMD64 | 0x40)
#endif
#define AVX_FEATURE 2
#define AVX_MASK (1ull << AVX_FEATURE)

typedef struct { __attribute__((aligned(32))) unsigned long long words[4]; } Vector;

static Vector in = {{1, 2, 3, 4}}, out;

static int has_avx(void)
{
    return (GetEnabledXStateFeatures() & AVX_MASK) != 0;
}


TEST(features)
{
    CHECK_EQ(GetEnabledXStateFeatures() & 3, 3);
    CHECK_EQ(has_avx(), IsProcessorFeaturePresent(39)); /* PF_AVX_INSTRUCTIONS_AVAILABLE */
}

TEST(contexts_are_laid_out)
{
    DWORD length = 0;
    CONTEXT *context = NULL;
    CHECK_ERROR(InitializeContext(NULL, CONTEXT_ALL | CONTEXT_XSTATE, NULL, &length), ERROR_INSUFFICIENT_BUFFER);
    CHECK(length > sizeof(CONTEXT) + 64 + 256);
    char *buffer = malloc(length + 1);
    DWORD less = length - 1;
    CHECK_ERROR(InitializeContext(buffer, CONTEXT_ALL | CONTEXT_XSTATE, &context, &less), ERROR_INSUFFICIENT_BUFFER);
    CHECK(InitializeContext(buffer + 1, CONTEXT_ALL | CONTEXT_XSTATE, &context, &length));
    CHECK_EQ((ULONG_PTR)context & 15, 0);
    CHECK((char *)context >= buffer + 1);
    CHECK_EQ(context->ContextFlags, CONTEXT_ALL | CONTEXT_XSTATE);
    DWORD size = 0;
    char *avx = LocateXStateFeature(context, AVX_FEATURE, &size);
    CHECK(avx != NULL);
    CHECK_EQ(size, 256);
    CHECK(avx + size <= buffer + 1 + length);
    CHECK_EQ((ULONG_PTR)avx & 63, 0);
    CHECK((void *)LocateXStateFeature(context, 1, &size) == &context->Xmm0);
    CHECK_EQ(size, 256);
    CHECK(LocateXStateFeature(context, 63, &size) == NULL);
    DWORD64 mask = 77;
    CHECK(GetXStateFeaturesMask(context, &mask));
    CHECK_EQ(mask & AVX_MASK, 0);
    CHECK(SetXStateFeaturesMask(context, AVX_MASK));
    CHECK(GetXStateFeaturesMask(context, &mask));
    CHECK_EQ(mask & AVX_MASK, AVX_MASK);

    DWORD plain_length = 0;
    CHECK(!InitializeContext(NULL, CONTEXT_ALL, NULL, &plain_length));
    CHECK(plain_length < length);
    char *plain_buffer = malloc(plain_length);
    CONTEXT *plain;
    CHECK(InitializeContext(plain_buffer, CONTEXT_ALL, &plain, &plain_length));
    CHECK(LocateXStateFeature(plain, AVX_FEATURE, NULL) == NULL);

    char *other_buffer = malloc(length);
    CONTEXT *other;
    CHECK(InitializeContext(other_buffer, CONTEXT_ALL | CONTEXT_XSTATE, &other, &length));
    context->Rax = 5;
    context->Rip = 6;
    other->Rip = 7;
    memset(avx, 9, 256);
    CHECK(CopyContext(other, CONTEXT_INTEGER | CONTEXT_XSTATE, context));
    CHECK_EQ(other->Rax, 5);
    CHECK_EQ(other->Rip, 7);
    CHECK_EQ(memcmp(LocateXStateFeature(other, AVX_FEATURE, NULL), avx, 256), 0);
    CHECK_ERROR(CopyContext(plain, CONTEXT_XSTATE, context), ERROR_MORE_DATA);
    free(buffer);
    free(plain_buffer);
    free(other_buffer);
}

static int seen;
static unsigned long long high[2];
static DWORD flags;

static LONG CALLBACK handler(EXCEPTION_POINTERS *p)
{
    seen++;
    CONTEXT *c = p->ContextRecord;
    flags = c->ContextFlags;
    unsigned long long *avx = LocateXStateFeature(c, AVX_FEATURE, NULL);
    if (avx != NULL) {
        high[0] = avx[2 * 7]; /* the upper half of YMM7 */
        high[1] = avx[2 * 7 + 1];
        avx[2 * 7] += 100;
        SetXStateFeaturesMask(c, AVX_MASK);
    }
    c->Xmm7.High += 100;
    c->Rip += 2;
    _mm256_zeroall();
    return EXCEPTION_CONTINUE_EXECUTION;
}

TEST(faults_show_and_change_vectors)
{
    void *registration = AddVectoredExceptionHandler(1, handler);
    __asm__ volatile("vmovdqu %1, %%ymm7\n\txorl %%ecx, %%ecx\n\tmovb (%%rcx), %%al\n\tvmovdqu %%ymm7, %0"
                     : "=m"(out) : "m"(in) : "rax", "rcx", "xmm7", "memory");
    RemoveVectoredExceptionHandler(registration);
    CHECK_EQ(seen, 1);
    CHECK_EQ(flags & CONTEXT_XSTATE, CONTEXT_XSTATE);
    CHECK_EQ(high[0], 3);
    CHECK_EQ(high[1], 4);
    CHECK_EQ(out.words[0], 1);
    CHECK_EQ(out.words[1], 102);
    CHECK_EQ(out.words[2], 103);
    CHECK_EQ(out.words[3], 4);
}

static __attribute__((noinline)) void grow(int depth)
{
    volatile char *page = _alloca(0x800);
    __asm__ volatile("" : : "r"(page));
    page[0] = 1;
    if (depth > 0) grow(depth - 1);
}

TEST(vectors_outlive_the_growth_of_a_stack)
{
    Vector saved;
    volatile char *stack = ((NT_TIB *)NtCurrentTeb())->StackLimit;
    char *bottom = *(char **)((char *)NtCurrentTeb() + 0x1478); /* DeallocationStack */
    if (stack - bottom < 0x10000) return; /* it has grown already */
    __asm__ volatile("vmovdqu %1, %%ymm6\n\tvmovdqu %1, %%ymm13\n\tmovb $0, -0x800(%2)\n\tvmovdqu %%ymm13, %0"
                     : "=m"(saved) : "m"(in), "r"(stack) : "xmm6", "xmm13", "memory");
    CHECK_EQ(memcmp(&saved, &in, sizeof in), 0);
    CHECK(((NT_TIB *)NtCurrentTeb())->StackLimit < (void *)stack);
    grow(50);
}

static LONG CALLBACK clobber(EXCEPTION_POINTERS *p)
{
    p->ContextRecord->Rip += 2;
    __asm__ volatile("vpxorq %%zmm7, %%zmm7, %%zmm7\n\tvpxorq %%zmm20, %%zmm20, %%zmm20\n\tkxorw %%k2, %%k2, %%k2" : : : "memory");
    return EXCEPTION_CONTINUE_EXECUTION;
}

TEST(faults_keep_avx512)
{
    static unsigned long long a[8] = {1, 2, 3, 4, 5, 6, 7, 8}, b[8], c[8], mask = 0;
    void *registration = AddVectoredExceptionHandler(1, clobber);
    __asm__ volatile("vmovdqu64 %3, %%zmm7\n\tvmovdqu64 %3, %%zmm20\n\tmovl $0x1234, %%ecx\n\tkmovw %%ecx, %%k2\n\t"
                     "xorl %%ecx, %%ecx\n\tmovb (%%rcx), %%al\n\tvmovdqu64 %%zmm7, %0\n\tvmovdqu64 %%zmm20, %1\n\t"
                     "kmovw %%k2, %%ecx\n\tmovq %%rcx, %2\n\tvzeroupper"
                     : "=m"(b), "=m"(c), "=m"(mask) : "m"(a) : "rax", "rcx", "memory");
    RemoveVectoredExceptionHandler(registration);
    CHECK_EQ(memcmp(a, b, sizeof a), 0);
    CHECK_EQ(memcmp(a, c, sizeof a), 0);
    CHECK_EQ(mask, 0x1234);
}

static volatile LONG spinning, stop;
static HANDLE wake;

static DWORD WINAPI spin_with_ymm(void *unused)
{
    (void)unused;
    __asm__ volatile("vmovdqu %0, %%ymm7" : : "m"(in) : "xmm7");
    spinning = 1;
    __asm__ volatile("1: pause; cmpl $0, %0; je 1b" : : "m"(stop));
    spinning = 2;
    WaitForSingleObject(wake, 20000);
    return 0;
}

TEST(other_threads)
{
    DWORD length = 0, size = 0;
    DWORD64 mask = 0;
    CONTEXT *context;
    if (!has_avx())
        return;
    wake = CreateEventA(NULL, TRUE, FALSE, NULL);
    HANDLE thread = CreateThread(NULL, 0, spin_with_ymm, NULL, 0, NULL);
    InitializeContext(NULL, CONTEXT_ALL | CONTEXT_XSTATE, NULL, &length);
    CHECK(InitializeContext(malloc(length), CONTEXT_ALL | CONTEXT_XSTATE, &context, &length));
    while (spinning != 1)
        Sleep(1);
    Sleep(10);
    CHECK_EQ(SuspendThread(thread), 0);
    CHECK(SetXStateFeaturesMask(context, AVX_MASK));
    CHECK(GetThreadContext(thread, context));
    CHECK(GetXStateFeaturesMask(context, &mask));
    CHECK_EQ(mask & AVX_MASK, AVX_MASK);
    unsigned long long *upper = LocateXStateFeature(context, AVX_FEATURE, &size);
    CHECK_EQ((&context->Xmm7)->Low, 1);
    CHECK_EQ((&context->Xmm7)->High, 2);
    CHECK_EQ(upper[14], 3);
    CHECK_EQ(upper[15], 4);
    CHECK_EQ(ResumeThread(thread), 1);
    stop = 1;
    SetEvent(wake);
    CHECK_EQ(WaitForSingleObject(thread, 20000), WAIT_OBJECT_0);
    CloseHandle(thread);
    CloseHandle(wake);
}

int main(void)
{
    RUN(features);
    if (!has_avx()) return guest_done();
    RUN(contexts_are_laid_out);
    RUN(faults_show_and_change_vectors);
    if ((GetEnabledXStateFeatures() & 0xe0) == 0xe0) RUN(faults_keep_avx512);
    RUN(vectors_outlive_the_growth_of_a_stack);
    RUN(other_threads);
    return guest_done();
}
