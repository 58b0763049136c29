/* Job objects: who belongs to one, what is counted, and how all end together. */
#define _WIN32_WINNT 0x0A00
#include "guest.h"

static PROCESS_INFORMATION start(const char *text, DWORD flags)
{
    STARTUPINFOA si = {.cb = sizeof si};
    PROCESS_INFORMATION pi = {0};
    char line[256];
    strcpy(line, text);
    CHECK(CreateProcessA(NULL, line, NULL, NULL, FALSE, flags, NULL, NULL, &si, &pi));
    return pi;
}

static DWORD end(PROCESS_INFORMATION *pi)
{
    DWORD code = 0;
    CHECK_EQ(WaitForSingleObject(pi->hProcess, 20000), WAIT_OBJECT_0);
    CHECK(GetExitCodeProcess(pi->hProcess, &code));
    CloseHandle(pi->hThread);
    CloseHandle(pi->hProcess);
    return code;
}

static int in_job(HANDLE process, HANDLE job)
{
    BOOL is = 2;
    CHECK(IsProcessInJob(process, job, &is));
    return is;
}

TEST(members_are_counted)
{
    HANDLE job = CreateJobObjectA(NULL, NULL);
    JOBOBJECT_BASIC_ACCOUNTING_INFORMATION use;
    CHECK(job != NULL);
    PROCESS_INFORMATION one = start("process_child exit 3", CREATE_SUSPENDED);
    PROCESS_INFORMATION two = start("process_child exit 4", CREATE_SUSPENDED);
    CHECK(!in_job(one.hProcess, job));
    CHECK(AssignProcessToJobObject(job, one.hProcess));
    CHECK(AssignProcessToJobObject(job, two.hProcess));
    CHECK(in_job(one.hProcess, job));
    CHECK(in_job(one.hProcess, NULL));
    CHECK(!in_job(GetCurrentProcess(), job));
    CHECK(QueryInformationJobObject(job, JobObjectBasicAccountingInformation, &use, sizeof use, NULL));
    CHECK_EQ(use.TotalProcesses, 2);
    CHECK_EQ(use.ActiveProcesses, 2);
    struct { DWORD all, listed; ULONG_PTR ids[4]; } list;
    CHECK(QueryInformationJobObject(job, JobObjectBasicProcessIdList, &list, sizeof list, NULL));
    CHECK_EQ(list.listed, 2);
    CHECK(list.ids[0] == one.dwProcessId || list.ids[1] == one.dwProcessId);
    ResumeThread(one.hThread);
    CHECK_EQ(end(&one), 3);
    ResumeThread(two.hThread);
    CHECK_EQ(end(&two), 4);
    CHECK(QueryInformationJobObject(job, JobObjectBasicAccountingInformation, &use, sizeof use, NULL));
    CHECK_EQ(use.TotalProcesses, 2);
    CHECK_EQ(use.ActiveProcesses, 0);
    CloseHandle(job);
}

TEST(jobs_are_terminated)
{
    HANDLE job = CreateJobObjectA(NULL, NULL);
    PROCESS_INFORMATION one = start("process_child sleep 30000", 0);
    PROCESS_INFORMATION two = start("process_child sleep 30000", 0);
    CHECK(AssignProcessToJobObject(job, one.hProcess));
    CHECK(AssignProcessToJobObject(job, two.hProcess));
    CHECK(TerminateJobObject(job, 77));
    CHECK_EQ(end(&one), 77);
    CHECK_EQ(end(&two), 77);
    CloseHandle(job);
}

static void kill_on_close(HANDLE job)
{
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = {0};
    limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE;
    CHECK(SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits, sizeof limits));
    memset(&limits, 0, sizeof limits);
    CHECK(QueryInformationJobObject(job, JobObjectExtendedLimitInformation, &limits, sizeof limits, NULL));
    CHECK_EQ(limits.BasicLimitInformation.LimitFlags, JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE);
}

TEST(closing_a_job_ends_it)
{
    HANDLE job = CreateJobObjectA(NULL, NULL);
    kill_on_close(job);
    PROCESS_INFORMATION one = start("process_child sleep 30000", 0);
    CHECK(AssignProcessToJobObject(job, one.hProcess));
    CloseHandle(job);
    end(&one);
}

