/* Files of the C runtime that Windows' functions go on with, as ported programs use them: ftruncate and readdir. */
#include "guest.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <sys/stat.h>
#include <unistd.h>

static char base[MAX_PATH];

TEST(truncation_of_a_descriptor)
{
    int f = _open("file", _O_BINARY | _O_CREAT | _O_RDWR, _S_IREAD | _S_IWRITE);
    CHECK(f >= 0);
    CHECK_EQ(ftruncate64(f, 12), 0);
    CHECK_EQ(_filelengthi64(f), 12);
    CHECK_EQ(ftruncate64(f, 200), 0);
    CHECK_EQ(_filelengthi64(f), 200);
    CHECK_EQ(ftruncate64(f, 5), 0);
    CHECK_EQ(_filelengthi64(f), 5);
    _close(f);
    CHECK_EQ(truncate64("file", 3), 0);
    WIN32_FILE_ATTRIBUTE_DATA data;
    CHECK(GetFileAttributesExA("file", GetFileExInfoStandard, &data));
    CHECK_EQ(data.nFileSizeLow, 3);
}

TEST(rights_of_a_descriptor)
{
    DWORD n;
    char text[4];
    int f = _open("file", _O_BINARY | _O_RDONLY);
    HANDLE h = (HANDLE)_get_osfhandle(f);
    CHECK(ReadFile(h, text, sizeof text, &n, NULL));
    CHECK_EQ(n, 3);
    CHECK_ERROR(SetEndOfFile(h), ERROR_ACCESS_DENIED);
    CHECK_ERROR(WriteFile(h, "x", 1, &n, NULL), ERROR_ACCESS_DENIED);
    _close(f);
    f = _open("file", _O_BINARY | _O_WRONLY);
    h = (HANDLE)_get_osfhandle(f);
    CHECK(WriteFile(h, "abc", 3, &n, NULL));
    CHECK_EQ(_lseek(f, 0, SEEK_CUR), 3);
    CHECK_ERROR(ReadFile(h, text, sizeof text, &n, NULL), ERROR_ACCESS_DENIED);
    _close(f);
}

TEST(the_end_of_a_directory_is_no_error)
{
    int entries = 0;
    DIR *directory = opendir(".");
    CHECK(directory != NULL);
    errno = 0;
    while (readdir(directory) != NULL) {
        entries++;
    }
    CHECK_EQ(errno, 0);
    CHECK_EQ(entries, 3);
    closedir(directory);
    struct _finddata_t found;
    intptr_t find = _findfirst("file", &found);
    CHECK(find != -1);
    SetLastError(0);
    CHECK_EQ(_findnext(find, &found), -1);
    CHECK_EQ(errno, ENOENT);
    CHECK_EQ(GetLastError(), ERROR_NO_MORE_FILES);
    _findclose(find);
    CHECK_EQ(_findfirst("none", &found), -1);
    CHECK_EQ(errno, ENOENT);
    CHECK_EQ(GetLastError(), ERROR_FILE_NOT_FOUND);
}

int main(void)
{
    GetTempPathA(MAX_PATH, base);
    sprintf(base + strlen(base), "truncation-%lu", GetCurrentProcessId());
    CHECK(CreateDirectoryA(base, NULL));
    CHECK(SetCurrentDirectoryA(base));
    RUN(truncation_of_a_descriptor);
    RUN(rights_of_a_descriptor);
    RUN(the_end_of_a_directory_is_no_error);
    CHECK(DeleteFileA("file"));
    SetCurrentDirectoryA("..");
    CHECK(RemoveDirectoryA(base));
    return guest_done();
}
