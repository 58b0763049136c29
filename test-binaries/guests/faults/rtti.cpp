// compiler: clang
/* dynamic_cast and typeid in objects of Microsoft's ABI: __RTDynamicCast, __RTtypeid, __RTCastToVoid. */
#include "guest.h"

class type_info {
public:
    virtual ~type_info();
    void *undecorated;
    char name[1];
};

namespace std {
class exception {
public:
    virtual ~exception() {}
    virtual const char *what() const { return text; }
    const char *text = nullptr;
    bool owns = false;
};
class bad_cast : public exception {};
class bad_typeid : public exception {};
} // namespace std

struct A {
    virtual ~A() {}
    int a = 1;
};
struct B {
    virtual ~B() {}
    int b = 2;
};
struct C : A, B {
    int c = 3;
};
struct Left : virtual A {
    int left = 4;
};
struct Right : virtual A, B {
    int right = 5;
};
struct Diamond : Left, Right {
    int d = 6;
};
struct Hidden : A, private B {
    B *b_of() { return this; }
};
struct TwiceA : A {};
struct Twice : TwiceA, Left, B {};
struct Unrelated {
    virtual ~Unrelated() {}
};

template <class To, class From> static __attribute__((noinline)) To *cast(From *from)
{
    return dynamic_cast<To *>(from);
}

TEST(casts_down)
{
    C c;
    A *a = &c;
    B *b = &c;
    CHECK(cast<C>(a) == &c);
    CHECK(cast<C>(b) == &c);
    A plain;
    CHECK(cast<C>(&plain) == nullptr);
    CHECK(cast<C>((A *)nullptr) == nullptr);
    CHECK(cast<Unrelated>(a) == nullptr);
}

TEST(casts_across)
{
    C c;
    CHECK(cast<B>((A *)&c) == (B *)&c);
    CHECK(cast<A>((B *)&c) == (A *)&c);
}

TEST(virtual_bases)
{
    Diamond diamond;
    A *a = &diamond;
    CHECK(cast<Diamond>(a) == &diamond);
    CHECK(cast<Right>(a) == (Right *)&diamond);
    CHECK(cast<Left>((Right *)&diamond) == (Left *)&diamond);
    CHECK(cast<B>((Left *)&diamond) == (B *)&diamond);
    CHECK(cast<Diamond>((B *)&diamond) == &diamond);
}

TEST(what_is_not_to_be_seen)
{
    Hidden hidden;
    CHECK(cast<B>((A *)&hidden) == nullptr);
    CHECK(cast<Hidden>(hidden.b_of()) == nullptr);
    CHECK(cast<A>(hidden.b_of()) == nullptr);
    Twice twice;
    CHECK(cast<A>((B *)&twice) == nullptr); // there are two
    CHECK(cast<TwiceA>((B *)&twice) == (TwiceA *)&twice);
}

TEST(whole_objects)
{
    Diamond diamond;
    CHECK(dynamic_cast<void *>((B *)&diamond) == &diamond);
    CHECK(dynamic_cast<void *>((A *)&diamond) == &diamond);
}

TEST(types)
{
    C c;
    B *b = &c;
    CHECK(&typeid(*b) == &typeid(C));
    CHECK_STR(((const type_info *)&typeid(*b))->name, ".?AUC@@");
}

TEST(exceptions)
{
    int caught = 0;
    A plain;
    try {
        CHECK(dynamic_cast<C &>(plain).c == 0);
    } catch (const std::bad_cast &e) {
        CHECK_STR(e.what(), "Bad dynamic_cast!");
        caught++;
    }
    static A *nothing;
    try {
        CHECK(&typeid(*nothing) == nullptr);
    } catch (const std::exception &e) {
        CHECK_STR(e.what(), "Attempted a typeid of nullptr pointer!");
        caught++;
    }
    CHECK_EQ(caught, 2);
}

int main()
{
    RUN(casts_down);
    RUN(casts_across);
    RUN(virtual_bases);
    RUN(what_is_not_to_be_seen);
    RUN(whole_objects);
    RUN(types);
    RUN(exceptions);
    return guest_done();
}
