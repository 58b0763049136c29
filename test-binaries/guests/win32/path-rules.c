// build: -lpathcch
/* pathcch.h: roots, canonical and combined paths, extensions, and how results meet buffers that are too small. */
#include "../guest.h"
#include <pathcch.h>

/* Flags since Windows 10 1703, which the header does not have yet. */
#define FORCE_ENABLE_LONG_NAME_PROCESS 0x02
#define DO_NOT_NORMALIZE_SEGMENTS 0x08
#define ENSURE_IS_EXTENDED_LENGTH_PATH 0x10
#define ENSURE_TRAILING_SLASH 0x20

/* The functions take wide strings only; the tests read better with plain ones. */
static WCHAR buffers[4][1200];
static WCHAR *wide(int i, const char *text)
{
    for (int k = 0; (buffers[i][k] = (unsigned char)text[k]); k++) {}
    return buffers[i];
}
static const char *narrow(const WCHAR *text)
{
    static char out[1200];
    int k = 0;
    for (; text[k]; k++) out[k] = (char)text[k];
    out[k] = 0;
    return out;
}

static void root(const char *path, int expected)
{
    PCWSTR end = NULL;
    HRESULT result = PathCchSkipRoot(wide(0, path), &end);
    if (!CHECK_EQ(result, expected < 0 ? E_INVALIDARG : S_OK) || (expected >= 0 && !CHECK_EQ(end - buffers[0], expected)))
        printf("  of %s\n", path);
}

TEST(finds_roots)
{
    root("", -1);
    root("a\\b", -1);
    root("1:\\a", -1);
    root("\\a", 1);
    root("C:", 2);
    root("C:a", 2);
    root("C:\\a", 3);
    root("C:/a", 2);
    root("\\\\server\\share", 14);
    root("\\\\server\\share\\a", 15);
    root("\\\\?\\C:\\a", 7);
    root("\\\\?\\UNC\\s\\t\\u", 12);
    root("\\\\?\\a", -1);
    root("\\\\?\\Volume{e51a1864-6f2d-4019-b73d-f4e60e600c26}\\a", 49);
    CHECK(PathCchIsRoot(L"C:\\") && PathCchIsRoot(L"\\") && PathCchIsRoot(L"\\\\s\\t"));
    CHECK(!PathCchIsRoot(L"C:") && !PathCchIsRoot(L"C:\\a") && !PathCchIsRoot(L"") && !PathCchIsRoot(NULL));
}

static void canonical(const char *path, ULONG flags, const char *expected)
{
    HRESULT result = PathCchCanonicalizeEx(buffers[1], 1200, wide(0, path), flags);
    if (!CHECK_EQ(result, S_OK) || !CHECK_STR(narrow(buffers[1]), expected)) printf("  of %s\n", path);
}

TEST(makes_paths_direct)
{
    canonical("", 0, "\\");
    canonical(".", 0, "\\");
    canonical("C:", 0, "C:\\");
    canonical("C:\\a\\..", 0, "C:\\");
    canonical("C:\\..\\..\\a", 0, "C:\\a");
    canonical("C:\\a\\.\\b\\..\\c\\", 0, "C:\\a\\c\\");
    canonical("C:\\a\\.", 0, "C:\\a");
    canonical("..\\a", 0, "a");
    canonical("a\\..\\b", 0, "\\b");
    canonical("\\\\?\\C:\\a\\..\\b", 0, "C:\\b");
    canonical("\\\\?\\UNC\\s\\t\\u", 0, "\\\\s\\t\\u");
    canonical("C:\\a...", 0, "C:\\a");
    canonical("C:\\a...\\b", 0, "C:\\a...\\b");
    canonical("C:\\*..", 0, "C:\\*.");
    canonical("C:\\a.", DO_NOT_NORMALIZE_SEGMENTS, "C:\\a.");
    canonical("C:\\a", ENSURE_TRAILING_SLASH, "C:\\a\\");
    canonical("C:\\a.", ENSURE_IS_EXTENDED_LENGTH_PATH, "\\\\?\\C:\\a.");
    CHECK_EQ(PathCchCanonicalizeEx(buffers[1], 300, L"a", FORCE_ENABLE_LONG_NAME_PROCESS), E_INVALIDARG);
    CHECK_EQ(PathCchCanonicalizeEx(buffers[1], 300, L"a", 7), E_INVALIDARG);
}

