/* Small interfaces that runtimes and libraries ask for when they start: where the user is, who owns a file, the
 * clipboard, the table of the security functions. */
// build: -lole32 -lsecur32 -luser32 -ladvapi32
#include "guest.h"
#define SECURITY_WIN32
#include <aclapi.h>
#include <objbase.h>
#include <security.h>

TEST(the_nation)
{
    wchar_t text[64] = L"", few[2] = L"";
    GEOID nation = GetUserGeoID(GEOCLASS_NATION);
    CHECK(nation != GEOID_NOT_AVAILABLE);
    CHECK_EQ(GetGeoInfoW(nation, GEO_ISO2, NULL, 0, 0), 3);
    CHECK_EQ(GetGeoInfoW(nation, GEO_ISO2, text, 64, 0), 3);
    CHECK_EQ(wcslen(text), 2);
    CHECK_EQ(GetGeoInfoW(nation, GEO_ISO2, few, 2, 0), 0);
    CHECK_EQ(GetLastError(), ERROR_INSUFFICIENT_BUFFER);
    CHECK_EQ(GetGeoInfoW(nation, GEO_ISO3, text, 64, 0), 4);
    CHECK_EQ(GetGeoInfoW(nation, 99, text, 64, 0), 0);
    CHECK_EQ(GetLastError(), ERROR_INVALID_FLAGS);
    CHECK_EQ(GetGeoInfoW(-5, GEO_ISO2, text, 64, 0), 0);
    CHECK_EQ(GetLastError(), ERROR_INVALID_PARAMETER);
}

TEST(the_owner_of_a_file)
{
    PSID owner = NULL, group = (PSID)1;
    PACL list = (PACL)1;
    PSECURITY_DESCRIPTOR descriptor = NULL;
    HANDLE token, file = CreateFileA("owned.txt", GENERIC_READ | GENERIC_WRITE | READ_CONTROL, 7, NULL, CREATE_ALWAYS,
                                     0, NULL);
    char user[256];
    DWORD size;
    CHECK(OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token));
    CHECK(GetTokenInformation(token, TokenUser, user, sizeof user, &size));
    CHECK_EQ(GetNamedSecurityInfoW(L"owned.txt", SE_FILE_OBJECT, OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION,
                                   &owner, NULL, &list, NULL, &descriptor),
             0);
    CHECK(IsValidSid(owner));
    CHECK((char *)owner > (char *)descriptor && (char *)owner < (char *)descriptor + GetSecurityDescriptorLength(descriptor));
    CHECK(EqualSid(owner, ((TOKEN_USER *)user)->User.Sid));
    CHECK(list != NULL && IsValidAcl(list));
    ACL_SIZE_INFORMATION sizes = {0, 0, 0};
    CHECK(GetAclInformation(list, &sizes, sizeof sizes, AclSizeInformation));
    CHECK(sizes.AceCount >= 1);
    BOOL mine = FALSE;
    for (DWORD i = 0; i < sizes.AceCount; i++) {
        ACCESS_ALLOWED_ACE *entry = NULL;
        CHECK(GetAce(list, i, (void **)&entry));
        if (entry->Header.AceType == ACCESS_ALLOWED_ACE_TYPE && EqualSid(&entry->SidStart, owner)) {
            mine = TRUE;
            CHECK_EQ(entry->Mask, FILE_ALL_ACCESS);
        }
        if (entry->Header.AceType == ACCESS_ALLOWED_ACE_TYPE && IsWellKnownSid(&entry->SidStart, WinWorldSid)) {
            CHECK((entry->Mask & FILE_WRITE_DATA) == 0);
        }
    }
    CHECK(mine);
    ACCESS_ALLOWED_ACE *none = NULL;
    CHECK(!GetAce(list, sizes.AceCount, (void **)&none));
    BOOL present = FALSE, defaulted = TRUE;
    PACL same = NULL;
    PSID same_owner = NULL;
    CHECK(GetSecurityDescriptorDacl(descriptor, &present, &same, &defaulted));
    CHECK(present && same == list);
    CHECK(GetSecurityDescriptorOwner(descriptor, &same_owner, &defaulted));
    CHECK(same_owner == owner);
    CHECK(!IsWellKnownSid(owner, WinWorldSid));
    CHECK(LocalFree(descriptor) == NULL);
    CHECK_EQ(GetSecurityInfo(file, SE_FILE_OBJECT, GROUP_SECURITY_INFORMATION, NULL, &group, NULL, NULL, &descriptor), 0);
    CHECK(IsValidSid(group));
    CHECK(LocalFree(descriptor) == NULL);
    CHECK_EQ(GetNamedSecurityInfoW(L"not there", SE_FILE_OBJECT, OWNER_SECURITY_INFORMATION, &owner, NULL, NULL, NULL,
                                   &descriptor),
             ERROR_FILE_NOT_FOUND);
    CloseHandle(file);
    CloseHandle(token);
}

