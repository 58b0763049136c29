/* A library that throws, and one that lets exceptions of its callers pass. */
#include <stdexcept>
#include <string>

extern "C" __declspec(dllexport) void throw_from_library(const char *what)
{
    throw std::runtime_error(what);
}

extern "C" __declspec(dllexport) int call_from_library(int (*function)(int), int argument, int *destroyed)
{
    struct Local {
        int *destroyed;
        ~Local()
        {
            ++*destroyed;
        }
    } local = {destroyed};
    std::string text(40, 'x');
    return function(argument) + (int)text.size();
}