TEST(long_paths_need_permission)
{
    char path[400] = "C:\\";
    PWSTR allocated;
    for (int i = 3; i < 300; i++) path[i] = i % 50 ? 'a' : '\\';
    wide(0, path);
    CHECK_EQ(PathCchCanonicalizeEx(buffers[1], 1200, buffers[0], 0), HRESULT_FROM_WIN32(ERROR_FILENAME_EXCED_RANGE));
    CHECK_EQ(PathCchCanonicalizeEx(buffers[1], 1200, buffers[0], PATHCCH_ALLOW_LONG_PATHS), S_OK);
    CHECK_EQ(wcslen(buffers[1]), 304);
    CHECK_EQ(PathAllocCanonicalize(buffers[0], PATHCCH_ALLOW_LONG_PATHS, &allocated), S_OK);
    CHECK(!wcscmp(allocated, buffers[1]));
    CHECK(LocalFree(allocated) == NULL);
    CHECK_EQ(PathAllocCanonicalize(buffers[0], 0, &allocated), HRESULT_FROM_WIN32(ERROR_FILENAME_EXCED_RANGE));
    CHECK(allocated == NULL);
    CHECK_EQ(PathCchCanonicalizeEx(buffers[2], 1200, buffers[1], 3), S_OK);
    CHECK_EQ(wcslen(buffers[2]), 300);
}

static void combined(const char *path, const char *more, const char *expected)
{
    HRESULT result = PathCchCombine(buffers[2], 1200, path ? wide(0, path) : NULL, more ? wide(1, more) : NULL);
    if (!CHECK_EQ(result, S_OK) || !CHECK_STR(narrow(buffers[2]), expected)) printf("  of %s and %s\n", path, more);
}

TEST(combines)
{
    PWSTR allocated;
    combined("C:\\a", "b", "C:\\a\\b");
    combined("C:\\a\\", "..\\c", "C:\\c");
    combined("C:\\a", "\\b", "C:\\b");
    combined("C:\\a", "D:\\x", "D:\\x");
    combined("C:\\a", "\\\\s\\t\\y", "\\\\s\\t\\y");
    combined("\\\\s\\t\\u", "\\b", "\\\\s\\t\\b");
    combined("C:\\a", "", "C:\\a");
    combined(NULL, "b", "b");
    combined("C:\\a", NULL, "C:\\a");
    CHECK_EQ(PathCchCombine(buffers[2], 1200, NULL, NULL), E_INVALIDARG);
    CHECK_EQ(PathAllocCombine(L"C:\\a", L"b", 0, &allocated), S_OK);
    CHECK(!wcscmp(allocated, L"C:\\a\\b"));
    LocalFree(allocated);
    wide(0, "C:\\a");
    CHECK_EQ(PathCchAppend(buffers[0], 1200, L"\\b"), S_OK);
    CHECK_STR(narrow(buffers[0]), "C:\\a\\b");
    CHECK_EQ(PathCchAppend(buffers[0], 9, L"cde"), HRESULT_FROM_WIN32(ERROR_INSUFFICIENT_BUFFER));
}

static void changed(HRESULT (WINAPI *change)(PWSTR, size_t), const char *path, HRESULT expected, const char *text)
{
    wide(0, path);
    HRESULT result = change(buffers[0], 1200);
    if (!CHECK_EQ(result, expected) || !CHECK_STR(narrow(buffers[0]), text)) printf("  of %s\n", path);
}

