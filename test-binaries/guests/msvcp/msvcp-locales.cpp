// compiler: clang -Wno-unused -Wno-microsoft -Wno-ignored-attributes -Wno-undefined-func-template
// imports: msvcp/streams.imports.def msvcp/msvcp-throws.imports.def
/* Locales of Microsoft's C++ library: facets of the program's own, those of the library, and what they are made of. */
#include "guest.h"
#include "msvcp/streams.h"

template <class Function> static Function *function(const char *name)
{
    Function *found = (Function *)GetProcAddress(LoadLibraryA("msvcp140.dll"), name);
    if (!CHECK(found != nullptr))
        printf("%s\n", name);
    return found;
}

static size_t number(const char *name)
{
    return *function<std::locale::id>(name);
}

std::locale::locale(const locale &other, facet *facet, size_t id)
    : implementation(_Locimp::_New_Locimp(*other.implementation))
{
    _Locimp::_Locimp_Addfac(implementation, facet, id);
}

static int alive;

/* As std::numpunct is laid out, of which programs derive their own. */
class German : public std::locale::facet {
public:
    German() { alive++; }
    ~German() noexcept override { alive--; }
    virtual char do_decimal_point() const { return ','; }
    virtual char do_thousands_sep() const { return '.'; }
    virtual std::string do_grouping() const { return "\3\2"; }
    virtual std::string do_falsename() const { return "falsch"; }
    virtual std::string do_truename() const { return "wahr"; }
};

TEST(punctuation)
{
    {
        std::locale german(std::locale::classic(), new German, number("?id@?$numpunct@D@std@@2V0locale@2@A"));
        CHECK_EQ(alive, 1);
        Output<char> out;
        out.imbue(german);
        out << 1234567;
        CHECK_STR(out.get(), "12.34.567");
        out.empty();
        out << 12 << ' ' << -123;
        out.empty();
        out.precision = 10;
        out << -1234.5;
        CHECK_STR(out.get(), "-1.234,5");
        out.empty();
        out.format |= std::boolalpha;
        out << true << false;
        CHECK_STR(out.get(), "wahrfalsch");
        Input<char> in("12.34.567 1,5 1.23 wahr");
        in.imbue(german);
        int value = 0;
        in >> value;
        CHECK_EQ(value, 1234567);
        CHECK_EQ(in.state, 0);
        double fraction = 0;
        in >> fraction;
        CHECK(fraction == 1.5);
        in >> value;
        CHECK_EQ(in.state, std::failbit);
        in.clear(0, false);
        bool truth = false;
        in.format |= std::boolalpha;
        in >> truth;
        CHECK(truth);
    }
    CHECK_EQ(alive, 0);
}

TEST(objects)
{
    std::locale one, two(one);
    CHECK(one.implementation == two.implementation);
    CHECK(std::locale::classic().implementation == one.implementation);
    CHECK_STR(one.implementation->name, "C");
    unsigned references = one.implementation->references;
    {
        std::locale three(one);
        CHECK_EQ(one.implementation->references, references + 1);
    }
    CHECK_EQ(one.implementation->references, references);
    std::locale other(one, new German, number("?id@?$numpunct@D@std@@2V0locale@2@A"));
    CHECK(other.implementation != one.implementation);
    {
        std::locale before = std::locale::global(other);
        CHECK(before.implementation == one.implementation);
        Output<char> out; /* has the global one */
        out << 1000;
        CHECK_STR(out.get(), "1.000");
        std::locale::global(before);
    }
    Output<char> out;
    out << 1000;
    CHECK_STR(out.get(), "1000");
}

