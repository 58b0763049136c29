/* fenv.h and the status of float.h: flags that operations of the processor leave. */
#include "guest.h"

#define NEAREST 0
#define INEXACT 0x01
#define UNDERFLOW_ 0x02
#define OVERFLOW_ 0x04
#define DIVISION 0x08
#define INVALID 0x10
#define ALL 0x1f
#define DENORMAL 0x80000

typedef struct {
    unsigned long control, status;
} environment;

#define FUNCTION(result, name, ...) static result (*u_##name)(__VA_ARGS__)
FUNCTION(int, fetestexcept, int);
FUNCTION(int, feclearexcept, int);
FUNCTION(int, fegetexceptflag, unsigned long *, int);
FUNCTION(int, fesetexceptflag, const unsigned long *, int);
FUNCTION(int, fegetround, void);
FUNCTION(int, fesetround, int);
FUNCTION(int, fegetenv, environment *);
FUNCTION(int, fesetenv, const environment *);
FUNCTION(unsigned, _statusfp, void);
FUNCTION(unsigned, _clearfp, void);

static volatile double zero = 0, one = 1, three = 3, huge = 1e308, tiny = 1e-308, result;

TEST(operations_set_flags)
{
    CHECK_EQ(u_feclearexcept(ALL), 0);
    CHECK_EQ(u_fetestexcept(ALL), 0);
    result = one / three;
    CHECK_EQ(u_fetestexcept(ALL), INEXACT);
    result = one / zero;
    CHECK_EQ(u_fetestexcept(DIVISION | INVALID), DIVISION);
    result = zero / zero;
    CHECK_EQ(u_fetestexcept(DIVISION | INVALID), DIVISION | INVALID);
    CHECK_EQ(u_feclearexcept(DIVISION), 0);
    CHECK_EQ(u_fetestexcept(ALL), INVALID | INEXACT);
    CHECK_EQ(u_feclearexcept(ALL), 0);
    result = huge * huge;
    CHECK_EQ(u_fetestexcept(ALL), OVERFLOW_ | INEXACT);
    u_feclearexcept(ALL);
    result = tiny * tiny;
    CHECK_EQ(u_fetestexcept(ALL), UNDERFLOW_ | INEXACT);
    u_feclearexcept(ALL);
}

TEST(flags_are_kept_and_put_back)
{
    unsigned long kept = 0;
    environment held;
    u_feclearexcept(ALL);
    result = one / zero;
    CHECK_EQ(u_fegetexceptflag(&kept, ALL), 0);
    u_feclearexcept(ALL);
    CHECK_EQ(u_fesetexceptflag(&kept, INVALID), 0);
    CHECK_EQ(u_fetestexcept(ALL), 0);
    CHECK_EQ(u_fesetexceptflag(&kept, DIVISION), 0);
    CHECK_EQ(u_fetestexcept(ALL), DIVISION);
    u_feclearexcept(ALL);
    CHECK_EQ(u_fegetenv(&held), 0);
    result = one / three;
    CHECK_EQ(u_fesetenv(&held), 0);
    CHECK_EQ(u_fetestexcept(ALL), 0);
}

TEST(rounding_is_to_the_nearest)
{
    CHECK_EQ(u_fegetround(), NEAREST);
    CHECK_EQ(u_fesetround(NEAREST), 0);
    CHECK(u_fesetround(0xDECA) != 0);
}

TEST(the_status_of_float_h)
{
    u__clearfp();
    CHECK_EQ(u__statusfp(), 0);
    result = one / zero;
    CHECK_EQ(u__statusfp(), DIVISION);
    CHECK_EQ(u__clearfp(), DIVISION);
    CHECK_EQ(u__statusfp(), 0);
    result = 5e-324 + one;
    *(volatile unsigned long long *)&result = 1;
    result = result + one; /* a denormal as operand */
    CHECK_EQ(u__clearfp(), DENORMAL | INEXACT);
}

#define GET(name) CHECK((u_##name = (void *)GetProcAddress(ucrt, #name)) != NULL)

int main(void)
{
    HMODULE ucrt = LoadLibraryA("ucrtbase");
    if (!GET(fetestexcept) || !GET(feclearexcept) || !GET(fegetexceptflag) || !GET(fesetexceptflag) || !GET(fegetround) ||
        !GET(fesetround) || !GET(fegetenv) || !GET(fesetenv) || !GET(_statusfp) || !GET(_clearfp))
        return guest_done();
    RUN(operations_set_flags);
    RUN(flags_are_kept_and_put_back);
    RUN(rounding_is_to_the_nearest);
    RUN(the_status_of_float_h);
    return guest_done();
}
