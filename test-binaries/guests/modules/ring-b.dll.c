/* Two guest libraries that import from each other. */
__declspec(dllimport) int even(int n);
__declspec(dllexport) int odd(int n) { return n == 0 ? 0 : even(n - 1); }
