/* What the tests of the Java API load: a function for every rule of how Java's values and a DLL's are mapped. */
// build: -static
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <windows.h>

#define API __declspec(dllexport)

static volatile LONG attached, detached, thread_attached, thread_detached;

BOOL WINAPI DllMain(HINSTANCE self, DWORD reason, LPVOID reserved)
{
    (void)self, (void)reserved;
    if (reason == DLL_PROCESS_ATTACH)
        attached++;
    else if (reason == DLL_THREAD_ATTACH)
        InterlockedIncrement(&thread_attached);
    else if (reason == DLL_THREAD_DETACH)
        InterlockedIncrement(&thread_detached);
    else
        detached++;
    return TRUE;
}

API int threads_attached(void) { return thread_attached; }
API int threads_detached(void) { return thread_detached; }

/* --- values --- */
API signed char add_bytes(signed char a, signed char b) { return a + b; }
API short add_shorts(short a, short b) { return a + b; }
API int add_ints(int a, int b) { return a + b; }
API int64_t add_longs(int64_t a, int64_t b) { return a + b; }
API float add_floats(float a, float b) { return a + b; }
API double add_doubles(double a, double b) { return a + b; }
API BOOL negate(BOOL b) { return !b; }
API wchar_t next_char(wchar_t c) { return c + 1; }
API long windows_long(long a) { return a - 1; }
API double mixed(int a, double b, int64_t c, float d, signed char e, double f, short g, float h)
{
    return a + 10 * b + 100 * c + 1000 * d + 10000 * e + 100000 * f + 1000000 * g + 10000000 * h;
}
API int many(int a, int b, int c, int d, int e, int f, int g, int h, int i, int j, int k, int l, int m, int n, int o, int p,
             int q, int r)
{
    return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h + 9 * i + 10 * j + 11 * k + 12 * l + 13 * m + 14 * n +
           15 * o + 16 * p + 17 * q + 18 * r;
}

/* --- strings --- */
API int narrow_length(const char *s) { return s ? (int)strlen(s) : -1; }
API int wide_length(const wchar_t *s) { return s ? (int)wcslen(s) : -1; }
API const char *narrow_text(void) { return "Gr\xc3\xbc\xc3\x9f" "e"; }
API const wchar_t *wide_text(void) { return L"wide \x20ac"; }
API const char *no_text(void) { return NULL; }
API const char **texts(void)
{
    static const char *list[] = {"one", "two", NULL};
    return list;
}
API int join(const char **list, char *to, int room)
{
    int n = 0;
    for (; list[n]; n++)
        strncat(to, list[n], room - strlen(to) - 1);
    list[0] = "changed";
    return n;
}
API int wide_join(const wchar_t **list, wchar_t *to)
{
    int n = 0;
    for (; list[n]; n++)
        wcscat(to, list[n]);
    return n;
}

/* --- memory --- */
API void double_ints(int *a, int n)
{
    for (int i = 0; i < n; i++)
        a[i] *= 2;
}
API void double_bytes(unsigned char *a, int n)
{
    for (int i = 0; i < n; i++)
        a[i] *= 2;
}
API double sum(const double *d, const float *f, const short *s, const int64_t *l, int n)
{
    double all = 0;
    for (int i = 0; i < n; i++)
        all += d[i] + f[i] + s[i] + (double)l[i];
    return all;
}
API void outputs(int *i, void **p, double *d, int64_t *l)
{
    *i = 42;
    *p = p;
    *d = 2.5;
    *l = -1;
}
API void *same(void *p) { return p; }
API void swap(void **p)
{
    void *first = p[0];
    p[0] = p[1];
    p[1] = first;
}

