// build: -lshell32 -ladvapi32
/* FormatMessage, wsprintf, CommandLineToArgvW, code pages, times: what the tables and parsers answer. */
#include "guest.h"
#include <windows.h>
#include <shellapi.h>
#include <string.h>
#include <wchar.h>

TEST(messages) {
  char text[256];
  DWORD n = FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, NULL, 2, 0, text,
                           sizeof text, NULL);
  CHECK(n == strlen(text));
  CHECK(strcmp(text, "The system cannot find the file specified.\r\n") == 0);
  WCHAR *allocated = NULL;
  n = FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_ALLOCATE_BUFFER, NULL, 5, 0, (WCHAR *)&allocated, 0,
                     NULL);
  CHECK(n == 19 && wcscmp(allocated, L"Access is denied.\r\n") == 0);
  LocalFree(allocated);
  SetLastError(0);
  CHECK(FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM, NULL, 0x7fff1234, 0, text, sizeof text, NULL) == 0);
  CHECK(GetLastError() == ERROR_MR_MID_NOT_FOUND);
  CHECK(FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM, NULL, 2, 0, text, 5, NULL) == 0);
  CHECK(GetLastError() == ERROR_INSUFFICIENT_BUFFER);
  DWORD_PTR inserts[] = {(DWORD_PTR) "one", 42, (DWORD_PTR) "three"};
  n = FormatMessageA(FORMAT_MESSAGE_FROM_STRING | FORMAT_MESSAGE_ARGUMENT_ARRAY, "%1 %2!05d! %3!-7s!|%%%n%t%1%0gone",
                     0, 0, text, sizeof text, (va_list *)inserts);
  CHECK(strcmp(text, "one 00042 three  |%\r\n\tone") == 0);
  n = FormatMessageA(FORMAT_MESSAGE_FROM_STRING | FORMAT_MESSAGE_IGNORE_INSERTS, "%1!s! a", 0, 0, text, sizeof text,
                     NULL);
  CHECK(strcmp(text, "%1!s! a") == 0);
  DWORD_PTR stars[] = {4, 2, (DWORD_PTR)L"Bill", (DWORD_PTR)L"Bob", 6, (DWORD_PTR)L"Bill"};
  WCHAR wide[64];
  FormatMessageW(FORMAT_MESSAGE_FROM_STRING | FORMAT_MESSAGE_ARGUMENT_ARRAY, L"%1!*.*s! %4 %5!*s!", 0, 0, wide, 64,
                 (va_list *)stars);
  CHECK(wcscmp(wide, L"  Bi Bob   Bill") == 0);
}

TEST(formats) {
  char text[128];
  CHECK(wsprintfA(text, "%d|%5d|%-5d|%05d|%u|%x|%#X|%c|%s|%.2s|%%", -7, 42, 42, 42, 4000000000u, 255, 255, 'c', "str",
                  "cut") == (int)strlen(text));
  CHECK(strcmp(text, "-7|   42|42   |00042|4000000000|ff|0XFF|c|str|cu|%") == 0);
  wsprintfA(text, "%I64d %S", -5000000000LL, L"wide");
  CHECK(strcmp(text, "-5000000000 wide") == 0);
}

TEST(splitting) {
  int n;
  WCHAR **v = CommandLineToArgvW(L"p \"a b\" c\\\"d \"e\\\\\" \"\"", &n);
  CHECK(n == 5 && !wcscmp(v[1], L"a b") && !wcscmp(v[2], L"c\"d") && !wcscmp(v[3], L"e\\") && !*v[4]);
  CHECK(v[5] == NULL);
  LocalFree(v);
}

