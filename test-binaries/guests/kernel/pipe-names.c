/* Both spellings of a pipe's name mean the same pipe: \\.\pipe\ and \\?\pipe\. */
#include "../guest.h"

static void meets(const char *server_name, const char *client_name)
{
    HANDLE server = CreateNamedPipeA(server_name, PIPE_ACCESS_DUPLEX | FILE_FLAG_FIRST_PIPE_INSTANCE, PIPE_TYPE_BYTE, 1, 4096,
                                     4096, 0, NULL);
    char text[8] = "";
    DWORD count;
    if (!CHECK(server != INVALID_HANDLE_VALUE)) return;
    HANDLE client = CreateFileA(client_name, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
    CHECK(client != INVALID_HANDLE_VALUE);
    CHECK(WriteFile(client, "text", 5, &count, NULL) && count == 5);
    CHECK(ReadFile(server, text, 5, &count, NULL));
    CHECK_STR(text, "text");
    CloseHandle(client);
    CloseHandle(server);
}

TEST(both_spellings_are_one_name)
{
    meets("\\\\.\\pipe\\decant\\names-1", "\\\\.\\pipe\\decant\\names-1");
    meets("\\\\?\\pipe\\decant\\names-2", "\\\\.\\pipe\\decant\\names-2");
    meets("\\\\.\\pipe\\decant\\names-3", "\\\\?\\pipe\\decant\\names-3");
    meets("\\\\?\\pipe\\decant\\names-4", "\\\\?\\PIPE\\Decant\\Names-4");
}

TEST(other_names_are_no_pipes)
{
    CHECK_ERROR(CreateNamedPipeA("a", PIPE_ACCESS_DUPLEX, 0, 1, 0, 0, 0, NULL) != INVALID_HANDLE_VALUE, ERROR_INVALID_NAME);
}

int main(void)
{
    RUN(both_spellings_are_one_name);
    RUN(other_names_are_no_pipes);
    return guest_done();
}