TEST(a_completion_port_is_told)
{
    HANDLE job = CreateJobObjectA(NULL, NULL);
    HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 1);
    JOBOBJECT_ASSOCIATE_COMPLETION_PORT associate = {(void *)0x1234, port};
    DWORD message, seen = 0;
    ULONG_PTR key;
    OVERLAPPED *who;
    CHECK(SetInformationJobObject(job, JobObjectAssociateCompletionPortInformation, &associate, sizeof associate));
    PROCESS_INFORMATION one = start("process_child exit 0", CREATE_SUSPENDED);
    CHECK(AssignProcessToJobObject(job, one.hProcess));
    ResumeThread(one.hThread);
    while (seen != 7 && CHECK(GetQueuedCompletionStatus(port, &message, &key, &who, 20000))) {
        CHECK_EQ(key, 0x1234);
        if (message == JOB_OBJECT_MSG_NEW_PROCESS) {
            CHECK_EQ((ULONG_PTR)who, one.dwProcessId);
            seen |= 1;
        } else if (message == JOB_OBJECT_MSG_EXIT_PROCESS) {
            CHECK_EQ((ULONG_PTR)who, one.dwProcessId);
            seen |= 2;
        } else if (message == JOB_OBJECT_MSG_ACTIVE_PROCESS_ZERO) {
            CHECK_EQ(seen, 3);
            seen |= 4;
        }
    }
    end(&one);
    CloseHandle(job);
    CloseHandle(port);
}

/* The children of a member belong to the job, and end with it although their parent has ended long ago. */
TEST(children_of_members_are_members)
{
    HANDLE job = CreateJobObjectA(NULL, NULL);
    JOBOBJECT_BASIC_ACCOUNTING_INFORMATION use;
    PROCESS_INFORMATION one = start("process_child spawn process_child sleep 30000", CREATE_SUSPENDED);
    kill_on_close(job);
    CHECK(AssignProcessToJobObject(job, one.hProcess));
    ResumeThread(one.hThread);
    CHECK_EQ(end(&one), 0);
    CHECK(QueryInformationJobObject(job, JobObjectBasicAccountingInformation, &use, sizeof use, NULL));
    CHECK_EQ(use.TotalProcesses, 2);
    CHECK_EQ(use.ActiveProcesses, 1);
    struct { DWORD all, listed; ULONG_PTR ids[4]; } list;
    CHECK(QueryInformationJobObject(job, JobObjectBasicProcessIdList, &list, sizeof list, NULL));
    CHECK_EQ(list.listed, 1);
    HANDLE grandchild = OpenProcess(SYNCHRONIZE | PROCESS_QUERY_INFORMATION, FALSE, (DWORD)list.ids[0]);
    CHECK(grandchild != NULL);
    CHECK_EQ(WaitForSingleObject(grandchild, 0), WAIT_TIMEOUT);
    CloseHandle(job);
    CHECK_EQ(WaitForSingleObject(grandchild, 20000), WAIT_OBJECT_0);
    CloseHandle(grandchild);
}

TEST(what_is_wrong_is_refused)
{
    HANDLE job = CreateJobObjectA(NULL, NULL);
    DWORD value = 0;
    CHECK_ERROR(SetInformationJobObject(job, JobObjectExtendedLimitInformation, &value, sizeof value),
                ERROR_BAD_LENGTH);
    CHECK_ERROR(AssignProcessToJobObject(GetCurrentProcess(), GetCurrentProcess()), ERROR_INVALID_HANDLE);
    CloseHandle(job);
    CHECK_ERROR(TerminateJobObject(job, 1), ERROR_INVALID_HANDLE);
}

int main(void)
{
    RUN(members_are_counted);
    RUN(jobs_are_terminated);
    RUN(closing_a_job_ends_it);
    RUN(a_completion_port_is_told);
    RUN(children_of_members_are_members);
    RUN(what_is_wrong_is_refused);
    return guest_done();
}