TEST(code_pages) {
  WCHAR wide[32];
  char bytes[64];
  BOOL used;
  CHECK(MultiByteToWideChar(1252, 0, "\x80\xe9", 2, wide, 32) == 2 && wide[0] == 0x20AC && wide[1] == 0xE9);
  CHECK(MultiByteToWideChar(932, 0, "\x83\x65", 2, wide, 32) == 1 && wide[0] == 0x30C6);
  CHECK(WideCharToMultiByte(1252, 0, L"a\x4e00", 2, bytes, 64, "!", &used) == 2 && used && bytes[1] == '!');
  CHECK(MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, "a\xff", 2, wide, 32) == 0);
  CHECK(GetLastError() == ERROR_NO_UNICODE_TRANSLATION);
  CHECK(MultiByteToWideChar(CP_UTF8, 0, "\xe2\x82", 2, wide, 32) == 1 && wide[0] == 0xFFFD);
  CHECK(MultiByteToWideChar(CP_UTF8, 0, "abc", -1, wide, 2) == 0 && GetLastError() == ERROR_INSUFFICIENT_BUFFER);
  CHECK(MultiByteToWideChar(CP_UTF8, 0, "abc", 0, wide, 2) == 0 && GetLastError() == ERROR_INVALID_PARAMETER);
  CHECK(WideCharToMultiByte(CP_UTF8, 0, L"\xD83D\xDE00", 2, bytes, 64, NULL, NULL) == 4);
  CHECK(memcmp(bytes, "\xF0\x9F\x98\x80", 4) == 0);
  CHECK(WideCharToMultiByte(CP_UTF8, 0, L"\xD83D", 1, bytes, 64, NULL, NULL) == 3);
  CHECK(WideCharToMultiByte(CP_UTF8, WC_ERR_INVALID_CHARS, L"\xD83D", 1, bytes, 64, NULL, NULL) == 0);
  CHECK(WideCharToMultiByte(CP_UTF8, 0, L"a", 1, bytes, 64, "?", NULL) == 0);
  CHECK(GetLastError() == ERROR_INVALID_PARAMETER);
  CHECK(WideCharToMultiByte(65000, 0, L"a+\x20AC.", 4, bytes, 64, NULL, NULL) == 9);
  CHECK(memcmp(bytes, "a+-+IKw-.", 9) == 0);
  CHECK(!IsValidCodePage(12345) && IsValidCodePage(437));
}

TEST(times) {
  FILETIME ft;
  SYSTEMTIME st = {2024, 2, 0, 29, 13, 5, 9, 123}, back;
  CHECK(SystemTimeToFileTime(&st, &ft) && FileTimeToSystemTime(&ft, &back));
  CHECK(back.wYear == 2024 && back.wMonth == 2 && back.wDay == 29 && back.wDayOfWeek == 4 && back.wMilliseconds == 123);
  st.wYear = 2023;
  CHECK(!SystemTimeToFileTime(&st, &ft) && GetLastError() == ERROR_INVALID_PARAMETER);
  WORD date, time;
  CHECK(FileTimeToDosDateTime(&ft, &date, &time) && date == 0x585D && time == 0x68A5);
  TIME_ZONE_INFORMATION zone;
  memset(&zone, 0, sizeof zone);
  zone.Bias = 300;
  zone.StandardDate.wMonth = 11;
  zone.StandardDate.wDay = 1;
  zone.StandardDate.wHour = 2;
  zone.DaylightDate.wMonth = 3;
  zone.DaylightDate.wDay = 2;
  zone.DaylightDate.wHour = 2;
  zone.DaylightBias = -60;
  SYSTEMTIME utc = {2024, 7, 0, 4, 12, 0, 0, 0}, local;
  CHECK(SystemTimeToTzSpecificLocalTime(&zone, &utc, &local) && local.wHour == 8);
  utc.wMonth = 1;
  CHECK(SystemTimeToTzSpecificLocalTime(&zone, &utc, &local) && local.wHour == 7);
  char text[64];
  CHECK(GetDateFormatA(0x409, 0, &back, "ddd, d MMMM yyyy 'x'", text, 64) && !strcmp(text, "Thu, 29 February 2024 x"));
  CHECK(GetTimeFormatA(0x409, 0, &back, NULL, text, 64) && !strcmp(text, "1:05:09 PM"));
}

TEST(environment) {
  char text[64];
  CHECK(SetEnvironmentVariableA("GuestName", "value"));
  CHECK(GetEnvironmentVariableA("GUESTNAME", text, 64) == 5 && GetEnvironmentVariableA("guestname", text, 3) == 6);
  CHECK(ExpandEnvironmentStringsA("<%guestname%|%no such%>", text, 64) == 18);
  CHECK(strcmp(text, "<value|%no such%>") == 0);
  CHECK(SetEnvironmentVariableA("GuestName", NULL));
  CHECK(GetEnvironmentVariableA("GuestName", text, 64) == 0 && GetLastError() == ERROR_ENVVAR_NOT_FOUND);
  CHECK(CompareStringW(0x409, NORM_IGNORECASE, L"Abc", -1, L"aBC", -1) == CSTR_EQUAL);
  CHECK(CompareStringW(0x409, 0, L"a", -1, L"B", -1) == CSTR_LESS_THAN);
  CHECK(CompareStringW(0x409, 0, L"a", -1, L"A", -1) == CSTR_LESS_THAN);
  CHECK(CompareStringW(0x409, 0, L"co-op", -1, L"coop", -1) == CSTR_GREATER_THAN);
  WORD type;
  CHECK(GetStringTypeW(CT_CTYPE1, L"A", 1, &type) && type == 0x381);
  CHECK(lstrcmpiA("HELLO", "hello") == 0 && MulDiv(7, 3, 2) == 11);
}