TEST(ctype)
{
    typedef size_t GetCategory(const std::locale::facet **, const std::locale *);
    const std::locale::facet *facet = nullptr;
    CHECK_EQ(function<GetCategory>("?_Getcat@?$ctype@D@std@@SA_KPEAPEBVfacet@locale@2@PEBV42@@Z")(&facet, &std::locale::classic()), 2);
    auto *is = function<bool(const void *, short, char)>("?is@?$ctype@D@std@@QEBA_NFD@Z");
    auto *lower = function<char(const void *, char)>("?tolower@?$ctype@D@std@@QEBADD@Z");
    auto *upper_many = function<const char *(const void *, char *, const char *)>("?toupper@?$ctype@D@std@@QEBAPEBDPEADPEBD@Z");
    CHECK(is(facet, 4, '7'));
    CHECK(!is(facet, 4, 'a'));
    CHECK(is(facet, 0x48, '\t'));
    CHECK(is(facet, 0x103, 'q'));
    CHECK_EQ(lower(facet, 'Q'), 'q');
    char text[] = "ab1z";
    CHECK(upper_many(facet, text, text + 4) == text + 4);
    CHECK_STR(text, "AB1Z");
    delete (std::_Facet_base *)facet;
    facet = nullptr;
    function<GetCategory>("?_Getcat@?$ctype@_W@std@@SA_KPEAPEBVfacet@locale@2@PEBV42@@Z")(&facet, &std::locale::classic());
    auto *wide_is = function<bool(const void *, short, wchar_t)>("?is@?$ctype@_W@std@@QEBA_NF_W@Z");
    auto *wide_lower = function<wchar_t(const void *, wchar_t)>("?tolower@?$ctype@_W@std@@QEBA_W_W@Z");
    auto *narrow = function<char(const void *, wchar_t, char)>("?narrow@?$ctype@_W@std@@QEBAD_WD@Z");
    CHECK(wide_is(facet, 4, '7'));
    CHECK(wide_is(facet, 0x48, ' '));
    CHECK_EQ(wide_lower(facet, 'Q'), 'q');
    CHECK_EQ(narrow(facet, 'x', '?'), 'x');
    CHECK_EQ(narrow(facet, 0x4E00, '?'), '?');
    delete (std::_Facet_base *)facet;
}

/* A table that has commas as white space has lists read. */
TEST(table)
{
    static short types[256];
    types[(int)','] = types[(int)' '] = 0x48;
    auto *construct = function<void *(void *, const short *, bool, size_t)>("??0?$ctype@D@std@@QEAA@PEBF_N_K@Z");
    void *facet = operator new(48);
    construct(facet, types, false, 0);
    std::locale lists(std::locale::classic(), (std::locale::facet *)facet, number("?id@?$ctype@D@std@@2V0locale@2@A"));
    Input<char> in("1,2, 3");
    in.imbue(lists);
    int sum = 0, value;
    for (int i = 0; i < 3; i++) {
        in >> value;
        sum = 10 * sum + value;
    }
    CHECK_EQ(sum, 123);
}

TEST(codecvt)
{
    typedef size_t GetCategory(const std::locale::facet **, const std::locale *);
    const std::locale::facet *facet = nullptr;
    function<GetCategory>("?_Getcat@?$codecvt@DDU_Mbstatet@@@std@@SA_KPEAPEBVfacet@locale@2@PEBV42@@Z")(&facet, &std::locale::classic());
    auto *same = function<bool(const void *)>("?always_noconv@codecvt_base@std@@QEBA_NXZ");
    CHECK(same(facet));
    delete (std::_Facet_base *)facet;
    facet = nullptr;
    function<GetCategory>("?_Getcat@?$codecvt@_WDU_Mbstatet@@@std@@SA_KPEAPEBVfacet@locale@2@PEBV42@@Z")(&facet, &std::locale::classic());
    CHECK(!same(facet));
    typedef int In(const void *, _Mbstatet *, const char *, const char *, const char **, wchar_t *, wchar_t *, wchar_t **);
    typedef int Out(const void *, _Mbstatet *, const wchar_t *, const wchar_t *, const wchar_t **, char *, char *, char **);
    auto *in = function<In>("?in@?$codecvt@_WDU_Mbstatet@@@std@@QEBAHAEAU_Mbstatet@@PEBD1AEAPEBDPEA_W3AEAPEA_W@Z");
    auto *out = function<Out>("?out@?$codecvt@_WDU_Mbstatet@@@std@@QEBAHAEAU_Mbstatet@@PEB_W1AEAPEB_WPEAD3AEAPEAD@Z");
    _Mbstatet state = {};
    const char *from = "ab\xE9", *from_next;
    wchar_t to[4], *to_next;
    CHECK_EQ(in(facet, &state, from, from + 3, &from_next, to, to + 4, &to_next), 0);
    CHECK(from_next == from + 3 && to_next == to + 3);
    CHECK_EQ(to[2], 0xE9);
    CHECK_EQ(in(facet, &state, from, from + 3, &from_next, to, to + 2, &to_next), 1);
    CHECK(from_next == from + 2);
    char bytes[4];
    char *bytes_next;
    const wchar_t *wide_next;
    to[1] = 0x4E00;
    CHECK_EQ(out(facet, &state, to, to + 3, &wide_next, bytes, bytes + 4, &bytes_next), 2);
    CHECK(wide_next == to + 1 && bytes_next == bytes + 1);
    delete (std::_Facet_base *)facet;
}

