/*
 * The work of demo.c: SHA-256, a heap sort and the motion of five planets. Windows' calling convention, a section of its own
 * and neither constants nor data outside of `struct work`, so that the Windows program and the Linux program have the
 * same machine code for it, byte for byte; a test compares the two.
 */
#include <stdint.h>

enum { BODIES = 5, BLOCK = 64, MESSAGE = 24 * BLOCK, KEYS = 128, STEPS = 16 };

struct body {
    double x, y, z, vx, vy, vz, mass;
};

struct work {
    const uint32_t *constants; /* SHA-256's 64 round constants */
    uint8_t *message;          /* MESSAGE bytes */
    uint64_t *keys;            /* KEYS of them */
    uint64_t seed;
    double step; /* of time */
    struct body bodies[BODIES];
    uint32_t state[8]; /* of SHA-256; the result */
};

#define WORK __attribute__((ms_abi, noinline, section(".work"), used))

static inline uint32_t rotate(uint32_t x, int n)
{
    return x >> n | x << (32 - n);
}

static WORK void sha256_block(const uint32_t *constants, uint32_t *state, const uint8_t *block)
{
    uint32_t w[64];
    for (int i = 0; i < 16; i++)
        w[i] = __builtin_bswap32(((const uint32_t *)block)[i]);
    for (int i = 16; i < 64; i++) {
        uint32_t s0 = rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ w[i - 15] >> 3;
        uint32_t s1 = rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ w[i - 2] >> 10;
        w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
    for (int i = 0; i < 64; i++) {
        uint32_t s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
        uint32_t t1 = h + s1 + ((e & f) ^ (~e & g)) + constants[i] + w[i];
        uint32_t s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
        uint32_t t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
        h = g, g = f, f = e, e = d + t1;
        d = c, c = b, b = a, a = t1 + t2;
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d;
    state[4] += e, state[5] += f, state[6] += g, state[7] += h;
}

static WORK void sift(uint64_t *keys, uint64_t root, uint64_t count)
{
    uint64_t key = keys[root];
    uint64_t child;
    while ((child = 2 * root + 1) < count) {
        if (child + 1 < count && keys[child] < keys[child + 1])
            child++;
        if (key >= keys[child])
            break;
        keys[root] = keys[child];
        root = child;
    }
    keys[root] = key;
}

static WORK void sort(uint64_t *keys, uint64_t count)
{
    for (uint64_t root = count / 2; root-- > 0;)
        sift(keys, root, count);
    for (uint64_t last = count - 1; last > 0; last--) {
        uint64_t largest = keys[0];
        keys[0] = keys[last];
        keys[last] = largest;
        sift(keys, 0, last);
    }
}

static inline double square_root(double x)
{
    double root;
    __asm__("sqrtsd %1, %0" : "=x"(root) : "x"(x));
    return root;
}

static WORK void move(struct body *bodies, double step)
{
    for (int i = 0; i < BODIES; i++) {
        struct body *a = bodies + i;
        for (int j = i + 1; j < BODIES; j++) {
            struct body *b = bodies + j;
            double dx = a->x - b->x, dy = a->y - b->y, dz = a->z - b->z;
            double square = dx * dx + dy * dy + dz * dz;
            double pull = step / (square * square_root(square));
            a->vx -= dx * b->mass * pull, a->vy -= dy * b->mass * pull, a->vz -= dz * b->mass * pull;
            b->vx += dx * a->mass * pull, b->vy += dy * a->mass * pull, b->vz += dz * a->mass * pull;
        }
    }
    for (int i = 0; i < BODIES; i++) {
        struct body *a = bodies + i;
        a->x += step * a->vx, a->y += step * a->vy, a->z += step * a->vz;
    }
}

/* All three, `rounds` times; each round's result is part of the next one's message. */
static WORK void work(struct work *w, uint64_t rounds)
{
    for (; rounds > 0; rounds--) {
        for (int i = 0; i < KEYS; i++) {
            w->seed ^= w->seed << 13, w->seed ^= w->seed >> 7, w->seed ^= w->seed << 17;
            w->keys[i] = w->seed;
        }
        sort(w->keys, KEYS);
        for (int i = 0; i < STEPS; i++)
            move(w->bodies, w->step);
        for (int i = 0; i < KEYS; i++)
            ((uint64_t *)w->message)[i] = w->keys[i] ^ ((uint64_t *)w->message)[i];
        const uint64_t *motion = (const uint64_t *)w->bodies;
        for (unsigned i = 0; i < sizeof w->bodies / 8; i++)
            ((uint64_t *)w->message)[KEYS + i] = motion[i];
        for (int i = 0; i < MESSAGE; i += BLOCK)
            sha256_block(w->constants, w->state, w->message + i);
    }
}
