// judged-by: Benchmarks
/*
 * A CPU-bound kernel: integers (sieve, hash) and floating point (n-body). The same source is built natively, so the
 * ratio of both times says what Decant costs code that makes no calls. Prints a checksum and milliseconds.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef _WIN32
#include <windows.h>
static double now(void)
{
    LARGE_INTEGER ticks, frequency;
    QueryPerformanceCounter(&ticks);
    QueryPerformanceFrequency(&frequency);
    return 1e3 * (double)ticks.QuadPart / (double)frequency.QuadPart;
}
#else
#include <time.h>
static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return 1e3 * (double)t.tv_sec + 1e-6 * (double)t.tv_nsec;
}
#endif

enum { SIEVE = 1 << 21, BODIES = 5 };

static unsigned char composite[SIEVE];

static unsigned sieve(void)
{
    unsigned count = 0;
    memset(composite, 0, sizeof composite);
    for (unsigned i = 2; i < SIEVE; i++) {
        if (composite[i]) continue;
        count++;
        for (unsigned long long k = (unsigned long long)i * i; k < SIEVE; k += i) composite[k] = 1;
    }
    return count;
}

static unsigned long long hash(unsigned rounds)
{
    unsigned long long state = 0x9e3779b97f4a7c15ull;
    for (unsigned i = 0; i < rounds; i++) {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        state *= 0x2545f4914f6cdd1dull;
        state += i % 7919;
    }
    return state;
}

struct body {
    double x, y, z, vx, vy, vz, mass;
};

static double bodies(int steps)
{
    struct body b[BODIES];
    for (int i = 0; i < BODIES; i++)
        b[i] = (struct body){i * 1.5, i * i * 0.7, 3.0 - i, 0.1 * i, -0.05 * i, 0.02, 1.0 / (i + 1)};
    for (int s = 0; s < steps; s++) {
        for (int i = 0; i < BODIES; i++)
            for (int k = i + 1; k < BODIES; k++) {
                double dx = b[i].x - b[k].x, dy = b[i].y - b[k].y, dz = b[i].z - b[k].z;
                double square = dx * dx + dy * dy + dz * dz + 0.01;
                double force = 0.001 / (square * __builtin_sqrt(square));
                b[i].vx -= dx * b[k].mass * force, b[i].vy -= dy * b[k].mass * force, b[i].vz -= dz * b[k].mass * force;
                b[k].vx += dx * b[i].mass * force, b[k].vy += dy * b[i].mass * force, b[k].vz += dz * b[i].mass * force;
            }
        for (int i = 0; i < BODIES; i++)
            b[i].x += 0.001 * b[i].vx, b[i].y += 0.001 * b[i].vy, b[i].z += 0.001 * b[i].vz;
    }
    return b[0].x + b[1].y + b[2].z;
}

int main(int argc, char **argv)
{
    int scale = argc > 1 ? atoi(argv[1]) : 10;
    double begin = now();
    unsigned primes = 0;
    unsigned long long mixed = 0;
    double place = 0;
    for (int i = 0; i < scale; i++) {
        primes += sieve();
        mixed ^= hash(4000000 + (unsigned)i);
        place += bodies(100000);
    }
    printf("checksum %u %08x%08x %.9f\n", primes, (unsigned)(mixed >> 32), (unsigned)mixed, place);
    printf("milliseconds %.3f\n", now() - begin);
    return 0;
}
