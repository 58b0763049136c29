/* A guest library that needs what journal.dll does not export. */
__declspec(dllimport) void note_that_is_not_there(void);
__declspec(dllexport) void call_it(void) { note_that_is_not_there(); }
