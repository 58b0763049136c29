/* What demo.c asks of Windows. */
#include <windows.h>

static void exit_program(int code)
{
    ExitProcess((UINT)code);
}

static void *allocate(uint64_t size)
{
    return HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, size);
}

static void release(void *memory, uint64_t size)
{
    (void)size;
    HeapFree(GetProcessHeap(), 0, memory);
}

static int64_t create_file(const char *name)
{
    return (int64_t)CreateFileA(name, GENERIC_WRITE, 0, 0, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, 0);
}

static int64_t open_file(const char *name)
{
    return (int64_t)CreateFileA(name, GENERIC_READ, 0, 0, OPEN_EXISTING, 0, 0);
}

static int write_file(int64_t file, const void *from, uint32_t size)
{
    DWORD done = 0;
    return WriteFile((HANDLE)file, from, size, &done, 0) && done == size;
}

static int read_file(int64_t file, void *to, uint32_t size)
{
    DWORD done = 0;
    return ReadFile((HANDLE)file, to, size, &done, 0) && done == size;
}

static int close_file(int64_t file)
{
    return CloseHandle((HANDLE)file);
}

static int delete_file(const char *name)
{
    return DeleteFileA(name);
}

static int64_t console(void)
{
    return (int64_t)GetStdHandle(STD_OUTPUT_HANDLE);
}

static uint64_t nanoseconds(void)
{
    LARGE_INTEGER ticks, frequency;
    QueryPerformanceFrequency(&frequency);
    QueryPerformanceCounter(&ticks);
    uint64_t whole = (uint64_t)ticks.QuadPart / (uint64_t)frequency.QuadPart;
    uint64_t rest = (uint64_t)ticks.QuadPart % (uint64_t)frequency.QuadPart;
    return whole * 1000000000 + rest * 1000000000 / (uint64_t)frequency.QuadPart;
}

/*
 * The next word of a command line, which may be quoted as a whole. The word is terminated; the program's own
 * name is the first one, at `line` itself or behind a quotation mark there.
 */
static char *next_word(const char *line, char *word)
{
    char end = word > line && word[-1] == '"' ? '"' : ' ';
    while (*word && *word != end)
        word++;
    if (*word)
        *word++ = 0;
    while (*word == ' ')
        word++;
    return *word == '"' ? word + 1 : word;
}
