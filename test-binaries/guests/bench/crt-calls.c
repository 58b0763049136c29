// judged-by: Benchmarks
// build: -D__USE_MINGW_ANSI_STDIO=0
/* As calls.c, for what programs call most of the C runtimes and besides: the libraries' own functions, asked for by name
   where the compiler has one, too. */
#include "measure.h"
#include <ctype.h>
#include <errno.h>
#include <locale.h>
#include <malloc.h>
#include <stdarg.h>
#include <wchar.h>

static volatile size_t sink;
static char target[4096];
static WCHAR wide[512];

static void *library(const char *dll, const char *function)
{
    return (void *)GetProcAddress(LoadLibraryA(dll), function);
}

static int (*common_vsprintf)(unsigned long long, char *, size_t, const char *, void *, va_list);

static int universal_sprintf(char *to, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int n = common_vsprintf(0x24, to, sizeof target, format, NULL, arguments);
    va_end(arguments);
    return n;
}

static void formats(void)
{
    int (*print)(char *, const char *, ...) = library("msvcrt.dll", "sprintf");
    int (*wide_print)(WCHAR *, size_t, const WCHAR *, ...) = library("msvcrt.dll", "_snwprintf");
    int (*scan)(const char *, const char *, ...) = library("msvcrt.dll", "sscanf");
    common_vsprintf = library("ucrtbase.dll", "__stdio_common_vsprintf");
    int a, b;
    BEST("msvcrt_sprintf_d", 5000, print(target, "%d", i));
    BEST("msvcrt_sprintf_s", 5000, print(target, "<%s>", "a word or two"));
    BEST("msvcrt_sprintf_08x", 5000, print(target, "%08x", i));
    BEST("msvcrt_sprintf_d_s_f", 5000, print(target, "%d %s %5.2f", i, "text", i * 0.37));
    BEST("msvcrt_sprintf_g", 5000, print(target, "%g", i * 0.37));
    BEST("ucrtbase_sprintf_d_s", 5000, universal_sprintf(target, "%d %s", i, "text"));
    BEST("_snwprintf_s_d", 5000, wide_print(wide, 512, L"%s %d", L"text", i));
    BEST("sscanf_d_d", 5000, scan("12 345", "%d %d", &a, &b));
}

static void texts(void)
{
    static const WCHAR accented[] = L"d\u00e9j\u00e0 vu, d\u00e9j\u00e0 vu, d\u00e9j\u00e0 vu";
    long (*to_long)(const char *, char **, int) = library("msvcrt.dll", "strtol");
    double (*to_double)(const char *, char **) = library("msvcrt.dll", "strtod");
    BEST("strtol", 20000, sink += (size_t)to_long("123456", NULL, 10));
    BEST("strtod", 20000, sink += (size_t)to_double("1234.5678", NULL));
    BEST("_stricmp_20", 100000, sink += (size_t)_stricmp("A Name Of Twenty Chr", "a name of twenty chr"));
    BEST("_wcsicmp_20", 100000, sink += (size_t)_wcsicmp(L"A Name Of Twenty Chr", L"a name of twenty chr"));
    BEST("isalpha", 200000, sink += (size_t)isalpha(i & 127));
    BEST("towlower", 200000, sink += towlower(i & 127));
    BEST("WideCharToMultiByte_accented", 20000, WideCharToMultiByte(CP_UTF8, 0, accented, -1, target, 100, NULL, NULL));
    BEST("MultiByteToWideChar_accented", 20000, MultiByteToWideChar(CP_UTF8, 0, target, -1, wide, 100));
    BEST("CompareStringOrdinal", 20000, sink += (size_t)CompareStringOrdinal(L"One name", -1, L"one Name", -1, TRUE));
}

static void numbers(void)
{
    double (*library_floor)(double) = library("msvcrt.dll", "floor");
    double (*library_frexp)(double, int *) = library("msvcrt.dll", "frexp");
    double (*library_sin)(double) = library("msvcrt.dll", "sin");
    double (*library_pow)(double, double) = library("msvcrt.dll", "pow");
    int exponent;
    BEST("floor", 200000, sink += (size_t)library_floor(i * 0.7));
    BEST("frexp", 200000, sink += (size_t)library_frexp(i * 0.7, &exponent));
    BEST("sin", 20000, sink += (size_t)library_sin(i * 0.001));
    BEST("pow", 20000, sink += (size_t)library_pow(i * 0.001 + 1, 1.5));
}

static void threads_own(void)
{
    INIT_ONCE once = INIT_ONCE_STATIC_INIT;
    BOOL pending;
    char *block = _aligned_malloc(100, 32);
    BEST("_errno", 200000, sink += (size_t)&errno);
    BEST("localeconv", 200000, sink += (size_t)localeconv());
    BEST("InitOnceBegin+Complete", 100000, once.Ptr = 0; InitOnceBeginInitialize(&once, 0, &pending, NULL); InitOnceComplete(&once, 0, NULL));
    BEST("_aligned_malloc+free", 100000, _aligned_free(_aligned_malloc(100, 32)));
    BEST("_aligned_realloc", 100000, block = _aligned_realloc(block, 100 + (i & 7), 32));
    BEST("GetStdHandle", 100000, sink += (size_t)GetStdHandle(STD_OUTPUT_HANDLE));
    BEST("GetFileType", 20000, sink += GetFileType(GetStdHandle(STD_OUTPUT_HANDLE)));
    BEST("RtlLookupFunctionEntry", 20000, DWORD64 base; sink += (size_t)RtlLookupFunctionEntry((DWORD64)threads_own, &base, NULL));
    BEST("commit_again_64K", 5000, VirtualAlloc(target, 1, MEM_COMMIT, PAGE_READWRITE));
}

static void streams(void)
{
    FILE *stream = tmpfile();
    FILE *null = fopen("NUL", "w");
    BEST("fputs", 20000, fputs("a line of text\n", null));
    BEST("fwrite_16", 20000, fwrite(target, 1, 16, null));
    for (int i = 0; i < 20000; i++) fputs("a line of text\n", stream);
    BEST("fgets", 20000, if (i == 0) rewind(stream); sink += (size_t)fgets(target, 100, stream));
    BEST("fread_16", 15000, if (i == 0) rewind(stream); sink += fread(target, 1, 16, stream));
    fclose(stream);
    fclose(null);
}

int main(int argc, char **argv)
{
    measure_only = argc > 1 ? argv[1] : NULL;
    formats();
    texts();
    numbers();
    threads_own();
    streams();
    return 0;
}
