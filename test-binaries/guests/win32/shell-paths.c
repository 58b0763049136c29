// build: -lshlwapi
/* shlwapi.h: kinds of URLs, the paths of file URLs, and paths put together. */
#include "../guest.h"
#include <shlwapi.h>

TEST(knows_urls)
{
    CHECK(UrlIsA("http://x/y", URLIS_URL) && PathIsURLA("a+b:c"));
    CHECK(!UrlIsA("C:\\a", URLIS_URL) && !UrlIsA("ab", URLIS_URL) && !UrlIsA("", URLIS_URL));
    CHECK(UrlIsW(L"FILE:///C:/a", URLIS_FILEURL) && !UrlIsW(L"http://a", URLIS_FILEURL));
    CHECK(UrlIsA("mailto:a@b", URLIS_OPAQUE) && !UrlIsA("http://a", URLIS_OPAQUE));
    CHECK(UrlIsA("http://a/b/", URLIS_DIRECTORY) && !UrlIsA("http://a/b", URLIS_DIRECTORY));
}

static void of(const char *url, const char *expected)
{
    char path[300] = "";
    DWORD length = 300;
    if (!CHECK_EQ(PathCreateFromUrlA(url, path, &length, 0), S_OK) || !CHECK_STR(path, expected)
        || !CHECK_EQ(length, strlen(expected)))
        printf("  of %s\n", url);
}

TEST(paths_of_file_urls)
{
    WCHAR wide[20];
    char path[20] = "~";
    DWORD length = 300;
    of("file:///C:/a%20b", "C:\\a b");
    of("file:///c|/a", "c:\\a");
    of("file://C:/a", "C:\\a");
    of("file:/c:/a", "c:\\a");
    of("file:C:/a", "C:\\a");
    of("file://server/share/a", "\\\\server\\share\\a");
    of("file:////s/t/a", "\\\\s\\t\\a");
    of("file://localhost/c:/a", "c:\\a");
    of("file:///a/b", "\\a\\b");
    CHECK_EQ(PathCreateFromUrlA("http://x", path, &length, 0), E_INVALIDARG);
    length = 6;
    CHECK_EQ(PathCreateFromUrlA("file:///C:/abc", path, &length, 0), E_POINTER);
    CHECK_EQ(length, 7);
    CHECK_STR(path, "~");
    length = 7;
    CHECK_EQ(PathCreateFromUrlW(L"file:///C:/abc", wide, &length, 0), S_OK);
    CHECK_EQ(length, 6);
    CHECK(!wcscmp(wide, L"C:\\abc"));
}

static void combined(const char *directory, const char *file, const char *expected)
{
    char path[MAX_PATH] = "";
    if (!CHECK(PathCombineA(path, directory, file) == path) || !CHECK_STR(path, expected))
        printf("  of %s and %s\n", directory, file);
}

TEST(combines_paths)
{
    char path[MAX_PATH], longest[2 * MAX_PATH];
    WCHAR wide[MAX_PATH] = L"C:\\a";
    combined("C:\\a", "b", "C:\\a\\b");
    combined("C:\\a", "\\b", "C:\\b");
    combined("C:\\a\\", "..\\c", "C:\\c");
    combined("C:\\a", "\\\\s\\t", "\\\\s\\t");
    combined("C:\\a", NULL, "C:\\a");
    combined(NULL, "C:\\x", "C:\\x");
    combined("C:\\a", "b.", "C:\\a\\b.");
    CHECK(PathAppendW(wide, L"b\\c"));
    CHECK(!wcscmp(wide, L"C:\\a\\b\\c"));
    memset(longest, 'a', sizeof longest);
    longest[sizeof longest - 1] = 0;
    CHECK(!PathCombineA(path, "C:\\", longest));
    CHECK(PathCanonicalizeA(path, "C:\\a\\.\\b\\..\\c"));
    CHECK_STR(path, "C:\\a\\c");
    CHECK(PathCanonicalizeA(path, "C:\\.."));
    CHECK_STR(path, "C:\\");
    CHECK(PathCanonicalizeA(path, ""));
    CHECK_STR(path, "\\");
}

TEST(knows_roots)
{
    char path[] = "C:\\a\\b";
    CHECK(PathIsRootA("C:\\") && PathIsRootA("\\") && PathIsRootA("\\\\s\\t") && !PathIsRootA("C:\\a") && !PathIsRootA("a"));
    CHECK(PathIsUNCA("\\\\s\\t") && !PathIsUNCA("C:\\a") && !PathIsUNCA(""));
    CHECK(PathStripToRootA(path));
    CHECK_STR(path, "C:\\");
}

int main(void)
{
    RUN(knows_urls);
    RUN(paths_of_file_urls);
    RUN(combines_paths);
    RUN(knows_roots);
    return guest_done();
}
