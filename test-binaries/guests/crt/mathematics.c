/* math.h as both runtimes export it: values, limits, errors. */
#include "guest.h"
#include <errno.h>
#include <float.h>
#include <math.h>

static HMODULE library;

static void *runtime(const char *function)
{
    void *address = (void *)GetProcAddress(library, function);
    if (!address) printf("FAIL a runtime lacks %s\n", function), guest_failures++;
    return address;
}

static int *error(void)
{
    int *(*location)(void) = runtime("_errno");
    return location();
}

typedef double (*unary)(double);
typedef double (*binary)(double, double);
typedef float (*single)(float);

/* Distance in units of the last place. */
static long long apart(double a, double b)
{
    long long x, y;
    memcpy(&x, &a, 8);
    memcpy(&y, &b, 8);
    return x > y ? x - y : y - x;
}

static const struct { const char *name; double argument, result; } values[] = {
    {"sin", 1, 0.8414709848078965},   {"cos", 1, 0.5403023058681398},    {"tan", 1, 1.5574077246549023},
    {"asin", 0.5, 0.5235987755982989}, {"acos", 0.5, 1.0471975511965979}, {"atan", 2, 1.1071487177940904},
    {"sinh", 1, 1.1752011936438014},  {"cosh", 1, 1.5430806348152437},   {"tanh", 0.5, 0.46211715726000973},
    {"exp", 1, 2.718281828459045},    {"log", 10, 2.302585092994046},    {"log10", 1000, 3},
    {"sqrt", 2, 1.4142135623730951},  {"ceil", -1.5, -1},                {"floor", -1.5, -2},
    {"fabs", -3.5, 3.5},
};

TEST(has_exact_values)
{
    for (unsigned i = 0; i < sizeof values / sizeof *values; i++) {
        unary function = runtime(values[i].name);
        if (!function) continue;
        double got = function(values[i].argument);
        if (apart(got, values[i].result) > 1) {
            printf("FAIL %s(%g) is %.17g\n", values[i].name, values[i].argument, got);
            guest_failures++;
        }
    }
    binary power = runtime("pow"), arc = runtime("atan2"), modulo = runtime("fmod"), hypotenuse = runtime("_hypot");
    CHECK(power(2, 0.5) == 1.4142135623730951);
    CHECK(power(10, 15) == 1e15);
    CHECK(power(-2, 3) == -8);
    CHECK(arc(1, -1) == 2.356194490192345);
    CHECK(modulo(5.5, 2) == 1.5);
    CHECK(modulo(-5.5, 2) == -1.5);
    CHECK(hypotenuse(3, 4) == 5);
    single sine = runtime("sinf"), root = runtime("sqrtf");
    CHECK(sine(1) == 0.841470957f);
    CHECK(root(2) == 1.41421354f);
}

TEST(takes_numbers_apart)
{
    double (*split)(double, int *) = runtime("frexp");
    double (*join)(double, int) = runtime("ldexp");
    double (*whole_of)(double, double *) = runtime("modf");
    int exponent;
    double whole;
    CHECK(split(48, &exponent) == 0.75 && exponent == 6);
    CHECK(split(4.9406564584124654e-324, &exponent) == 0.5 && exponent == -1073);
    CHECK(split(0, &exponent) == 0 && exponent == 0);
    CHECK(join(0.75, 6) == 48);
    CHECK(whole_of(-3.25, &whole) == -0.25 && whole == -3);
    unary exponent_of = runtime("_logb");
    CHECK(exponent_of(1000) == 9);
    binary sign = runtime("_copysign"), next = runtime("_nextafter");
    CHECK(sign(3, -0.0) == -3);
    CHECK(next(1, 2) == 1 + DBL_EPSILON);
}

TEST(classifies_numbers)
{
    int (*class)(double) = runtime("_fpclass");
    int (*finite)(double) = runtime("_finite");
    int (*is_nan)(double) = runtime("_isnan");
    CHECK_EQ(class(1), 0x100);
    CHECK_EQ(class(-1), 0x08);
    CHECK_EQ(class(0.0), 0x40);
    CHECK_EQ(class(-0.0), 0x20);
    CHECK_EQ(class(INFINITY), 0x200);
    CHECK_EQ(class(4.9406564584124654e-324), 0x80);
    CHECK(finite(1) && !finite(INFINITY) && !finite(NAN));
    CHECK(is_nan(NAN) && !is_nan(1));
}