/* What the list of a file grants everyone. */
static DWORD everyones(const char *name)
{
    PSECURITY_DESCRIPTOR descriptor = NULL;
    PACL list = NULL;
    ACCESS_ALLOWED_ACE *entry;
    DWORD mask = 0;
    CHECK_EQ(GetNamedSecurityInfoA((char *)name, SE_FILE_OBJECT, DACL_SECURITY_INFORMATION, NULL, NULL, &list, NULL,
                                   &descriptor),
             0);
    for (DWORD i = 0; list != NULL && GetAce(list, i, (void **)&entry); i++) {
        mask |= IsWellKnownSid(&entry->SidStart, WinWorldSid) ? entry->Mask : 0;
    }
    LocalFree(descriptor);
    return mask;
}

TEST(changing_who_may_use_a_file)
{
    char sid[64], user[256], memory[256];
    SECURITY_DESCRIPTOR descriptor;
    PACL list = (PACL)memory;
    HANDLE token;
    DWORD size = sizeof sid;
    CHECK(OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token));
    CHECK(GetTokenInformation(token, TokenUser, user, sizeof user, &size));
    PSID mine = ((TOKEN_USER *)user)->User.Sid;
    CloseHandle(CreateFileA("shared.txt", GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL));
    size = sizeof sid;
    CHECK(CreateWellKnownSid(WinWorldSid, NULL, sid, &size));
    CHECK(InitializeAcl(list, sizeof memory, ACL_REVISION));
    CHECK(AddAccessAllowedAceEx(list, ACL_REVISION, 0, GENERIC_ALL, mine));
    CHECK(InitializeSecurityDescriptor(&descriptor, SECURITY_DESCRIPTOR_REVISION));
    CHECK(SetSecurityDescriptorDacl(&descriptor, TRUE, list, FALSE));
    CHECK(SetFileSecurityA("shared.txt", DACL_SECURITY_INFORMATION | PROTECTED_DACL_SECURITY_INFORMATION, &descriptor));
    CHECK_EQ(everyones("shared.txt"), 0);
    CHECK(AddAccessAllowedAce(list, ACL_REVISION, GENERIC_READ | GENERIC_WRITE, sid));
    CHECK_EQ(SetNamedSecurityInfoA((char *)"shared.txt", SE_FILE_OBJECT, DACL_SECURITY_INFORMATION, NULL, NULL, list,
                                   NULL),
             0);
    CHECK_EQ(everyones("shared.txt") & (FILE_READ_DATA | FILE_WRITE_DATA), FILE_READ_DATA | FILE_WRITE_DATA);
    CHECK_EQ(SetNamedSecurityInfoA((char *)"not there", SE_FILE_OBJECT, DACL_SECURITY_INFORMATION, NULL, NULL, list,
                                   NULL),
             ERROR_FILE_NOT_FOUND);
    CloseHandle(token);
    DeleteFileA("shared.txt");
}

static DWORD change_by_handle(DWORD access, PACL list)
{
    HANDLE file = CreateFileA("shared.txt", access, 7, NULL, OPEN_EXISTING, 0, NULL);
    CHECK(file != INVALID_HANDLE_VALUE);
    DWORD error = SetSecurityInfo(file, SE_FILE_OBJECT, DACL_SECURITY_INFORMATION, NULL, NULL, list, NULL);
    CloseHandle(file);
    return error;
}

TEST(changing_who_may_use_an_open_file)
{
    ACL none;
    CHECK(InitializeAcl(&none, sizeof none, ACL_REVISION));
    CloseHandle(CreateFileA("shared.txt", GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL));
    CHECK_EQ(change_by_handle(GENERIC_READ | GENERIC_WRITE, &none), ERROR_ACCESS_DENIED);
    CHECK_EQ(change_by_handle(GENERIC_READ | WRITE_DAC, NULL), 0);
    CHECK_EQ(everyones("shared.txt") & FILE_WRITE_DATA, FILE_WRITE_DATA);
    CHECK_EQ(change_by_handle(GENERIC_READ | WRITE_DAC, &none), 0);
    CHECK_EQ(everyones("shared.txt"), 0);
    CHECK(DeleteFileA("shared.txt"));
}

TEST(a_link_has_the_security_of_its_target)
{
    CloseHandle(CreateFileA("target.txt", GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL));
    CHECK(CreateSymbolicLinkA("link.txt", "target.txt", 0));
    CHECK(everyones("target.txt") != 0);
    CHECK_EQ(everyones("link.txt"), everyones("target.txt"));
    CHECK(DeleteFileA("link.txt"));
    CHECK(DeleteFileA("target.txt"));
}