/* A facet goes on to convert as the locale that it was made of. */
TEST(utf8)
{
    typedef size_t GetCategory(const std::locale::facet **, const std::locale *);
    char info[104];
    function<void *(void *, const char *)>("??0_Locinfo@std@@QEAA@PEBD@Z")(info, "en_US.UTF-8");
    const std::locale::facet *facet = nullptr;
    function<GetCategory>("?_Getcat@?$codecvt@_WDU_Mbstatet@@@std@@SA_KPEAPEBVfacet@locale@2@PEBV42@@Z")(&facet, &std::locale::classic());
    function<void(void *)>("??1_Locinfo@std@@QEAA@XZ")(info);
    CHECK_EQ(function<int(const void *)>("?encoding@codecvt_base@std@@QEBAHXZ")(facet), 0);
    typedef int In(const void *, _Mbstatet *, const char *, const char *, const char **, wchar_t *, wchar_t *, wchar_t **);
    typedef int Out(const void *, _Mbstatet *, const wchar_t *, const wchar_t *, const wchar_t **, char *, char *, char **);
    auto *in = function<In>("?in@?$codecvt@_WDU_Mbstatet@@@std@@QEBAHAEAU_Mbstatet@@PEBD1AEAPEBDPEA_W3AEAPEA_W@Z");
    auto *out = function<Out>("?out@?$codecvt@_WDU_Mbstatet@@@std@@QEBAHAEAU_Mbstatet@@PEB_W1AEAPEB_WPEAD3AEAPEAD@Z");
    _Mbstatet state = {};
    const char *from = "a\xE4\xB8\x80z", *from_next;
    wchar_t to[4], *to_next;
    CHECK_EQ(in(facet, &state, from, from + 5, &from_next, to, to + 4, &to_next), 0);
    CHECK(from_next == from + 5 && to_next == to + 3);
    CHECK_EQ(to[1], 0x4E00);
    char bytes[8], *bytes_next;
    const wchar_t *wide_next;
    CHECK_EQ(out(facet, &state, to, to + 3, &wide_next, bytes, bytes + 8, &bytes_next), 0);
    CHECK(bytes_next == bytes + 5);
    *bytes_next = 0;
    CHECK_STR(bytes, from);
    CHECK_EQ(out(facet, &state, to, to + 3, &wide_next, bytes, bytes + 3, &bytes_next), 1);
    CHECK(wide_next == to + 1 && bytes_next == bytes + 1);
    delete (std::_Facet_base *)facet;
}

TEST(info)
{
    struct Info {
        long long lock;
        struct {
            const char *text;
            long long nothing;
        } texts[6];
    } info;
    function<void *(void *, const char *)>("??0_Locinfo@std@@QEAA@PEBD@Z")(&info, "C");
    CHECK_STR(info.texts[5].text, "C");
    CHECK_STR(function<const char *(void *)>("?_Gettrue@_Locinfo@std@@QEBAPEBDXZ")(&info), "true");
    const char *days = function<const char *(void *)>("?_Getdays@_Locinfo@std@@QEBAPEBDXZ")(&info);
    CHECK_EQ(strcmp(days, ":Sun:Sunday:Mon:Monday:Tue:Tuesday:Wed:Wednesday:Thu:Thursday:Fri:Friday:Sat:Saturday"), 0);
    struct {
        unsigned page, max;
        int is_c;
        char lead_bytes[32];
    } cvt;
    CHECK(function<void *(void *, void *)>("?_Getcvt@_Locinfo@std@@QEBA?AU_Cvtvec@@XZ")(&info, &cvt) == &cvt);
    CHECK_EQ(cvt.page, 0);
    CHECK_EQ(cvt.max, 1);
    CHECK_EQ(cvt.is_c, 1);
    function<void(void *)>("??1_Locinfo@std@@QEAA@XZ")(&info);
    function<void *(void *, const char *)>("??0_Locinfo@std@@QEAA@PEBD@Z")(&info, "no such locale");
    CHECK_STR(info.texts[5].text, "*");
    function<void(void *)>("??1_Locinfo@std@@QEAA@XZ")(&info);
}

