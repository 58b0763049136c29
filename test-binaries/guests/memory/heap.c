/* The process heap: exact sizes, zeroing, growing in place, private heaps, double free and foreign pointers. */
#include "guest.h"

TEST(size_is_exact)
{
    HANDLE heap = GetProcessHeap();
    for (SIZE_T size = 0; size < 300; size++) {
        void *block = HeapAlloc(heap, 0, size);
        CHECK(block != NULL);
        CHECK_EQ(HeapSize(heap, 0, block), size);
        CHECK_EQ((ULONG_PTR)block & 15, 0);
        CHECK(HeapFree(heap, 0, block));
    }
    static const SIZE_T large[] = {4095, 65536, 100001, 1 << 20, (16 << 20) + 7};
    for (unsigned i = 0; i < sizeof large / sizeof *large; i++) {
        char *block = HeapAlloc(heap, 0, large[i]);
        CHECK(block != NULL);
        block[0] = block[large[i] - 1] = 1;
        CHECK_EQ(HeapSize(heap, 0, block), large[i]);
        CHECK(HeapFree(heap, 0, block));
    }
}

static int all(const char *bytes, SIZE_T count, char value)
{
    for (SIZE_T i = 0; i < count; i++)
        if (bytes[i] != value) return 0;
    return 1;
}

TEST(zeroed_also_when_reused)
{
    HANDLE heap = GetProcessHeap();
    for (int i = 0; i < 50; i++) {
        char *block = HeapAlloc(heap, HEAP_ZERO_MEMORY, 100 + i);
        CHECK(all(block, 100 + i, 0));
        memset(block, 0xff, 100 + i);
        HeapFree(heap, 0, block);
    }
}

TEST(reallocation_keeps_contents_and_zeroes_the_growth)
{
    HANDLE heap = GetProcessHeap();
    char *block = HeapAlloc(heap, 0, 10);
    memset(block, 'x', 10);
    block = HeapReAlloc(heap, HEAP_ZERO_MEMORY, block, 5000);
    CHECK(all(block, 10, 'x'));
    CHECK(all(block + 10, 4990, 0));
    CHECK_EQ(HeapSize(heap, 0, block), 5000);
    block = HeapReAlloc(heap, 0, block, 3);
    CHECK_EQ(HeapSize(heap, 0, block), 3);
    CHECK(all(block, 3, 'x'));
    char *same = HeapReAlloc(heap, HEAP_REALLOC_IN_PLACE_ONLY, block, 2);
    CHECK(same == block);
    CHECK(HeapReAlloc(heap, HEAP_REALLOC_IN_PLACE_ONLY, block, 64 << 20) == NULL);
    CHECK_EQ(HeapSize(heap, 0, block), 2);
    HeapFree(heap, 0, block);
}

TEST(too_much_is_refused)
{
    CHECK(HeapAlloc(GetProcessHeap(), 0, (SIZE_T)-1) == NULL);
    CHECK(HeapAlloc(GetProcessHeap(), 0, (SIZE_T)1 << 62) == NULL);
    CHECK(malloc((size_t)-1) == NULL);
    CHECK(calloc((size_t)1 << 33, (size_t)1 << 33) == NULL);
}

TEST(null_may_be_freed)
{
    CHECK(HeapFree(GetProcessHeap(), 0, NULL));
    free(NULL);
}

TEST(freeing_twice_is_refused)
{
    HANDLE heap = GetProcessHeap();
    static const SIZE_T sizes[] = {1, 40, 1000};
    for (int i = 0; i < 3; i++) {
        void *block = HeapAlloc(heap, 0, sizes[i]);
        CHECK(HeapFree(heap, 0, block));
        CHECK(!HeapFree(heap, 0, block));
        void *first = HeapAlloc(heap, 0, sizes[i]), *second = HeapAlloc(heap, 0, sizes[i]);
        CHECK(first != second);
        CHECK(HeapFree(heap, 0, first));
        CHECK(HeapFree(heap, 0, second));
    }
}

TEST(private_heap)
{
    HANDLE heap = HeapCreate(0, 0, 0);
    CHECK(heap != NULL && heap != GetProcessHeap());
    void *block = HeapAlloc(heap, HEAP_ZERO_MEMORY, 77);
    CHECK_EQ(HeapSize(heap, 0, block), 77);
    CHECK(HeapValidate(heap, 0, block));
    CHECK(HeapDestroy(heap));
}

TEST(runtime_heap)
{
    char *block = malloc(33);
    CHECK_EQ(_msize(block), 33);
    block = realloc(block, 1001);
    CHECK_EQ(_msize(block), 1001);
    free(block);
    int *zeroed = calloc(25, 4);
    CHECK(all((char *)zeroed, 100, 0));
    CHECK_EQ(_msize(zeroed), 100);
    free(zeroed);
    CHECK(realloc(malloc(5), 0) == NULL);
    void *aligned = _aligned_malloc(100, 256);
    CHECK_EQ((ULONG_PTR)aligned & 255, 0);
    _aligned_free(aligned);
}

TEST(local_and_global)
{
    HLOCAL local = LocalAlloc(LPTR, 50);
    CHECK(local != NULL && all(local, 50, 0));
    CHECK_EQ(LocalSize(local), 50);
    CHECK(LocalFree(local) == NULL);
    HGLOBAL movable = GlobalAlloc(GMEM_MOVEABLE, 60);
    char *text = GlobalLock(movable);
    CHECK(text != NULL);
    strcpy(text, "locked");
    CHECK_EQ(GlobalSize(movable), 60);
    GlobalUnlock(movable);
    CHECK_STR((char *)GlobalLock(movable), "locked");
    GlobalUnlock(movable);
    CHECK(GlobalFree(movable) == NULL);
}

TEST(many_blocks_do_not_overlap)
{
    enum { N = 5000 };
    static unsigned char *blocks[N];
    static unsigned sizes[N];
    unsigned seed = 1;
    int wrong = 0;
    for (int round = 0; round < 4; round++) {
        for (int i = 0; i < N; i++) {
            seed = seed * 1664525 + 1013904223;
            if (blocks[i]) {
                for (unsigned k = 0; k < sizes[i]; k += 37) wrong += blocks[i][k] != (unsigned char)i;
                if (seed & 0x10000) {
                    free(blocks[i]);
                    blocks[i] = NULL;
                    continue;
                }
                free(blocks[i]);
            }
            sizes[i] = (seed >> 8) % 700 + 1;
            blocks[i] = malloc(sizes[i]);
            memset(blocks[i], i, sizes[i]);
        }
    }
    CHECK_EQ(wrong, 0);
    for (int i = 0; i < N; i++) free(blocks[i]);
}

int main(void)
{
    RUN(size_is_exact);
    RUN(zeroed_also_when_reused);
    RUN(reallocation_keeps_contents_and_zeroes_the_growth);
    RUN(too_much_is_refused);
    RUN(null_may_be_freed);
    RUN(freeing_twice_is_refused);
    RUN(private_heap);
    RUN(runtime_heap);
    RUN(local_and_global);
    RUN(many_blocks_do_not_overlap);
    return guest_done();
}
