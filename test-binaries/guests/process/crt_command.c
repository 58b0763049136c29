/* system and _popen: commands that the command processor runs. */
#include "guest.h"
#include <errno.h>
#include <process.h>

static char child[MAX_PATH];
static char output[65536];

/* What a command prints; its exit code is in code. */
static int code;

static const char *run(const char *command)
{
    FILE *f = _popen(command, "rt");
    size_t n;
    output[0] = 0;
    code = -1;
    if (!CHECK(f != NULL))
        return "";
    n = fread(output, 1, sizeof output - 1, f);
    output[n] = 0;
    code = _pclose(f);
    return output;
}

static void file(const char *name, const char *text)
{
    FILE *f = fopen(name, "w");
    fputs(text, f);
    fclose(f);
}

TEST(there_is_a_command_processor)
{
    char line[2 * MAX_PATH];
    CHECK(system(NULL) != 0);
    CHECK_EQ(system("exit 7"), 7);
    sprintf(line, "%s exit 9", child);
    CHECK_EQ(system(line), 9);
    sprintf(line, "\"%s\" exit 0x1234", child);
    CHECK_EQ(system(line), 0x1234);
    for (char *c = line; *c; c++)
        if (*c == '\\')
            *c = '/'; /* in quotation marks a slash begins no option */
    CHECK_EQ(system(line), 0x1234);
    CHECK_EQ(_wsystem(L"exit 8"), 8);
    CHECK(system("no-such-command 2>NUL") != 0);
}

TEST(output_is_read)
{
    char line[2 * MAX_PATH];
    CHECK_STR(run("echo hello   world"), "hello   world\n");
    CHECK_EQ(code, 0);
    /* With more than one pair of quotation marks the outer ones go. */
    sprintf(line, "\"\"%s\" arguments \"a b\" c\"", child);
    CHECK_STR(run(line), "[a b][c]");
    sprintf(line, "\"%s\" exit 300", child);
    run(line);
    CHECK_EQ(code, 300);
}

TEST(input_is_written)
{
    char line[2 * MAX_PATH];
    sprintf(line, "\"%s\" cat > copied.txt", child);
    FILE *f = _popen(line, "w");
    CHECK(f != NULL);
    fputs("some text\n", f);
    CHECK_EQ(_pclose(f), 0);
    CHECK_STR(run("type copied.txt"), "some text\n");
    CHECK_EQ(remove("copied.txt"), 0);
    CHECK_EQ(_pclose(stdout), -1);
    CHECK(_popen("x", "q") == NULL);
    CHECK_EQ(errno, EINVAL);
}

TEST(commands_are_joined)
{
    char line[3 * MAX_PATH];
    CHECK_STR(run("echo a&echo b"), "a\nb\n");
    CHECK_STR(run("echo a&& echo b"), "a\nb\n");
    CHECK_STR(run("type no-such-file 2>NUL|| echo b"), "b\n");
    CHECK_STR(run("(echo a& echo b)"), "a\nb\n");
    CHECK_STR(run("if 1==1 (echo yes) else (echo no)"), "yes\n");
    CHECK_STR(run("if not 1==1 (echo yes) else (echo no)"), "no\n");
    CHECK_STR(run("if exist NUL.nothing (echo yes) else echo no"), "no\n");
    CHECK_STR(run("echo a^&b \"c&d\""), "a&b \"c&d\"\n");
    sprintf(line, "echo piped| \"%s\" cat", child);
    CHECK_STR(run(line), "piped\n");
    sprintf(line, "%s arguments x y| %s cat", child, child);
    CHECK_STR(run(line), "[x][y]");
    CHECK_STR(run("for %i in (1 2 3) do @echo %i"), "1\n2\n3\n");
    CHECK_STR(run("for /l %i in (3,-1,1) do @echo %i"), "3\n2\n1\n");
}

