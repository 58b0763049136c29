/*
 * What C++ guests for Microsoft's ABI declare for themselves: mingw-w64's headers are for its own. Functions of the C
 * runtime come from msvcrt, those of exceptions from the library that NAME.imports.def names.
 */
#ifndef MSVC_H
#define MSVC_H

#define NULL 0
#define stdout NULL /* to fflush: all streams */
#define WINAPI
typedef unsigned long DWORD;
typedef int BOOL;
typedef void *HANDLE;
typedef unsigned long long size_t;
typedef long long LONGLONG;
typedef unsigned long long ULONG64;

struct ExceptionPointers {
    struct ExceptionRecord *record;
    void *context;
};

struct ExceptionRecord {
    DWORD code, flags;
    ExceptionRecord *next;
    void *address;
    DWORD count;
    ULONG64 parameters[15];
};

extern "C" {
int printf(const char *, ...);
int sprintf(char *, const char *, ...);
int fflush(void *);
int strcmp(const char *, const char *);
char *strcpy(char *, const char *);
char *strcat(char *, const char *);
size_t strlen(const char *);
void *memset(void *, int, size_t);
void *malloc(size_t);
void free(void *);
void qsort(void *, size_t, size_t, int (*)(const void *, const void *));
void exit(int);

__declspec(dllimport) DWORD GetLastError(void);
__declspec(dllimport) void SetLastError(DWORD);
__declspec(dllimport) DWORD GetCurrentThreadId(void);
__declspec(dllimport) void RaiseException(DWORD, DWORD, DWORD, const ULONG64 *);
__declspec(dllimport) HANDLE CreateThread(void *, size_t, DWORD (*)(void *), void *, DWORD, DWORD *);
__declspec(dllimport) DWORD WaitForSingleObject(HANDLE, DWORD);
__declspec(dllimport) BOOL CloseHandle(HANDLE);
__declspec(dllimport) HANDLE GetModuleHandleA(const char *);
__declspec(dllimport) HANDLE LoadLibraryA(const char *);
__declspec(dllimport) void *GetProcAddress(HANDLE, const char *);
__declspec(dllimport) BOOL VirtualProtect(void *, size_t, DWORD, DWORD *);
__declspec(dllimport) BOOL QueryPerformanceCounter(LONGLONG *);
__declspec(dllimport) BOOL QueryPerformanceFrequency(LONGLONG *);
}

/* What the compiler itself asks for. */
extern "C" __declspec(selectany) int _fltused = 0;
__attribute__((weak)) void *operator new(size_t size)
{
    return malloc(size);
}
__attribute__((weak)) void operator delete(void *block) noexcept
{
    free(block);
}
__attribute__((weak)) void operator delete(void *block, size_t) noexcept
{
    free(block);
}

#endif
