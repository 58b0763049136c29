// compiler: clang
// exit: 42
/* What may not throw does: the handler of set_terminate is called. */
#include "guest.h"

struct Local {
    ~Local() { printf("destroyed or not, that is the compiler's choice\n"); }
};

static __attribute__((noinline)) void throws()
{
    throw 1;
}

static void (*volatile may_throw)() = throws;

static __attribute__((noinline)) void quiet() noexcept
{
    Local local;
    may_throw();
}

static void (*volatile call)() = quiet; // the compiler is not to see that nothing comes back

static void handler()
{
    printf("ok terminates\n");
    fflush(stdout);
    exit(42);
}

int main()
{
    // of the runtime that vcruntime140 works with
    typedef void (*Handler)();
    ((Handler(*)(Handler))GetProcAddress(LoadLibraryA("ucrtbase.dll"), "set_terminate"))(handler);
    try {
        call();
    } catch (int) {
        printf("not ok terminates\n");
    }
    return guest_done() + 1;
}
