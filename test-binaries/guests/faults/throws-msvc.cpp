// compiler: clang
/* Exceptions of C++ as Microsoft's compilers make them: _CxxThrowException, __CxxFrameHandler3, catch funclets. */
#include "guest.h"

extern "C" {
ExceptionRecord **__current_exception(void);
int __uncaught_exceptions(void);
}

static char trace[500];

static void note(const char *what, int number = -1)
{
    char text[60];
    sprintf(text, number < 0 ? "%s " : "%s%d ", what, number);
    strcat(trace, text);
}

/* Counts copies, and notes its end. */
struct Local {
    int number;
    static int alive, copies;
    explicit Local(int number) : number(number) { alive++; }
    Local(const Local &other) : number(other.number)
    {
        alive++;
        copies++;
    }
    ~Local()
    {
        alive--;
        note("~", number);
    }
};
int Local::alive, Local::copies;

struct Base {
    int id;
    explicit Base(int id) : id(id) {}
    virtual ~Base() {}
};
struct Side {
    int side = 9;
    virtual ~Side() {}
};
struct Derived : Side, Base {
    Derived() : Base(2) {}
};
struct Virtual : Side, virtual Base {
    Virtual() : Base(3) {}
};
struct Hidden : private Base {
    Hidden() : Base(4) {}
};
enum Colour { RED = 6 };

static __attribute__((noinline)) void throws(int kind)
{
    Local local(kind);
    switch (kind) {
    case 0: return;
    case 1: throw 42;
    case 2: throw Derived();
    case 3: throw Virtual();
    case 4: throw "text";
    case 5: throw static_cast<Derived *>(nullptr);
    case 6: throw RED;
    case 7: throw nullptr;
    case 8: throw Hidden();
    case 9: throw Local(9);
    default: throw kind * 0.5;
    }
}

static __attribute__((noinline)) int catches(int kind)
{
    try {
        Local local(100);
        throws(kind);
        return 0;
    } catch (int value) {
        return value;
    } catch (const Base &base) {
        return 100 + base.id;
    } catch (const char *text) {
        return (int)strlen(text);
    } catch (Base *base) {
        return base == nullptr ? 200 : 1;
    } catch (Colour colour) {
        return 300 + colour;
    } catch (decltype(nullptr)) {
        return 400;
    } catch (Local local) {
        return 500 + local.number;
    } catch (...) {
        return 600;
    }
}

TEST(catches_by_type)
{
    static const int expected[] = {0, 42, 102, 103, 4, 200, 306, 400, 600, 509, 600};
    for (int kind = 0; kind < 11; kind++) {
        trace[0] = 0;
        CHECK_EQ(catches(kind), expected[kind]);
        char wanted[60];
        sprintf(wanted, kind == 9 ? "~9 ~100 ~9 ~9 " : "~%d ~100 ", kind);
        CHECK_STR(trace, wanted);
        CHECK_EQ(Local::alive, 0);
    }
}

static __attribute__((noinline)) int rethrows(int kind)
{
    try {
        try {
            throws(kind);
        } catch (const Local &local) {
            note("inner", local.number);
            Local guard(7);
            throw;
        }
    } catch (Local &local) {
        note("outer", local.number);
        return 1;
    }
    return 0;
}

TEST(throws_again)
{
    trace[0] = 0;
    CHECK_EQ(rethrows(9), 1);
    CHECK_STR(trace, "~9 inner9 ~7 outer9 ~9 ");
    CHECK_EQ(Local::alive, 0);
}

static __attribute__((noinline)) void throw_current()
{
    throw;
}

TEST(a_function_throws_again)
{
    trace[0] = 0;
    try {
        try {
            throw Local(3);
        } catch (...) {
            throw_current();
        }
    } catch (Local &local) {
        note("caught", local.number);
    }
    CHECK_STR(trace, "caught3 ~3 ");
}

TEST(throws_another_in_a_handler)
{
    trace[0] = 0;
    try {
        try {
            throw Local(1);
        } catch (Local &) {
            try {
                throw Local(2);
            } catch (Local &inner) {
                note("inner", inner.number);
            }
            note("throw");
            throw Local(3);
        }
    } catch (Local &outer) {
        note("outer", outer.number);
    }
    CHECK_STR(trace, "inner2 ~2 throw ~1 outer3 ~3 ");
    CHECK_EQ(Local::alive, 0);
}

static __attribute__((noinline)) int nested(int depth)
{
    try {
        if (depth == 0) {
            throw depth;
        }
        throw Local(depth);
    } catch (Local &local) {
        try {
            return nested(depth - 1) + local.number;
        } catch (...) {
            note("wrong");
        }
    } catch (int value) {
        return value;
    }
    return -1;
}

