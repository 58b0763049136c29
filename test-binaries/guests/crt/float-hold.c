/* feholdexcept: flags are put away while a calculation is on its own. */
#include "guest.h"

#define DIVISION 0x08
#define INVALID 0x10
#define ALL 0x1f

typedef struct {
    unsigned long control, status;
} environment;

static volatile double zero = 0, one = 1, result;

TEST(flags_are_put_away_and_come_back)
{
    HMODULE ucrt = LoadLibraryA("ucrtbase");
    int (*hold)(environment *) = (void *)GetProcAddress(ucrt, "feholdexcept");
    int (*set)(const environment *) = (void *)GetProcAddress(ucrt, "fesetenv");
    int (*flags)(int) = (void *)GetProcAddress(ucrt, "fetestexcept");
    environment held;
    if (!CHECK(hold != NULL && set != NULL && flags != NULL))
        return;
    result = one / zero;
    CHECK_EQ(flags(DIVISION), DIVISION);
    CHECK_EQ(hold(&held), 0);
    CHECK_EQ(flags(ALL), 0);
    result = zero / zero;
    CHECK_EQ(set(&held), 0);
    CHECK_EQ(flags(DIVISION | INVALID), DIVISION);
}

int main(void)
{
    RUN(flags_are_put_away_and_come_back);
    return guest_done();
}
