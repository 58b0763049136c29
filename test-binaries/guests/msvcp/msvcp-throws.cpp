// compiler: clang
/* Exceptions that Microsoft's C++ library throws for templates, as programs see them. */
#include "guest.h"

class type_info {
public:
    virtual ~type_info();
    void *undecorated;
    char name[1];
};

struct Data {
    const char *what;
    bool owned;
};
extern "C" void __std_exception_copy(const Data *, Data *);
extern "C" void __std_exception_destroy(Data *);

namespace std {
class exception {
public:
    exception(const exception &other) : data() { __std_exception_copy(&other.data, &data); }
    virtual ~exception() { __std_exception_destroy(&data); }
    virtual const char *what() const { return data.what ? data.what : "Unknown exception"; }
    Data data;
};
class bad_alloc : public exception {};
class bad_function_call : public exception {};
class logic_error : public exception {};
class length_error : public logic_error {};
class out_of_range : public logic_error {};
class invalid_argument : public logic_error {};
class runtime_error : public exception {};
class overflow_error : public runtime_error {};

class error_code;
class error_condition;
struct string {
    union {
        char buffer[16];
        char *address;
    };
    size_t length, room;
    string(const string &) = delete;
    string() {}
    ~string() {}
    const char *text() const { return room > 15 ? address : buffer; }
};

class error_category {
public:
    virtual ~error_category();
    virtual const char *name() const = 0;
    virtual string message(int) const = 0;
    virtual error_condition default_error_condition(int) const = 0;
    virtual bool equivalent(int, const error_condition &) const = 0;
    virtual bool equivalent(const error_code &, int) const = 0;
    size_t number;
};
class error_code {
public:
    error_code(int value, const error_category *category) : value(value), category(category) {}
    int value;
    const error_category *category;
};
class error_condition {
public:
    error_condition(int value, const error_category *category) : value(value), category(category) {}
    int value;
    const error_category *category;
};
class _System_error : public runtime_error {
public:
    error_code code;
};
class system_error : public _System_error {};
class future_error : public logic_error {
public:
    error_code code;
};
} // namespace std

template <class Function> static Function *function(const char *name)
{
    Function *found = (Function *)GetProcAddress(LoadLibraryA("msvcp140.dll"), name);
    if (!CHECK(found != nullptr))
        printf("%s\n", name);
    return found;
}

template <class Exception> static void caught(const char *name, const char *message)
{
    auto *throws = function<void(const char *)>(name);
    bool as_itself = false, as_exception = false, by_value = false;
    for (int i = 0; i < 3; i++) {
        try {
            throws(message);
        } catch (const Exception &e) {
            as_itself = !strcmp(e.what(), message);
        }
        try {
            throws(message);
        } catch (const std::exception &e) {
            as_exception = !strcmp(e.what(), message) && dynamic_cast<const Exception *>(&e) != nullptr;
        }
        try {
            throws(message);
        } catch (Exception e) {
            by_value = !strcmp(e.what(), message);
        }
    }
    CHECK(as_itself);
    CHECK(as_exception);
    CHECK(by_value);
}

TEST(messages)
{
    caught<std::length_error>("?_Xlength_error@std@@YAXPEBD@Z", "vector too long");
    caught<std::out_of_range>("?_Xout_of_range@std@@YAXPEBD@Z", "invalid string position, said at greater length");
    caught<std::invalid_argument>("?_Xinvalid_argument@std@@YAXPEBD@Z", "not a number");
    caught<std::overflow_error>("?_Xoverflow_error@std@@YAXPEBD@Z", "");
    caught<std::runtime_error>("?_Xruntime_error@std@@YAXPEBD@Z", "runtime");
}

TEST(bases)
{
    auto *throws = function<void(const char *)>("?_Xlength_error@std@@YAXPEBD@Z");
    int path = 0;
    try {
        throws("x");
    } catch (const std::out_of_range &) {
        path = 1;
    } catch (const std::runtime_error &) {
        path = 2;
    } catch (const std::logic_error &e) {
        path = 3;
        CHECK_STR(((const type_info &)typeid(e)).name, ".?AVlength_error@std@@");
    }
    CHECK_EQ(path, 3);
    try {
        try {
            throws("again");
        } catch (const std::exception &) {
            throw;
        }
    } catch (const std::length_error &e) {
        path = 4;
        CHECK_STR(e.what(), "again");
    }
    CHECK_EQ(path, 4);
}

