/* time.h: broken-down times, their text, the time zone from TZ, the limits. */
#include "guest.h"
#include <errno.h>
#include <sys/timeb.h>
#include <time.h>
#include <wchar.h>

static char text[128];

static const char *by(const char *format, const struct tm *when)
{
    text[0] = 0;
    strftime(text, sizeof text, format, when);
    return text;
}

TEST(breaks_universal_times_down)
{
    static const struct { __time64_t when; const char *expected; } cases[] = {
        {0, "1970-01-01 00:00:00 4 001"},           {951782400, "2000-02-29 00:00:00 2 060"},
        {1735689599, "2024-12-31 23:59:59 2 366"},  {4107542400LL, "2100-03-01 00:00:00 1 060"},
        {32535215999LL, "3000-12-31 23:59:59 3 365"},
    };
    for (unsigned i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct tm *when = _gmtime64(&cases[i].when);
        CHECK(when != NULL);
        if (when) CHECK_STR(by("%Y-%m-%d %H:%M:%S %w %j", when), cases[i].expected);
    }
    __time64_t late = 32535301200LL;
    errno = 0;
    CHECK(_gmtime64(&late) == NULL);
    CHECK_EQ(errno, EINVAL);
}

TEST(puts_times_together)
{
    struct tm when = {.tm_year = 124, .tm_mon = 1, .tm_mday = 30, .tm_hour = 25, .tm_min = -1, .tm_sec = 61};
    CHECK_EQ(_mkgmtime64(&when), 1709341201);
    CHECK_EQ(when.tm_mon, 2);
    CHECK_EQ(when.tm_mday, 2);
    CHECK_EQ(when.tm_hour, 1);
    CHECK_EQ(when.tm_min, 0);
    CHECK_EQ(when.tm_sec, 1);
    CHECK_EQ(when.tm_wday, 6);
    CHECK_EQ(when.tm_yday, 61);
    struct tm early = {.tm_year = 60, .tm_mday = 1};
    CHECK_EQ(_mkgmtime64(&early), -1);
}

TEST(knows_the_zone_of_tz)
{
    _putenv("TZ=EST5EDT");
    _tzset();
    CHECK_EQ(_timezone, 18000);
    CHECK(_daylight != 0);
    CHECK_STR(_tzname[0], "EST");
    CHECK_STR(_tzname[1], "EDT");
    __time64_t winter = 1705320000, summer = 1721044800;
    CHECK_STR(by("%Y-%m-%d %H:%M:%S", _localtime64(&winter)), "2024-01-15 07:00:00");
    CHECK_EQ(_localtime64(&winter)->tm_isdst, 0);
    CHECK_STR(by("%Y-%m-%d %H:%M:%S", _localtime64(&summer)), "2024-07-15 08:00:00");
    CHECK_EQ(_localtime64(&summer)->tm_isdst, 1);
    struct tm local = {.tm_year = 124, .tm_mon = 6, .tm_mday = 15, .tm_hour = 8, .tm_isdst = -1};
    CHECK_EQ(_mktime64(&local), summer);
    CHECK_EQ(local.tm_isdst, 1);
    local.tm_isdst = 0;
    CHECK_EQ(_mktime64(&local), summer + 3600);
    CHECK_STR(by("%Z", _localtime64(&winter)), "EST");
    _putenv("TZ=XYZ-5:30");
    _tzset();
    CHECK_EQ(_timezone, -19800);
    CHECK_EQ(_daylight, 0);
    CHECK_STR(by("%H:%M", _localtime64(&winter)), "17:30");
}

TEST(writes_times)
{
    struct tm when = {.tm_year = 95, .tm_mon = 2, .tm_mday = 4, .tm_hour = 13, .tm_min = 5, .tm_sec = 9,
                      .tm_wday = 6, .tm_yday = 62};
    CHECK_STR(asctime(&when), "Sat Mar 04 13:05:09 1995\n");
    CHECK_STR(by("%a %A %b %B", &when), "Sat Saturday Mar March");
    CHECK_STR(by("%d/%m/%y %Y", &when), "04/03/95 1995");
    CHECK_STR(by("%H %I %M %S %p", &when), "13 01 05 09 PM");
    CHECK_STR(by("%j %U %W %w %%", &when), "063 09 09 6 %");
    CHECK_STR(by("%#d %#m %#I %#j %#S", &when), "4 3 1 63 9");
    CHECK_STR(by("%x %X", &when), "03/04/95 13:05:09");
    CHECK_STR(by("%#x", &when), "Saturday, March 04, 1995");
    CHECK_STR(by("%#c", &when), "Saturday, March 04, 1995 13:05:09");
    CHECK_EQ(strftime(text, 4, "%Y", &when), 0);
    wchar_t wide[32];
    CHECK_EQ(wcsftime(wide, 32, L"%Y\x20ac%m", &when), 7);
    CHECK(wcscmp(wide, L"1995\x20ac" L"03") == 0);
}

TEST(clocks_run)
{
    __time64_t now;
    CHECK(_time64(&now) == now);
    CHECK(now > 1700000000);
    CHECK(clock() >= 0);
    CHECK(difftime(10, 4) == 6);
    struct __timeb64 precise;
    _ftime64(&precise);
    CHECK(precise.time >= now && precise.time <= now + 60);
    CHECK(precise.millitm < 1000);
}

int main(void)
{
    RUN(breaks_universal_times_down);
    RUN(puts_times_together);
    RUN(knows_the_zone_of_tz);
    RUN(writes_times);
    RUN(clocks_run);
    return guest_done();
}
