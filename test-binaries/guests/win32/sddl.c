// build: -ladvapi32
/* sddl.h: security descriptors and identifiers from text. */
#include "../guest.h"
#include <sddl.h>

static BOOL sid_is(const char *text, const char *expected)
{
    PSID sid = NULL;
    char *back = NULL;
    BOOL same = ConvertStringSidToSidA(text, &sid) && ConvertSidToStringSidA(sid, &back) && !strcmp(back, expected);
    if (!same) printf("  %s is %s\n", text, back ? back : "nothing");
    LocalFree(back);
    LocalFree(sid);
    return same;
}

TEST(reads_sids)
{
    PSID sid;
    CHECK(sid_is("S-1-5-21-1-2-3-500", "S-1-5-21-1-2-3-500"));
    CHECK(sid_is("SY", "S-1-5-18"));
    CHECK(sid_is("BA", "S-1-5-32-544"));
    CHECK(sid_is("WD", "S-1-1-0"));
    CHECK(sid_is("OW", "S-1-3-4"));
    CHECK_ERROR(ConvertStringSidToSidA("S-1", &sid), ERROR_INVALID_SID);
    CHECK_ERROR(ConvertStringSidToSidA("ZZ", &sid), ERROR_INVALID_SID);
    CHECK_ERROR(ConvertStringSidToSidA(NULL, &sid), ERROR_INVALID_PARAMETER);
}

TEST(reads_descriptors)
{
    SECURITY_DESCRIPTOR_RELATIVE *d = NULL;
    ULONG size = 0;
    CHECK(ConvertStringSecurityDescriptorToSecurityDescriptorA("O:BAG:SYD:P(A;OICI;FA;;;SY)(D;;0x7;;;WD)", SDDL_REVISION_1,
                                                               (void **)&d, &size));
    if (!CHECK(d != NULL)) return;
    CHECK_EQ(d->Revision, 1);
    CHECK_EQ(d->Control, SE_SELF_RELATIVE | SE_DACL_PRESENT | SE_DACL_PROTECTED);
    CHECK_EQ(size, GetSecurityDescriptorLength(d));
    CHECK_EQ(GetLengthSid((char *)d + d->Owner), 16);
    CHECK_EQ(GetLengthSid((char *)d + d->Group), 12);
    CHECK_EQ(d->Sacl, 0);
    ACL *acl = (ACL *)((char *)d + d->Dacl);
    CHECK_EQ(acl->AclRevision, 2);
    CHECK_EQ(acl->AceCount, 2);
    CHECK_EQ(acl->AclSize, 8 + 20 + 20);
    ACCESS_ALLOWED_ACE *ace = (ACCESS_ALLOWED_ACE *)(acl + 1);
    CHECK_EQ(ace->Header.AceType, ACCESS_ALLOWED_ACE_TYPE);
    CHECK_EQ(ace->Header.AceFlags, OBJECT_INHERIT_ACE | CONTAINER_INHERIT_ACE);
    CHECK_EQ(ace->Header.AceSize, 20);
    CHECK_EQ(ace->Mask, FILE_ALL_ACCESS);
    ace = (ACCESS_ALLOWED_ACE *)((char *)ace + 20);
    CHECK_EQ(ace->Header.AceType, ACCESS_DENIED_ACE_TYPE);
    CHECK_EQ(ace->Mask, 7);
    LocalFree(d);
    CHECK(ConvertStringSecurityDescriptorToSecurityDescriptorW(L"D:(A;;GRGX;;;BU)", SDDL_REVISION_1, (void **)&d, NULL));
    ace = (ACCESS_ALLOWED_ACE *)((char *)d + d->Dacl + 8);
    CHECK_EQ(ace->Mask, GENERIC_READ | GENERIC_EXECUTE);
    CHECK_EQ(d->Owner, 0);
    LocalFree(d);
}

TEST(refuses_what_is_no_descriptor)
{
    void *d;
    CHECK_ERROR(ConvertStringSecurityDescriptorToSecurityDescriptorA("D:(A;;GR;;;BU)", 2, &d, NULL), ERROR_UNKNOWN_REVISION);
    CHECK_ERROR(ConvertStringSecurityDescriptorToSecurityDescriptorA("X:", 1, &d, NULL), ERROR_INVALID_PARAMETER);
    CHECK_ERROR(ConvertStringSecurityDescriptorToSecurityDescriptorA("D:(A;;GR;;", 1, &d, NULL), ERROR_INVALID_ACL);
}

int main(void)
{
    RUN(reads_sids);
    RUN(reads_descriptors);
    RUN(refuses_what_is_no_descriptor);
    return guest_done();
}
