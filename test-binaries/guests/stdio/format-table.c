/* Every combination of flags, width, precision and conversion, as both C runtimes print it. */
#include "guest.h"
#include <math.h>
#include <stdarg.h>

typedef int (*vsprintf_universal)(unsigned long long, char *, size_t, const char *, void *, va_list);

static int (*classic)(char *, const char *, ...);
static vsprintf_universal universal;

static int print_universal(char *to, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int n = universal(0, to, 1000, format, NULL, arguments);
    va_end(arguments);
    return n;
}

static const char *const flags[] = {"", "-", "+0", " #", "#0"};
static const char *const widths[] = {"", "14"};
static const char *const precisions[] = {"", ".0", ".4"};
static const int integers[] = {0, 42, -7};
static const double numbers[] = {0, 1, -1.5, 123456.789, 0.00012345, 9007199254740992.0, 1e22, 2.5, 9.9999999, -0.0, 5e-324};

/* Leaves out what Wine 8 does otherwise than documented: a zero flag with a precision, and "%#.0o". */
static const char *integer_conversions(size_t flag, size_t precision)
{
    if (precision > 0 && strchr(flags[flag], '0'))
        return "s";
    return precision == 0 ? "diuxXocs" : flag == 3 ? "diuxXs" : "diuxXos";
}

int main(void)
{
    char format[40], a[1000], b[1000];
    classic = (void *)GetProcAddress(GetModuleHandleA("msvcrt"), "sprintf");
    universal = (void *)GetProcAddress(LoadLibraryA("ucrtbase"), "__stdio_common_vsprintf");
    for (size_t f = 0; f < 5; f++)
        for (size_t w = 0; w < 2; w++)
            for (size_t p = 0; p < 3; p++) {
                for (const char *c = integer_conversions(f, p); *c; c++)
                    for (size_t v = 0; v < 3; v++) {
                        sprintf(format, "%%%s%s%s%c", flags[f], widths[w], precisions[p], *c);
                        if (*c == 's') {
                            classic(a, format, "string");
                            print_universal(b, format, "string");
                            v = 3;
                        } else {
                            int value = *c == 'c' ? 'A' + integers[v] : integers[v];
                            classic(a, format, value);
                            print_universal(b, format, value);
                        }
                        printf("%s [%s]%s[%s]\n", format, a, strcmp(a, b) ? " " : "=", strcmp(a, b) ? b : "");
                    }
                for (const char *c = f == 1 ? "efgG" : "efgaG"; *c; c++)
                    for (size_t v = 0; v < sizeof numbers / sizeof *numbers; v++) {
                        sprintf(format, "%%%s%s%s%c", flags[f], widths[w], precisions[p], *c);
                        classic(a, format, numbers[v]);
                        print_universal(b, format, numbers[v]);
                        printf("%s [%s]%s[%s]\n", format, a, strcmp(a, b) ? " " : "=", strcmp(a, b) ? b : "");
                    }
            }
    return 0;
}
