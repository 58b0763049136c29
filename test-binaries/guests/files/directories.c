/* Directory enumeration, patterns, lookup that ignores case, names outside of ASCII, full paths. */
#include "guest.h"

static void make(const WCHAR *name)
{
    HANDLE file = CreateFileW(name, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    CHECK(file != INVALID_HANDLE_VALUE);
    CloseHandle(file);
}

static int count(const WCHAR *pattern)
{
    WIN32_FIND_DATAW data;
    HANDLE find = FindFirstFileW(pattern, &data);
    if (find == INVALID_HANDLE_VALUE) return 0;
    int found = 0;
    do {
        found++;
    } while (FindNextFileW(find, &data));
    CHECK_EQ(GetLastError(), ERROR_NO_MORE_FILES);
    CHECK(FindClose(find));
    return found;
}

TEST(patterns)
{
    CreateDirectoryW(L"patterns", NULL);
    make(L"patterns\\alpha.txt");
    make(L"patterns\\beta.TXT");
    make(L"patterns\\gamma.text");
    make(L"patterns\\delta");
    CHECK_EQ(count(L"patterns\\*"), 6);
    CHECK_EQ(count(L"patterns\\*.*"), 6);
    CHECK_EQ(count(L"patterns\\*.txt"), 2);
    CHECK_EQ(count(L"patterns\\?????.txt"), 2);
    CHECK_EQ(count(L"patterns\\*a.t*"), 3);
    CHECK_EQ(count(L"patterns\\BETA.txt"), 1);
    CHECK_ERROR(count(L"patterns\\*.none"), ERROR_FILE_NOT_FOUND);
    CHECK_ERROR(count(L"no-such-folder\\*"), ERROR_PATH_NOT_FOUND);
}

TEST(dot_entries_come_first)
{
    WIN32_FIND_DATAA data;
    HANDLE find = FindFirstFileA("patterns\\*", &data);
    CHECK_STR(data.cFileName, ".");
    CHECK(data.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY);
    CHECK(FindNextFileA(find, &data));
    CHECK_STR(data.cFileName, "..");
    FindClose(find);
}

TEST(case_is_ignored_and_kept)
{
    WIN32_FIND_DATAW data;
    make(L"patterns\\MixedCase.Name");
    CHECK(GetFileAttributesW(L"PATTERNS\\mixedcase.NAME") != INVALID_FILE_ATTRIBUTES);
    HANDLE find = FindFirstFileW(L"Patterns\\MIXEDCASE.*", &data);
    CHECK(find != INVALID_HANDLE_VALUE);
    CHECK(lstrcmpW(data.cFileName, L"MixedCase.Name") == 0);
    FindClose(find);
    CHECK_ERROR(CreateDirectoryW(L"pAtTeRnS", NULL), ERROR_ALREADY_EXISTS);
}

TEST(names_outside_of_ascii)
{
    static const WCHAR *const names[] = {L"gr\x00fc\x00df \x20ac.txt", L"\x65e5\x672c\x8a9e", L"\x0434\x0430 \xd83d\xde00"};
    CreateDirectoryW(L"\x00e4\x00f6", NULL);
    for (int i = 0; i < 3; i++) {
        WCHAR path[64];
        WIN32_FIND_DATAW data;
        wsprintfW(path, L"\x00e4\x00f6\\%s", names[i]);
        make(path);
        HANDLE find = FindFirstFileW(path, &data);
        CHECK(find != INVALID_HANDLE_VALUE && lstrcmpW(data.cFileName, names[i]) == 0);
        FindClose(find);
    }
    CHECK_EQ(count(L"\x00c4\x00d6\\*"), 5);
    CHECK(GetFileAttributesW(L"\x00c4\x00d6\\GR\x00dc\x00df \x20ac.TXT") != INVALID_FILE_ATTRIBUTES);
}

TEST(full_paths)
{
    WCHAR path[MAX_PATH], current[MAX_PATH], *file;
    GetCurrentDirectoryW(MAX_PATH, current);
    CHECK(GetFullPathNameW(L"a\\.\\b\\..\\c.txt", MAX_PATH, path, &file) > 0);
    lstrcatW(current, L"\\a\\c.txt");
    CHECK(lstrcmpW(path, current) == 0);
    CHECK(lstrcmpW(file, L"c.txt") == 0);
    GetFullPathNameW(L"C:\\x\\..\\..\\y.", MAX_PATH, path, &file);
    CHECK(lstrcmpW(path, L"C:\\y") == 0);
    GetFullPathNameW(L"C:/forward/slash ", MAX_PATH, path, &file);
    CHECK(lstrcmpW(path, L"C:\\forward\\slash") == 0);
    GetFullPathNameW(L"\\\\server\\share\\..\\..\\x", MAX_PATH, path, &file);
    CHECK(lstrcmpW(path, L"\\\\server\\share\\x") == 0);
    GetFullPathNameW(L"sub\\NUL", MAX_PATH, path, &file);
    CHECK_EQ(GetFullPathNameW(L"C:\\abc", 3, path, &file), 7);
}

TEST(devices)
{
    DWORD written = 0;
    HANDLE null = CreateFileA("NUL", GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
    CHECK(null != INVALID_HANDLE_VALUE);
    CHECK(WriteFile(null, "x", 1, &written, NULL) && written == 1);
    CHECK_EQ(GetFileType(null), FILE_TYPE_CHAR);
    char c;
    CHECK(ReadFile(null, &c, 1, &written, NULL) && written == 0);
    CloseHandle(null);
}

TEST(current_directory)
{
    char before[MAX_PATH], now[MAX_PATH];
    GetCurrentDirectoryA(sizeof before, before);
    CHECK(SetCurrentDirectoryA("patterns"));
    GetCurrentDirectoryA(sizeof now, now);
    CHECK_EQ(strlen(now), strlen(before) + 9);
    CHECK(GetFileAttributesA("alpha.txt") != INVALID_FILE_ATTRIBUTES);
    CHECK(GetFileAttributesA("..\\patterns\\alpha.txt") != INVALID_FILE_ATTRIBUTES);
    CHECK(SetCurrentDirectoryA(".."));
    GetCurrentDirectoryA(sizeof now, now);
    CHECK_STR(now, before);
    CHECK_ERROR(SetCurrentDirectoryA("not-there"), ERROR_FILE_NOT_FOUND);
    CHECK_EQ(GetCurrentDirectoryA(2, now), strlen(before) + 1);
}

TEST(trailing_dots_and_spaces)
{
    make(L"trailing.txt. . ");
    CHECK(GetFileAttributesW(L"trailing.txt") != INVALID_FILE_ATTRIBUTES);
    CHECK(DeleteFileW(L"trailing.txt..."));
}

TEST(temporary_names)
{
    char folder[MAX_PATH], name[MAX_PATH];
    DWORD size = GetTempPathA(sizeof folder, folder);
    CHECK(size > 0 && folder[size - 1] == '\\');
    CHECK(GetTempFileNameA(".", "dec", 0, name) != 0);
    CHECK(GetFileAttributesA(name) != INVALID_FILE_ATTRIBUTES);
    CHECK(DeleteFileA(name));
}

int main(void)
{
    RUN(patterns);
    RUN(dot_entries_come_first);
    RUN(case_is_ignored_and_kept);
    RUN(names_outside_of_ascii);
    RUN(full_paths);
    RUN(devices);
    RUN(current_directory);
    RUN(trailing_dots_and_spaces);
    RUN(temporary_names);
    return guest_done();
}