TEST(keys) {
  HKEY key;
  char text[64];
  DWORD size = sizeof text, type;
  CHECK(RegOpenKeyExA(HKEY_LOCAL_MACHINE, "Software\\Microsoft\\Windows NT\\CurrentVersion", 0, KEY_READ, &key) == 0);
  CHECK(RegQueryValueExA(key, "SystemRoot", NULL, &type, (BYTE *)text, &size) == 0 && type == REG_SZ);
  CHECK(size == strlen(text) + 1);
  size = 2;
  CHECK(RegQueryValueExA(key, "SystemRoot", NULL, NULL, (BYTE *)text, &size) == ERROR_MORE_DATA && size > 2);
  CHECK(RegQueryValueExA(key, "no such value", NULL, NULL, NULL, NULL) == ERROR_FILE_NOT_FOUND);
  CHECK(RegCloseKey(key) == 0);
  CHECK(RegOpenKeyExA(HKEY_CURRENT_USER, "no such key", 0, KEY_READ, &key) == ERROR_FILE_NOT_FOUND);
}

TEST(errors_of_statuses) {
  ULONG(WINAPI *error)(LONG) = (void *)GetProcAddress(GetModuleHandleA("ntdll.dll"), "RtlNtStatusToDosError");
  CHECK(error(0) == 0);
  CHECK(error((LONG)0xC0000022) == ERROR_ACCESS_DENIED);
  /* errors dressed as statuses, as HRESULT_FROM_WIN32 and libuv make them */
  CHECK(error((LONG)0xC007006D) == ERROR_BROKEN_PIPE);
  CHECK(error((LONG)0x8007006D) == ERROR_BROKEN_PIPE);
  CHECK(error((LONG)0xC001006D) == ERROR_BROKEN_PIPE);
  CHECK(error((LONG)0xC0FF1234) == ERROR_MR_MID_NOT_FOUND);
}

TEST(files_of_the_system) {
  char path[MAX_PATH];
  UINT n = GetSystemDirectoryA(path, sizeof path);
  strcpy(path + n, "\\kernel32.dll");
  DWORD attributes = GetFileAttributesA(path);
  CHECK(attributes != INVALID_FILE_ATTRIBUTES && !(attributes & FILE_ATTRIBUTE_DIRECTORY));
  HANDLE file = CreateFileA(path, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
  CHECK(file != INVALID_HANDLE_VALUE);
  char magic[2] = "";
  DWORD read = 0;
  CHECK(ReadFile(file, magic, 2, &read, NULL) && read == 2 && magic[0] == 'M' && magic[1] == 'Z');
  CloseHandle(file);
  WIN32_FIND_DATAA found;
  HANDLE find = FindFirstFileA(path, &found);
  CHECK(find != INVALID_HANDLE_VALUE && _stricmp(found.cFileName, "kernel32.dll") == 0);
  FindClose(find);
  CHECK(GetModuleHandleA(path) == GetModuleHandleA("kernel32"));
  strcat(path, "\\x");
  CHECK(GetFileAttributesA(path) == INVALID_FILE_ATTRIBUTES && GetLastError() == ERROR_PATH_NOT_FOUND);
  strcpy(path + n, "\\cmd.exe");
  CHECK(GetFileAttributesA(path) != INVALID_FILE_ATTRIBUTES);
  CHECK(SearchPathA(NULL, "cmd.exe", NULL, sizeof path, path, NULL) == strlen(path));
  CHECK(_stricmp(path + n, "\\cmd.exe") == 0);
}

int main(void) {
  RUN(errors_of_statuses);
  RUN(files_of_the_system);
  RUN(messages);
  RUN(formats);
  RUN(splitting);
  RUN(code_pages);
  RUN(times);
  RUN(environment);
  RUN(keys);
  return guest_done();
}