TEST(reports_errors)
{
    unary root = runtime("sqrt"), logarithm = runtime("log"), power_of_e = runtime("exp"), arc = runtime("acos");
    binary modulo = runtime("fmod"), power = runtime("pow");
    *error() = 0;
    CHECK(isnan(root(-1)));
    CHECK_EQ(*error(), EDOM);
    *error() = 0;
    CHECK(logarithm(0) == -INFINITY);
    CHECK_EQ(*error(), ERANGE);
    *error() = 0;
    CHECK(isnan(logarithm(-1)));
    CHECK_EQ(*error(), EDOM);
    *error() = 0;
    CHECK(power_of_e(1000) == INFINITY);
    CHECK_EQ(*error(), ERANGE);
    *error() = 0;
    CHECK(isnan(arc(2)));
    CHECK_EQ(*error(), EDOM);
    *error() = 0;
    CHECK(isnan(modulo(1, 0)));
    CHECK_EQ(*error(), EDOM);
    *error() = 0;
    CHECK(power(10, 400) == INFINITY);
    CHECK_EQ(*error(), ERANGE);
    *error() = 0;
    CHECK(power_of_e(INFINITY) == INFINITY);
    CHECK_EQ(*error(), 0);
}

TEST(newer_functions)
{
    unary root = runtime("cbrt"), nearest = runtime("round"), cut = runtime("trunc"), even = runtime("rint");
    unary log_2 = runtime("log2"), arc = runtime("asinh"), gamma_of = runtime("tgamma"), error_of = runtime("erf");
    long (*to_long)(double) = runtime("lround");
    double (*fused)(double, double, double) = runtime("fma");
    binary greater = runtime("fmax");
    CHECK(root(27) == 3);
    CHECK(nearest(2.5) == 3 && nearest(-2.5) == -3 && nearest(0.49999999999999994) == 0);
    CHECK(cut(-1.9) == -1);
    CHECK(even(2.5) == 2 && even(3.5) == 4);
    CHECK(log_2(8) == 3);
    CHECK(apart(arc(1), 0.881373587019543) <= 1);
    CHECK(gamma_of(5) == 24);
    CHECK(apart(error_of(0.5), 0.5204998778130465) <= 1);
    CHECK_EQ(to_long(-2.5), -3);
    CHECK(fused(0.1, 10, -1) == 5.5511151231257827e-17);
    CHECK(greater(NAN, 2) == 2);
}

TEST(says_how_it_rounds)
{
    int (*rounds)(void) = runtime("__fpe_flt_rounds");
    unsigned (*control)(unsigned, unsigned) = runtime("_controlfp");
    CHECK_EQ(rounds(), 1);
    control(_RC_UP, _MCW_RC);
    CHECK_EQ(rounds(), 2);
    control(_RC_DOWN, _MCW_RC);
    CHECK_EQ(rounds(), 3);
    control(_RC_CHOP, _MCW_RC);
    CHECK_EQ(rounds(), 0);
    control(_RC_NEAR, _MCW_RC);
    CHECK_EQ(rounds(), 1);
}

/* Which a function of another calling convention might use. */
TEST(leaves_registers_alone)
{
    unary sine = runtime("sin"), power_of_e = runtime("exp");
    for (int i = 0; i < 3; i++) {
        unary function = i == 2 ? power_of_e : sine;
        long long value = 0x0123456789abcdefLL + i, other = ~value, seen = value;
        double argument = 1e5 * i + 0.5;
        __asm__ volatile("movq %%rsi, %%xmm6\n movq %%rdi, %%xmm7\n movq %%rsi, %%xmm10\n movq %%rdi, %%xmm15\n"
                         "movq %[argument], %%xmm0\n sub $32, %%rsp\n call *%%rbx\n add $32, %%rsp\n"
                         "movq %%xmm6, %%rax\n xor %%rsi, %%rax\n movq %%xmm10, %%rcx\n xor %%rsi, %%rcx\n or %%rcx, %%rax\n"
                         "movq %%xmm7, %%rcx\n xor %%rdi, %%rcx\n or %%rcx, %%rax\n"
                         "movq %%xmm15, %%rcx\n xor %%rdi, %%rcx\n or %%rcx, %%rax\n"
                         : "=a"(seen), "+S"(value), "+D"(other), "+b"(function)
                         : [argument] "r"(argument)
                         : "rcx", "rdx", "r8", "r9", "r10", "r11", "memory", "cc", "xmm0", "xmm1", "xmm2", "xmm3",
                           "xmm4", "xmm5", "xmm6", "xmm7", "xmm10", "xmm15");
        CHECK_EQ(seen, 0);
        CHECK_EQ(value, 0x0123456789abcdefLL + i);
        CHECK_EQ(other, ~value);
    }
}

int main(void)
{
    library = LoadLibraryA("msvcrt.dll");
    RUN(has_exact_values);
    RUN(leaves_registers_alone);
    RUN(takes_numbers_apart);
    RUN(classifies_numbers);
    RUN(reports_errors);
    library = LoadLibraryA("ucrtbase.dll");
    RUN(has_exact_values);
    RUN(takes_numbers_apart);
    RUN(classifies_numbers);
    RUN(reports_errors);
    RUN(newer_functions);
    RUN(says_how_it_rounds);
    return guest_done();
}
