// compiler: clang -Wno-unused -Wno-microsoft -Wno-ignored-attributes -Wno-undefined-func-template
// imports: msvcp/streams.imports.def msvcp/msvcp-throws.imports.def
/* Input streams of Microsoft's C++ library: numbers, characters, lines, positions, states. */
#include "guest.h"
#include "msvcp/streams.h"

template <class V> static V number(const char *text, int flags, int state, int left)
{
    Input<char> in(text);
    in.format = flags;
    V value = (V)77;
    in >> value;
    if (!CHECK_EQ(in.state, state))
        printf("  of %s\n", text);
    in.clear(0, false);
    CHECK_EQ(in.memory.sgetc(), left);
    return value;
}

TEST(integers)
{
    using namespace std;
    CHECK_EQ(number<int>("  42 ", dec | skipws, 0, ' '), 42);
    CHECK_EQ(number<int>("-42", dec | skipws, eofbit, -1), -42);
    CHECK_EQ(number<int>("+7x", dec, 0, 'x'), 7);
    CHECK_EQ(number<int>("2147483648 ", dec, failbit, ' '), 2147483647);
    CHECK_EQ(number<int>("-99999999999 ", dec, failbit, ' '), -2147483647 - 1);
    CHECK_EQ(number<short>("40000 ", dec, failbit, ' '), 32767);
    CHECK_EQ(number<unsigned>("4294967295 ", dec, 0, ' '), 4294967295u);
    CHECK_EQ(number<unsigned>("-1 ", dec, 0, ' '), 4294967295u);
    CHECK_EQ(number<long long>("-9223372036854775808 ", dec, 0, ' '), -9223372036854775807LL - 1);
    CHECK_EQ(number<unsigned long long>("18446744073709551616 ", dec, failbit, ' '), ~0ULL);
    CHECK_EQ(number<int>("ff ", hex, 0, ' '), 255);
    CHECK_EQ(number<int>("0xFg", hex, 0, 'g'), 15);
    CHECK_EQ(number<int>("0x1f ", 0, 0, ' '), 31);
    CHECK_EQ(number<int>("017 ", 0, 0, ' '), 15);
    CHECK_EQ(number<int>("017 ", oct, 0, ' '), 15);
    CHECK_EQ(number<int>("19 ", 0, 0, ' '), 19);
    CHECK_EQ(number<int>("x", dec, failbit, 'x'), 0);
    CHECK_EQ(number<int>("", dec | skipws, eofbit | failbit, -1), 77);
    CHECK_EQ(number<bool>("1 ", dec, 0, ' '), 1);
    CHECK_EQ(number<bool>("2 ", dec, failbit, ' '), 1);
    CHECK_EQ(number<bool>("true.", dec | boolalpha, 0, '.'), 1);
    CHECK_EQ(number<bool>("false", dec | boolalpha, eofbit, -1), 0);
    CHECK((size_t)number<void *>("1234ABCD ", dec, 0, ' ') == 0x1234ABCD);
}

TEST(floating_point)
{
    using namespace std;
    CHECK(number<double>("3.25 ", dec, 0, ' ') == 3.25);
    CHECK(number<double>("-1e3x", dec, 0, 'x') == -1000);
    CHECK(number<double>(".5 ", dec, 0, ' ') == 0.5);
    CHECK(number<double>("5. ", dec, 0, ' ') == 5);
    CHECK(number<double>("0.1", dec, eofbit, -1) == 0.1);
    CHECK(number<float>("0.1 ", dec, 0, ' ') == 0.1f);
    CHECK(number<double>("0x1.8p1 ", dec, 0, ' ') == 3);
    CHECK(number<double>("1e ", dec, failbit, ' ') == 0);
    CHECK(number<double>("- ", dec, failbit, ' ') == 0);
    CHECK(number<double>("000123 ", dec, 0, ' ') == 123);
    CHECK(number<double>("0 ", dec, 0, ' ') == 0);
    CHECK(number<double>("12345678901234567890 ", dec, 0, ' ') == 12345678901234567890.0);
}

/* A text of any length. */
class Text : public std::streambuf {
public:
    Text(char *text, size_t length) { setg(text, text, text + length); }
};

static double long_number(const char *begin, int zeros, const char *end)
{
    static char text[70000];
    strcpy(text, begin);
    size_t length = strlen(text);
    memset(text + length, '0', zeros);
    strcpy(text + length + zeros, end);
    Text buffer(text, strlen(text));
    std::istream in(&buffer, false);
    double value = 77;
    in >> value;
    CHECK_EQ(in.state, std::eofbit);
    return value;
}

TEST(many_digits)
{
    CHECK(long_number("", 60000, "5") == 5);
    CHECK(long_number("0.", 60000, "25e60001") == 2.5);
    CHECK(long_number("1", 60000, "e-60000") == 1);
    CHECK(long_number("0x1", 60000, "p-240000") == 1);
    CHECK(long_number("0x.", 60000, "8p240004") == 8);
    /* in the middle of two numbers, and a little above */
    CHECK(long_number("9007199254740993.", 2000, "") == 9007199254740992.0);
    CHECK(long_number("9007199254740993.", 2000, "1") == 9007199254740994.0);
}

