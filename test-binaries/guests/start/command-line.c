// build: -lshell32
/* CommandLineToArgvW: how a command line is divided, with the cases of Microsoft's documentation. */
#include "guest.h"
#include <shellapi.h>

static void divide(int line, const WCHAR *command, int count, ...)
{
    int argc = -1;
    WCHAR **argv = CommandLineToArgvW(command, &argc);
    guest_equal(argc, count, __FILE__, line, "argc");
    va_list expected;
    va_start(expected, count);
    for (int i = 0; i < count && i < argc; i++) {
        const WCHAR *want = va_arg(expected, const WCHAR *);
        if (lstrcmpW(argv[i], want) != 0) {
            guest_check(0, __FILE__, line, "argument differs");
            printf("# %d: %ls, not %ls\n", i, argv[i], want);
        }
    }
    va_end(expected);
    LocalFree(argv);
}

#define DIVIDE(...) divide(__LINE__, __VA_ARGS__)

/* "Parsing C command-line arguments": the table of the documentation. */
TEST(documented_table)
{
    DIVIDE(L"p \"abc\" d e", 4, L"p", L"abc", L"d", L"e");
    DIVIDE(L"p a\\\\b d\"e f\"g h", 4, L"p", L"a\\\\b", L"de fg", L"h");
    DIVIDE(L"p a\\\\\\\"b c d", 4, L"p", L"a\\\"b", L"c", L"d");
    DIVIDE(L"p a\\\\\\\\\"b c\" d e", 4, L"p", L"a\\\\b c", L"d", L"e");
}

TEST(spaces_and_tabs_divide)
{
    DIVIDE(L"p  a\t\tb  ", 3, L"p", L"a", L"b");
    DIVIDE(L"p \"\" b", 3, L"p", L"", L"b");
    DIVIDE(L"p a\"\"b", 2, L"p", L"ab");
}

TEST(program_name_knows_no_escapes)
{
    DIVIDE(L"\"C:\\a b\\\" c", 2, L"C:\\a b\\", L"c");
    DIVIDE(L"C:\\a\\\"b c", 2, L"C:\\a\\\"b", L"c");
}

TEST(unclosed_quotation)
{
    DIVIDE(L"p \"a b", 2, L"p", L"a b");
    DIVIDE(L"p a\\\\", 2, L"p", L"a\\\\");
    DIVIDE(L"p \"a b\\\\\"", 2, L"p", L"a b\\");
}

TEST(non_ascii)
{
    DIVIDE(L"p \x65e5\x672c \"\xd83d\xde00 x\"", 3, L"p", L"\x65e5\x672c", L"\xd83d\xde00 x");
}

TEST(empty_line_is_the_program)
{
    int argc = 0;
    WCHAR own[MAX_PATH];
    WCHAR **argv = CommandLineToArgvW(L"", &argc);
    CHECK_EQ(argc, 1);
    GetModuleFileNameW(NULL, own, MAX_PATH);
    CHECK(lstrcmpW(argv[0], own) == 0);
    LocalFree(argv);
}

TEST(own_line_begins_with_the_program)
{
    int argc = 0;
    WCHAR **argv = CommandLineToArgvW(GetCommandLineW(), &argc);
    CHECK_EQ(argc, 1);
    CHECK(wcsstr(argv[0], L"command-line.exe") != NULL);
    CHECK_EQ(lstrlenW(GetCommandLineW()), strlen(GetCommandLineA()));
    LocalFree(argv);
}

int main(void)
{
    RUN(documented_table);
    RUN(spaces_and_tabs_divide);
    RUN(program_name_knows_no_escapes);
    RUN(unclosed_quotation);
    RUN(non_ascii);
    RUN(empty_line_is_the_program);
    RUN(own_line_begins_with_the_program);
    return guest_done();
}
