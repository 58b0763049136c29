/* Functions of complex numbers. */
#include "guest.h"
#include <math.h>

typedef struct {
    double re, im;
} complex_double;

typedef struct {
    float re, im;
} complex_float;

typedef complex_double (*unary)(complex_double);
typedef complex_float (*unary_float)(complex_float);

static HMODULE ucrt;

static int near_to(double actual, double expected)
{
    double difference = actual - expected;
    return difference > -1e-13 && difference < 1e-13;
}

static void check(const char *name, double re, double im, double result_re, double result_im)
{
    char variant[16];
    complex_double z = {re, im};
    complex_float zf = {(float)re, (float)im};
    unary f = (unary)(void *)GetProcAddress(ucrt, name);
    sprintf(variant, "%sf", name);
    unary_float ff = (unary_float)(void *)GetProcAddress(ucrt, variant);
    sprintf(variant, "%sl", name);
    unary fl = (unary)(void *)GetProcAddress(ucrt, variant);
    if (!CHECK(f && ff && fl)) return;
    for (int i = 0; i < 2; i++) {
        complex_double r = i == 0 ? f(z) : fl(z);
        complex_float rf = ff(zf);
        if (!CHECK(near_to(r.re, result_re) && near_to(r.im, result_im)))
            printf("# %s: %.17g %.17g\n", name, r.re, r.im);
        if (!CHECK(fabs(rf.re - result_re) < 1e-5 && fabs(rf.im - result_im) < 1e-5))
            printf("# %sf: %.9g %.9g\n", name, rf.re, rf.im);
    }
}

TEST(functions_of_one_number)
{
    check("csqrt", -4, 0, 0, 2);
    check("csqrt", 3, 4, 2, 1);
    check("cexp", 0, 3.14159265358979323846, -1, 0);
    check("clog", -1, 0, 0, 3.14159265358979323846);
    check("clog", 3, 4, 1.6094379124341003, 0.92729521800161219);
    check("clog10", 0, 10, 1, 0.68218817692092067);
    check("csin", 1, 1, 1.2984575814159773, 0.63496391478473611);
    check("ccos", 1, 1, 0.83373002513114904, -0.98889770576286506);
    check("ctan", 1, 1, 0.27175258531951172, 1.0839233273386946);
    check("csinh", 1, 1, 0.63496391478473611, 1.2984575814159773);
    check("ccosh", 1, 1, 0.83373002513114904, 0.98889770576286506);
    check("ctanh", 1, 1, 1.0839233273386946, 0.27175258531951172);
    check("casin", 1, 1, 0.66623943249251527, 1.0612750619050357);
    check("cacos", 1, 1, 0.90455689430238136, -1.0612750619050357);
    check("catan", 1, 1, 1.0172219678978514, 0.40235947810852509);
    check("casinh", 1, 1, 1.0612750619050357, 0.66623943249251527);
    check("cacosh", 1, 1, 1.0612750619050357, 0.90455689430238136);
    check("catanh", 1, 1, 0.40235947810852509, 1.0172219678978514);
}

TEST(powers)
{
    complex_double (*cpow)(complex_double, complex_double) = (void *)GetProcAddress(ucrt, "cpow");
    complex_float (*cpowf)(complex_float, complex_float) = (void *)GetProcAddress(ucrt, "cpowf");
    if (!CHECK(cpow && cpowf)) return;
    for (int i = 0; i < 2; i++) {
        complex_double r = cpow((complex_double){0, 1}, (complex_double){0, 1});
        complex_float rf = cpowf((complex_float){1, 2}, (complex_float){2, 0});
        CHECK(near_to(r.re, 0.20787957635076191) && near_to(r.im, 0));
        CHECK(fabs(rf.re + 3) < 1e-5 && fabs(rf.im - 4) < 1e-5);
    }
}

int main(void)
{
    ucrt = LoadLibraryA("ucrtbase");
    RUN(functions_of_one_number);
    RUN(powers);
    return guest_done();
}
