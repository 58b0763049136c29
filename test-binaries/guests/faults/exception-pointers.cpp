// compiler: clang
/* std::exception_ptr as Microsoft's C++ library has it: functions of msvcp140 on pointers of two words. */
#include "guest.h"

struct Pointer {
    void *data[2];
};

typedef void Create(Pointer *);
typedef void Copy(Pointer *, const Pointer *);
typedef bool Compare(const Pointer *, const Pointer *);
typedef bool ToBool(const Pointer *);
typedef void Rethrow(const Pointer *);

static Create *create, *destroy, *current;
static Copy *copy, *assign;
static Compare *compare;
static ToBool *to_bool;
static Rethrow *rethrow;

static void *function(const char *name)
{
    void *found = GetProcAddress(LoadLibraryA("msvcp140.dll"), name);
    CHECK(found != nullptr);
    return found;
}

struct Thrown {
    int number;
    static int alive;
    explicit Thrown(int number) : number(number) { alive++; }
    Thrown(const Thrown &other) : number(other.number) { alive++; }
    ~Thrown() { alive--; }
};
int Thrown::alive;

static DWORD stores(void *pointer)
{
    try {
        throw Thrown(77);
    } catch (...) {
        current((Pointer *)pointer);
    }
    return 0;
}

TEST(nothing)
{
    Pointer p, q;
    create(&p);
    current(&q);
    CHECK(!to_bool(&p));
    CHECK(!to_bool(&q));
    CHECK(compare(&p, &q));
    destroy(&p);
    destroy(&q);
}

TEST(exceptions_cross_threads)
{
    Pointer p, q;
    HANDLE thread = CreateThread(NULL, 0, stores, &p, 0, NULL);
    WaitForSingleObject(thread, 0xFFFFFFFF);
    CloseHandle(thread);
    CHECK(to_bool(&p));
    CHECK_EQ(Thrown::alive, 1);
    copy(&q, &p);
    CHECK(compare(&p, &q));
    destroy(&p);
    CHECK_EQ(Thrown::alive, 1);
    for (int i = 0; i < 100; i++) {
        int caught = 0;
        try {
            rethrow(&q);
        } catch (const Thrown &thrown) {
            caught = thrown.number;
        }
        CHECK_EQ(caught, 77);
        CHECK_EQ(Thrown::alive, 1);
    }
    create(&p);
    assign(&q, &p);
    CHECK_EQ(Thrown::alive, 0);
    CHECK(!to_bool(&q));
    destroy(&q);
    destroy(&p);
}

TEST(simple_values)
{
    Pointer p;
    try {
        throw 12;
    } catch (int) {
        current(&p);
    }
    int caught = 0;
    try {
        rethrow(&p);
    } catch (int value) {
        caught = value;
    }
    CHECK_EQ(caught, 12);
    destroy(&p);
}

int main()
{
    create = (Create *)function("?__ExceptionPtrCreate@@YAXPEAX@Z");
    destroy = (Create *)function("?__ExceptionPtrDestroy@@YAXPEAX@Z");
    current = (Create *)function("?__ExceptionPtrCurrentException@@YAXPEAX@Z");
    copy = (Copy *)function("?__ExceptionPtrCopy@@YAXPEAXPEBX@Z");
    assign = (Copy *)function("?__ExceptionPtrAssign@@YAXPEAXPEBX@Z");
    compare = (Compare *)function("?__ExceptionPtrCompare@@YA_NPEBX0@Z");
    to_bool = (ToBool *)function("?__ExceptionPtrToBool@@YA_NPEBX@Z");
    rethrow = (Rethrow *)function("?__ExceptionPtrRethrow@@YAXPEBX@Z");
    RUN(nothing);
    RUN(exceptions_cross_threads);
    RUN(simple_values);
    return guest_done();
}