TEST(texts)
{
    struct {
        const char *text;
        long long nothing;
    } yarn = {nullptr, 0};
    auto *assign = function<void *(void *, const char *)>("??4?$_Yarn@D@std@@QEAAAEAV01@PEBD@Z");
    auto *text = function<const char *(void *)>("?c_str@?$_Yarn@D@std@@QEBAPEBDXZ");
    CHECK_STR(text(&yarn), "");
    CHECK(assign(&yarn, "some text") == &yarn);
    CHECK_STR(text(&yarn), "some text");
    function<void(void *)>("??1?$_Yarn@D@std@@QEAA@XZ")(&yarn);
    typedef int Compare(const char *, const char *, const char *, const char *, void *);
    const char *a = "abc", *b = "abd";
    auto *compare = function<Compare>("_Strcoll");
    CHECK(compare(a, a + 3, b, b + 3, nullptr) < 0);
    CHECK_EQ(compare(a, a + 2, b, b + 2, nullptr), 0);
    CHECK(compare(a, a + 3, b, b + 2, nullptr) > 0);
}

/* An iterator over a buffer, as facets take and return it. */
struct Iterator {
    bool failed;
    std::streambuf *buffer;
    Iterator(std::streambuf *buffer) : failed(false), buffer(buffer) {}
    Iterator(const Iterator &other) : failed(other.failed), buffer(other.buffer) {}
};
#define ITERATOR "V?$ostreambuf_iterator@DU?$char_traits@D@std@@@"

template <class Function> static const std::locale::facet *made(const char *name)
{
    const std::locale::facet *facet = nullptr;
    function<Function>(name)(&facet, &std::locale::classic());
    return facet;
}

TEST(number_facets)
{
    typedef size_t GetCategory(const std::locale::facet **, const std::locale *);
    Output<char> out;
    Iterator to(&out.memory), result(nullptr);
    const std::locale::facet *put =
        made<GetCategory>("?_Getcat@?$num_put@D" ITERATOR "std@@@std@@SA_KPEAPEBVfacet@locale@2@PEBV42@@Z");
    typedef Iterator *Put(const void *, Iterator *, Iterator *, std::ios_base *, char, long);
    typedef Iterator *PutDouble(const void *, Iterator *, Iterator *, std::ios_base *, char, double);
    out.width = 6;
    function<Put>("?put@?$num_put@D" ITERATOR "std@@@std@@QEBA?A" ITERATOR "2@V32@AEAVios_base@2@DJ@Z")(put, &result, &to, &out, '*', -42);
    CHECK_STR(out.get(), "***-42");
    CHECK(!result.failed && result.buffer == &out.memory);
    function<PutDouble>("?put@?$num_put@D" ITERATOR "std@@@std@@QEBA?A" ITERATOR "2@V32@AEAVios_base@2@DN@Z")(put, &result, &result, &out, ' ', 0.5);
    CHECK_STR(out.get(), "***-420.5");
    delete (std::_Facet_base *)put;
    struct Source {
        std::streambuf *buffer;
        bool got;
        char value;
    };
    Input<char> in("12 ");
    Source first = {&in.memory, false, 0}, last = {nullptr, true, 0}, next;
    int state = 0;
    long value = 0;
    const std::locale::facet *get = made<GetCategory>(
        "?_Getcat@?$num_get@DV?$istreambuf_iterator@DU?$char_traits@D@std@@@std@@@std@@SA_KPEAPEBVfacet@locale@2@PEBV42@@Z");
    typedef Source *Get(const void *, Source *, Source *, Source *, std::ios_base *, int *, long *);
    function<Get>("?get@?$num_get@DV?$istreambuf_iterator@DU?$char_traits@D@std@@@std@@@std@@QEBA?AV?$istreambuf_iterator@DU?$char_traits@D@std@@@2@V32@0AEAVios_base@2@AEAHAEAJ@Z")(
        get, &next, &first, &last, &in, &state, &value);
    CHECK_EQ(value, 12);
    CHECK_EQ(state, 0);
    CHECK(next.buffer == &in.memory);
    delete (std::_Facet_base *)get;
}

TEST(times)
{
    typedef size_t GetCategory(const std::locale::facet **, const std::locale *);
    Output<char> out;
    Iterator to(&out.memory), result(nullptr);
    const std::locale::facet *put =
        made<GetCategory>("?_Getcat@?$time_put@D" ITERATOR "std@@@std@@SA_KPEAPEBVfacet@locale@2@PEBV42@@Z");
    int time[9] = {5, 4, 15, 26, 10, 126, 4, 329, 0};
    const char *format = "on %A, %Y-%m-%d %H:%M:%S; %#d %%";
    typedef Iterator *Put(const void *, Iterator *, Iterator *, std::ios_base *, char, int *, const char *, const char *);
    function<Put>("?put@?$time_put@D" ITERATOR "std@@@std@@QEBA?A" ITERATOR "2@V32@AEAVios_base@2@DPEBUtm@@PEBD3@Z")(
        put, &result, &to, &out, ' ', time, format, format + strlen(format));
    CHECK_STR(out.get(), "on Thursday, 2026-11-26 15:04:05; 26 %");
    CHECK(!result.failed && result.buffer == &out.memory);
    delete (std::_Facet_base *)put;
}

