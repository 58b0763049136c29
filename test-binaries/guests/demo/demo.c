// judged-by: DemoTest
// compiler: clang -ffreestanding -mno-red-zone -fomit-frame-pointer -fno-stack-protector
// build: -nostdlib -Wl,-e,start -lkernel32
// linux: -static -e start -z noseparate-code
/*
 * The program of `decant demo`: some computation (work.h), then calls of the operating system – memory, a file that is written,
 * read back and deleted, the console. It is built for Windows and for Linux from this source, without any runtime library:
 * what it asks of its operating system is all that differs.
 *
 *     demo [ROUNDS [FILE]]
 *
 * prints how long the computation took, in up to 100 equal parts – what disturbs it does not meet all of them –, and a
 * checksum of all that was computed and read back. Exit code 1: a call failed.
 */
#include "work.h"

enum { DEFAULT_ROUNDS = 2000, RECORDS = 16, RECORD = 512, PIECES = 200, PARTS = 100, DIGITS = 16 };

// --- what it asks of the operating system ----------------------------------------------------------------------
static void exit_program(int code) __attribute__((noreturn));
static void *allocate(uint64_t size);
static void release(void *memory, uint64_t size);
static int64_t create_file(const char *name);
static int64_t open_file(const char *name);
static int write_file(int64_t file, const void *from, uint32_t size);
static int read_file(int64_t file, void *to, uint32_t size);
static int close_file(int64_t file);
static int delete_file(const char *name);
static int64_t console(void);
static uint64_t nanoseconds(void);

#ifdef _WIN32
#include "windows-calls.h"
#else
#include "linux-calls.h"
#endif

// --- the program -----------------------------------------------------------------------------------------------
static const uint32_t SHA256[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01,
    0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc,
    0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
    0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08,
    0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
    0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static struct work task = {
    .constants = SHA256,
    .seed = 0x9e3779b97f4a7c15,
    .step = 0.01,
    .bodies = {{0, 0, 0, 0, 0, 0, 39.47},
               {4.84, -1.16, -0.10, 0.60, 2.81, -0.02, 0.037},
               {8.34, 4.12, -0.40, -1.01, 1.82, 0.008, 0.011},
               {12.89, -15.11, -0.22, 1.08, 0.86, -0.01, 0.0017},
               {15.37, -25.91, 0.17, 0.97, 0.59, -0.03, 0.0020}},
    .state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19},
};

static void require(int holds)
{
    if (!holds)
        exit_program(1);
}

static uint32_t length(const char *text)
{
    uint32_t n = 0;
    while (text[n])
        n++;
    return n;
}

static void print(const char *text)
{
    require(write_file(console(), text, length(text)));
}

static char times[PARTS * DIGITS + 1];

/* With leading zeros: how many instructions this takes must not depend on how long something took. */
static void write_time(uint64_t part, uint64_t nanoseconds)
{
    char *text = times + part * DIGITS;
    text[0] = ' ';
    for (unsigned at = DIGITS - 1; at > 0; at--, nanoseconds /= 10)
        text[at] = (char)('0' + nanoseconds % 10);
}

static void compute(uint64_t rounds)
{
    uint64_t parts = rounds < PARTS ? rounds : PARTS;
    for (uint64_t part = 0; part < parts; part++) {
        uint64_t before = nanoseconds();
        work(&task, rounds / parts);
        write_time(part, nanoseconds() - before);
    }
    times[parts * DIGITS] = 0;
}

static void print_checksum(void)
{
    char text[sizeof task.state * 2 + 1];
    for (unsigned i = 0; i < sizeof task.state * 2; i++)
        text[i] = "0123456789abcdef"[task.state[i / 8] >> (28 - i % 8 * 4) & 15];
    text[sizeof text - 1] = 0;
    print(text);
}

/* Many small blocks, all there at once. */
static void use_memory(void)
{
    static uint64_t *pieces[PIECES];
    for (unsigned i = 0; i < PIECES; i++) {
        pieces[i] = allocate(8 + i);
        require(pieces[i] != 0);
        *pieces[i] = task.state[i % 8];
    }
    for (unsigned i = 0; i < PIECES; i++) {
        task.message[i] = (uint8_t)*pieces[i];
        release(pieces[i], 8 + i);
    }
}

/* What was computed goes into a file and comes back from it. */
static void use_file(const char *name)
{
    int64_t file = create_file(name);
    require(file != -1);
    for (int i = 0; i < RECORDS; i++)
        require(write_file(file, task.message + i % 3 * RECORD, RECORD));
    require(close_file(file));
    file = open_file(name);
    require(file != -1);
    for (int i = 0; i < RECORDS; i++) {
        require(read_file(file, task.message, RECORD));
        sha256_block(SHA256, task.state, task.message + i % (RECORD / BLOCK) * BLOCK);
    }
    require(close_file(file));
    require(delete_file(name));
}

static void run(uint64_t rounds, const char *file)
{
    task.message = allocate(MESSAGE);
    task.keys = allocate(KEYS * sizeof *task.keys);
    require(task.message != 0 && task.keys != 0);
    compute(rounds);
    use_memory();
    use_file(file);
    print("nanoseconds");
    print(times);
    print("\nchecksum ");
    print_checksum();
    print("\n");
    exit_program(0);
}

static uint64_t number(const char *digits)
{
    uint64_t n = 0;
    for (; *digits >= '0' && *digits <= '9'; digits++)
        n = n * 10 + (uint64_t)(*digits - '0');
    return n;
}

#ifdef _WIN32
void start(void)
{
    char *line = GetCommandLineA();
    char *rounds = next_word(line, *line == '"' ? line + 1 : line);
    char *file = next_word(line, rounds);
    next_word(line, file);
    run(*rounds ? number(rounds) : DEFAULT_ROUNDS, *file ? file : "demo.tmp");
}
#else
__asm__(".globl start\nstart: mov %rsp, %rdi\n and $-16, %rsp\n call begin\n");

/* The stack of a new program: the number of arguments, then their addresses. */
__attribute__((used)) static void begin(char **stack)
{
    int64_t count = (int64_t)stack[0];
    run(count > 1 ? number(stack[2]) : DEFAULT_ROUNDS, count > 2 ? stack[3] : "demo.tmp");
}
#endif
