/* Prints the time zone's rules of a year, and local times around its changes in UTC. */
// judged-by: TimeZonesTest
#include <stdio.h>
#include <windows.h>

static void rule(const char *name, LONG bias, const SYSTEMTIME *date)
{
    printf(" %s %ld month %d week %d day %d %02d:%02d", name, bias, date->wMonth, date->wDay, date->wDayOfWeek, date->wHour,
           date->wMinute);
}

static void utc(WORD month, WORD day, WORD hour)
{
    SYSTEMTIME local = {.wYear = 2025, .wMonth = month, .wDay = day, .wHour = hour, .wMinute = 30}, utc;
    if (TzSpecificLocalTimeToSystemTime(NULL, &local, &utc)) {
        printf("%02d-%02d %02d:30 is %02d-%02d %02d:%02d\n", month, day, hour, utc.wMonth, utc.wDay, utc.wHour, utc.wMinute);
    }
}

int main(void)
{
    TIME_ZONE_INFORMATION zone;
    if (!GetTimeZoneInformationForYear(2025, NULL, &zone)) return 1;
    printf("bias %ld", zone.Bias);
    rule("standard", zone.StandardBias, &zone.StandardDate);
    rule("daylight", zone.DaylightBias, &zone.DaylightDate);
    printf("\n%ls\n", zone.StandardName);
    for (WORD hour = 0; hour < 4; hour++) utc(3, 30, hour);
    for (WORD hour = 0; hour < 4; hour++) utc(10, 26, hour);
    return 0;
}
