/* The run that the build records for the AOT cache: a little of what most programs do when they start. */
#include "guest.h"
#include <errno.h>
#include <io.h>
#include <sys/stat.h>
#include <time.h>

TEST(streams)
{
    char line[64];
    FILE *file = fopen("training.txt", "w");
    if (!CHECK(file != NULL)) return;
    fprintf(file, "%s %d %u %x %5.2f %c %p\n", "text", -1, 2u, 255, 3.14159, 'c', (void *)0);
    fclose(file);
    file = fopen("training.txt", "r");
    CHECK(fgets(line, sizeof line, file) != NULL);
    CHECK(fseek(file, 0, SEEK_END) == 0 && ftell(file) > 0);
    fclose(file);
    CHECK(fopen("missing.txt", "r") == NULL && errno == ENOENT);
    struct _stat64 status;
    CHECK_EQ(_stat64("training.txt", &status), 0);
}

TEST(files)
{
    char buffer[64];
    DWORD count;
    WIN32_FIND_DATAW found;
    HANDLE file = CreateFileW(L"training.bin", GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ, NULL, CREATE_ALWAYS, 0, NULL);
    CHECK(WriteFile(file, "0123456789", 10, &count, NULL));
    LARGE_INTEGER size;
    CHECK(GetFileSizeEx(file, &size) && size.QuadPart == 10);
    CHECK_EQ(SetFilePointer(file, 2, NULL, FILE_BEGIN), 2);
    CHECK(ReadFile(file, buffer, sizeof buffer, &count, NULL) && count == 8);
    FILETIME time;
    CHECK(GetFileTime(file, NULL, NULL, &time));
    CloseHandle(file);
    CHECK(CreateDirectoryW(L"training", NULL));
    HANDLE find = FindFirstFileW(L"*", &found);
    while (FindNextFileW(find, &found)) count++;
    FindClose(find);
    CHECK(RemoveDirectoryW(L"training"));
    CHECK(DeleteFileW(L"training.bin"));
    CHECK(DeleteFileW(L"training.txt"));
}

TEST(process)
{
    char buffer[MAX_PATH];
    WCHAR wide[MAX_PATH];
    STARTUPINFOW startup;
    GetStartupInfoW(&startup);
    CHECK(GetModuleFileNameW(NULL, wide, MAX_PATH) > 0);
    CHECK(GetModuleHandleW(L"kernel32.dll") != NULL);
    CHECK(GetCurrentDirectoryW(MAX_PATH, wide) > 0);
    CHECK(GetFullPathNameW(L".", MAX_PATH, wide, NULL) > 0);
    CHECK(GetEnvironmentVariableA("PATH", buffer, 0) > 0);
    CHECK(MultiByteToWideChar(CP_UTF8, 0, "text", -1, wide, MAX_PATH) == 5);
    CHECK(WideCharToMultiByte(CP_ACP, 0, L"text", -1, buffer, MAX_PATH, NULL, NULL) == 5);
    CHECK(getenv("PATH") != NULL && time(NULL) > 0);
    CHECK(GetProcAddress(GetModuleHandleA("kernel32"), "GetTickCount64") != NULL);
    CRITICAL_SECTION section;
    InitializeCriticalSection(&section);
    EnterCriticalSection(&section);
    LeaveCriticalSection(&section);
    DeleteCriticalSection(&section);
}

/* A child, which ends at once. */
TEST(child)
{
    STARTUPINFOA startup = {.cb = sizeof startup};
    PROCESS_INFORMATION process;
    char line[MAX_PATH + 16] = "\"", path[MAX_PATH];
    DWORD code = 1;
    GetModuleFileNameA(NULL, path, sizeof path);
    strcat(line, path);
    strcat(line, "\" child");
    if (!CHECK(CreateProcessA(NULL, line, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &process))) return;
    CHECK_EQ(WaitForSingleObject(process.hProcess, INFINITE), WAIT_OBJECT_0);
    CHECK(GetExitCodeProcess(process.hProcess, &code) && code == 0);
    CloseHandle(process.hThread);
    CloseHandle(process.hProcess);
}

int main(int argc, char **argv)
{
    (void)argv;
    if (argc > 1) return 0;
    RUN(streams);
    RUN(files);
    RUN(process);
    RUN(child);
    return guest_done();
}