TEST(characters)
{
    Input<char> in("ab\ncd");
    char c = 0, text[8] = "";
    CHECK_EQ(in.get(), 'a');
    in.get(c);
    CHECK_EQ(c, 'b');
    in.unget();
    CHECK_EQ(in.peek(), 'b');
    in.putback('a');
    CHECK_EQ(in.state, 0);
    in.get(text, 8);
    CHECK_STR(text, "ab");
    CHECK_EQ(in.gcount(), 2);
    CHECK_EQ(in.get(), '\n');
    in.read(text, 2);
    CHECK_EQ(in.gcount(), 2);
    CHECK_EQ(in.state, 0);
    CHECK_EQ(in.peek(), -1);
    CHECK_EQ(in.state, std::eofbit);
    CHECK_EQ(in.get(), -1);
    CHECK_EQ(in.state, std::eofbit | std::failbit);
    CHECK_EQ(in.gcount(), 0);
    in.clear(0, false);
    in.read(text, 2);
    CHECK_EQ(in.state, std::eofbit | std::failbit);
    in.clear(0, false);
    in.read(text, -1);
    CHECK_EQ(in.state, 0);
    in.clear(std::eofbit, false);
    in.putback('x'); /* there is a d */
    CHECK_EQ(in.state, std::eofbit | std::badbit);
    in.clear(std::eofbit, false);
    in.unget();
    CHECK_EQ(in.state, 0);
}

TEST(copies)
{
    Input<char> in("  all of it");
    Memory<char> memory;
    in >> &memory;
    CHECK_STR(memory.get(), "  all of it");
    CHECK_EQ(in.gcount(), 11);
    CHECK_EQ(in.state, std::eofbit);
    in.clear(0, false);
    in >> &memory;
    CHECK_EQ(in.gcount(), 0);
    CHECK_EQ(in.state, std::eofbit | std::failbit);
}

TEST(lines)
{
    Input<char> in("first\n\nthe third one\nlast");
    char text[10];
    in.getline(text, 10);
    CHECK_STR(text, "first");
    CHECK_EQ(in.gcount(), 6);
    in.getline(text, 10);
    CHECK_STR(text, "");
    CHECK_EQ(in.gcount(), 1);
    CHECK_EQ(in.state, 0);
    in.getline(text, 10);
    CHECK_STR(text, "the third");
    CHECK_EQ(in.state, std::failbit);
    in.clear(0, false);
    in.ignore(100, '\n');
    CHECK_EQ(in.gcount(), 5);
    in.getline(text, 10, 's');
    CHECK_STR(text, "la");
    in.getline(text, 10);
    CHECK_STR(text, "t");
    CHECK_EQ(in.state, std::eofbit);
    in.getline(text, 10);
    CHECK_EQ(in.state, std::eofbit | std::failbit);
}

TEST(room)
{
    Input<char> in("abcde");
    char text[4];
    in.get(text, 4);
    CHECK_STR(text, "abc");
    in.get(text, 3);
    CHECK_STR(text, "de");
    CHECK_EQ(in.state, 0); /* what comes behind was not looked at */
    in.get(text, 3);
    CHECK_STR(text, "");
    CHECK_EQ(in.state, std::eofbit | std::failbit);
}

TEST(positions)
{
    Input<char> in("0123456789");
    CHECK_EQ(in.tellg().offset, 0);
    in.seekg(4, 0);
    CHECK_EQ(in.get(), '4');
    CHECK_EQ(in.tellg().offset, 5);
    in.seekg(2, 1);
    CHECK_EQ(in.get(), '7');
    in.ignore(100, -1);
    CHECK_EQ(in.state, std::eofbit);
    in.seekg(-1, 0);
    CHECK_EQ(in.state, std::failbit);
    CHECK_EQ(in.tellg().offset, -1);
    in.clear(0, false);
    in.seekg(-3, 2);
    CHECK_EQ(in.state, 0);
    char text[4] = "";
    CHECK_EQ(in.readsome(text, 2), 2);
    CHECK_STR(text, "78");
}

TEST(buffers)
{
    Memory<char> memory("xyz");
    char text[8] = "";
    CHECK_EQ(memory.snextc(), 'y');
    CHECK_EQ(memory.sungetc(), 'x');
    CHECK_EQ(memory.sungetc(), -1);
    CHECK_EQ(memory.sbumpc(), 'x');
    CHECK_EQ(memory.sputbackc('q'), -1);
    CHECK_EQ(memory.sputbackc('x'), 'x');
    CHECK_EQ(memory.in_avail(), 3);
    CHECK_EQ(memory.sgetn(text, 8), 3);
    CHECK_STR(text, "xyz");
    CHECK_EQ(memory.in_avail(), 0);
    CHECK_EQ(memory.snextc(), -1);
}

TEST(ties_and_exceptions)
{
    Output<char> out;
    Input<char> in("1 x");
    int value;
    in.tied = &out;
    in >> value;
    CHECK_EQ(out.memory.syncs, 1);
    in.exceptions(std::failbit);
    bool thrown = false;
    try {
        in >> value;
    } catch (...) {
        thrown = true;
    }
    CHECK(thrown);
    CHECK_EQ(value, 0);
    CHECK_EQ(in.state, std::failbit);
}

TEST(wide)
{
    Input<wchar_t> in(L" \x2003-12 0.5 text");
    int value = 0;
    double fraction = 0;
    wchar_t text[10];
    in >> value;
    CHECK_EQ(value, -12);
    in >> fraction;
    CHECK(fraction == 0.5);
    CHECK(in._Ipfx(false));
    in.getline(text, 10);
    CHECK_EQ(text[0], 't');
    CHECK_EQ(text[4], 0);
    CHECK_EQ(in.get(), 0xFFFF);
    CHECK_EQ(in.state, std::eofbit | std::failbit);
}

int main()
{
    RUN(integers);
    RUN(floating_point);
    RUN(many_digits);
    RUN(characters);
    RUN(copies);
    RUN(lines);
    RUN(room);
    RUN(positions);
    RUN(buffers);
    RUN(ties_and_exceptions);
    RUN(wide);
    return guest_done();
}
