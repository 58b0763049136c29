// compiler: clang -Wno-unused -Wno-microsoft -Wno-ignored-attributes -Wno-undefined-func-template
// imports: msvcp/streams.imports.def msvcp/msvcp-throws.imports.def
/* Output streams of Microsoft's C++ library: numbers by flags, width, precision and fill; states, ties and exceptions. */
#include "guest.h"
#include "msvcp/streams.h"

class type_info {
public:
    virtual ~type_info();
    void *undecorated;
    char name[1];
};

namespace std {
extern __declspec(dllimport) ostream cout;
extern __declspec(dllimport) istream cin;
} // namespace std

static int shared = 7;

/* A buffer that counts what is written. */
class Counter : public std::streambuf {
public:
    int overflow(int c) override
    {
        total++;
        fills += c == '.';
        return c;
    }
    int total = 0, fills = 0;
};

template <class V> static const char *text(V value, int flags, int width = 0, int precision = 6, char fill = ' ')
{
    static char result[400];
    Output<char> out;
    out.flags(flags);
    out.width = width;
    out.precision = precision;
    out.filler = fill;
    out << value;
    CHECK_EQ(out.state, 0);
    CHECK_EQ(out.width, 0);
    return strcpy(result, out.get());
}

TEST(integers)
{
    using namespace std;
    CHECK_STR(text(0, dec), "0");
    CHECK_STR(text(-2147483647 - 1, dec), "-2147483648");
    CHECK_STR(text(42, dec | showpos), "+42");
    CHECK_STR(text(42u, dec | showpos), "42");
    CHECK_STR(text(-1LL, dec), "-1");
    CHECK_STR(text(~0ULL, dec), "18446744073709551615");
    CHECK_STR(text(-1, hex), "ffffffff");
    CHECK_STR(text((short)-1, hex), "ffff");
    CHECK_STR(text((short)-5, dec), "-5");
    CHECK_STR(text((unsigned short)65535, dec), "65535");
    CHECK_STR(text(-1LL, hex | uppercase | showbase), "0XFFFFFFFFFFFFFFFF");
    CHECK_STR(text(255, hex | showbase), "0xff");
    CHECK_STR(text(0, hex | showbase), "0");
    CHECK_STR(text(8, oct | showbase), "010");
    CHECK_STR(text(0, oct | showbase), "0");
    CHECK_STR(text(true, dec), "1");
    CHECK_STR(text(true, boolalpha), "true");
    CHECK_STR(text(false, boolalpha, 8, 6, '.'), "...false");
    CHECK_STR(text((const void *)0x1234ABCD, dec), "000000001234ABCD");
}

TEST(fields)
{
    using namespace std;
    CHECK_STR(text(-42, dec, 6), "   -42");
    CHECK_STR(text(-42, dec | left, 6), "-42   ");
    CHECK_STR(text(-42, dec | right, 6, 6, '*'), "***-42");
    CHECK_STR(text(-42, dec | internal, 6, 6, '0'), "-00042");
    CHECK_STR(text(0x2a, hex | showbase | internal, 8, 6, '0'), "0x00002a");
    CHECK_STR(text(-1.5, fixed | internal, 9, 2, '_'), "-____1.50");
    CHECK_STR(text(123456, dec, 3), "123456");
    CHECK_STR(text(7, dec, -3), "7");
}

TEST(wide_fields)
{
    Counter counter;
    std::ostream counted(&counter, false);
    counted.width = 20000;
    counted.filler = '.';
    counted.format = std::internal | std::dec;
    counted << -42;
    CHECK_EQ(counter.total, 20000);
    CHECK_EQ(counter.fills, 19997);
    Output<char> out;
    out.width = 1LL << 40;
    out << 1;
    CHECK_EQ(out.state, std::badbit); /* when there was no more room */
    CHECK_EQ(out.width, 0);
    out.clear(0, false);
    out.empty();
    out.width = -__LONG_LONG_MAX__ - 1;
    out << 12;
    CHECK_STR(out.get(), "12");
}

