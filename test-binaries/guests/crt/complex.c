/* Structures that cross by value: in a register, by reference, and as a hidden result. */
#include "guest.h"

static HMODULE library;

static void *runtime(const char *function)
{
    void *address = (void *)GetProcAddress(library, function);
    if (!address) printf("FAIL ucrtbase.dll lacks %s\n", function), guest_failures++;
    return address;
}

struct complex { double re, im; };
struct single_complex { float re, im; };
struct long_division { long long quotient, remainder; };

TEST(products_of_complex_numbers)
{
    struct complex (*product)(struct complex, struct complex) = runtime("_Cmulcc");
    struct single_complex (*single_product)(struct single_complex, struct single_complex) = runtime("_FCmulcc");
    struct complex result = product((struct complex){1, 2}, (struct complex){3, 4});
    CHECK(result.re == -5 && result.im == 10);
    struct single_complex single_result = single_product((struct single_complex){1, 2}, (struct single_complex){3, 4});
    CHECK(single_result.re == -5 && single_result.im == 10);
}

TEST(quotient_and_remainder)
{
    struct long_division (*divide)(long long, long long) = runtime("lldiv");
    struct long_division result = divide(-17, 5);
    CHECK_EQ(result.quotient, -3);
    CHECK_EQ(result.remainder, -2);
}

int main(void)
{
    library = LoadLibraryA("ucrtbase.dll");
    RUN(quotient_and_remainder);
    RUN(products_of_complex_numbers);
    return guest_done();
}