/* Windows' own functions are given memory of the Java program's. */
API int write_file(const char *path, const void *data, int n)
{
    DWORD written = 0;
    HANDLE f = CreateFileA(path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    if (f == INVALID_HANDLE_VALUE)
        return -1;
    BOOL ok = WriteFile(f, data, n, &written, NULL);
    CloseHandle(f);
    return ok ? (int)written : -2;
}
API int to_wide(const char *from, wchar_t *to, int room) { return MultiByteToWideChar(CP_UTF8, 0, from, -1, to, room); }

/* --- structures --- */
struct point { int x, y; };
struct one { char c; };
struct three { char c[3]; };
struct large { double d; int i; const char *s; struct point p; int list[3]; };
struct windows { wchar_t c; wchar_t name[8]; const wchar_t *text; int (*call)(int); };

API int move_point(struct point *p, int by) { p->x += by; p->y -= by; return p->x * p->y; }
API int area(struct point p) { return p.x * p.y; }
API int one_value(struct one o) { return o.c; }
API int three_sum(struct three t) { return t.c[0] + t.c[1] + t.c[2]; }
API struct point make_point(int x, int y) { return (struct point){x, y}; }
API struct three make_three(int c) { return (struct three){{c, c + 1, c + 2}}; }
API struct large make_large(double d, int i)
{
    return (struct large){d, i, "in a structure", {i, -i}, {1, 2, 3}};
}
API double large_by_value(struct large l) { return l.d + l.i + (double)strlen(l.s) + l.p.x + l.list[2]; }
API struct point *static_point(void)
{
    static struct point p = {7, 8};
    return &p;
}
API int sum_points(struct point *p, int n)
{
    int all = 0;
    for (int i = 0; i < n; i++) {
        all += p[i].x + p[i].y;
        p[i].x = i;
    }
    return all;
}
API int use_windows(struct windows *w)
{
    int n = w->c + w->name[0] + (int)wcslen(w->text) + w->call(5);
    w->c = L'Z';
    wcscpy(w->name, L"changed");
    return n;
}

/* --- functions --- */
typedef int (*int_function)(int);
API int apply(int_function f, int n) { return f(n); }
API double apply_double(double (*f)(double, int, float), double d) { return f(d, 3, 0.5f); }
API int apply_text(int (*f)(const char *, const wchar_t *), const char *s) { return f(s, L"wide"); }
API const char *name_of(const char *(*f)(int), int n) { return f(n); }
API int apply_point(int (*f)(struct point *, struct point), struct point *p) { return f(p, *p) + p->x; }
static int triple(int n) { return 3 * n; }
API int_function tripler(void) { return triple; }
static int compare(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }
API void sort_with(int *a, int n, int (*f)(const void *, const void *)) { qsort(a, n, sizeof *a, f ? f : compare); }

struct job { int_function f; int n, result; };
static DWORD WINAPI work(void *parameter)
{
    struct job *j = parameter;
    j->result = j->f(j->n);
    return 0;
}
API int on_own_thread(int_function f, int n)
{
    struct job j = {f, n, 0};
    HANDLE t = CreateThread(NULL, 0, work, &j, 0, NULL);
    WaitForSingleObject(t, INFINITE);
    CloseHandle(t);
    return j.result;
}

API int sum_of(int n, ...)
{
    va_list list;
    va_start(list, n);
    double all = 0;
    for (int i = 0; i < n; i++)
        all += i % 2 ? va_arg(list, double) : va_arg(list, int);
    va_end(list);
    return (int)all;
}
API int print_to(char *to, int room, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    int n = vsnprintf(to, room, format, list);
    va_end(list);
    return n;
}

/* --- threads and errors --- */
static _Thread_local int per_thread = 5;
API int count_here(void) { return ++per_thread; }
API int thread_id(void) { return (int)GetCurrentThreadId(); }
API void *teb(void)
{
    void *self;
    __asm__("mov %%gs:0x30, %0" : "=r"(self));
    return self;
}
API void set_error(int code) { SetLastError(code); }
API int fault(int *p) { return *p; }
API int divide(int a, int b)
{
    volatile int d = b;
    return a / d;
}
API void raise(int code) { RaiseException(code, 0, 0, NULL); }
API int overflow(int n) /* never comes back */
{
    volatile char page[4096];
    page[0] = (char)n;
    return n < 0 ? 0 : overflow(n + 1) + page[0];
}
API void jump_nowhere(void *to) { ((void (*)(void))to)(); }
API void leave(int code) { ExitProcess(code); }
API void leave_by_abort(void) { abort(); }
API void leave_thread(int code) { ExitThread(code); }
API int fault_on_own_thread(void)
{
    HANDLE t = CreateThread(NULL, 0, (LPTHREAD_START_ROUTINE)fault, (void *)16, 0, NULL);
    WaitForSingleObject(t, INFINITE);
    DWORD code;
    GetExitCodeThread(t, &code);
    CloseHandle(t);
    return (int)code;
}
static jmp_buf back;
API int jump_back(int_function f)
{
    int n = setjmp(back);
    return n ? n : f(1);
}
API int jump(int n)
{
    longjmp(back, n);
    return 0;
}
API int shared_data_version(void) { return *(volatile int *)0x7ffe026c; }
API int copy_from(const void *from, int n)
{
    char to[64];
    DWORD written;
    HANDLE f = CreateFileA("NUL", GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
    BOOL ok = WriteFile(f, from, n, &written, NULL);
    int wide = MultiByteToWideChar(CP_UTF8, 0, from, n, (wchar_t *)to, 8);
    CloseHandle(f);
    return ok + wide;
}
__declspec(dllimport) int FunctionThatNoWindowsHas(int);
API int call_missing(void) { return FunctionThatNoWindowsHas(1); }
API int counter = 17;
