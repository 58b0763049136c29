/* The files that name hosts and services, where Windows has them. */
#include "guest.h"

#define ETC "C:\\Windows\\System32\\drivers\\etc"

TEST(hosts_can_be_read_and_not_written)
{
    char text[256];
    DWORD n = 0;
    HANDLE h = CreateFileA(ETC "\\hosts", GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
    CHECK(h != INVALID_HANDLE_VALUE);
    CHECK(ReadFile(h, text, sizeof text, &n, NULL));
    CHECK(n > 0);
    CloseHandle(h);
    CHECK_ERROR(CreateFileA(ETC "\\hosts", GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL) != INVALID_HANDLE_VALUE,
                ERROR_ACCESS_DENIED);
    CHECK(GetFileAttributesA(ETC "\\HOSTS") != INVALID_FILE_ATTRIBUTES);
    CHECK_EQ(GetFileAttributesA(ETC "\\none"), INVALID_FILE_ATTRIBUTES);
    CHECK_EQ(GetLastError(), ERROR_FILE_NOT_FOUND);
}

TEST(the_directory_lists_them)
{
    WIN32_FIND_DATAA found;
    int hosts = 0, others = 0;
    HANDLE find = FindFirstFileA(ETC "\\*", &found);
    CHECK(find != INVALID_HANDLE_VALUE);
    do {
        if (strcmp(found.cFileName, "hosts") == 0) {
            hosts++;
        } else if (found.cFileName[0] != '.') {
            others++;
        }
    } while (FindNextFileA(find, &found));
    CHECK_EQ(GetLastError(), ERROR_NO_MORE_FILES);
    FindClose(find);
    CHECK_EQ(hosts, 1);
    CHECK(others < 20);
    CHECK_EQ(GetFileAttributesA(ETC) & FILE_ATTRIBUTE_DIRECTORY, FILE_ATTRIBUTE_DIRECTORY);
}

int main(void)
{
    RUN(hosts_can_be_read_and_not_written);
    RUN(the_directory_lists_them);
    return guest_done();
}
