/* What changes in directories: ReadDirectoryChangesW and FindFirstChangeNotification. */
#include "guest.h"

#define NAMES (FILE_NOTIFY_CHANGE_FILE_NAME | FILE_NOTIFY_CHANGE_DIR_NAME)

static void make(const char *name, const char *text)
{
    DWORD n;
    HANDLE h = CreateFileA(name, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    CHECK(h != INVALID_HANDLE_VALUE);
    CHECK(WriteFile(h, text, (DWORD)strlen(text), &n, NULL));
    CloseHandle(h);
}

static HANDLE directory(const char *name)
{
    CreateDirectoryA(name, NULL);
    HANDLE h = CreateFileA(name, FILE_LIST_DIRECTORY, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
                           OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OVERLAPPED, NULL);
    CHECK(h != INVALID_HANDLE_VALUE);
    return h;
}

static char story[1024];

/* Appends "action:name " for all entries. */
static void tell(const char *buffer, DWORD bytes)
{
    const FILE_NOTIFY_INFORMATION *info = (const FILE_NOTIFY_INFORMATION *)buffer;
    while (bytes != 0) {
        char *end = story + strlen(story);
        int n = (int)(info->FileNameLength / 2);
        end += sprintf(end, "%lu:", info->Action);
        for (int i = 0; i < n; i++) {
            *end++ = (char)info->FileName[i];
        }
        strcpy(end, " ");
        if (info->NextEntryOffset == 0) {
            break;
        }
        info = (const FILE_NOTIFY_INFORMATION *)((const char *)info + info->NextEntryOffset);
    }
}

/* Reads until the story contains a text. */
static void read_until(HANDLE h, BOOL tree, DWORD filter, const char *last)
{
    static DWORD buffer[512];
    OVERLAPPED o;
    memset(&o, 0, sizeof o);
    o.hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
    while (strstr(story, last) == NULL) {
        DWORD n = 0;
        CHECK(ReadDirectoryChangesW(h, buffer, sizeof buffer, tree, filter, NULL, &o, NULL));
        if (!CHECK_EQ(WaitForSingleObject(o.hEvent, 5000), WAIT_OBJECT_0)) {
            CancelIo(h);
            break;
        }
        CHECK(GetOverlappedResult(h, &o, &n, TRUE));
        tell((char *)buffer, n);
    }
    CloseHandle(o.hEvent);
}

TEST(files_come_and_go)
{
    static DWORD buffer[512];
    OVERLAPPED o;
    DWORD n = 0;
    HANDLE h = directory("watched");
    memset(&o, 0, sizeof o);
    o.hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
    CHECK(ReadDirectoryChangesW(h, buffer, sizeof buffer, FALSE, NAMES, NULL, &o, NULL));
    CHECK_EQ(WaitForSingleObject(o.hEvent, 20), WAIT_TIMEOUT);
    make("watched\\one.txt", "1");
    CHECK_EQ(WaitForSingleObject(o.hEvent, 5000), WAIT_OBJECT_0);
    CHECK(GetOverlappedResult(h, &o, &n, TRUE));
    story[0] = 0;
    tell((char *)buffer, n);
    CHECK_STR(story, "1:one.txt ");
    /* What happens between two calls is told by the next. */
    story[0] = 0;
    CHECK(MoveFileA("watched\\one.txt", "watched\\two.txt"));
    CHECK(DeleteFileA("watched\\two.txt"));
    CHECK(CreateDirectoryA("watched\\folder", NULL));
    read_until(h, FALSE, NAMES, "1:folder");
    CHECK_STR(story, "4:one.txt 5:two.txt 2:two.txt 1:folder ");
    CHECK(ReadDirectoryChangesW(h, buffer, sizeof buffer, FALSE, NAMES, NULL, &o, NULL));
    CHECK(CancelIoEx(h, &o));
    CHECK_ERROR(GetOverlappedResult(h, &o, &n, TRUE), ERROR_OPERATION_ABORTED);
    CloseHandle(o.hEvent);
    CloseHandle(h);
    RemoveDirectoryA("watched\\folder");
    RemoveDirectoryA("watched");
}

TEST(a_tree)
{
    HANDLE h = directory("tree");
    HANDLE port = CreateIoCompletionPort(h, NULL, 3, 0);
    static DWORD buffer[512];
    OVERLAPPED o, *done = NULL;
    DWORD n = 0;
    ULONG_PTR key = 0;
    CreateDirectoryA("tree\\deep", NULL);
    memset(&o, 0, sizeof o);
    CHECK(ReadDirectoryChangesW(h, buffer, sizeof buffer, TRUE, NAMES | FILE_NOTIFY_CHANGE_LAST_WRITE, NULL, &o, NULL));
    make("tree\\deep\\file", "x");
    story[0] = 0;
    while (strstr(story, "3:deep\\file") == NULL) {
        if (!CHECK(GetQueuedCompletionStatus(port, &n, &key, &done, 5000))) {
            break;
        }
        CHECK(done == &o && key == 3);
        tell((char *)buffer, n);
        CHECK(ReadDirectoryChangesW(h, buffer, sizeof buffer, TRUE, NAMES, NULL, &o, NULL));
    }
    CHECK(strstr(story, "1:deep\\file ") != NULL);
    CloseHandle(h);
    CloseHandle(port);
    DeleteFileA("tree\\deep\\file");
    RemoveDirectoryA("tree\\deep");
    RemoveDirectoryA("tree");
}

TEST(notifications)
{
    CreateDirectoryA("noticed", NULL);
    HANDLE h = FindFirstChangeNotificationA("noticed", FALSE, FILE_NOTIFY_CHANGE_FILE_NAME);
    CHECK(h != INVALID_HANDLE_VALUE);
    CHECK_EQ(WaitForSingleObject(h, 20), WAIT_TIMEOUT);
    make("noticed\\a", "");
    CHECK_EQ(WaitForSingleObject(h, 5000), WAIT_OBJECT_0);
    CHECK(FindNextChangeNotification(h));
    CHECK_EQ(WaitForSingleObject(h, 20), WAIT_TIMEOUT);
    DeleteFileA("noticed\\a");
    CHECK_EQ(WaitForSingleObject(h, 5000), WAIT_OBJECT_0);
    CHECK(FindCloseChangeNotification(h));
    RemoveDirectoryA("noticed");
    CHECK(FindFirstChangeNotificationA("not there", FALSE, FILE_NOTIFY_CHANGE_FILE_NAME) == INVALID_HANDLE_VALUE);
    CHECK_EQ(GetLastError(), ERROR_FILE_NOT_FOUND);
}

int main(void)
{
    RUN(files_come_and_go);
    RUN(a_tree);
    RUN(notifications);
    return guest_done();
}