TEST(without_arguments)
{
    char text[80] = "";
    try {
        function<void()>("?_Xbad_alloc@std@@YAXXZ")();
    } catch (const std::bad_alloc &e) {
        strcpy(text, e.what());
    }
    CHECK_STR(text, "bad allocation");
    text[0] = 0;
    try {
        function<void()>("?_Xbad_function_call@std@@YAXXZ")();
    } catch (const std::bad_function_call &e) {
        strcpy(text, e.what());
    }
    CHECK_STR(text, "bad function call");
}

TEST(system_errors)
{
    static const int values[] = {16, 22, 3, 12, 1, 36, 11};
    auto *throws = function<void(int)>("?_Throw_Cpp_error@std@@YAXH@Z");
    for (int i = 0; i < 7; i++) {
        int value = -1;
        try {
            throws(i);
        } catch (const std::system_error &e) {
            value = e.code.value;
        }
        CHECK_EQ(value, values[i]);
    }
    static const int results[] = {0, 11, 11, 16, 22};
    auto *throws_result = function<void(int)>("?_Throw_C_error@std@@YAXH@Z");
    for (int i = 1; i < 5; i++) {
        int value = -1;
        try {
            throws_result(i);
        } catch (const std::runtime_error &e) {
            value = dynamic_cast<const std::system_error &>(e).code.value;
        }
        CHECK_EQ(value, results[i]);
    }
}

static std::error_code code_of(int number)
{
    std::error_code code(-1, nullptr);
    try {
        function<void(int)>("?_Throw_Cpp_error@std@@YAXH@Z")(number);
    } catch (const std::system_error &e) {
        code = e.code;
    }
    return code;
}

TEST(categories)
{
    std::error_code code = code_of(5);
    const std::error_category &category = *code.category;
    CHECK_STR(category.name(), "generic");
    CHECK_EQ(category.number, 3);
    std::error_condition condition = category.default_error_condition(7);
    CHECK_EQ(condition.value, 7);
    CHECK(condition.category == &category);
    CHECK(category.equivalent(7, condition));
    CHECK(!category.equivalent(8, condition));
    CHECK(category.equivalent(code, 36));
    CHECK(!category.equivalent(code, 35));
}

TEST(messages_of_categories)
{
    std::error_code code = code_of(5);
    {
        std::string message = code.category->message(36);
        CHECK_STR(message.text(), "resource deadlock would occur");
        CHECK_EQ(message.length, 29);
        free(message.address);
    }
    std::string message = code.category->message(17);
    CHECK_STR(message.text(), "file exists");
    CHECK_EQ(message.room, 15);
    char text[80] = "";
    try {
        function<void(int)>("?_Throw_Cpp_error@std@@YAXH@Z")(5);
    } catch (const std::exception &e) {
        strcpy(text, e.what());
    }
    CHECK_STR(text, "resource deadlock would occur: resource deadlock would occur");
    auto *meaning = function<const char *(int)>("?_Syserror_map@std@@YAPEBDH@Z");
    CHECK_STR(meaning(2), "no such file or directory");
    CHECK_STR(meaning(100), "address in use");
    CHECK_STR(meaning(99), "unknown error");
    CHECK_STR(meaning(-1), "unknown error");
}

TEST(errors_of_the_system)
{
    auto *map = function<int(int)>("?_Winerror_map@std@@YAHH@Z");
    CHECK_EQ(map(2), 2);
    CHECK_EQ(map(5), 13);
    CHECK_EQ(map(183), 17);
    CHECK_EQ(map(10061), 107);
    CHECK_EQ(map(0), 0);
    CHECK_EQ(map(7), 0);
    CHECK_EQ(map(-1), 0);
}

