/* Lists of access rights, and the tokens that programs make to give up rights. */
#include "guest.h"

static SID_IDENTIFIER_AUTHORITY nt = {SECURITY_NT_AUTHORITY};

static union {
    ACL acl;
    BYTE bytes[256];
} list;

static PSID sid(DWORD rid)
{
    static BYTE made[2][SECURITY_MAX_SID_SIZE];
    static int next;
    PSID s = made[next++ % 2];
    InitializeSid(s, &nt, 1);
    *GetSidSubAuthority(s, 0) = rid;
    return s;
}

static ACL_SIZE_INFORMATION sizes(PACL acl)
{
    ACL_SIZE_INFORMATION info = {0};
    CHECK(GetAclInformation(acl, &info, sizeof info, AclSizeInformation));
    return info;
}

static DWORD mask(PACL acl, DWORD index)
{
    ACCESS_ALLOWED_ACE *ace = NULL;
    return CHECK(GetAce(acl, index, (void **)&ace)) ? ace->Mask : 0;
}

TEST(entries)
{
    ACL_REVISION_INFORMATION revision;
    ACCESS_ALLOWED_ACE *ace;
    void *free_ace;
    CHECK(InitializeAcl(&list.acl, 64, ACL_REVISION));
    CHECK(IsValidAcl(&list.acl));
    CHECK_EQ(sizes(&list.acl).AclBytesInUse, sizeof(ACL));
    CHECK_EQ(sizes(&list.acl).AclBytesFree, 64 - sizeof(ACL));
    CHECK(AddAccessAllowedAce(&list.acl, ACL_REVISION, 1, sid(18)));
    CHECK(AddAccessDeniedAceEx(&list.acl, ACL_REVISION, OBJECT_INHERIT_ACE, 2, sid(19)));
    CHECK_EQ(sizes(&list.acl).AceCount, 2);
    CHECK_EQ(sizes(&list.acl).AclBytesInUse, sizeof(ACL) + 2 * 20);
    CHECK_EQ(mask(&list.acl, 0), 1);
    CHECK(GetAce(&list.acl, 1, (void **)&ace));
    CHECK_EQ(ace->Header.AceType, ACCESS_DENIED_ACE_TYPE);
    CHECK_EQ(ace->Header.AceFlags, OBJECT_INHERIT_ACE);
    CHECK_EQ(ace->Header.AceSize, 20);
    CHECK(EqualSid(&ace->SidStart, sid(19)));
    CHECK_ERROR(GetAce(&list.acl, 2, (void **)&ace), ERROR_INVALID_PARAMETER);
    CHECK_ERROR(AddAccessAllowedAce(&list.acl, ACL_REVISION, 4, sid(20)), ERROR_ALLOTTED_SPACE_EXCEEDED);
    CHECK(FindFirstFreeAce(&list.acl, &free_ace));
    CHECK_EQ((BYTE *)free_ace - list.bytes, sizeof(ACL) + 2 * 20);
    CHECK(GetAclInformation(&list.acl, &revision, sizeof revision, AclRevisionInformation));
    CHECK_EQ(revision.AclRevision, ACL_REVISION);
    CHECK_ERROR(GetAclInformation(&list.acl, &revision, 3, AclRevisionInformation), ERROR_INSUFFICIENT_BUFFER);
    CHECK_ERROR(GetAclInformation(&list.acl, &revision, sizeof revision, 3), ERROR_INVALID_PARAMETER);
}

TEST(inserting_and_deleting)
{
    static BYTE other[128];
    ACCESS_ALLOWED_ACE *first;
    CHECK(InitializeAcl((ACL *)other, sizeof other, ACL_REVISION));
    CHECK(AddAccessAllowedAce((ACL *)other, ACL_REVISION, 1, sid(18)));
    CHECK(AddAccessAllowedAce((ACL *)other, ACL_REVISION, 2, sid(19)));
    CHECK(GetAce((ACL *)other, 0, (void **)&first));

    CHECK(InitializeAcl(&list.acl, sizeof list, ACL_REVISION));
    CHECK(AddAccessAllowedAce(&list.acl, ACL_REVISION, 7, sid(20)));
    CHECK(AddAce(&list.acl, ACL_REVISION, 0, first, 40));
    CHECK(AddAce(&list.acl, ACL_REVISION, MAXDWORD, first, 20));
    CHECK_EQ(sizes(&list.acl).AceCount, 4);
    CHECK_EQ(mask(&list.acl, 0), 1);
    CHECK_EQ(mask(&list.acl, 1), 2);
    CHECK_EQ(mask(&list.acl, 2), 7);
    CHECK_EQ(mask(&list.acl, 3), 1);
    CHECK_ERROR(AddAce(&list.acl, ACL_REVISION, 0, first, 30), ERROR_INVALID_PARAMETER);

    CHECK(DeleteAce(&list.acl, 1));
    CHECK_EQ(sizes(&list.acl).AceCount, 3);
    CHECK_EQ(mask(&list.acl, 1), 7);
    CHECK_EQ(mask(&list.acl, 2), 1);
    CHECK_ERROR(DeleteAce(&list.acl, 3), ERROR_INVALID_PARAMETER);
}

