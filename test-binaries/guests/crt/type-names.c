/* type_info::name: what Microsoft's compiler writes of types, made readable by the runtime. */
#include "guest.h"

typedef struct {
    const char *readable;
    char decorated[200];
} type_data;

typedef const char *(*type_name)(type_data *, void *);
typedef void (*destroy_list)(void *);

static type_name name_of;
static __attribute__((aligned(16))) void *list[2];

static const char *name(const char *decorated)
{
    static type_data types[64];
    static int next;
    type_data *type = &types[next++];
    strcpy(type->decorated, decorated);
    return name_of(type, list);
}

TEST(fundamental_types)
{
    CHECK_STR(name(".H"), "int");
    CHECK_STR(name(".D"), "char");
    CHECK_STR(name(".X"), "void");
    CHECK_STR(name("._N"), "bool");
    CHECK_STR(name("._W"), "wchar_t");
    CHECK_STR(name("._K"), "unsigned __int64");
    CHECK_STR(name(".O"), "long double");
}

TEST(named_types)
{
    CHECK_STR(name(".?AUpoint@@"), "struct point");
    CHECK_STR(name(".?AVString@text@@"), "class text::String");
    CHECK_STR(name(".?AW4colour@paint@@"), "enum paint::colour");
    CHECK_STR(name(".?ATbits@@"), "union bits");
    CHECK_STR(name(".?AVc@?A0x12345678@@"), "class `anonymous namespace'::c");
    CHECK_STR(name(".?AVinner@outer@0@"), "class inner::outer::inner");
}

TEST(pointers)
{
    CHECK_STR(name(".PEAH"), "int * __ptr64");
    CHECK_STR(name(".PEBD"), "char const * __ptr64");
    CHECK_STR(name(".PEAPEBD"), "char const * __ptr64 * __ptr64");
    CHECK_STR(name(".PEAVString@text@@"), "class text::String * __ptr64");
    CHECK_STR(name(".P6AHH@Z"), "int (__cdecl*)(int)");
    CHECK_STR(name(".P6AXXZ"), "void (__cdecl*)(void)");
    CHECK_STR(name(".P6APEAXPEAH0ZZ"), "void * __ptr64 (__cdecl*)(int * __ptr64,int * __ptr64,...)");
}

TEST(templates)
{
    CHECK_STR(name(".?AV?$vector@HV?$allocator@H@std@@@std@@"), "class std::vector<int,class std::allocator<int> >");
    CHECK_STR(name(".?AV?$basic_string@DU?$char_traits@D@std@@V?$allocator@D@2@@std@@"),
              "class std::basic_string<char,struct std::char_traits<char>,class std::allocator<char> >");
    CHECK_STR(name(".?AV?$array@H$03@std@@"), "class std::array<int,4>");
    CHECK_STR(name(".?AV?$number@$0BA@$0?0@@"), "class number<16,-1>");
    CHECK_STR(name(".?AV?$LocaleCacheKey@VSharedFormat@icu_67@@@icu_67@@"),
              "class icu_67::LocaleCacheKey<class icu_67::SharedFormat>");
}

/* Each level has what is below it ten times: such names stay as they are. */
TEST(names_that_would_have_no_end)
{
    static char type[200] = ".?AV?$a@";
    strcat(type, "V?$b@");
    for (int i = 0; i < 12; i++)
        strcat(type, "P6AXP6AXH@Z00@Z");
    strcat(type, "@@");
    CHECK(name(type) != NULL);
    CHECK(strlen(name(type)) < 0x20000);
}

TEST(a_name_is_made_once)
{
    type_data type = {NULL, ".?AUpoint@@"};
    const char *first = name_of(&type, list);
    CHECK(first == type.readable);
    CHECK(name_of(&type, list) == first);
}

int main(void)
{
    HMODULE runtime = LoadLibraryA("vcruntime140");
    destroy_list destroy;
    name_of = (type_name)(void *)GetProcAddress(runtime, "__std_type_info_name");
    destroy = (destroy_list)(void *)GetProcAddress(runtime, "__std_type_info_destroy_list");
    if (!CHECK(name_of != NULL && destroy != NULL))
        return guest_done();
    RUN(fundamental_types);
    RUN(named_types);
    RUN(pointers);
    RUN(templates);
    RUN(names_that_would_have_no_end);
    RUN(a_name_is_made_once);
    destroy(list);
    CHECK(list[0] == NULL);
    return guest_done();
}
