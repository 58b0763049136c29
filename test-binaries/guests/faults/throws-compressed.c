/*
 * Exceptions of C++ whose functions are described in the compressed form (__CxxFrameHandler4), as Microsoft's compiler
 * does it since 2019. The functions with try blocks and what tells the runtime of them are written out below:
 *
 *     int guarded(void (*function)(void), void (*in_catch)(int)) {
 *         int result;
 *         try {                                                         // state 0
 *             try {                                                     // state 1
 *                 Object object;                                        // state 2
 *                 function();
 *                 result = 0;
 *             } catch (int value) { Object inner; in_catch(value); result = value; }
 *         } catch (...) { Object &made = *new_object(); in_catch(-1); result = -1; goto other; }
 *         return result;
 *     other:
 *         return result - 100;
 *     }
 */
#include "guest.h"

void __attribute__((noreturn)) _CxxThrowException(void *object, const void *info);

static char trace[200];

static void note(const char *what)
{
    strcat(trace, what);
}

/* The destructor of the local object, of which the frame's place is known. */
static __attribute__((used)) void destroy_local(const int *object)
{
    note(*object == 0x1234 ? "local " : "wrong ");
}

static __attribute__((used)) void destroy_made(const int *object)
{
    note(*object == 0x5678 ? "made " : "wrong ");
}

/* A funclet that destroys the object of a catch block. */
static __attribute__((used)) void destroy_inner(void)
{
    note("inner ");
}

static __attribute__((used)) void destroy_thrown(int *object)
{
    char text[20];
    sprintf(text, "~%d ", *object);
    note(text);
}

static __attribute__((used)) int made = 0x5678;

int guarded(void (*function)(void), void (*in_catch)(int));

extern const char thrown_int[], thrown_short[];

/*
 * Numbers of the compressed form: 7 bits in a byte whose lowest bit is 0, 14 bits in two bytes with 01 there.
 * Frame: 0x20 the variable of catch, 0x28 the object, 0x30 result, 0x38 in_catch, 0x40 pointer to an object.
 */
