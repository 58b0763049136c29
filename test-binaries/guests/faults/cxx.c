/*
 * Exceptions of C++ as Microsoft's compilers make them. This compiler has none of those, so the two functions with
 * try blocks, and what tells the runtime of them, are written out below:
 *
 *     int guarded(void (*function)(void), void (*in_catch)(int)) {
 *         int result;
 *         try {                                                         // state 0
 *             try {                                                     // state 1
 *                 Object object;                                        // state 2
 *                 function();
 *                 result = 0;
 *             } catch (int value) { in_catch(value); result = value; }  // state 3
 *         } catch (...) { in_catch(-1); result = -1; }                  // state 4
 *         return result;
 *     }
 */
#include "guest.h"

void __attribute__((noreturn)) _CxxThrowException(void *object, const void *info);

static char trace[100];

static void note(const char *what)
{
    strcat(trace, what);
}

/* The destructor of the local object. */
static __attribute__((used)) void destroy_local(void)
{
    note("local ");
}

/* The destructor of the exception. */
static __attribute__((used)) void destroy_thrown(int *object)
{
    char text[20];
    sprintf(text, "~%d ", *object);
    note(text);
}

int guarded(void (*function)(void), void (*in_catch)(int));

extern const char thrown_int[], thrown_short[];

/* Frame: 0x20 the variable of catch, 0x28 the runtime's, 0x30 result, 0x38 in_catch. Funclets keep RDX at 0x38. */
__asm__(".text\n"
        ".globl guarded\n"
        ".def guarded; .scl 2; .type 32; .endef\n"
        ".seh_proc guarded\n"
        "guarded:\n\t"
        "subq $0x48, %rsp\n\t"
        ".seh_stackalloc 0x48\n\t"
        ".seh_endprologue\n\t"
        "movq $-2, 0x28(%rsp)\n\t"
        "movq %rdx, 0x38(%rsp)\n\t"
        "movl $0, 0x30(%rsp)\n"
        ".Lbegin:\n\t"
        "call *%rcx\n\t"
        "nop\n"
        ".Lend:\n\t"
        "movl 0x30(%rsp), %eax\n\t"
        "addq $0x48, %rsp\n\t"
        "ret\n\t"
        ".seh_handler __CxxFrameHandler, @except, @unwind\n\t"
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
        "movl %ecx, 0x30(%rdx)\n\t"
        "call *0x38(%rdx)\n\t"
        "leaq .Lend(%rip), %rax\n\t"
        "addq $0x28, %rsp\n\t"
        "ret\n\t"
        ".seh_handler __CxxFrameHandler, @except, @unwind\n\t"
        ".seh_handlerdata\n\t"
        ".rva .Lfunction\n\t"
        ".text\n\t"
        ".seh_endproc\n"

        ".def catch_all; .scl 3; .type 32; .endef\n"
        ".seh_proc catch_all\n"
        "catch_all:\n\t"
        "movq %rdx, 0x10(%rsp)\n\t"
        "subq $0x28, %rsp\n\t"
        ".seh_stackalloc 0x28\n\t"
        ".seh_endprologue\n\t"
        "movl $-1, %ecx\n\t"
        "movl %ecx, 0x30(%rdx)\n\t"
        "call *0x38(%rdx)\n\t"
        "leaq .Lend(%rip), %rax\n\t"
        "addq $0x28, %rsp\n\t"
        "ret\n\t"
        ".seh_handler __CxxFrameHandler, @except, @unwind\n\t"
        ".seh_handlerdata\n\t"
        ".rva .Lfunction\n\t"
        ".text\n\t"
        ".seh_endproc\n"

        ".section .rdata,\"dr\"\n\t"
        ".balign 8\n"
        ".Lfunction:\n\t"
        ".long 0x19930520, 5\n\t"
        ".rva .Lunwind_map\n\t"
        ".long 2\n\t"
        ".rva .Ltry_map\n\t"
        ".long 5\n\t"
        ".rva .Lstates\n\t"
        ".long 0x28, 0\n"
        ".Lunwind_map:\n\t" /* the state around, what destroys */
        ".long -1, 0, 0, 0, 1\n\t"
        ".rva destroy_local\n\t"
        ".long 0, 0, -1, 0\n"
        ".Ltry_map:\n\t" /* first and last state, last state of its catch blocks, how many of those */
        ".long 1, 2, 3, 1\n\t"
        ".rva .Lcatch_int\n\t"
        ".long 0, 3, 4, 1\n\t"
        ".rva .Lcatch_all\n"
        ".Lcatch_int:\n\t" /* adjectives, type, variable, code, where it keeps its function's frame */
        ".long 0\n\t"
        ".rva .Ltype_int\n\t"
        ".long 0x20\n\t"
        ".rva catch_int\n\t"
        ".long 0x38\n"
        ".Lcatch_all:\n\t"
        ".long 0x40, 0, 0\n\t"
        ".rva catch_all\n\t"
        ".long 0x38\n"
        ".Lstates:\n\t"
        ".rva guarded\n\t"
        ".long -1\n\t"
        ".rva .Lbegin\n\t"
        ".long 2\n\t"
        ".rva .Lend\n\t"
        ".long -1\n\t"
        ".rva catch_int\n\t"
        ".long 3\n\t"
        ".rva catch_all\n\t"
        ".long 4\n"

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

/* Another exception is thrown and caught while the catch block runs. */
static void throws_within(int value)
{
    noted(value);
    CHECK_EQ(guarded(throw_short, noted), -1);
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
    CHECK_EQ(run(throw_short, noted), -1);
    CHECK_STR(trace, "local catch-1 ");
}

TEST(catches_what_the_system_raises)
{
    CHECK_EQ(run(raise_exception, noted), -1);
    CHECK_STR(trace, "local catch-1 ");
}

TEST(throws_again_in_a_catch_block)
{
    CHECK_EQ(run(throw_int, throws_again), -1);
    CHECK_STR(trace, "local catch7 catch-1 ~7 ");
}

TEST(throws_another_in_a_catch_block)
{
    CHECK_EQ(run(throw_int, throws_another), -1);
    CHECK_STR(trace, "local catch7 ~7 catch-1 ");
}

TEST(exceptions_nest)
{
    CHECK_EQ(run(throw_int, throws_within), 7);
    CHECK_STR(trace, "local catch7 local catch-1 ~7 ");
}

TEST(the_stack_does_not_grow)
{
    for (int i = 0; i < 5000; i++) {
        CHECK_EQ(run(throw_int, throws_again), -1);
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
    RUN(the_stack_does_not_grow);
    return guest_done();
}
