/* Two guest libraries that import from each other. */
__declspec(dllimport) int odd(int n);
__declspec(dllexport) int even(int n) { return n == 0 ? 1 : odd(n - 1); }
