/* The environment: set, replace, delete, expand, enumerate; case-insensitive names; the C runtime's view of it. */
#include "guest.h"

TEST(missing_variable)
{
    char value[8];
    CHECK_ERROR(GetEnvironmentVariableA("DECANT_NO_SUCH", value, sizeof value), ERROR_ENVVAR_NOT_FOUND);
}

TEST(set_get_and_delete)
{
    char value[32];
    CHECK(SetEnvironmentVariableA("Decant_Set", "one two"));
    CHECK_EQ(GetEnvironmentVariableA("Decant_Set", value, sizeof value), 7);
    CHECK_STR(value, "one two");
    CHECK(SetEnvironmentVariableA("DECANT_SET", "three"));
    CHECK_EQ(GetEnvironmentVariableA("decant_set", value, sizeof value), 5);
    CHECK_STR(value, "three");
    CHECK(SetEnvironmentVariableA("decant_SET", NULL));
    CHECK(SetEnvironmentVariableA("decant_SET", NULL)); // what is not there can be removed, too
    CHECK_ERROR(GetEnvironmentVariableA("Decant_Set", value, sizeof value), ERROR_ENVVAR_NOT_FOUND);
}

TEST(small_buffer_gets_the_size_needed)
{
    char value[4] = "abc";
    WCHAR wide[4];
    SetEnvironmentVariableA("DECANT_SIZE", "12345");
    CHECK_EQ(GetEnvironmentVariableA("DECANT_SIZE", value, 4), 6);
    CHECK_EQ(GetEnvironmentVariableA("DECANT_SIZE", NULL, 0), 6);
    CHECK_EQ(GetEnvironmentVariableW(L"DECANT_SIZE", wide, 4), 6);
}

TEST(empty_value_exists)
{
    char value[4] = "abc";
    SetEnvironmentVariableA("DECANT_EMPTY", "");
    SetLastError(0xDECA);
    CHECK_EQ(GetEnvironmentVariableA("DECANT_EMPTY", value, sizeof value), 0);
    CHECK(GetLastError() != ERROR_ENVVAR_NOT_FOUND);
    CHECK_STR(value, "");
}

TEST(expansion)
{
    char value[64];
    SetEnvironmentVariableA("DECANT_A", "alpha");
    CHECK_EQ(ExpandEnvironmentStringsA("<%decant_a%|%NOT_THERE%|100%>", value, sizeof value), 25);
    CHECK_STR(value, "<alpha|%NOT_THERE%|100%>");
    WCHAR wide[8];
    CHECK_EQ(ExpandEnvironmentStringsW(L"%DECANT_A%%DECANT_A%", wide, 8), 11);
}

TEST(block_has_what_was_set)
{
    SetEnvironmentVariableW(L"DECANT_BLOCK", L"gr\x00fc\x00df");
    WCHAR *block = GetEnvironmentStringsW();
    int found = 0;
    for (WCHAR *at = block; *at; at += lstrlenW(at) + 1)
        if (lstrcmpW(at, L"DECANT_BLOCK=gr\x00fc\x00df") == 0) found++;
    CHECK_EQ(found, 1);
    CHECK(FreeEnvironmentStringsW(block));
}

TEST(c_runtime_variables)
{
    CHECK(getenv("DECANT_CRT") == NULL);
    CHECK_EQ(_putenv("DECANT_CRT=from the runtime"), 0);
    CHECK_STR(getenv("decant_crt"), "from the runtime");
    char value[32];
    CHECK_EQ(GetEnvironmentVariableA("DECANT_CRT", value, sizeof value), 16);
    CHECK_STR(value, "from the runtime");
    CHECK_EQ(_putenv("DECANT_CRT="), 0);
    CHECK(getenv("DECANT_CRT") == NULL);
    CHECK_ERROR(GetEnvironmentVariableA("DECANT_CRT", value, sizeof value), ERROR_ENVVAR_NOT_FOUND);
}

TEST(usual_variables_point_to_places_that_exist)
{
    static const char *const names[] = {"TEMP", "TMP", "USERPROFILE", "SystemRoot"};
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        CHECK(value != NULL);
        if (!value) continue;
        DWORD attributes = GetFileAttributesA(value);
        if (!CHECK(attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY)))
            printf("# %s=%s\n", names[i], value);
    }
}

/* Where programs look for others; nothing need be there. */
TEST(folders_of_programs_have_names)
{
    CHECK_STR(getenv("ProgramFiles"), "C:\\Program Files");
    CHECK_STR(getenv("ProgramW6432"), "C:\\Program Files");
    CHECK_STR(getenv("ProgramFiles(x86)"), "C:\\Program Files (x86)");
    CHECK_STR(getenv("CommonProgramFiles"), "C:\\Program Files\\Common Files");
}

int main(void)
{
    RUN(missing_variable);
    RUN(set_get_and_delete);
    RUN(small_buffer_gets_the_size_needed);
    RUN(empty_value_exists);
    RUN(expansion);
    RUN(block_has_what_was_set);
    RUN(c_runtime_variables);
    RUN(usual_variables_point_to_places_that_exist);
    RUN(folders_of_programs_have_names);
    return guest_done();
}
