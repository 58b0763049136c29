// compiler: clang
// exit: 39
/* An unwind without a target runs all termination handlers, and ends the process with STATUS_UNWIND, 0xC0000027. */
#include "guest.h"

static int handlers;

static __attribute__((noinline)) void unwinds(void)
{
    __try {
        RtlUnwind(NULL, NULL, NULL, NULL);
    }
    __finally
    {
        handlers++;
        CHECK(AbnormalTermination());
    }
}

int main(void)
{
    __try {
        unwinds();
    }
    __finally
    {
        CHECK_EQ(handlers, 1);
        printf(guest_done() == 0 ? "ok an_exit_unwind\n" : "not ok an_exit_unwind\n");
        fflush(stdout);
    }
    return 1;
}