TEST(what_is_audited_takes_a_privilege)
{
    PSECURITY_DESCRIPTOR descriptor = NULL;
    char memory[512];
    PACL list = NULL;
    DWORD size;
    CloseHandle(CreateFileA("shared.txt", GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL));
    CHECK_ERROR(GetFileSecurityA("shared.txt", SACL_SECURITY_INFORMATION, memory, sizeof memory, &size),
                ERROR_PRIVILEGE_NOT_HELD);
    CHECK_EQ(GetNamedSecurityInfoA((char *)"shared.txt", SE_FILE_OBJECT, SACL_SECURITY_INFORMATION, NULL, NULL, NULL,
                                   &list, &descriptor),
             ERROR_PRIVILEGE_NOT_HELD);
    CHECK(DeleteFileA("shared.txt"));
}

/* What is put is what was there: no harm where it succeeds. */
TEST(files_of_the_system_stay_as_they_are)
{
    char path[MAX_PATH + 20], memory[512];
    DWORD size;
    GetSystemDirectoryA(path, MAX_PATH);
    strcat(path, "\\*.exe");
    WIN32_FIND_DATAA found;
    HANDLE find = FindFirstFileA(path, &found);
    CHECK(find != INVALID_HANDLE_VALUE);
    FindClose(find);
    strcpy(strrchr(path, '\\') + 1, found.cFileName);
    CHECK(GetFileSecurityA(path, DACL_SECURITY_INFORMATION, memory, sizeof memory, &size));
    CHECK_ERROR(SetFileSecurityA(path, DACL_SECURITY_INFORMATION, memory), ERROR_ACCESS_DENIED);
    CHECK(CreateFileA(path, WRITE_DAC, 7, NULL, OPEN_EXISTING, 0, NULL) == INVALID_HANDLE_VALUE);
    CHECK_EQ(GetLastError(), ERROR_ACCESS_DENIED);
}

TEST(formats_of_the_clipboard)
{
    char name[257];
    UINT a = RegisterClipboardFormatA("guest format"), b = RegisterClipboardFormatW(L"Guest Format");
    CHECK(a >= 0xC000 && a <= 0xFFFF);
    CHECK_EQ(a, b);
    CHECK(RegisterClipboardFormatA("another guest format") != a);
    memset(name, 'n', 256);
    name[256] = 0;
    CHECK_ERROR(RegisterClipboardFormatA(name), ERROR_INVALID_PARAMETER);
    CHECK(RegisterClipboardFormatA(name + 1) != 0);
    CHECK(!IsClipboardFormatAvailable(a));
    CHECK(!CloseClipboard());
    CHECK_EQ(GetLastError(), ERROR_CLIPBOARD_NOT_OPEN);
    CHECK(GetClipboardData(CF_UNICODETEXT) == NULL);
    CHECK_EQ(GetLastError(), ERROR_CLIPBOARD_NOT_OPEN);
}

TEST(the_table_of_security_functions)
{
    SecurityFunctionTableW *wide = InitSecurityInterfaceW();
    SecurityFunctionTableA *ansi = InitSecurityInterfaceA();
    CtxtHandle none = {0, 0};
    CHECK(wide != NULL && wide == InitSecurityInterfaceW());
    CHECK(ansi != NULL && ansi != (void *)wide);
    CHECK(wide->dwVersion >= 1);
    CHECK(wide->dwVersion < 4 || ((void **)wide)[29] != NULL); /* ChangeAccountPassword */
    CHECK(wide->AcquireCredentialsHandleW != NULL && ansi->InitializeSecurityContextA != NULL);
    CHECK(wide->FreeContextBuffer == ansi->FreeContextBuffer);
    CHECK_EQ((DWORD)wide->DeleteSecurityContext(&none), (DWORD)SEC_E_INVALID_HANDLE);
    PSecPkgInfoW package = NULL;
    CHECK_EQ((DWORD)wide->QuerySecurityPackageInfoW((SEC_WCHAR *)L"no such package", &package), (DWORD)SEC_E_SECPKG_NOT_FOUND);
}

TEST(the_precise_time)
{
    ULONGLONG(NTAPI * precise)(void) =
        (ULONGLONG(NTAPI *)(void))(void *)GetProcAddress(GetModuleHandleA("ntdll"), "RtlGetSystemTimePrecise");
    FILETIME before, after;
    CHECK(precise != NULL);
    GetSystemTimePreciseAsFileTime(&before);
    ULONGLONG now = precise != NULL ? precise() : 0;
    GetSystemTimePreciseAsFileTime(&after);
    CHECK(now >= ((ULONGLONG)before.dwHighDateTime << 32 | before.dwLowDateTime));
    CHECK(now <= ((ULONGLONG)after.dwHighDateTime << 32 | after.dwLowDateTime));
}

