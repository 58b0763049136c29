/* Random numbers and hashes: bcrypt, bcryptprimitives, and the older functions of advapi32. */
// build: -lbcrypt -ladvapi32
#include "guest.h"
#include <bcrypt.h>
#include <ntsecapi.h>
#include <wincrypt.h>

#define NT_INVALID_HANDLE ((NTSTATUS)0xC0000008)
#define NT_INVALID_PARAMETER ((NTSTATUS)0xC000000D)
#define NT_NOT_FOUND ((NTSTATUS)0xC0000225)
#define NT_BUFFER_TOO_SMALL ((NTSTATUS)0xC0000023)

static const char *hex(const unsigned char *bytes, int n)
{
    static char text[200];
    for (int i = 0; i < n; i++) {
        sprintf(text + 2 * i, "%02x", bytes[i]);
    }
    return text;
}

static int is_random(const unsigned char *bytes, int n)
{
    int zeros = 0;
    for (int i = 0; i < n; i++) {
        zeros += bytes[i] == 0;
    }
    return zeros < n / 8;
}

TEST(random_bytes_of_every_source)
{
    unsigned char bytes[256];
    memset(bytes, 0, sizeof bytes);
    CHECK_EQ(BCryptGenRandom(NULL, bytes, sizeof bytes, BCRYPT_USE_SYSTEM_PREFERRED_RNG), 0);
    CHECK(is_random(bytes, sizeof bytes));
    CHECK_EQ(BCryptGenRandom(NULL, bytes, sizeof bytes, 0), NT_INVALID_HANDLE);

    BCRYPT_ALG_HANDLE rng = NULL;
    CHECK_EQ(BCryptOpenAlgorithmProvider(&rng, BCRYPT_RNG_ALGORITHM, NULL, 0), 0);
    memset(bytes, 0, sizeof bytes);
    CHECK_EQ(BCryptGenRandom(rng, bytes, sizeof bytes, 0), 0);
    CHECK(is_random(bytes, sizeof bytes));
    CHECK_EQ(BCryptCloseAlgorithmProvider(rng, 0), 0);

    memset(bytes, 0, sizeof bytes);
    CHECK(RtlGenRandom(bytes, sizeof bytes));
    CHECK(is_random(bytes, sizeof bytes));
    unsigned char many[100000];
    memset(many, 0, sizeof many);
    CHECK(RtlGenRandom(many, sizeof many));
    CHECK(is_random(many + sizeof many - 256, 256));

    HCRYPTPROV provider = 0;
    CHECK(CryptAcquireContextW(&provider, NULL, NULL, PROV_RSA_AES, CRYPT_VERIFYCONTEXT | CRYPT_SILENT));
    memset(bytes, 0, sizeof bytes);
    CHECK(CryptGenRandom(provider, sizeof bytes, bytes));
    CHECK(is_random(bytes, sizeof bytes));
    CHECK(CryptReleaseContext(provider, 0));
}

TEST(process_prng)
{
    HMODULE library = LoadLibraryA("bcryptprimitives.dll");
    BOOL(WINAPI * prng)(PBYTE, SIZE_T) = (void *)GetProcAddress(library, "ProcessPrng");
    unsigned char bytes[256];
    memset(bytes, 0, sizeof bytes);
    if (CHECK(prng != NULL)) {
        CHECK(prng(bytes, sizeof bytes));
        CHECK(is_random(bytes, sizeof bytes));
    }
}