TEST(floating_point)
{
    using namespace std;
    CHECK_STR(text(0.0, 0), "0");
    CHECK_STR(text(3.14159265358979, 0), "3.14159");
    CHECK_STR(text(1e100, 0), "1e+100");
    CHECK_STR(text(1234567.0, 0), "1.23457e+06");
    CHECK_STR(text(0.1f, 0, 0, 9), "0.100000001");
    CHECK_STR(text(0.5, 0, 0, 0), "0.5");
    CHECK_STR(text(2.5, fixed, 0, 0), "2");
    CHECK_STR(text(1.0, fixed, 0, 3), "1.000");
    CHECK_STR(text(1.0, showpoint), "1.00000");
    CHECK_STR(text(12345.678, scientific | uppercase, 0, 2), "1.23E+04");
    CHECK_STR(text(1.0, fixed | scientific), "0x1.0000000000000p+0");
    CHECK_STR(text(-2.0, showpos | fixed, 0, 1), "-2.0");
    CHECK_STR(text(2.0, showpos | fixed, 0, 1), "+2.0");
    CHECK_STR(text(1e300 * 1e10, 0), "inf");
    CHECK_STR(text(3.0, fixed, 0, -1), "3.000000");
}

TEST(characters)
{
    Output<char> out;
    out.put('a').write("bcd", 3).put('e');
    CHECK_STR(out.get(), "abcde");
    CHECK(out.memory.overflows > 0);
    CHECK_EQ(out.memory.sputn("fgh", 3), 3);
    CHECK_EQ(out.memory.sputc('i'), 'i');
    CHECK_STR(out.get(), "abcdefghi");
    CHECK_EQ(out.tellp().offset, 9);
    Memory<char> more("more");
    out << &more;
    CHECK_STR(out.get(), "abcdefghimore");
    out << &more; /* nothing is left of it */
    CHECK_EQ(out.state, std::failbit);
}

TEST(manipulators)
{
    Output<char> out;
    auto width = std::setw(5);
    width.function(out, width.argument);
    out << 12;
    auto precision = std::setprecision(2);
    precision.function(out, precision.argument);
    out << 3.14159;
    auto base = std::setbase(16);
    base.function(out, base.argument);
    out << 255;
    out << +[](std::ios_base &base) -> std::ios_base & {
        base.setf(std::oct, 0xE00);
        return base;
    };
    out << 8;
    out << +[](std::ostream &stream) -> std::ostream & { return stream.put('!').flush(); };
    CHECK_STR(out.get(), "   123.1ff10!");
    CHECK_EQ(out.memory.syncs, 1);
}

TEST(states)
{
    std::ostream none(nullptr, false);
    CHECK_EQ(none.state, std::badbit);
    none << 5;
    none.flush();
    CHECK_EQ(none.state, std::badbit);
    Output<char> out;
    for (int i = 0; i < 40; i++)
        out << 1000000000;
    CHECK_EQ(out.state, std::badbit);
    CHECK(out.fail());
    out.clear(0, false);
    CHECK_EQ(out.state, 0);
    out.write("none", -1);
    CHECK_EQ(out.state, 0);
    out.clear(std::failbit, false);
    out << 5;
    CHECK_EQ(out.state, std::failbit);
    out.put('x');
    CHECK_EQ(out.state, std::failbit | std::badbit);
    out.clear(std::failbit, false);
    out.write("x", 1);
    CHECK_EQ(out.state, std::failbit | std::badbit);
    out.clear(0, false);
    out.exceptions(std::badbit);
    bool thrown = false;
    try {
        for (int i = 0; i < 40; i++)
            out << 1000000000;
    } catch (...) {
        thrown = true;
    }
    CHECK(thrown);
    CHECK_EQ(out.state, std::badbit);
}

TEST(ties_and_flushes)
{
    Output<char> first, second;
    second.tied = &first;
    second << 1;
    CHECK_EQ(first.memory.syncs, 1);
    CHECK_EQ(second.memory.syncs, 0);
    second.format |= std::unitbuf;
    second << 2;
    CHECK_EQ(second.memory.syncs, 1);
    CHECK_EQ(first.memory.syncs, 2);
}

static int events, seen;

static void called(std::ios_base::event event, std::ios_base &, int index)
{
    events = events * 10 + event + 1;
    seen = index;
}

