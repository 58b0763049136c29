/* File mappings: shared, copied, read-only, by name; what is refused. */
#include "guest.h"

static HANDLE file_of(const char *name, const char *text)
{
    HANDLE file = CreateFileA(name, GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS,
                              FILE_FLAG_DELETE_ON_CLOSE, NULL);
    DWORD n;
    CHECK(file != INVALID_HANDLE_VALUE);
    if (*text) {
        CHECK(WriteFile(file, text, (DWORD)strlen(text), &n, NULL));
    }
    return file;
}

TEST(a_shared_view_and_the_file_are_one)
{
    HANDLE file = file_of("sections.tmp", "Hello, mapped world");
    HANDLE mapping = CreateFileMappingA(file, NULL, PAGE_READWRITE, 0, 0, NULL);
    CHECK(mapping != NULL);
    char *view = MapViewOfFile(mapping, FILE_MAP_WRITE, 0, 0, 0);
    CHECK(view != NULL);
    CHECK(memcmp(view, "Hello, mapped world", 19) == 0);
    CHECK_EQ(view[19], 0);
    view[0] = 'J';
    CHECK(FlushViewOfFile(view, 0));
    char text[8] = "";
    DWORD n;
    SetFilePointer(file, 0, NULL, FILE_BEGIN);
    CHECK(ReadFile(file, text, 5, &n, NULL));
    CHECK_STR(text, "Jello");
    MEMORY_BASIC_INFORMATION info;
    VirtualQuery(view, &info, sizeof info);
    CHECK_EQ(info.Type, MEM_MAPPED);
    CHECK_EQ(info.Protect, PAGE_READWRITE);
    CHECK_EQ(info.RegionSize, 0x1000);
    CHECK(CloseHandle(mapping));
    CHECK_EQ(view[0], 'J');
    CHECK(UnmapViewOfFile(view));
    CHECK_ERROR(UnmapViewOfFile(view), ERROR_INVALID_ADDRESS);
    CloseHandle(file);
}

TEST(a_copied_view_leaves_the_file_alone)
{
    HANDLE file = file_of("sections.tmp", "constant");
    HANDLE mapping = CreateFileMappingA(file, NULL, PAGE_READONLY, 0, 0, NULL);
    char *copy = MapViewOfFile(mapping, FILE_MAP_COPY, 0, 0, 0);
    char *view = MapViewOfFile(mapping, FILE_MAP_READ, 0, 0, 0);
    CHECK(copy != NULL && view != NULL && copy != view);
    copy[0] = 'K';
    CHECK_EQ(view[0], 'c');
    CHECK_ERROR(MapViewOfFile(mapping, FILE_MAP_WRITE, 0, 0, 0), ERROR_ACCESS_DENIED);
    CHECK(UnmapViewOfFile(copy));
    CHECK(UnmapViewOfFile(view));
    CloseHandle(mapping);
    CloseHandle(file);
}

TEST(a_writable_mapping_extends_its_file)
{
    HANDLE file = file_of("sections.tmp", "");
    CHECK_ERROR(CreateFileMappingA(file, NULL, PAGE_READWRITE, 0, 0, NULL), ERROR_FILE_INVALID);
    CHECK_ERROR(CreateFileMappingA(file, NULL, PAGE_READONLY, 0, 100, NULL), ERROR_NOT_ENOUGH_MEMORY);
    HANDLE mapping = CreateFileMappingA(file, NULL, PAGE_READWRITE, 0, 0x20005, NULL);
    CHECK(mapping != NULL);
    CHECK_EQ(GetFileSize(file, NULL), 0x20005);
    char *view = MapViewOfFile(mapping, FILE_MAP_ALL_ACCESS, 0, 0x10000, 0);
    CHECK(view != NULL);
    view[0x10004] = 9;
    CHECK_ERROR(MapViewOfFile(mapping, FILE_MAP_READ, 0, 0x1000, 0), ERROR_MAPPED_ALIGNMENT);
    CHECK_ERROR(MapViewOfFile(mapping, FILE_MAP_READ, 0, 0x10000, 0x20000), ERROR_ACCESS_DENIED);
    CHECK(UnmapViewOfFile(view));
    CloseHandle(mapping);
    CloseHandle(file);
}

