/* The C runtime starts programs: _spawn, _cwait, descriptors that children inherit. */
#include "guest.h"
#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <process.h>

static char child[MAX_PATH];

TEST(spawn_waits_or_not)
{
    const char *arguments[] = {"x", "exit", "12", NULL};
    int code = 0;
    CHECK_EQ(_spawnv(_P_WAIT, child, arguments), 12);
    CHECK_EQ(_spawnl(_P_WAIT, child, "x", "exit", "13", NULL), 13);
    intptr_t process = _spawnv(_P_NOWAIT, child, arguments);
    CHECK(process != -1);
    CHECK_EQ(_cwait(&code, process, 0), process);
    CHECK_EQ(code, 12);
    CHECK_EQ(_cwait(&code, process, 0), -1);
    CHECK_EQ(errno, ECHILD);
    CHECK_EQ(_wspawnl(_P_WAIT, L"process_child.exe", L"x", NULL), -1);
    CHECK_EQ(errno, ENOENT);
    CHECK_EQ(_spawnl(77, child, "x", NULL), -1);
    CHECK_EQ(errno, EINVAL);
}

TEST(spawn_searches_the_path)
{
    char directory[MAX_PATH], *path = malloc(65536);
    strcpy(directory, child);
    *strrchr(directory, '\\') = 0;
    sprintf(path, "Path=%s;%s", directory, getenv("PATH"));
    CHECK_EQ(_putenv(path), 0);
    CHECK_EQ(_spawnlp(_P_WAIT, "process_child", "x", "exit", "14", NULL), 14);
    const wchar_t *arguments[] = {L"x", L"exit", L"15", NULL};
    CHECK_EQ(_wspawnvp(_P_WAIT, L"process_child.exe", arguments), 15);
    free(path);
}

TEST(variables_are_given)
{
    const char *variables[] = {"SystemRoot=C:\\Windows", "GIVEN=yes", NULL};
    const char *arguments[] = {"x", "variable", "GIVEN", NULL};
    int pipe[2], out = _dup(1);
    char text[64] = "";
    CHECK_EQ(_pipe(pipe, 256, _O_BINARY | _O_NOINHERIT), 0);
    fflush(stdout);
    CHECK_EQ(_dup2(pipe[1], 1), 0);
    intptr_t code = _spawnve(_P_WAIT, child, arguments, variables);
    intptr_t other = _spawnle(_P_WAIT, child, "x", "variable", "PATHEXT", NULL, variables);
    _dup2(out, 1);
    CHECK_EQ(code, 0);
    CHECK_EQ(other, 0);
    _close(pipe[1]);
    CHECK(_read(pipe[0], text, sizeof text - 1) > 0);
    for (int n = (int)strlen(text), m; (m = _read(pipe[0], text + n, (unsigned)(sizeof text - 1 - n))) > 0;)
        n += m;
    CHECK_STR(text, "yes(none)");
    _close(pipe[0]);
    _close(out);
}

TEST(descriptors_are_inherited)
{
    char number[16], text[64] = "";
    int fd = _open("inherited.txt", _O_CREAT | _O_TRUNC | _O_RDWR | _O_BINARY, 0600);
    CHECK(fd > 2);
    sprintf(number, "%d", fd);
    CHECK_EQ(_spawnl(_P_WAIT, child, "x", "descriptor", number, "one", NULL), 0);
    CHECK_EQ(_dup2(fd, 17), 0);
    CHECK_EQ(_spawnl(_P_WAIT, child, "x", "descriptor", "17", "two", NULL), 0);
    _close(17);
    CHECK_EQ(_spawnl(_P_WAIT, child, "x", "descriptor", "17", "no", NULL), 1);
    CHECK_EQ(_lseek(fd, 0, SEEK_SET), 0);
    CHECK_EQ(_read(fd, text, sizeof text), 6);
    CHECK_STR(text, "onetwo");
    _close(fd);
    fd = _open("inherited.txt", _O_RDWR | _O_NOINHERIT);
    sprintf(number, "%d", fd);
    CHECK_EQ(_spawnl(_P_WAIT, child, "x", "descriptor", number, "no", NULL), 1);
    _close(fd);
    CHECK_EQ(remove("inherited.txt"), 0);
}

int main(void)
{
    GetModuleFileNameA(NULL, child, sizeof child);
    strcpy(strrchr(child, '\\') + 1, "process_child.exe");
    RUN(spawn_waits_or_not);
    RUN(spawn_searches_the_path);
    RUN(variables_are_given);
    RUN(descriptors_are_inherited);
    return guest_done();
}