TEST(words_and_callbacks)
{
    int index = std::ios_base::xalloc();
    CHECK_EQ(std::ios_base::xalloc(), index + 1);
    {
        Output<char> one, two;
        one.iword(index) = 5;
        one.pword(index) = &shared;
        one.iword(index + 1) = 6;
        CHECK_EQ(one.iword(index), 5);
        CHECK_EQ(two.iword(index), 0);
        two.iword(-1) = 3;
        CHECK_EQ(two.state, std::badbit);
        CHECK_EQ(two.iword(-1), 0);
        two.clear(0, false);
        one.register_callback(called, 9);
        one.precision = 11;
        one.filler = '#';
        two.copyfmt(one);
        CHECK_EQ(events, 3);
        CHECK_EQ(two.iword(index), 5);
        CHECK(two.pword(index) == &shared);
        CHECK_EQ(two.precision, 11);
        CHECK_EQ(two.filler, '#');
    }
    CHECK_EQ(events, 311);
    CHECK_EQ(seen, 9);
}

TEST(both_directions)
{
    Both stream;
    int value = 0;
    stream << 12;
    stream.put(' ');
    stream << 34;
    stream >> value;
    CHECK_EQ(value, 12);
    stream >> value;
    CHECK_EQ(value, 34);
    CHECK_EQ(stream.state, std::eofbit);
    std::ostream *output = new std::ostream(&stream.memory, false);
    delete output;
    std::iostream *plain = new std::iostream(&stream.memory);
    CHECK_EQ(plain->state, 0);
    delete plain;
}

TEST(wide)
{
    Output<wchar_t> out;
    out.width = 7;
    out.filler = 0x263A;
    out << -42;
    out.put(L'|').write(L"xy", 2);
    out.format |= std::boolalpha;
    out << true << 0.25;
    const wchar_t *text = out.get();
    const wchar_t expected[] = {0x263A, 0x263A, 0x263A, 0x263A, '-', '4', '2', '|', 'x', 'y', 't', 'r', 'u', 'e',
                                '0', '.', '2', '5', 0};
    for (int i = 0; i < 19; i++)
        CHECK_EQ(text[i], expected[i]);
    CHECK_EQ(out.widen('a'), 'a');
    CHECK_EQ(out.narrow(L'z', '?'), 'z');
    CHECK_EQ(out.narrow(0x263A, '?'), '?');
}

TEST(classes)
{
    std::ostream *out = &std::cout;
    std::ios_base *base = out;
    CHECK_STR(((const type_info &)typeid(*out)).name, ".?AV?$basic_ostream@DU?$char_traits@D@std@@@std@@");
    CHECK_STR(((const type_info &)typeid(std::cin)).name, ".?AV?$basic_istream@DU?$char_traits@D@std@@@std@@");
    char wide[200];
    void *construct = (void *)GetProcAddress(LoadLibraryA("msvcp140.dll"), "??0?$basic_ios@_WU?$char_traits@_W@std@@@std@@IEAA@XZ");
    ((void *(*)(void *))construct)(wide);
    CHECK_STR(((const type_info &)typeid(*(std::ios_base *)wide)).name, ".?AV?$basic_ios@_WU?$char_traits@_W@std@@@std@@");
    CHECK(dynamic_cast<Output<char> *>(out) == nullptr);
    CHECK(dynamic_cast<std::ostream *>(base) == out);
    CHECK(dynamic_cast<std::istream *>(base) == nullptr);
    CHECK(dynamic_cast<Memory<char> *>(out->buffer) == nullptr);
    Output<char> own;
    base = &own;
    CHECK(dynamic_cast<Output<char> *>(base) == &own);
    std::iostream *both = new std::iostream(&own.memory);
    std::istream *in = both;
    CHECK(dynamic_cast<std::ostream *>(in) == both);
    CHECK(dynamic_cast<std::iostream *>(in) == both);
    delete in;
}

int main()
{
    RUN(integers);
    RUN(fields);
    RUN(wide_fields);
    RUN(floating_point);
    RUN(characters);
    RUN(manipulators);
    RUN(states);
    RUN(ties_and_flushes);
    RUN(words_and_callbacks);
    RUN(both_directions);
    RUN(wide);
    RUN(classes);
    return guest_done();
}
