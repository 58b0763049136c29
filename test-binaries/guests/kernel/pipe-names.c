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

static DWORD WINAPI answer(void *server)
{
    char text[16];
    DWORD count;
    ConnectNamedPipe(server, NULL);
    if (ReadFile(server, text, sizeof text, &count, NULL)) {
        text[0] = 'A';
        WriteFile(server, text, count, &count, NULL);
        FlushFileBuffers(server);
    }
    DisconnectNamedPipe(server);
    return 0;
}

TEST(a_call_is_a_question_and_its_answer)
{
    const char *name = "\\\\.\\pipe\\decant-calls";
    char text[8] = "";
    DWORD count = 0;
    CHECK_ERROR(CallNamedPipeA(name, "q", 1, text, sizeof text, &count, NMPWAIT_NOWAIT), ERROR_FILE_NOT_FOUND);
    HANDLE server = CreateNamedPipeA(name, PIPE_ACCESS_DUPLEX, PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE, 1, 16, 16, 0, NULL);
    CHECK(server != INVALID_HANDLE_VALUE);
    for (int i = 0; i < 2; i++) {
        HANDLE thread = CreateThread(NULL, 0, answer, server, 0, NULL);
        SetLastError(0);
        BOOL done = CallNamedPipeA(name, "question", 9, text, i == 0 ? 8 : 3, &count, 5000);
        if (i == 0)
            CHECK(!done && GetLastError() == ERROR_MORE_DATA && count == 8 && memcmp(text, "Auestion", 8) == 0);
        else
            CHECK(!done && GetLastError() == ERROR_MORE_DATA && count == 3);
        WaitForSingleObject(thread, INFINITE);
        CloseHandle(thread);
    }
    HANDLE thread = CreateThread(NULL, 0, answer, server, 0, NULL);
    CHECK(CallNamedPipeA(name, "quiz", 5, text, sizeof text, &count, NMPWAIT_WAIT_FOREVER));
    CHECK_EQ(count, 5);
    CHECK_STR(text, "Auiz");
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    CloseHandle(server);
}

TEST(a_call_waits_no_longer_than_it_says)
{
    const char *name = "\\\\.\\pipe\\decant-busy";
    char text[8];
    DWORD count;
    HANDLE server = CreateNamedPipeA(name, PIPE_ACCESS_DUPLEX, PIPE_TYPE_MESSAGE, 1, 16, 16, 0, NULL);
    HANDLE client = CreateFileA(name, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
    CHECK(server != INVALID_HANDLE_VALUE && client != INVALID_HANDLE_VALUE);
    CHECK_ERROR(CallNamedPipeA(name, "q", 1, text, sizeof text, &count, NMPWAIT_NOWAIT), ERROR_PIPE_BUSY);
    CHECK_ERROR(CallNamedPipeA(name, "q", 1, text, sizeof text, &count, 20), ERROR_SEM_TIMEOUT);
    CloseHandle(client);
    CloseHandle(server);
}

int main(void)
{
    RUN(a_call_is_a_question_and_its_answer);
    RUN(a_call_waits_no_longer_than_it_says);
    RUN(both_spellings_are_one_name);
    RUN(other_names_are_no_pipes);
    return guest_done();
}
