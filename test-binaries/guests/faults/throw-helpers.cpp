// compiler: clang
/* Functions of Microsoft's C++ runtime about exceptions, called by themselves. */
#include "guest.h"

class type_info {
public:
    virtual ~type_info();
};

struct Displacements {
    int member, table, entry;
};

struct FrameInfo {
    void *object;
    FrameInfo *next;
};

extern "C" {
int __CxxExceptionFilter(ExceptionPointers *, const void *type, int adjectives, void *variable);
int __CxxDetectRethrow(ExceptionPointers *);
int _is_exception_typeof(const type_info &, ExceptionPointers *);
void *__AdjustPointer(void *, const Displacements &);
void __DestructExceptionObject(ExceptionRecord *, int);
int __FrameUnwindFilter(ExceptionPointers *);
FrameInfo *_CreateFrameInfo(FrameInfo *, void *);
void _FindAndUnlinkFrame(FrameInfo *);
int _IsExceptionObjectToBeDestroyed(void *);
}

static int destroyed;

struct Base {
    int id = 3;
};
struct Thrown : Base {
    ~Thrown() { destroyed++; }
};

static __attribute__((noinline)) void throw_number()
{
    throw 5;
}

static __attribute__((noinline)) void throw_object()
{
    throw Thrown();
}

static __attribute__((noinline)) void raise()
{
    RaiseException(0xE0000001, 0, 0, NULL);
}

static int number_filter(ExceptionPointers *pointers)
{
    int value = 0;
    CHECK_EQ(__CxxExceptionFilter(pointers, &typeid(short), 0, &value), 0);
    CHECK_EQ(value, 0);
    CHECK_EQ(__CxxExceptionFilter(pointers, &typeid(int), 0, &value), 1);
    CHECK_EQ(value, 5);
    CHECK_EQ(__CxxExceptionFilter(pointers, nullptr, 0, nullptr), 1);
    CHECK_EQ(_is_exception_typeof((const type_info &)typeid(int), pointers), 1);
    CHECK_EQ(_is_exception_typeof((const type_info &)typeid(short), pointers), 0);
    CHECK_EQ(__CxxDetectRethrow(pointers), 0);
    return 1;
}

TEST(numbers)
{
    int caught = 0;
    __try {
        throw_number();
    } __except (number_filter((ExceptionPointers *)_exception_info())) {
        caught = 1;
    }
    CHECK_EQ(caught, 1);
}

static int object_filter(ExceptionPointers *pointers)
{
    Base *base = nullptr;
    CHECK_EQ(__CxxExceptionFilter(pointers, &typeid(Base), 8 /* reference */, &base), 1);
    CHECK(base != nullptr && base->id == 3);
    destroyed = 0;
    __DestructExceptionObject(pointers->record, 0);
    CHECK_EQ(destroyed, 1);
    return 1;
}

TEST(objects)
{
    int caught = 0;
    __try {
        throw_object();
    } __except (object_filter((ExceptionPointers *)_exception_info())) {
        caught = 1;
    }
    CHECK_EQ(caught, 1);
}

static int foreign_filter(ExceptionPointers *pointers)
{
    CHECK_EQ(__CxxExceptionFilter(pointers, &typeid(int), 0, nullptr), 0);
    CHECK_EQ(_is_exception_typeof((const type_info &)typeid(int), pointers), 0);
    CHECK_EQ(__FrameUnwindFilter(pointers), 0);
    return 1;
}

TEST(exceptions_of_the_system)
{
    int caught = 0;
    __try {
        raise();
    } __except (foreign_filter((ExceptionPointers *)_exception_info())) {
        caught = 1;
    }
    CHECK_EQ(caught, 1);
}

TEST(places_in_objects)
{
    int table[] = {0, 40};
    struct {
        char before[8];
        int *table;
    } object = {{0}, table};
    char *address = (char *)&object;
    CHECK(__AdjustPointer(address, {24, -1, 0}) == address + 24);
    CHECK(__AdjustPointer(address, {4, 8, 4}) == address + 4 + 8 + 40);
}

TEST(frames)
{
    int one, two;
    FrameInfo first, second;
    CHECK(_IsExceptionObjectToBeDestroyed(&one));
    CHECK(_CreateFrameInfo(&first, &one) == &first);
    CHECK(_CreateFrameInfo(&second, &two) == &second);
    CHECK(!_IsExceptionObjectToBeDestroyed(&one));
    CHECK(!_IsExceptionObjectToBeDestroyed(&two));
    _FindAndUnlinkFrame(&second);
    CHECK(_IsExceptionObjectToBeDestroyed(&two));
    CHECK(!_IsExceptionObjectToBeDestroyed(&one));
    _FindAndUnlinkFrame(&first);
    CHECK(_IsExceptionObjectToBeDestroyed(&one));
}

int main()
{
    RUN(numbers);
    RUN(objects);
    RUN(exceptions_of_the_system);
    RUN(places_in_objects);
    RUN(frames);
    return guest_done();
}