__asm__(".text\n"
        ".globl guarded\n"
        ".def guarded; .scl 2; .type 32; .endef\n"
        ".seh_proc guarded\n"
        "guarded:\n\t"
        "subq $0x48, %rsp\n\t"
        ".seh_stackalloc 0x48\n\t"
        ".seh_endprologue\n\t"
        "movq %rdx, 0x38(%rsp)\n\t"
        "movl $0, 0x30(%rsp)\n\t"
        "movl $0x1234, 0x28(%rsp)\n"
        ".Lbegin:\n\t"
        "call *%rcx\n\t"
        "nop\n"
        ".Lend:\n\t"
        "movl 0x30(%rsp), %eax\n\t"
        "addq $0x48, %rsp\n\t"
        "ret\n"
        ".Lother:\n\t"
        "movl 0x30(%rsp), %eax\n\t"
        "subl $100, %eax\n\t"
        "addq $0x48, %rsp\n\t"
        "ret\n\t"
        ".seh_handler __CxxFrameHandler4, @except, @unwind\n\t"
        ".seh_handlerdata\n\t"
        ".rva .Lfunction\n\t"
        ".text\n\t"
        ".seh_endproc\n"

        ".def catch_int; .scl 3; .type 32; .endef\n"
        ".seh_proc catch_int\n"
        "catch_int:\n\t"
        "movq %rdx, 0x10(%rsp)\n\t"
        "subq $0x28, %rsp\n\t"
        ".seh_stackalloc 0x28\n\t"
        ".seh_endprologue\n\t"
        "movl 0x20(%rdx), %ecx\n\t"
        "movl %ecx, 0x30(%rdx)\n"
        ".Lcatch_begin:\n\t"
        "call *0x38(%rdx)\n\t"
        "nop\n"
        ".Lcatch_end:\n\t"
        "xorl %eax, %eax\n\t" /* the first place to continue at */
        "addq $0x28, %rsp\n\t"
        "ret\n\t"
        ".seh_handler __CxxFrameHandler4, @except, @unwind\n\t"
        ".seh_handlerdata\n\t"
        ".rva .Lcatch_int_info\n\t"
        ".text\n\t"
        ".seh_endproc\n"

        ".def catch_all; .scl 3; .type 32; .endef\n"
        ".seh_proc catch_all\n"
        "catch_all:\n\t"
        "movq %rdx, 0x10(%rsp)\n\t"
        "subq $0x28, %rsp\n\t"
        ".seh_stackalloc 0x28\n\t"
        ".seh_endprologue\n\t"
        "leaq made(%rip), %rcx\n\t"
        "movq %rcx, 0x40(%rdx)\n\t"
        "movl $-1, %ecx\n\t"
        "movl %ecx, 0x30(%rdx)\n"
        ".Lcatch_all_begin:\n\t"
        "call *0x38(%rdx)\n\t"
        "nop\n"
        ".Lcatch_all_end:\n\t"
        "movl $1, %eax\n\t" /* the second */
        "addq $0x28, %rsp\n\t"
        "ret\n\t"
        ".seh_handler __CxxFrameHandler4, @except, @unwind\n\t"
        ".seh_handlerdata\n\t"
        ".rva .Lcatch_all_info\n\t"
        ".text\n\t"
        ".seh_endproc\n"

        ".section .rdata,\"dr\"\n"
        ".Lfunction:\n\t"
        ".byte 0x18\n\t" /* states and try blocks */
        ".rva .Lstates, .Ltries, .Laddresses\n"
        ".Lstates:\n\t"
        ".byte 3 << 1\n\t"
        ".byte 4 << 1\n\t" /* nothing to do; the state around is 1 byte before: none */
        ".byte 4 << 1\n\t" /* nothing to do; 1 byte before: 0 */
        ".byte 5 << 1\n\t" /* destructor of an object; 1 byte before: 1 */
        ".rva destroy_local\n\t"
        ".byte 0x28 << 1\n"
        ".Ltries:\n\t"
        ".byte 2 << 1\n\t"
        ".byte 1 << 1, 2 << 1, 3 << 1\n\t"
        ".rva .Lcatch_int_map\n\t"
        ".byte 0 << 1, 3 << 1, 4 << 1\n\t"
        ".rva .Lcatch_all_map\n"
        ".Lcatch_int_map:\n\t"
        ".byte 1 << 1, 0x16\n\t" /* type, variable, one place to continue at */
        ".rva .Ltype_int\n\t"
        ".byte 0x20 << 1\n\t"
        ".rva catch_int\n\t"
        ".byte (.Lend - guarded) << 1\n"
        ".Lcatch_all_map:\n\t"
        ".byte 1 << 1, 0x29\n\t" /* adjectives, two places, as RVAs */
        ".byte 0x40 << 1\n\t"
        ".rva catch_all\n\t"
        ".rva .Lend, .Lother\n"
        ".Laddresses:\n\t"
        ".byte 3 << 1\n\t"
        ".byte 0 << 1, 0 << 1\n\t"
        ".byte (.Lbegin - guarded) << 1, 3 << 1\n\t"
        ".short (.Lend - .Lbegin) << 2 | 1\n\t"
        ".byte 0 << 1\n"

        ".Lcatch_int_info:\n\t"
        ".byte 0x09\n\t" /* a catch block, states */
        ".rva .Lcatch_int_states, .Lcatch_int_addresses\n\t"
        ".byte 0x38 << 1\n" /* where it keeps its function's frame */
        ".Lcatch_int_states:\n\t"
        ".byte 1 << 1\n\t"
        ".byte 7 << 1\n\t" /* a funclet; 1 byte before: none */
        ".rva destroy_inner\n"
        ".Lcatch_int_addresses:\n\t"
        ".byte 3 << 1\n\t"
        ".byte 0 << 1, 0 << 1\n\t"
        ".byte (.Lcatch_begin - catch_int) << 1, 1 << 1\n\t"
        ".byte (.Lcatch_end - .Lcatch_begin) << 1, 0 << 1\n"

        ".Lcatch_all_info:\n\t"
        ".byte 0x0b\n\t" /* … in several parts */
        ".rva .Lcatch_all_states, .Lcatch_all_parts\n\t"
        ".byte 0x38 << 1\n"
        ".Lcatch_all_states:\n\t"
        ".byte 1 << 1\n\t"
        ".byte 6 << 1\n\t" /* destructor of what a pointer refers to */
        ".rva destroy_made\n\t"
        ".byte 0x40 << 1\n"
        ".Lcatch_all_parts:\n\t"
        ".byte 2 << 1\n\t"
        ".rva guarded, .Laddresses\n\t"
        ".rva catch_all, .Lcatch_all_addresses\n"
        ".Lcatch_all_addresses:\n\t"
        ".byte 3 << 1\n\t"
        ".byte 0 << 1, 0 << 1\n\t"
        ".byte (.Lcatch_all_begin - catch_all) << 1, 1 << 1\n\t"
        ".byte (.Lcatch_all_end - .Lcatch_all_begin) << 1, 0 << 1\n\t"
        ".balign 8\n"

        "thrown_int:\n\t" /* attributes, destructor, nothing, types */
        ".long 0\n\t"
        ".rva destroy_thrown\n\t"
        ".long 0\n\t"
        ".rva .Lints\n"
        ".Lints:\n\t"
        ".long 1\n\t"
        ".rva .Lcatchable_int\n"
        ".Lcatchable_int:\n\t" /* simple, type, place in the object, size, no copy constructor */
        ".long 1\n\t"
        ".rva .Ltype_int\n\t"
        ".long 0, -1, 0, 4, 0\n"
        "thrown_short:\n\t"
        ".long 0, 0, 0\n\t"
        ".rva .Lshorts\n"
        ".Lshorts:\n\t"
        ".long 1\n\t"
        ".rva .Lcatchable_short\n"
        ".Lcatchable_short:\n\t"
        ".long 1\n\t"
        ".rva .Ltype_short\n\t"
        ".long 0, -1, 0, 2, 0\n\t"
        ".data\n\t"
        ".balign 8\n"
        ".Ltype_int:\n\t"
        ".quad 0, 0\n\t"
        ".asciz \".H\"\n\t"
        ".balign 8\n"
        ".Ltype_short:\n\t"
        ".quad 0, 0\n\t"
        ".asciz \".F\"\n\t"
        ".text");