TEST(removes_and_adds)
{
    PWSTR end;
    size_t remaining;
    changed(PathCchRemoveFileSpec, "C:\\a\\b", S_OK, "C:\\a");
    changed(PathCchRemoveFileSpec, "C:\\a", S_OK, "C:\\");
    changed(PathCchRemoveFileSpec, "C:\\", S_FALSE, "C:\\");
    changed(PathCchRemoveFileSpec, "a", S_OK, "");
    changed(PathCchRemoveFileSpec, "\\\\s\\t\\", S_OK, "\\\\s\\t");
    changed(PathCchRemoveFileSpec, "\\\\s\\t", S_FALSE, "\\\\s\\t");
    changed(PathCchStripToRoot, "C:\\a\\b", S_OK, "C:\\");
    changed(PathCchStripToRoot, "\\\\s\\t\\u", S_OK, "\\\\s\\t");
    changed(PathCchStripToRoot, "a\\b", E_INVALIDARG, "a\\b");
    changed(PathCchStripPrefix, "\\\\?\\C:\\a", S_OK, "C:\\a");
    changed(PathCchStripPrefix, "\\\\?\\UNC\\s\\t", S_OK, "\\\\s\\t");
    changed(PathCchStripPrefix, "C:\\a", S_FALSE, "C:\\a");
    changed(PathCchAddBackslash, "C:\\a", S_OK, "C:\\a\\");
    changed(PathCchAddBackslash, "a\\", S_FALSE, "a\\");
    changed(PathCchRemoveBackslash, "a\\", S_OK, "a");
    changed(PathCchRemoveBackslash, "C:\\", S_FALSE, "C:\\");
    changed(PathCchRemoveExtension, "a.tar.gz", S_OK, "a.tar");
    changed(PathCchRemoveExtension, "a.b\\c", S_FALSE, "a.b\\c");
    wide(0, "C:\\a");
    CHECK_EQ(PathCchAddBackslashEx(buffers[0], 10, &end, &remaining), S_OK);
    CHECK_EQ(end - buffers[0], 5);
    CHECK_EQ(remaining, 5);
    CHECK_EQ(PathCchAddBackslash(wide(0, "ab"), 3), HRESULT_FROM_WIN32(ERROR_INSUFFICIENT_BUFFER));
}

TEST(extensions)
{
    PCWSTR dot;
    CHECK_EQ(PathCchFindExtension(wide(0, "a.b\\c.txt"), 100, &dot), S_OK);
    CHECK_EQ(dot - buffers[0], 5);
    CHECK_EQ(PathCchFindExtension(wide(0, "a. txt"), 100, &dot), S_OK);
    CHECK_EQ(*dot, 0);
    CHECK_EQ(PathCchAddExtension(wide(0, "f"), 100, L"e"), S_OK);
    CHECK_STR(narrow(buffers[0]), "f.e");
    CHECK_EQ(PathCchAddExtension(buffers[0], 100, L".x"), S_FALSE);
    CHECK_EQ(PathCchRenameExtension(buffers[0], 100, L".new"), S_OK);
    CHECK_STR(narrow(buffers[0]), "f.new");
    CHECK_EQ(PathCchRenameExtension(buffers[0], 100, L"a.b"), E_INVALIDARG);
    CHECK_EQ(PathCchAddExtension(wide(0, "ab"), 4, L"c"), HRESULT_FROM_WIN32(ERROR_INSUFFICIENT_BUFFER));
}

TEST(checks_arguments)
{
    CHECK_EQ(PathCchCanonicalize(buffers[0], 0, L"a"), E_INVALIDARG);
    CHECK_EQ(PathCchCanonicalize(buffers[0], 3, L"C:\\a"), HRESULT_FROM_WIN32(ERROR_INSUFFICIENT_BUFFER));
    CHECK_EQ(PathCchRemoveFileSpec(NULL, 10), E_INVALIDARG);
    CHECK_EQ(PathCchRemoveFileSpec(wide(0, "a\\b"), 0x8001), E_INVALIDARG);
    CHECK_EQ(PathCchRemoveFileSpec(wide(0, "abcdef"), 3), E_INVALIDARG);
}

int main(void)
{
    RUN(finds_roots);
    RUN(makes_paths_direct);
    RUN(long_paths_need_permission);
    RUN(combines);
    RUN(removes_and_adds);
    RUN(extensions);
    RUN(checks_arguments);
    return guest_done();
}
