// needs: thrower.dll
/* Exceptions of C++ as mingw-w64's g++ makes them: its personality function and RtlUnwindEx. */
#include "guest.h"
#include <exception>
#include <new>
#include <stdexcept>
#include <string>

extern "C" void throw_from_library(const char *what);
extern "C" int call_from_library(int (*function)(int), int argument, int *destroyed);

static std::string trace;

struct Local {
    const char *name;
    explicit Local(const char *name) : name(name) {}
    ~Local()
    {
        trace += '~';
        trace += name;
        trace += ' ';
    }
};

struct Base {
    virtual ~Base() {}
    virtual int id() const { return 1; }
};

struct Other {
    virtual ~Other() {}
    int value = 5;
};

struct Derived : Other, Base {
    int id() const override { return 2; }
};

static __attribute__((noinline)) int throws(int kind)
{
    Local local("throws");
    switch (kind) {
    case 0: return 0;
    case 1: throw 42;
    case 2: throw std::runtime_error("two");
    case 3: throw Derived();
    case 4: throw "four";
    case 5: throw static_cast<Derived *>(nullptr);
    default: throw kind * 0.5;
    }
}

static __attribute__((noinline)) std::string catches(int kind)
{
    Local local("catches");
    try {
        Local inner("try");
        return throws(kind) == 0 ? "nothing" : "wrong";
    } catch (int value) {
        return "int " + std::to_string(value);
    } catch (const std::exception &e) {
        return std::string("exception ") + e.what();
    } catch (const Base &base) {
        return "base " + std::to_string(base.id());
    } catch (const char *text) {
        return std::string("text ") + text;
    } catch (Base *) {
        return "pointer";
    } catch (...) {
        return "other";
    }
}

TEST(catches_by_type)
{
    const char *expected[] = {"nothing", "int 42", "exception two", "base 2", "text four", "pointer", "other"};
    for (int kind = 0; kind < 7; kind++) {
        trace.clear();
        CHECK_STR(catches(kind).c_str(), expected[kind]);
        CHECK_STR(trace.c_str(), "~throws ~try ~catches ");
    }
}

TEST(throws_again)
{
    trace.clear();
    try {
        try {
            throws(2);
        } catch (std::exception &) {
            Local local("handler");
            throw;
        }
    } catch (std::runtime_error &e) {
        trace += e.what();
    }
    CHECK_STR(trace.c_str(), "~throws ~handler two");
}

TEST(throws_in_a_handler)
{
    int caught = 0;
    try {
        try {
            throws(1);
        } catch (int) {
            try {
                throws(2);
            } catch (std::exception &) {
                caught++;
            }
            throw std::logic_error("three");
        }
    } catch (std::logic_error &e) {
        caught += 10;
        CHECK_STR(e.what(), "three");
    }
    CHECK_EQ(caught, 11);
    CHECK(!std::current_exception());
    CHECK_EQ(std::uncaught_exceptions(), 0);
}

struct Throwing {
    Local member{"member"};
    Throwing() { throw 1; }
};

TEST(constructors_that_throw)
{
    trace.clear();
    try {
        Throwing throwing;
    } catch (int) {
    }
    try {
        delete new Throwing;
    } catch (int) {
    }
    CHECK_STR(trace.c_str(), "~member ~member ");
}

static int comparer(const void *, const void *)
{
    Local local("comparer");
    throw std::out_of_range("sorting");
}

TEST(exceptions_leave_callbacks)
{
    for (int i = 0; i < 1000; i++) {
        int numbers[] = {2, 1};
        trace.clear();
        try {
            qsort(numbers, 2, sizeof *numbers, comparer);
            CHECK(0);
        } catch (std::out_of_range &e) {
            trace += e.what();
        }
        CHECK_STR(trace.c_str(), "~comparer sorting");
    }
}

static int throws_argument(int argument)
{
    throw argument;
}

TEST(exceptions_cross_libraries)
{
    try {
        throw_from_library("library");
        CHECK(0);
    } catch (std::runtime_error &e) {
        CHECK_STR(e.what(), "library");
    }
    int destroyed = 0;
    try {
        call_from_library(throws_argument, 77, &destroyed);
        CHECK(0);
    } catch (int value) {
        CHECK_EQ(value, 77);
    }
    CHECK_EQ(destroyed, 1);
}

static std::exception_ptr passed;

static DWORD WINAPI stores(void *)
{
    try {
        throw std::runtime_error("thread");
    } catch (...) {
        passed = std::current_exception();
    }
    return 0;
}

TEST(exceptions_cross_threads)
{
    HANDLE thread = CreateThread(NULL, 0, stores, NULL, 0, NULL);
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    for (int i = 0; i < 2; i++) {
        try {
            std::rethrow_exception(passed);
        } catch (std::runtime_error &e) {
            CHECK_STR(e.what(), "thread");
        }
    }
    passed = nullptr;
}

TEST(nested_exceptions)
{
    std::string all;
    try {
        try {
            throws(2);
        } catch (...) {
            std::throw_with_nested(std::logic_error("outer"));
        }
    } catch (std::exception &e) {
        all = e.what();
        try {
            std::rethrow_if_nested(e);
        } catch (std::exception &inner) {
            all += std::string("/") + inner.what();
        }
    }
    CHECK_STR(all.c_str(), "outer/two");
}

static __attribute__((noinline)) int deep(int levels)
{
    if (levels == 0) {
        throw levels;
    }
    volatile int keep = deep(levels - 1);
    return keep + 1;
}

TEST(deep_stacks)
{
    int caught = 0;
    for (int levels = 1; levels <= 1000; levels *= 10) {
        try {
            deep(levels);
        } catch (int) {
            caught++;
        }
    }
    CHECK_EQ(caught, 4);
}

static DWORD WINAPI many(void *result)
{
    int caught = 0;
    for (int i = 0; i < 10000; i++) {
        try {
            throws_argument(i);
        } catch (int value) {
            caught += value == i;
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
    CHECK_EQ(WaitForMultipleObjects(8, threads, TRUE, INFINITE), WAIT_OBJECT_0);
    for (int i = 0; i < 8; i++) {
        CHECK_EQ(caught[i], 10000);
        CloseHandle(threads[i]);
    }
}

int main()
{
    RUN(catches_by_type);
    RUN(throws_again);
    RUN(throws_in_a_handler);
    RUN(constructors_that_throw);
    RUN(exceptions_leave_callbacks);
    RUN(exceptions_cross_libraries);
    RUN(exceptions_cross_threads);
    RUN(nested_exceptions);
    RUN(deep_stacks);
    RUN(threads_throw_at_once);
    return guest_done();
}