static void nothing(void) {}

static void throw_int(void)
{
    int object = 7;
    _CxxThrowException(&object, thrown_int);
}

static void throw_short(void)
{
    short object = 8;
    _CxxThrowException(&object, thrown_short);
}

static void raise_exception(void)
{
    RaiseException(0xE0000003, 0, 0, NULL);
}

static void noted(int value)
{
    char text[20];
    sprintf(text, "catch%d ", value);
    note(text);
}

/* throw; in the catch block of the int */
static void throws_again(int value)
{
    noted(value);
    if (value == 7) {
        _CxxThrowException(NULL, NULL);
    }
}

static void throws_another(int value)
{
    noted(value);
    if (value == 7) {
        throw_short();
    }
}

static int run(void (*function)(void), void (*in_catch)(int));

/* Another exception is thrown and caught while the catch block runs. */
static void throws_within(int value)
{
    noted(value);
    CHECK_EQ(guarded(throw_short, noted), -101);
}

/* What leaves the outer catch block as well. */
static void always_throws(int value)
{
    noted(value);
    throw_short();
}

static void throws_out(void)
{
    guarded(throw_int, always_throws);
}

static int run(void (*function)(void), void (*in_catch)(int))
{
    trace[0] = 0;
    return guarded(function, in_catch);
}

TEST(nothing_is_thrown)
{
    CHECK_EQ(run(nothing, noted), 0);
    CHECK_STR(trace, "");
}

TEST(catches_by_type)
{
    CHECK_EQ(run(throw_int, noted), 7);
    CHECK_STR(trace, "local catch7 ~7 ");
    CHECK_EQ(run(throw_short, noted), -101);
    CHECK_STR(trace, "local catch-1 ");
}

TEST(catches_what_the_system_raises)
{
    CHECK_EQ(run(raise_exception, noted), -101);
    CHECK_STR(trace, "local catch-1 ");
}

TEST(throws_again_in_a_catch_block)
{
    CHECK_EQ(run(throw_int, throws_again), -101);
    CHECK_STR(trace, "local catch7 inner catch-1 ~7 ");
}

TEST(throws_another_in_a_catch_block)
{
    CHECK_EQ(run(throw_int, throws_another), -101);
    CHECK_STR(trace, "local catch7 inner ~7 catch-1 ");
}

TEST(exceptions_nest)
{
    CHECK_EQ(run(throw_int, throws_within), 7);
    CHECK_STR(trace, "local catch7 local catch-1 ~7 ");
}

TEST(exceptions_leave_both)
{
    CHECK_EQ(run(throws_out, noted), -101);
    CHECK_STR(trace, "local catch7 inner ~7 catch-1 made local catch-1 ");
}

TEST(the_stack_does_not_grow)
{
    for (int i = 0; i < 5000; i++) {
        CHECK_EQ(run(throw_int, throws_again), -101);
    }
}

int main(void)
{
    RUN(nothing_is_thrown);
    RUN(catches_by_type);
    RUN(catches_what_the_system_raises);
    RUN(throws_again_in_a_catch_block);
    RUN(throws_another_in_a_catch_block);
    RUN(exceptions_nest);
    RUN(exceptions_leave_both);
    RUN(the_stack_does_not_grow);
    return guest_done();
}