TEST(memory_is_shared_by_name)
{
    SetLastError(0xdeca);
    HANDLE first = CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 0x3000, "decant-section");
    CHECK(first != NULL);
    CHECK_EQ(GetLastError(), ERROR_SUCCESS);
    HANDLE second = CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 0x3000, L"decant-section");
    CHECK(second != NULL);
    CHECK_EQ(GetLastError(), ERROR_ALREADY_EXISTS);
    HANDLE third = OpenFileMappingA(FILE_MAP_READ, FALSE, "Local\\decant-section");
    CHECK(third != NULL);
    int *a = MapViewOfFile(first, FILE_MAP_WRITE, 0, 0, 0);
    int *b = MapViewOfFile(third, FILE_MAP_READ, 0, 0, 0);
    CHECK(a != NULL && b != NULL && a != b);
    a[1] = 42;
    CHECK_EQ(b[1], 42);
    UnmapViewOfFile(a);
    UnmapViewOfFile(b);
    CloseHandle(first);
    CloseHandle(second);
    CloseHandle(third);
    CHECK_ERROR(OpenFileMappingA(FILE_MAP_READ, FALSE, "decant-section"), ERROR_FILE_NOT_FOUND);
    CHECK_ERROR(CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 0, NULL),
                ERROR_INVALID_PARAMETER);
}

TEST(reserved_sections_are_committed_later)
{
    HANDLE mapping =
        CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE | SEC_RESERVE, 0, 0x100000, NULL);
    CHECK(mapping != NULL);
    char *view = MapViewOfFile(mapping, FILE_MAP_WRITE, 0, 0, 0);
    MEMORY_BASIC_INFORMATION info;
    VirtualQuery(view, &info, sizeof info);
    CHECK_EQ(info.State, MEM_RESERVE);
    CHECK(VirtualAlloc(view + 0x2000, 0x1000, MEM_COMMIT, PAGE_READWRITE) == view + 0x2000);
    view[0x2000] = 1;
    CHECK(UnmapViewOfFile(view));
    CloseHandle(mapping);
}

TEST(a_mapping_takes_what_the_handle_of_the_file_grants)
{
    HANDLE made = CreateFileA("sections.tmp", GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    DWORD written;
    CHECK(WriteFile(made, "rights", 6, &written, NULL));
    CloseHandle(made);
    HANDLE file = CreateFileA("sections.tmp", GENERIC_READ, 7, NULL, OPEN_EXISTING, 0, NULL);
    CHECK_ERROR(CreateFileMappingA(file, NULL, PAGE_READWRITE, 0, 0, NULL), ERROR_ACCESS_DENIED);
    CHECK_ERROR(CreateFileMappingA(file, NULL, PAGE_EXECUTE_READ, 0, 0, NULL), ERROR_ACCESS_DENIED);
    HANDLE mapping = CreateFileMappingA(file, NULL, PAGE_WRITECOPY, 0, 0, NULL);
    CHECK(mapping != NULL);
    CloseHandle(mapping);
    CloseHandle(file);
    file = CreateFileA("sections.tmp", GENERIC_WRITE, 7, NULL, OPEN_EXISTING, 0, NULL);
    CHECK_ERROR(CreateFileMappingA(file, NULL, PAGE_READWRITE, 0, 0, NULL), ERROR_ACCESS_DENIED);
    CloseHandle(file);
    file = CreateFileA("sections.tmp", GENERIC_READ | GENERIC_EXECUTE, 7, NULL, OPEN_EXISTING, 0, NULL);
    mapping = CreateFileMappingA(file, NULL, PAGE_EXECUTE_READ, 0, 0, NULL);
    CHECK(mapping != NULL);
    CloseHandle(mapping);
    CloseHandle(file);
    DeleteFileA("sections.tmp");
}

int main(void)
{
    RUN(a_shared_view_and_the_file_are_one);
    RUN(a_copied_view_leaves_the_file_alone);
    RUN(a_writable_mapping_extends_its_file);
    RUN(memory_is_shared_by_name);
    RUN(reserved_sections_are_committed_later);
    RUN(a_mapping_takes_what_the_handle_of_the_file_grants);
    return guest_done();
}
