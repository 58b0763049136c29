/*
 * Memory that is committed by a few kilobytes at a time, some thousand times: as runtimes grow their heaps, and as
 * programs do that commit what they touch.
 */
#include "../guest.h"
#include "../try.h"

enum { STEP = 8192, HEAP = 16 << 20 };

static void touch(void *page)
{
    *(volatile char *)page = 1;
}

static int faults_at(char *page)
{
    return try_except(touch, page);
}

static SIZE_T region(const void *at, DWORD state)
{
    MEMORY_BASIC_INFORMATION info;
    if (VirtualQuery(at, &info, sizeof info) != sizeof info || info.State != state) return 0;
    return info.RegionSize;
}

/* Commits [from, to) step by step; each step is written to and read as zero before. */
static int grow(char *heap, SIZE_T from, SIZE_T to)
{
    for (SIZE_T at = from; at < to; at += STEP) {
        if (VirtualAlloc(heap + at, STEP, MEM_COMMIT, PAGE_READWRITE) != heap + at) return 0;
        if (heap[at] != 0 || heap[at + STEP - 1] != 0) return 0;
        memset(heap + at, (int)(at / STEP) | 1, STEP);
    }
    return 1;
}

TEST(a_heap_grows)
{
    char *heap = VirtualAlloc(NULL, HEAP, MEM_RESERVE, PAGE_READWRITE);
    CHECK(heap != NULL);
    for (SIZE_T at = 0; at < HEAP / 2; at += 37 * STEP) {
        CHECK(grow(heap, at, at + 37 * STEP));
        CHECK_EQ(region(heap, MEM_COMMIT), at + 37 * STEP);
        CHECK_EQ(region(heap + at + 37 * STEP, MEM_RESERVE), HEAP - at - 37 * STEP);
    }
    SIZE_T grown = region(heap, MEM_COMMIT);
    for (SIZE_T at = 0; at < grown; at += STEP) {
        if (!CHECK(heap[at] == (char)((at / STEP) | 1))) break;
    }
    CHECK(VirtualFree(heap + grown - 32 * STEP, 16 * STEP, MEM_DECOMMIT));
    CHECK_EQ(region(heap, MEM_COMMIT), grown - 32 * STEP);
    CHECK(grow(heap, grown - 32 * STEP, grown - 16 * STEP)); /* reads as zero again */
    CHECK(grow(heap, grown, HEAP));
    CHECK_EQ(region(heap, MEM_COMMIT), HEAP);
    DWORD old;
    CHECK(VirtualProtect(heap + HEAP - STEP, STEP, PAGE_NOACCESS, &old));
    CHECK_EQ(old, PAGE_READWRITE);
    CHECK(VirtualFree(heap, 0, MEM_RELEASE));
    CHECK(region(heap, MEM_FREE) >= HEAP);
}

/* Large steps, beginning and ending anywhere in the host's large pages. */
TEST(a_heap_grows_by_megabytes)
{
    enum { MEGABYTE = 1 << 20, SIZE = 40 * MEGABYTE + 5 * 65536 };
    char *heap = VirtualAlloc(NULL, SIZE, MEM_RESERVE, PAGE_READWRITE);
    for (SIZE_T at = 0; at < SIZE; at += MEGABYTE + 65536) {
        SIZE_T step = at + MEGABYTE + 65536 < SIZE ? MEGABYTE + 65536 : SIZE - at;
        CHECK(VirtualAlloc(heap + at, step, MEM_COMMIT, PAGE_READWRITE) == heap + at);
        CHECK_EQ(region(heap, MEM_COMMIT), at + step);
        CHECK_EQ(region(heap + at + step, MEM_RESERVE), at + step < SIZE ? SIZE - at - step : 0);
        CHECK(heap[at] == 0 && heap[at + step - 1] == 0);
        memset(heap + at, 1, step);
    }
    CHECK(VirtualFree(heap + MEGABYTE, 7 * MEGABYTE, MEM_DECOMMIT));
    CHECK_EQ(region(heap + MEGABYTE, MEM_RESERVE), 7 * MEGABYTE);
    CHECK(VirtualAlloc(heap + MEGABYTE, MEGABYTE, MEM_COMMIT, PAGE_READWRITE) != NULL);
    CHECK(heap[MEGABYTE] == 0 && heap[2 * MEGABYTE - 1] == 0 && heap[MEGABYTE - 1] == 1 && heap[8 * MEGABYTE] == 1);
    CHECK(VirtualFree(heap, 0, MEM_RELEASE));
}

TEST(what_is_reserved_faults)
{
    char *heap = VirtualAlloc(NULL, HEAP, MEM_RESERVE, PAGE_READWRITE);
    char *other = VirtualAlloc(NULL, 65536, MEM_RESERVE, PAGE_READWRITE);
    CHECK(grow(heap, 0, 5 << 20));
    CHECK(faults_at(other));
    CHECK(faults_at(heap + (5 << 20)));
    CHECK(faults_at(heap + HEAP - 1));
    CHECK(grow(heap, 5 << 20, 9 << 20));
    CHECK(faults_at(heap + (9 << 20)));
    CHECK(!faults_at(heap + (9 << 20) - 1));
    CHECK(VirtualFree(heap, STEP, MEM_DECOMMIT));
    CHECK(faults_at(heap));
    CHECK(VirtualFree(heap, 0, MEM_RELEASE));
    CHECK(VirtualFree(other, 0, MEM_RELEASE));
}

static char *touched;
static int commits;

static LONG commit_page(EXCEPTION_POINTERS *p)
{
    char *at = (char *)p->ExceptionRecord->ExceptionInformation[1];
    if (p->ExceptionRecord->ExceptionCode != STATUS_ACCESS_VIOLATION || at < touched || at >= touched + HEAP)
        return EXCEPTION_CONTINUE_SEARCH;
    commits++;
    return VirtualAlloc(at, 1, MEM_COMMIT, PAGE_READWRITE) ? EXCEPTION_CONTINUE_EXECUTION : EXCEPTION_EXECUTE_HANDLER;
}

static void touch_pages(void *heap)
{
    for (SIZE_T at = 0; at < 4 << 20; at += 4096) touch((char *)heap + at);
}

TEST(each_page_is_committed_when_it_is_touched)
{
    touched = VirtualAlloc(NULL, HEAP, MEM_RESERVE, PAGE_READWRITE);
    try_filter = commit_page;
    CHECK(!try_except(touch_pages, touched));
    CHECK_EQ(commits, (4 << 20) / 4096);
    CHECK(VirtualFree(touched, 0, MEM_RELEASE));
}

int main(void)
{
    RUN(a_heap_grows);
    RUN(a_heap_grows_by_megabytes);
    RUN(what_is_reserved_faults);
    RUN(each_page_is_committed_when_it_is_touched);
    return guest_done();
}