TEST(an_index_of_local_storage_is_never_0)
{
    DWORD indices[70];
    for (int i = 0; i < 70; i++) {
        indices[i] = TlsAlloc();
        CHECK(indices[i] != 0 && indices[i] != TLS_OUT_OF_INDEXES);
    }
    for (int i = 0; i < 70; i++) {
        CHECK(TlsFree(indices[i]));
    }
}

TEST(memory_that_is_not_needed)
{
    DWORD(WINAPI * discard)(void *, SIZE_T) =
        (DWORD(WINAPI *)(void *, SIZE_T))(void *)GetProcAddress(GetModuleHandleA("kernel32"), "DiscardVirtualMemory");
    char *memory = VirtualAlloc(NULL, 0x4000, MEM_RESERVE, PAGE_READWRITE);
    CHECK(VirtualAlloc(memory, 0x2000, MEM_COMMIT, PAGE_READWRITE) == memory);
    if (!CHECK(discard != NULL))
        return;
    CHECK_EQ(discard(memory, 0x2000), ERROR_SUCCESS);
    memory[0] = 1;
    CHECK_EQ(memory[0], 1);
    CHECK_EQ(discard(memory, 0x100), ERROR_INVALID_PARAMETER);
    CHECK(discard(memory, 0x4000) != ERROR_SUCCESS);
    CHECK(VirtualFree(memory, 0, MEM_RELEASE));
}

TEST(the_machine_has_memory)
{
    BOOL much = FALSE, little = TRUE;
    HANDLE high = CreateMemoryResourceNotification(HighMemoryResourceNotification);
    HANDLE low = CreateMemoryResourceNotification(LowMemoryResourceNotification);
    CHECK(high != NULL && low != NULL);
    CHECK(QueryMemoryResourceNotification(high, &much));
    CHECK(QueryMemoryResourceNotification(low, &little));
    CHECK(much && !little);
    CHECK_EQ(WaitForSingleObject(high, 0), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(low, 0), WAIT_TIMEOUT);
    CHECK(CloseHandle(high) && CloseHandle(low));
    CHECK(CreateMemoryResourceNotification((MEMORY_RESOURCE_NOTIFICATION_TYPE)5) == NULL);
    CHECK_EQ(GetLastError(), ERROR_INVALID_PARAMETER);
}

TEST(kinds_of_programs)
{
    char own[MAX_PATH];
    DWORD kind = 99;
    CHECK(GetModuleFileNameA(NULL, own, MAX_PATH) != 0);
    CHECK(GetBinaryTypeA(own, &kind));
    CHECK_EQ(kind, SCS_64BIT_BINARY);
    CloseHandle(CreateFileA("no-program.exe", GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL));
    CHECK(!GetBinaryTypeA("no-program.exe", &kind));
    DeleteFileA("no-program.exe");
    CHECK(!GetBinaryTypeA("not there.exe", &kind));
    CHECK_EQ(GetLastError(), ERROR_FILE_NOT_FOUND);
}

TEST(apartments)
{
    APTTYPE type = APTTYPE_NA;
    APTTYPEQUALIFIER qualifier = (APTTYPEQUALIFIER)9;
    CHECK_EQ((DWORD)CoGetApartmentType(&type, &qualifier), (DWORD)CO_E_NOTINITIALIZED);
    CHECK_EQ(CoInitializeEx(NULL, COINIT_MULTITHREADED), S_OK);
    CHECK_EQ(CoGetApartmentType(&type, &qualifier), S_OK);
    CHECK_EQ(type, APTTYPE_MTA);
    CHECK_EQ(qualifier, APTTYPEQUALIFIER_NONE);
    CoUninitialize();
    CHECK_EQ((DWORD)CoGetApartmentType(&type, &qualifier), (DWORD)CO_E_NOTINITIALIZED);
}

TEST(firmware_without_variables)
{
    char value[16];
    CHECK_EQ(GetFirmwareEnvironmentVariableA("", "{00000000-0000-0000-0000-000000000000}", value, sizeof value), 0);
    CHECK_EQ(GetLastError(), ERROR_INVALID_FUNCTION);
}

int main(void)
{
    RUN(the_nation);
    RUN(the_owner_of_a_file);
    RUN(changing_who_may_use_a_file);
    RUN(changing_who_may_use_an_open_file);
    RUN(a_link_has_the_security_of_its_target);
    RUN(what_is_audited_takes_a_privilege);
    RUN(files_of_the_system_stay_as_they_are);
    RUN(formats_of_the_clipboard);
    RUN(the_table_of_security_functions);
    RUN(the_precise_time);
    RUN(an_index_of_local_storage_is_never_0);
    RUN(memory_that_is_not_needed);
    RUN(the_machine_has_memory);
    RUN(kinds_of_programs);
    RUN(apartments);
    RUN(firmware_without_variables);
    return guest_done();
}