static void hash_of(LPCWSTR algorithm, const char *text, const char *expected)
{
    BCRYPT_ALG_HANDLE provider = NULL;
    BCRYPT_HASH_HANDLE hash = NULL;
    unsigned char value[64];
    DWORD size = 0, got = 0, object = 0;
    CHECK_EQ(BCryptOpenAlgorithmProvider(&provider, algorithm, NULL, 0), 0);
    CHECK_EQ(BCryptGetProperty(provider, BCRYPT_HASH_LENGTH, (PUCHAR)&size, sizeof size, &got, 0), 0);
    CHECK_EQ(got, 4);
    CHECK_EQ(size, strlen(expected) / 2);
    CHECK_EQ(BCryptGetProperty(provider, BCRYPT_OBJECT_LENGTH, (PUCHAR)&object, sizeof object, &got, 0), 0);
    unsigned char *memory = malloc(object);
    CHECK_EQ(BCryptCreateHash(provider, &hash, memory, object, NULL, 0, 0), 0);
    CHECK_EQ(BCryptHashData(hash, (PUCHAR)text, (ULONG)strlen(text) / 2, 0), 0);
    BCRYPT_HASH_HANDLE copy = NULL;
    unsigned char *memory2 = malloc(object);
    CHECK_EQ(BCryptDuplicateHash(hash, &copy, memory2, object, 0), 0);
    const char *rest = text + strlen(text) / 2;
    CHECK_EQ(BCryptHashData(hash, (PUCHAR)rest, (ULONG)strlen(rest), 0), 0);
    CHECK_EQ(BCryptFinishHash(hash, value, size - 1, 0), NT_INVALID_PARAMETER);
    CHECK_EQ(BCryptFinishHash(hash, value, size, 0), 0);
    CHECK_STR(hex(value, (int)size), expected);
    CHECK_EQ(BCryptHashData(copy, (PUCHAR)rest, (ULONG)strlen(rest), 0), 0);
    memset(value, 0, sizeof value);
    CHECK_EQ(BCryptFinishHash(copy, value, size, 0), 0);
    CHECK_STR(hex(value, (int)size), expected);
    CHECK_EQ(BCryptDestroyHash(copy), 0);
    CHECK_EQ(BCryptDestroyHash(hash), 0);
    CHECK_EQ(BCryptCloseAlgorithmProvider(provider, 0), 0);
    free(memory);
    free(memory2);
}

TEST(hashes)
{
    hash_of(BCRYPT_MD5_ALGORITHM, "abc", "900150983cd24fb0d6963f7d28e17f72");
    hash_of(BCRYPT_SHA1_ALGORITHM, "abc", "a9993e364706816aba3e25717850c26c9cd0d89d");
    hash_of(BCRYPT_SHA256_ALGORITHM, "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    hash_of(BCRYPT_SHA384_ALGORITHM, "abc",
            "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7");
    hash_of(BCRYPT_SHA512_ALGORITHM, "abc",
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd"
            "454d4423643ce80e2a9ac94fa54ca49f");
}

