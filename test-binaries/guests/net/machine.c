/* What a machine says of itself: interfaces, names, processors, load. */
// build: -lws2_32 -liphlpapi -lnetapi32 -lsecur32 -lpowrprof
#include "net/net.h"
#include <iphlpapi.h>
#include <lm.h>
#include <powrprof.h>
#define SECURITY_WIN32
#include <security.h>

TEST(interfaces)
{
    ULONG size = 0;
    CHECK_EQ(GetAdaptersAddresses(AF_UNSPEC, GAA_FLAG_INCLUDE_PREFIX, NULL, NULL, &size), ERROR_BUFFER_OVERFLOW);
    CHECK(size >= sizeof(IP_ADAPTER_ADDRESSES));
    IP_ADAPTER_ADDRESSES *all = malloc(size);
    CHECK_EQ(GetAdaptersAddresses(AF_UNSPEC, GAA_FLAG_INCLUDE_PREFIX, NULL, all, &size), 0);
    ULONG loopback = 0;
    for (IP_ADAPTER_ADDRESSES *a = all; a != NULL; a = a->Next) {
        CHECK_EQ(a->Length, sizeof *a);
        CHECK(a->AdapterName != NULL && a->FriendlyName != NULL && a->Description != NULL);
        for (IP_ADAPTER_UNICAST_ADDRESS *u = a->FirstUnicastAddress; u != NULL; u = u->Next) {
            struct sockaddr_in *in = (struct sockaddr_in *)u->Address.lpSockaddr;
            if (in->sin_family == AF_INET && in->sin_addr.s_addr == htonl(INADDR_LOOPBACK)) {
                CHECK_EQ(a->IfType, IF_TYPE_SOFTWARE_LOOPBACK);
                CHECK_EQ(a->OperStatus, IfOperStatusUp);
                CHECK_EQ(u->OnLinkPrefixLength, 8);
                loopback = a->IfIndex;
            }
        }
    }
    CHECK(loopback != 0);
    struct sockaddr_in address = net_loopback(0);
    DWORD best = 0;
    CHECK_EQ(GetBestInterfaceEx((struct sockaddr *)&address, &best), 0);
    CHECK_EQ(best, loopback);
    NET_LUID luid;
    NET_IFINDEX index = 0;
    CHECK_EQ(ConvertInterfaceIndexToLuid(loopback, &luid), 0);
    CHECK_EQ(ConvertInterfaceLuidToIndex(&luid, &index), 0);
    CHECK_EQ(index, loopback);
    char name[256];
    CHECK(if_indextoname(loopback, name) != NULL);
    CHECK_EQ(if_nametoindex(name), loopback);
    free(all);
    size = 0;
    CHECK_EQ(GetNetworkParams(NULL, &size), ERROR_BUFFER_OVERFLOW);
    FIXED_INFO *info = malloc(size);
    CHECK_EQ(GetNetworkParams(info, &size), 0);
    CHECK(info->HostName[0] != 0);
    free(info);
}

TEST(names_of_the_user_and_the_machine)
{
    WCHAR user[256], full[256], *name = NULL;
    DWORD n = 256;
    ULONG m = 256;
    NETSETUP_JOIN_STATUS join;
    CHECK(GetUserNameW(user, &n));
    CHECK_EQ(n, wcslen(user) + 1);
    CHECK(GetUserNameExW(NameSamCompatible, full, &m));
    CHECK_EQ(m, wcslen(full));
    CHECK(wcschr(full, L'\\') != NULL && wcscmp(wcschr(full, L'\\') + 1, user) == 0);
    m = 1;
    CHECK_ERROR(GetUserNameExW(NameSamCompatible, full, &m), ERROR_MORE_DATA);
    WKSTA_INFO_100 *machine = NULL;
    CHECK_EQ(NetWkstaGetInfo(NULL, 100, (LPBYTE *)&machine), 0);
    CHECK_EQ(machine->wki100_platform_id, PLATFORM_ID_NT);
    CHECK(machine->wki100_computername[0] != 0);
    CHECK_EQ(NetApiBufferFree(machine), 0);
    CHECK_EQ(NetGetJoinInformation(NULL, &name, &join), 0);
    CHECK_EQ(join, NetSetupWorkgroupName);
    NetApiBufferFree(name);
}

TEST(processors_and_load)
{
    SYSTEM_INFO system;
    GetSystemInfo(&system);
    struct {
        ULONG number, max, current, limit, max_idle, idle;
    } *all = calloc(system.dwNumberOfProcessors, 24);
    CHECK_EQ(CallNtPowerInformation(ProcessorInformation, NULL, 0, all, 24 * system.dwNumberOfProcessors), 0);
    CHECK_EQ(all[system.dwNumberOfProcessors - 1].number, system.dwNumberOfProcessors - 1);
    CHECK_EQ((ULONG)CallNtPowerInformation(ProcessorInformation, NULL, 0, all, 10), 0xC0000023);
    free(all);
    ULARGE_INTEGER idle, kernel, user;
    CHECK(GetSystemTimes((FILETIME *)&idle, (FILETIME *)&kernel, (FILETIME *)&user));
    CHECK(kernel.QuadPart >= idle.QuadPart && user.QuadPart > 0);
    IO_COUNTERS io;
    CHECK(GetProcessIoCounters(GetCurrentProcess(), &io));
}

int main(void)
{
    net_start();
    RUN(interfaces);
    RUN(names_of_the_user_and_the_machine);
    RUN(processors_and_load);
    return guest_done();
}