TEST(handlers_nest)
{
    trace[0] = 0;
    CHECK_EQ(nested(10), 55);
    CHECK_STR(trace, "~1 ~2 ~3 ~4 ~5 ~6 ~7 ~8 ~9 ~10 ");
    trace[0] = 0;
    CHECK_EQ(nested(50), 50 * 51 / 2);
    CHECK(*__current_exception() == nullptr);
}

static __attribute__((noinline)) int loops()
{
    int sum = 0;
    for (int i = 0; i < 100; i++) {
        Local outer(1);
        try {
            Local inner(2);
            if (i % 3 == 0) {
                continue;
            }
            throws(i % 2 ? 1 : 9);
        } catch (int value) {
            sum += value;
            if (i == 50) {
                break;
            }
        } catch (Local &local) {
            sum += local.number;
            continue;
        }
        sum += 1000;
        trace[0] = 0;
    }
    return sum;
}

TEST(handlers_continue_where_they_say)
{
    int expected = 0;
    for (int i = 0; i < 100; i++) {
        expected += i % 3 == 0 ? 0 : i % 2 ? 1042 : 9;
        if (i % 3 != 0 && i % 2 == 0) {
            trace[0] = 0;
        }
    }
    CHECK_EQ(loops(), expected);
    CHECK_EQ(Local::alive, 0);
}

/* The destructor sees that an exception is on its way. */
static int seen;
struct Seeing {
    ~Seeing() { seen = __uncaught_exceptions(); }
};

TEST(the_current_exception)
{
    CHECK(*__current_exception() == nullptr);
    CHECK_EQ(__uncaught_exceptions(), 0);
    try {
        Seeing seeing;
        throw 5;
    } catch (int) {
        ExceptionRecord *record = *__current_exception();
        if (CHECK(record != nullptr)) {
            CHECK_EQ(record->code, 0xE06D7363);
            CHECK_EQ(record->count, 4);
            CHECK_EQ(*(int *)record->parameters[1], 5);
        }
        CHECK_EQ(__uncaught_exceptions(), 0);
    }
    CHECK_EQ(seen, 1);
    CHECK(*__current_exception() == nullptr);
}

static int comparer(const void *, const void *)
{
    Local local(4);
    throw Local(5);
}

TEST(exceptions_leave_callbacks)
{
    for (int i = 0; i < 1000; i++) {
        int numbers[] = {2, 1};
        trace[0] = 0;
        try {
            qsort(numbers, 2, sizeof *numbers, comparer);
        } catch (Local &local) {
            note("caught", local.number);
        }
        CHECK_STR(trace, "~4 caught5 ~5 ");
    }
    CHECK_EQ(Local::alive, 0);
}

struct Throwing {
    Local first{1}, second{2};
    Throwing() { throw 3; }
};

TEST(constructors_that_throw)
{
    trace[0] = 0;
    try {
        Local array[] = {Local(5), Local(6)};
        Throwing throwing;
    } catch (int value) {
        note("caught", value);
    }
    CHECK_STR(trace, "~2 ~1 ~6 ~5 caught3 ");
}

static __attribute__((noinline)) int recursive(int depth)
{
    Local local(depth);
    if (depth == 0) {
        throw 1;
    }
    int result = recursive(depth - 1);
    trace[0] = 0;
    return result + 1;
}

TEST(deep_stacks)
{
    int caught = 0;
    for (int depth = 1; depth <= 100; depth *= 10) {
        trace[0] = 0;
        try {
            recursive(depth);
        } catch (int) {
            caught++;
        }
    }
    CHECK_EQ(caught, 3);
    CHECK_EQ(Local::alive, 0);
}

static DWORD many(void *result)
{
    int caught = 0;
    for (int i = 0; i < 10000; i++) {
        try {
            if (i & 1) {
                throw i;
            }
            throw Derived();
        } catch (int value) {
            caught += value == i;
        } catch (Base &base) {
            caught += base.id == 2;
        }
    }
    *(int *)result = caught;
    return 0;
}

TEST(threads_throw_at_once)
{
    HANDLE threads[8];
    int caught[8];
    for (int i = 0; i < 8; i++) {
        threads[i] = CreateThread(NULL, 0, many, &caught[i], 0, NULL);
    }
    for (int i = 0; i < 8; i++) {
        WaitForSingleObject(threads[i], 0xFFFFFFFF);
        CHECK_EQ(caught[i], 10000);
        CloseHandle(threads[i]);
    }
}

int main()
{
    RUN(catches_by_type);
    RUN(throws_again);
    RUN(a_function_throws_again);
    RUN(throws_another_in_a_handler);
    RUN(handlers_nest);
    RUN(handlers_continue_where_they_say);
    RUN(the_current_exception);
    RUN(exceptions_leave_callbacks);
    RUN(constructors_that_throw);
    RUN(deep_stacks);
    RUN(threads_throw_at_once);
    return guest_done();
}