TEST(futures)
{
    std::error_code code = code_of(0);
    code.value = 3;
    char text[80] = "";
    std::error_code seen(0, nullptr);
    try {
        function<void(const std::error_code &)>("?_Throw_future_error@std@@YAXAEBVerror_code@1@@Z")(code);
    } catch (const std::future_error &e) {
        strcpy(text, e.what());
        seen = e.code;
    }
    CHECK_STR(text, "promise already satisfied");
    CHECK_EQ(seen.value, 3);
    CHECK(seen.category == code.category);
}

TEST(streams)
{
    char text[80] = "";
    char *stream = (char *)function<int *>("?cin@std@@3V?$basic_istream@DU?$char_traits@D@std@@@1@A");
    char *ios = stream + (*(int **)stream)[1];
    auto *set_state = function<void(void *, int, bool)>(
        "?setstate@?$basic_ios@DU?$char_traits@D@std@@@std@@QEAAXH_N@Z");
    int *state = (int *)(ios + 16);
    state[1] = 2; /* exceptions(failbit) */
    set_state(ios, 1, false);
    CHECK_EQ(state[0], 1);
    try {
        set_state(ios, 2, false);
    } catch (const std::system_error &e) {
        strcpy(text, e.what());
        CHECK_STR(((const type_info &)typeid(e)).name, ".?AVfailure@ios_base@std@@");
        CHECK_STR(e.code.category->name(), "iostream");
        CHECK_EQ(e.code.value, 1);
    }
    CHECK_STR(text, "ios_base::failbit set: iostream stream error");
    CHECK_EQ(state[0], 3);
}

static int in_destructor;
static int (*exceptions)(void);

struct Looks {
    ~Looks() { in_destructor = exceptions(); }
};

TEST(exceptions_under_way)
{
    exceptions = function<int(void)>("?uncaught_exceptions@std@@YAHXZ");
    CHECK_EQ(exceptions(), 0);
    try {
        Looks looks;
        throw 1;
    } catch (int) {
        CHECK_EQ(exceptions(), 0);
    }
    CHECK_EQ(in_destructor, 1);
}

static int handled;

static void handler()
{
    handled++;
}

TEST(new_handler)
{
    typedef void Handler();
    auto *set = function<Handler *(Handler *)>("?set_new_handler@std@@YAP6AXXZP6AXXZ@Z");
    auto *call = (int (*)(size_t))GetProcAddress(LoadLibraryA("ucrtbase.dll"), "_callnewh");
    CHECK_EQ(call(1), 0);
    CHECK(set(handler) == nullptr);
    CHECK_EQ(call(1), 1);
    CHECK_EQ(handled, 1);
    CHECK(set(nullptr) == handler);
    CHECK_EQ(call(1), 0);
}

TEST(locks_and_numbers)
{
    int lock[2] = {-1, -1}, inner[2];
    auto *construct = function<void *(void *, int)>("??0_Lockit@std@@QEAA@H@Z");
    auto *destroy = function<void(void *)>("??1_Lockit@std@@QEAA@XZ");
    auto *number = function<size_t(size_t *)>("??Bid@locale@std@@QEAA_KXZ");
    for (int kind = 0; kind < 9; kind++) {
        CHECK(construct(lock, kind) == lock);
        construct(inner, kind);
        destroy(inner);
        destroy(lock);
    }
    size_t one = 0, two = 0, given = 77;
    CHECK_EQ(number(&given), 77);
    size_t first = number(&one);
    CHECK(first != 0);
    CHECK_EQ(number(&one), first);
    CHECK_EQ(number(&two), first + 1);
    function<void()>("_Lock_shared_ptr_spin_lock")();
    function<void()>("_Unlock_shared_ptr_spin_lock")();
    auto *random = function<unsigned()>("?_Random_device@std@@YAIXZ");
    CHECK((random() | random() | random()) != 0);
    CHECK(random() != random() || random() != random());
    CHECK(*function<void *>("?_Raise_handler@std@@3P6AXAEBVexception@stdext@@@ZEA") == nullptr);
}

int main()
{
    RUN(messages);
    RUN(bases);
    RUN(without_arguments);
    RUN(system_errors);
    RUN(categories);
    RUN(messages_of_categories);
    RUN(errors_of_the_system);
    RUN(futures);
    RUN(streams);
    RUN(exceptions_under_way);
    RUN(new_handler);
    RUN(locks_and_numbers);
    return guest_done();
}
