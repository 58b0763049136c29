// compiler: clang
// stdin:   one line and another
/* std::cin of Microsoft's C++ library, by the functions that templates call to read from a stream. */
#include "guest.h"

typedef struct StreamBuffer {
    int (**functions)(struct StreamBuffer *);
} StreamBuffer;
typedef struct {
    void *functions;
    size_t unused;
    int state, except, flags;
    long long precision, width;
    void *array, *calls, *locale;
    StreamBuffer *buffer;
    void *tie;
    char fill;
} Ios;
typedef struct {
    const int *bases;
    long long count;
} Stream;

enum { EOF_BIT = 1, FAIL_BIT = 2 };
enum { LOCK = 1, UNLOCK = 2, UNDERFLOW = 6 };

int sgetc(StreamBuffer *) __asm__("?sgetc@?$basic_streambuf@DU?$char_traits@D@std@@@std@@QEAAHXZ");
int sbumpc(StreamBuffer *) __asm__("?sbumpc@?$basic_streambuf@DU?$char_traits@D@std@@@std@@QEAAHXZ");
int snextc(StreamBuffer *) __asm__("?snextc@?$basic_streambuf@DU?$char_traits@D@std@@@std@@QEAAHXZ");
unsigned char prefix(Stream *, int) __asm__("?_Ipfx@?$basic_istream@DU?$char_traits@D@std@@@std@@QEAA_N_N@Z");
void set_state(Ios *, int, int) __asm__("?setstate@?$basic_ios@DU?$char_traits@D@std@@@std@@QEAAXH_N@Z");
void clear(Ios *, int, int) __asm__("?clear@?$basic_ios@DU?$char_traits@D@std@@@std@@QEAAXH_N@Z");
char widen(const Ios *, char) __asm__("?widen@?$basic_ios@DU?$char_traits@D@std@@@std@@QEBADD@Z");

static Stream *stream;
static Ios *ios;

static void word(char *to)
{
    int c;
    for (c = sgetc(ios->buffer); c != -1 && c > ' '; c = snextc(ios->buffer))
        *to++ = (char)c;
    *to = 0;
}

TEST(words)
{
    char text[100];
    void *address = GetProcAddress(GetModuleHandleA("msvcp140.dll"),
                                   "?cin@std@@3V?$basic_istream@DU?$char_traits@D@std@@@1@A");
    stream = address;
    ios = (Ios *)((char *)stream + stream->bases[1]);
    CHECK_EQ(ios->state, 0);
    CHECK_EQ(ios->flags, 0x201);
    CHECK_EQ(widen(ios, '\n'), '\n');
    ios->buffer->functions[LOCK](ios->buffer);
    CHECK(prefix(stream, 0));
    word(text);
    CHECK_STR(text, "one");
    CHECK(prefix(stream, 1));
    CHECK_EQ(sbumpc(ios->buffer), ' ');
    CHECK_EQ(ios->buffer->functions[UNDERFLOW](ios->buffer), 'l');
    int (*c_getchar)(void) = (int (*)(void))GetProcAddress(LoadLibraryA("ucrtbase.dll"), "getchar");
    CHECK_EQ(c_getchar(), 'l'); /* C sees the same bytes */
    word(text);
    CHECK_STR(text, "ine");
    CHECK_EQ(snextc(ios->buffer), 'a');
    ios->buffer->functions[UNLOCK](ios->buffer);
}

TEST(the_end)
{
    while (sbumpc(ios->buffer) != -1) {
    }
    CHECK_EQ(sgetc(ios->buffer), -1);
    CHECK(!prefix(stream, 0));
    CHECK_EQ(ios->state, EOF_BIT | FAIL_BIT);
    CHECK(!prefix(stream, 1));
    clear(ios, 0, 0);
    CHECK_EQ(ios->state, 0);
    CHECK(prefix(stream, 1));
    set_state(ios, FAIL_BIT, 0);
    set_state(ios, EOF_BIT, 0);
    CHECK_EQ(ios->state, EOF_BIT | FAIL_BIT);
}

int main(void)
{
    RUN(words);
    RUN(the_end);
    return guest_done();
}
