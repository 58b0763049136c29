// build: -ladvapi32
/* evntprov.h: providers that nobody listens to, and identifiers of activities. */
#include "../guest.h"
#include <evntprov.h>

static const GUID provider = {0x12345678, 1, 2, {3, 4, 5, 6, 7, 8, 9, 10}};
static int called;

static void NTAPI enabled(LPCGUID id, ULONG on, UCHAR level, ULONGLONG any, ULONGLONG all, PEVENT_FILTER_DESCRIPTOR filter,
                          PVOID context)
{
    (void)id, (void)on, (void)level, (void)any, (void)all, (void)filter, (void)context;
    called++;
}

TEST(nobody_listens)
{
    EVENT_DESCRIPTOR event = {.Id = 1, .Level = 4};
    EVENT_DATA_DESCRIPTOR data;
    REGHANDLE a = 0, b = 0;
    CHECK_EQ(EventRegister(&provider, enabled, NULL, &a), ERROR_SUCCESS);
    CHECK_EQ(EventRegister(&provider, NULL, NULL, &b), ERROR_SUCCESS);
    CHECK(a != 0 && b != 0 && a != b);
    CHECK(!EventEnabled(a, &event));
    CHECK(!EventProviderEnabled(a, 5, 1));
    EventDataDescCreate(&data, "text", 5);
    CHECK_EQ(EventWrite(a, &event, 1, &data), ERROR_SUCCESS);
    CHECK_EQ(EventWriteTransfer(a, &event, NULL, NULL, 1, &data), ERROR_SUCCESS);
    CHECK_EQ(EventWriteString(a, 4, 0, L"text"), ERROR_SUCCESS);
    CHECK_EQ(EventUnregister(a), ERROR_SUCCESS);
    CHECK_EQ(EventUnregister(b), ERROR_SUCCESS);
    CHECK_EQ(called, 0);
    CHECK_EQ(EventRegister(NULL, NULL, NULL, &a), ERROR_INVALID_PARAMETER);
}

TEST(what_was_unregistered_is_no_provider)
{
    REGHANDLE a = 0;
    char traits[] = {4, 0, 'p', 0};
    CHECK_EQ(EventRegister(&provider, NULL, NULL, &a), ERROR_SUCCESS);
    CHECK_EQ(EventSetInformation(a, 2, traits, sizeof traits), ERROR_SUCCESS);
    CHECK_EQ(EventUnregister(a), ERROR_SUCCESS);
    CHECK_EQ(EventUnregister(a), ERROR_INVALID_HANDLE);
    CHECK_EQ(EventSetInformation(a, 2, traits, sizeof traits), ERROR_INVALID_HANDLE);
}

TEST(threads_have_activities)
{
    GUID a = {0}, b = {0}, none = {0}, now;
    CHECK_EQ(EventActivityIdControl(EVENT_ACTIVITY_CTRL_CREATE_ID, &a), ERROR_SUCCESS);
    CHECK_EQ(EventActivityIdControl(EVENT_ACTIVITY_CTRL_CREATE_ID, &b), ERROR_SUCCESS);
    CHECK(memcmp(&a, &b, sizeof a) && memcmp(&a, &none, sizeof a));
    CHECK_EQ(EventActivityIdControl(EVENT_ACTIVITY_CTRL_SET_ID, &a), ERROR_SUCCESS);
    now = b;
    CHECK_EQ(EventActivityIdControl(EVENT_ACTIVITY_CTRL_GET_SET_ID, &now), ERROR_SUCCESS);
    CHECK(!memcmp(&now, &a, sizeof a));
    CHECK_EQ(EventActivityIdControl(EVENT_ACTIVITY_CTRL_GET_ID, &now), ERROR_SUCCESS);
    CHECK(!memcmp(&now, &b, sizeof a));
    CHECK_EQ(EventActivityIdControl(77, &now), ERROR_INVALID_PARAMETER);
}

int main(void)
{
    RUN(nobody_listens);
    RUN(what_was_unregistered_is_no_provider);
    RUN(threads_have_activities);
    return guest_done();
}
