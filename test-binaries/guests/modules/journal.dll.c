/* A guest library that others tell what happens to them, in order. */
#include <windows.h>

static int notes[64];
static int count;

__declspec(dllexport) void note(int what) { if (count < 64) notes[count++] = what; }
__declspec(dllexport) int noted(int index) { return index < count ? notes[index] : -1; }
__declspec(dllexport) int note_count(void) { return count; }