static int time_of(const char *text, const char *format, int *time)
{
    typedef size_t GetCategory(const std::locale::facet **, const std::locale *);
    struct Source {
        std::streambuf *buffer;
        bool got;
        char value;
    };
    Input<char> in(text);
    Source first = {&in.memory, false, 0}, last = {nullptr, true, 0}, next;
    int state = 0;
    const std::locale::facet *get = made<GetCategory>(
        "?_Getcat@?$time_get@DV?$istreambuf_iterator@DU?$char_traits@D@std@@@std@@@std@@SA_KPEAPEBVfacet@locale@2@PEBV42@@Z");
    typedef Source *Get(const void *, Source *, Source *, Source *, std::ios_base *, int *, int *, const char *, const char *);
    function<Get>("?get@?$time_get@DV?$istreambuf_iterator@DU?$char_traits@D@std@@@std@@@std@@QEBA?AV?$istreambuf_iterator@DU?$char_traits@D@std@@@2@V32@0AEAVios_base@2@AEAHPEAUtm@@PEBD4@Z")(
        get, &next, &first, &last, &in, &state, time, format, format + strlen(format));
    delete (std::_Facet_base *)get;
    return state;
}

TEST(times_are_read)
{
    int time[9] = {};
    CHECK_EQ(time_of("2026-11-26T15:04:05 ", "%Y-%m-%dT%H:%M:%S", time), 0);
    CHECK_EQ(time[0], 5);
    CHECK_EQ(time[1], 4);
    CHECK_EQ(time[2], 15);
    CHECK_EQ(time[3], 26);
    CHECK_EQ(time[4], 10);
    CHECK_EQ(time[5], 126);
    CHECK_EQ(time_of("Thu, 3 september 99", "%a, %d %B %y", time), std::eofbit);
    CHECK_EQ(time[6], 4);
    CHECK_EQ(time[3], 3);
    CHECK_EQ(time[4], 8);
    CHECK_EQ(time[5], 99);
    CHECK_EQ(time_of("Saturday Mar", "%A %b", time), std::eofbit);
    CHECK_EQ(time[6], 6);
    CHECK_EQ(time[4], 2);
    CHECK_EQ(time_of("25:00 ", "%H:%M", time), std::failbit);
    CHECK_EQ(time_of("12/31 ", "%m-%d", time), std::failbit);
    CHECK_EQ(time_of("Foo ", "%b", time), std::failbit);
}

/* As std::locale("en-US") is made: the facets of a locale while C has it set. */
TEST(names)
{
    char info[104];
    function<void *(void *, const char *)>("??0_Locinfo@std@@QEAA@PEBD@Z")(info, "English_United States.1252");
    std::locale named;
    auto *make = function<std::locale::_Locimp *(bool)>("?_New_Locimp@_Locimp@locale@std@@CAPEAV123@_N@Z");
    named.implementation->_Decref();
    named.implementation = make(false);
    function<void *(void *, int, void *, void *)>("?_Makeloc@_Locimp@locale@std@@CAPEAV123@AEBV_Locinfo@3@HPEAV123@PEBV23@@Z")(
        info, 63, named.implementation, nullptr);
    function<void(void *)>("??1_Locinfo@std@@QEAA@XZ")(info);
    CHECK_STR(named.implementation->name, "English_United States.1252");
    Output<char> out;
    out.imbue(named);
    out << 1234567;
    CHECK_STR(out.get(), "1,234,567");
    Output<wchar_t> wide;
    wide.imbue(named);
    wide << 1000.5;
    CHECK_EQ(wide.get()[1], ',');
    CHECK_EQ(wide.get()[5], '.');
}

int main()
{
    RUN(punctuation);
    RUN(objects);
    RUN(ctype);
    RUN(table);
    RUN(codecvt);
    RUN(utf8);
    RUN(info);
    RUN(texts);
    RUN(number_facets);
    RUN(times);
    RUN(times_are_read);
    RUN(names);
    return guest_done();
}
