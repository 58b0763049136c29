// compiler: clang -Wno-unused -Wno-microsoft -Wno-ignored-attributes -Wno-undefined-func-template
// imports: msvcp/streams.imports.def msvcp/msvcp-throws.imports.def
/* Facets whose texts cannot be as long as they say: Microsoft's C++ library would read what does not exist, here they are empty. */
#include "guest.h"
#include "msvcp/streams.h"

std::locale::locale(const locale &other, facet *facet, size_t id)
    : implementation(_Locimp::_New_Locimp(*other.implementation))
{
    _Locimp::_Locimp_Addfac(implementation, facet, id);
}

/* As std::numpunct is laid out. */
class Lying : public std::locale::facet {
    virtual char do_decimal_point() const { return '.'; }
    virtual char do_thousands_sep() const { return ','; }
    virtual std::string do_grouping() const { return {"\3", (size_t)-1}; }
    virtual std::string do_falsename() const { return {"no", (size_t)-1}; }
    virtual std::string do_truename() const { return {"yes", (size_t)-1}; }
};

TEST(texts_of_negative_length)
{
    auto *id = (std::locale::id *)(void *)GetProcAddress(LoadLibraryA("msvcp140.dll"), "?id@?$numpunct@D@std@@2V0locale@2@A");
    std::locale lying(std::locale::classic(), new Lying, *id);
    Output<char> out;
    out.imbue(lying);
    out << 1234567;
    CHECK_STR(out.get(), "1234567");
    out.format |= std::boolalpha;
    out << true;
    CHECK_STR(out.get(), "1234567");
}

int main()
{
    RUN(texts_of_negative_length);
    return guest_done();
}
