/*
 * Memory that is reserved for nobody's access and committed step by step, as WebAssembly's memories grow: their engines
 * count on the fault behind what is committed, which is the first that this program has.
 */
#include "../guest.h"
#include "../try.h"

enum { STEP = 65536, GROWN = 10 << 20, RESERVED = 32 << 20 };

static void touch(void *page)
{
    *(volatile char *)page = 1;
}

TEST(what_nobody_may_touch_faults)
{
    char *memory = VirtualAlloc(NULL, RESERVED, MEM_RESERVE, PAGE_NOACCESS);
    CHECK(memory != NULL);
    for (SIZE_T at = 0; at < GROWN + STEP; at += STEP) {
        if (!CHECK(VirtualAlloc(memory + at, STEP, MEM_COMMIT, PAGE_READWRITE) == memory + at)) return;
        memory[at] = 1;
    }
    CHECK(try_except(touch, memory + GROWN + STEP));
    CHECK(!try_except(touch, memory + GROWN + STEP - 1));
    CHECK(VirtualFree(memory, 0, MEM_RELEASE));
}

int main(void)
{
    RUN(what_nobody_may_touch_faults);
    return guest_done();
}
