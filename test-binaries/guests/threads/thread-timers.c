/* SetTimer without a window: messages that come to the thread's queue again and again. */
#include "guest.h"

static int calls;
static UINT_PTR called;

static void CALLBACK tick(HWND window, UINT message, UINT_PTR id, DWORD now)
{
    (void)now;
    CHECK(window == NULL && message == WM_TIMER);
    calls++;
    called = id;
}

TEST(messages_come)
{
    MSG message;
    UINT_PTR id = SetTimer(NULL, 0, 10, NULL);
    CHECK(id != 0);
    CHECK_EQ(GetMessageA(&message, NULL, 0, 0), 1);
    CHECK(message.hwnd == NULL && message.message == WM_TIMER && message.wParam == id && message.lParam == 0);
    CHECK_EQ(GetMessageA(&message, NULL, 0, 0), 1);
    CHECK_EQ(message.message, WM_TIMER);
    CHECK_EQ(MsgWaitForMultipleObjects(0, NULL, FALSE, 5000, QS_TIMER), WAIT_OBJECT_0);
    CHECK(PeekMessageA(&message, NULL, 0, 0, PM_NOREMOVE));
    CHECK(PeekMessageA(&message, NULL, 0, 0, PM_REMOVE));
    CHECK(KillTimer(NULL, id));
    Sleep(30);
    CHECK(!PeekMessageA(&message, NULL, 0, 0, PM_REMOVE));
    CHECK(!KillTimer(NULL, id));
}

TEST(posted_messages_are_first)
{
    MSG message;
    UINT_PTR id = SetTimer(NULL, 0, 10, NULL);
    Sleep(60);
    CHECK(PostThreadMessageA(GetCurrentThreadId(), WM_USER, 1, 2));
    CHECK_EQ(GetMessageA(&message, NULL, 0, 0), 1);
    CHECK_EQ(message.message, WM_USER);
    CHECK_EQ(GetMessageA(&message, NULL, 0, 0), 1);
    CHECK_EQ(message.message, WM_TIMER);
    CHECK(KillTimer(NULL, id));
}

TEST(functions_are_called)
{
    MSG message;
    UINT_PTR id = SetTimer(NULL, 0, 60000, tick), same = SetTimer(NULL, id, 10, tick);
    CHECK(same == id);
    for (int i = 0; i < 2; i++) {
        CHECK_EQ(GetMessageA(&message, NULL, 0, 0), 1);
        DispatchMessageA(&message);
    }
    CHECK_EQ(calls, 2);
    CHECK(called == id);
    CHECK(KillTimer(NULL, id));
}

int main(void)
{
    RUN(messages_come);
    RUN(posted_messages_are_first);
    RUN(functions_are_called);
    return guest_done();
}