TEST(hmac_and_reuse)
{
    BCRYPT_ALG_HANDLE provider = NULL;
    BCRYPT_HASH_HANDLE hash = NULL;
    unsigned char value[32];
    CHECK_EQ(BCryptOpenAlgorithmProvider(&provider, BCRYPT_SHA256_ALGORITHM, NULL, BCRYPT_ALG_HANDLE_HMAC_FLAG), 0);
    CHECK_EQ(BCryptCreateHash(provider, &hash, NULL, 0, (PUCHAR) "Jefe", 4, BCRYPT_HASH_REUSABLE_FLAG), 0);
    for (int i = 0; i < 2; i++) { /* RFC 4231, test case 2 */
        CHECK_EQ(BCryptHashData(hash, (PUCHAR) "what do ya want for nothing?", 28, 0), 0);
        CHECK_EQ(BCryptFinishHash(hash, value, 32, 0), 0);
        CHECK_STR(hex(value, 32), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }
    CHECK_EQ(BCryptDestroyHash(hash), 0);
    /* RFC 6070's password and salt, with SHA-256. */
    unsigned char key[40];
    CHECK_EQ(BCryptDeriveKeyPBKDF2(provider, (PUCHAR) "password", 8, (PUCHAR) "salt", 4, 2, key, 40, 0), 0);
    CHECK_STR(hex(key, 32), "ae4d0c95af6b46d32d0adff928f06dd02a303f8ef3c251dfd6e2d85a95474c43");
    CHECK_EQ(BCryptCloseAlgorithmProvider(provider, 0), 0);
}

TEST(what_is_not_there)
{
    BCRYPT_ALG_HANDLE provider = NULL;
    BCRYPT_HASH_HANDLE hash = NULL;
    DWORD got = 0;
    unsigned char small[2];
    CHECK_EQ(BCryptOpenAlgorithmProvider(&provider, L"NOTHING", NULL, 0), NT_NOT_FOUND);
    CHECK_EQ(BCryptOpenAlgorithmProvider(&provider, BCRYPT_SHA1_ALGORITHM, NULL, 0), 0);
    CHECK_EQ(BCryptGetProperty(provider, BCRYPT_HASH_LENGTH, small, sizeof small, &got, 0), NT_BUFFER_TOO_SMALL);
    CHECK_EQ(got, 4);
    CHECK_EQ(BCryptGetProperty(provider, BCRYPT_ALGORITHM_NAME, NULL, 0, &got, 0), 0);
    CHECK_EQ(got, 10);
    CHECK_EQ(BCryptCreateHash(NULL, &hash, NULL, 0, NULL, 0, 0), NT_INVALID_HANDLE);
    CHECK_EQ(BCryptCloseAlgorithmProvider(provider, 0), 0);
}

TEST(older_hashes)
{
    HCRYPTPROV provider = 0;
    HCRYPTHASH hash = 0;
    unsigned char value[32];
    DWORD size = sizeof value, word = 0, words = sizeof word;
    CHECK(CryptAcquireContextA(&provider, NULL, NULL, PROV_RSA_AES, CRYPT_VERIFYCONTEXT));
    CHECK(CryptCreateHash(provider, CALG_SHA_256, 0, 0, &hash));
    CHECK(CryptHashData(hash, (BYTE *)"abc", 3, 0));
    CHECK(CryptGetHashParam(hash, HP_HASHSIZE, (BYTE *)&word, &words, 0));
    CHECK_EQ(word, 32);
    CHECK(CryptGetHashParam(hash, HP_HASHVAL, NULL, &size, 0));
    CHECK_EQ(size, 32);
    size = 8;
    CHECK_ERROR(CryptGetHashParam(hash, HP_HASHVAL, value, &size, 0), ERROR_MORE_DATA);
    CHECK_EQ(size, 32);
    CHECK(CryptGetHashParam(hash, HP_HASHVAL, value, &size, 0));
    CHECK_STR(hex(value, 32), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK_ERROR(CryptHashData(hash, (BYTE *)"abc", 3, 0), (DWORD)NTE_BAD_HASH_STATE);
    CHECK(CryptDestroyHash(hash));
    CHECK_ERROR(CryptCreateHash(provider, 0x8FFF, 0, 0, &hash), (DWORD)NTE_BAD_ALGID);
    CHECK(CryptReleaseContext(provider, 0));
}

/* Programs that were linked against an import library of ncrypt reach bcrypt through it. */
TEST(ncrypt_has_them_too)
{
    HMODULE ncrypt = LoadLibraryA("ncrypt.dll");
    NTSTATUS(WINAPI *random)(BCRYPT_ALG_HANDLE, PUCHAR, ULONG, ULONG) = NULL;
    unsigned char bytes[64] = {0};
    if (!CHECK(ncrypt != NULL))
        return;
    CHECK(GetProcAddress(ncrypt, "BCryptOpenAlgorithmProvider") != NULL);
    random = (void *)GetProcAddress(ncrypt, "BCryptGenRandom");
    if (CHECK(random != NULL))
        CHECK_EQ(random(NULL, bytes, sizeof bytes, BCRYPT_USE_SYSTEM_PREFERRED_RNG), 0);
    CHECK(is_random(bytes, sizeof bytes));
}

TEST(no_certified_mode)
{
    BOOLEAN enabled = 7;
    CHECK_EQ(BCryptGetFipsAlgorithmMode(&enabled), 0);
    CHECK_EQ(enabled, FALSE);
    CHECK((ULONG)BCryptGetFipsAlgorithmMode(NULL) >= 0xC0000000);
}

int main(void)
{
    RUN(no_certified_mode);
    RUN(random_bytes_of_every_source);
    RUN(process_prng);
    RUN(hashes);
    RUN(hmac_and_reuse);
    RUN(what_is_not_there);
    RUN(older_hashes);
    RUN(ncrypt_has_them_too);
    return guest_done();
}