TEST(streams_are_redirected)
{
    char line[3 * MAX_PATH];
    CHECK_EQ(system("echo one> r.txt& echo two>> r.txt"), 0);
    CHECK_STR(run("type r.txt"), "one\ntwo\n");
    sprintf(line, "%s cat < r.txt", child);
    CHECK_STR(run(line), "one\ntwo\n");
    sprintf(line, "%s err wrong 2>&1", child);
    CHECK_STR(run(line), "wrong");
    CHECK_EQ(system("del r.txt"), 0);
    CHECK(GetFileAttributesA("r.txt") == INVALID_FILE_ATTRIBUTES);
}

TEST(variables_are_put_in)
{
    _putenv("CMD_GUEST=value one");
    CHECK_STR(run("echo %CMD_GUEST%"), "value one\n");
    CHECK_STR(run("echo %cmd_guest:~0,5% %CMD_GUEST:one=two%"), "value value two\n");
    CHECK_STR(run("echo %NO_SUCH_VARIABLE%"), "%NO_SUCH_VARIABLE%\n");
    CHECK_STR(run("set CMD_GUEST"), "CMD_GUEST=value one\n");
}

TEST(files_are_handled)
{
    CHECK_EQ(system("mkdir d1\\d2"), 0);
    file("d1\\a.txt", "a");
    CHECK_EQ(system("copy d1\\a.txt d1\\b.txt >NUL"), 0);
    CHECK_EQ(system("copy d1\\a.txt d1\\d2 >NUL"), 0);
    CHECK_STR(run("cd d1& dir /b"), "a.txt\nb.txt\nd2\n");
    CHECK_EQ(system("move d1\\b.txt d1\\c.txt >NUL"), 0);
    CHECK_EQ(system("ren d1\\c.txt e.txt"), 0);
    CHECK(GetFileAttributesA("d1\\e.txt") != INVALID_FILE_ATTRIBUTES);
    CHECK(system("rmdir d1 2>NUL") != 0);
    CHECK_EQ(system("rmdir /s /q d1"), 0);
    CHECK(GetFileAttributesA("d1") == INVALID_FILE_ATTRIBUTES);
}

TEST(batch_files_run)
{
    file("b.bat", "@echo off\nset n=%1\nset /a n=n*2\necho [%~2] %n% %*\n"
                  "if \"%3\"==\"\" goto end\nshift\necho %1\n:end\ncall :sub x\nexit /b 6\n"
                  ":sub\necho sub %1\ngoto :eof\n");
    CHECK_STR(run("b.bat 4 \"q r\""), "[q r] 8 4 \"q r\"\nsub x\n");
    CHECK_EQ(code, 6);
    CHECK_STR(run("b 1 2 3"), "[2] 2 1 2 3\n2\nsub x\n");
    file("c.cmd", "@echo off\nsetlocal\nset LOCAL=1\ncall b.bat 1 2 >NUL\necho after %errorlevel%\n"
                  "if exist b.bat (\n  echo there\n  echo %LOCAL%\n) else (\n  echo not\n)\nendlocal\necho x%LOCAL%x\n");
    CHECK_STR(run("c.cmd"), "after 6\nthere\n1\nxx\n");
    /* A batch file is started as a program is. */
    STARTUPINFOA si = {.cb = sizeof si};
    PROCESS_INFORMATION pi;
    DWORD exit_code = 0;
    char line[] = "b.bat 1 2 > NUL";
    if (CHECK(CreateProcessA(NULL, line, NULL, NULL, FALSE, CREATE_NO_WINDOW, NULL, NULL, &si, &pi))) {
        CHECK_EQ(WaitForSingleObject(pi.hProcess, 20000), WAIT_OBJECT_0);
        CHECK(GetExitCodeProcess(pi.hProcess, &exit_code));
        CHECK_EQ(exit_code, 6);
        CloseHandle(pi.hProcess);
        CloseHandle(pi.hThread);
    }
    remove("b.bat");
    remove("c.cmd");
}

int main(void)
{
    GetModuleFileNameA(NULL, child, sizeof child);
    strcpy(strrchr(child, '\\') + 1, "process_child.exe");
    RUN(there_is_a_command_processor);
    RUN(output_is_read);
    RUN(input_is_written);
    RUN(commands_are_joined);
    RUN(streams_are_redirected);
    RUN(variables_are_put_in);
    RUN(files_are_handled);
    RUN(batch_files_run);
    return guest_done();
}
