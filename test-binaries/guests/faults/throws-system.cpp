// compiler: clang
/* Exceptions of the system in functions of C++ that are compiled to catch them too (/EHa). */
#include "guest.h"

typedef void (*Translator)(unsigned, ExceptionPointers *);
extern "C" Translator _set_se_translator(Translator);

static int alive;

struct Local {
    Local() { alive++; }
    ~Local() { alive--; }
};

static void raises()
{
    RaiseException(0xE0000010, 0, 0, NULL);
}

static void faults()
{
    *(volatile int *)0x10 = 1;
}

/* Seen through, they would be functions that throw nothing. */
static void (*volatile may_raise)() = raises;
static void (*volatile may_fault)() = faults;

TEST(catch_all_takes_them)
{
    int caught = 0;
    for (int i = 0; i < 2; i++) {
        try {
            Local local;
            i == 0 ? may_fault() : may_raise();
        } catch (int) {
        } catch (...) {
            caught++;
            CHECK_EQ(alive, 0);
        }
    }
    CHECK_EQ(caught, 2);
}

TEST(they_are_thrown_again)
{
    int caught = 0;
    try {
        try {
            may_raise();
        } catch (...) {
            caught++;
            throw;
        }
    } catch (...) {
        caught++;
    }
    CHECK_EQ(caught, 2);
}

struct System {
    unsigned code;
};

static void translate(unsigned code, ExceptionPointers *pointers)
{
    CHECK_EQ(pointers->record->code, code);
    throw System{code};
}

TEST(translates_system_exceptions)
{
    CHECK(_set_se_translator(translate) == nullptr);
    int caught = 0;
    for (int i = 0; i < 3; i++) {
        try {
            Local local;
            if (i == 0) {
                may_fault();
            } else {
                may_raise();
            }
        } catch (System &system) {
            caught += system.code == (i == 0 ? 0xC0000005 : 0xE0000010);
        } catch (...) {
        }
    }
    CHECK_EQ(caught, 3);
    CHECK(_set_se_translator(nullptr) == translate);
    CHECK_EQ(alive, 0);
}

/*
 * The compiler describes all functions as ones that are for C++ exceptions alone (/EHs); this changes the descriptions
 * to those of /EHa.
 */
static void describe_as_asynchronous()
{
    unsigned char *base = (unsigned char *)GetModuleHandleA(NULL);
    unsigned *directory = (unsigned *)(base + *(unsigned *)(base + 0x3C) + 24 + 112 + 8 * 3);
    for (unsigned i = 0; i < directory[1] / 12; i++) {
        unsigned *entry = (unsigned *)(base + directory[0] + 12 * i);
        unsigned char *unwind = base + entry[2];
        if ((unwind[0] >> 3 & 3) == 0) {
            continue; // no handler
        }
        unsigned *handler = (unsigned *)(unwind + 4 + 2 * ((unwind[2] + 1) & ~1));
        unsigned *function = (unsigned *)(base + handler[1]);
        if (handler[1] > 0x100000 || function[0] != 0x19930522) {
            continue;
        }
        DWORD old;
        VirtualProtect(&function[9], 4, 4 /* PAGE_READWRITE */, &old);
        function[9] &= ~1u;
    }
}

int main()
{
    describe_as_asynchronous();
    RUN(catch_all_takes_them);
    RUN(they_are_thrown_again);
    RUN(translates_system_exceptions);
    return guest_done();
}
