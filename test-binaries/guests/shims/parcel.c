/* The program of docs/shim-kit.md: it needs vendor.dll, which nobody has any more. */
// judged-by: ShimKitGuideTest
#include "guest.h"

typedef struct {
    WORD kind; /* 1 letter, 2 parcel */
    int grams;
    double length_cm;
} Parcel;

#define VENDOR __declspec(dllimport)
VENDOR int PriceOf(const Parcel *parcel);                            /* cents; 0 and the last error */
VENDOR int NameOfKind(int kind, char *buffer, int size);             /* length without the zero; or the size needed */
VENDOR int ForEachKind(int (*callback)(int kind, void *context), void *context);
VENDOR int Calls(void);                                              /* how often the thread has asked */
VENDOR char *Label(const wchar_t *receiver);                         /* to be freed with HeapFree */

static int show(int kind, void *context)
{
    char name[32];
    NameOfKind(kind, name, sizeof name);
    printf("kind %d is %s\n", kind, name);
    ++*(int *)context;
    return 1;
}

int main(void)
{
    Parcel parcel = {2, 1500, 40.0};
    int kinds = 0;
    printf("price: %d cents\n", PriceOf(&parcel));
    parcel.kind = 9;
    if (PriceOf(&parcel) == 0) printf("no price for kind 9: error %lu\n", GetLastError());
    ForEachKind(show, &kinds);
    printf("%d kinds\n", kinds);
    char *label = Label(L"Ada");
    printf("label: %s\n", label);
    HeapFree(GetProcessHeap(), 0, label);
    Calls();
    printf("calls: %d\n", Calls());
    printf("ticks: %lu\n", GetTickCount() % 10);
    return 0;
}