TEST(damaged_lists)
{
    CHECK(!IsValidAcl(NULL));
    CHECK(InitializeAcl(&list.acl, 64, ACL_REVISION));
    list.acl.AceCount = 3; /* which are not there: entries of size 0 */
    memset(list.bytes + sizeof(ACL), 0, 56);
    CHECK(!IsValidAcl(&list.acl));
    CHECK_ERROR(AddAccessAllowedAce(&list.acl, ACL_REVISION, 1, sid(18)), ERROR_INVALID_ACL);
}

static DWORD privileges(HANDLE token)
{
    BYTE buffer[1024];
    DWORD size;
    CHECK(GetTokenInformation(token, TokenPrivileges, buffer, sizeof buffer, &size));
    return ((TOKEN_PRIVILEGES *)buffer)->PrivilegeCount;
}

TEST(tokens_with_less_rights)
{
    HANDLE token, restricted;
    SID_AND_ATTRIBUTES drop = {sid(32), 0};
    CHECK(OpenProcessToken(GetCurrentProcess(), TOKEN_ALL_ACCESS, &token));
    CHECK(CreateRestrictedToken(token, DISABLE_MAX_PRIVILEGE, 1, &drop, 0, NULL, 0, NULL, &restricted));
    CHECK(privileges(token) > 1);
    CHECK_EQ(privileges(restricted), 1);
    CHECK(CloseHandle(restricted));

    BYTE held[1024];
    DWORD size;
    CHECK(GetTokenInformation(token, TokenPrivileges, held, sizeof held, &size));
    CHECK(CreateRestrictedToken(token, 0, 0, NULL, 1, ((TOKEN_PRIVILEGES *)held)->Privileges, 0, NULL, &restricted));
    CHECK_EQ(privileges(restricted), privileges(token) - 1);
    CHECK(CloseHandle(restricted));
    CHECK_ERROR(CreateRestrictedToken(token, 0x100, 0, NULL, 0, NULL, 0, NULL, &restricted), ERROR_INVALID_PARAMETER);
    LUID_AND_ATTRIBUTES unknown = {{4711, 0}, 0};
    CHECK(CreateRestrictedToken(token, 0, 0, NULL, 1, &unknown, 0, NULL, &restricted));
    CHECK_EQ(privileges(restricted), privileges(token));
    CHECK(CloseHandle(restricted));
    CHECK_ERROR(CreateRestrictedToken(token, 0, 0, NULL, MAXDWORD, &unknown, 0, NULL, &restricted), ERROR_INVALID_PARAMETER);
    CHECK_ERROR(CreateRestrictedToken(token, 0, MAXDWORD, &drop, 0, NULL, 0, NULL, &restricted), ERROR_INVALID_PARAMETER);
    CHECK(CloseHandle(token));
}

TEST(the_default_access_list_of_a_token)
{
    HANDLE token, restricted;
    BYTE buffer[1024];
    DWORD size;
    TOKEN_DEFAULT_DACL set = {&list.acl};
    CHECK(OpenProcessToken(GetCurrentProcess(), TOKEN_ALL_ACCESS, &token));
    CHECK(CreateRestrictedToken(token, 0, 0, NULL, 0, NULL, 0, NULL, &restricted));
    CHECK_ERROR(GetTokenInformation(restricted, TokenDefaultDacl, NULL, 0, &size), ERROR_INSUFFICIENT_BUFFER);
    CHECK(GetTokenInformation(restricted, TokenDefaultDacl, buffer, sizeof buffer, &size));
    CHECK(sizes(((TOKEN_DEFAULT_DACL *)buffer)->DefaultDacl).AceCount >= 2);

    CHECK(InitializeAcl(&list.acl, 64, ACL_REVISION));
    CHECK(AddAccessAllowedAceEx(&list.acl, ACL_REVISION, OBJECT_INHERIT_ACE, GENERIC_ALL, sid(18)));
    CHECK(SetTokenInformation(restricted, TokenDefaultDacl, &set, sizeof set));
    memset(&list, 0, sizeof list);
    CHECK(GetTokenInformation(restricted, TokenDefaultDacl, buffer, sizeof buffer, &size));
    CHECK_EQ(sizes(((TOKEN_DEFAULT_DACL *)buffer)->DefaultDacl).AceCount, 1);
    CHECK_EQ(mask(((TOKEN_DEFAULT_DACL *)buffer)->DefaultDacl, 0), GENERIC_ALL);
    CHECK_ERROR(SetTokenInformation(restricted, TokenDefaultDacl, &set, sizeof set), ERROR_INVALID_ACL);
    CHECK(CloseHandle(restricted));
    CHECK(CloseHandle(token));
}

int main(void)
{
    RUN(entries);
    RUN(inserting_and_deleting);
    RUN(damaged_lists);
    RUN(tokens_with_less_rights);
    RUN(the_default_access_list_of_a_token);
    return guest_done();
}
