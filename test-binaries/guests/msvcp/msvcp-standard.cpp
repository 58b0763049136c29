// compiler: clang -Wno-unused -Wno-microsoft -Wno-ignored-attributes -Wno-undefined-func-template
// imports: msvcp/streams.imports.def msvcp/msvcp-throws.imports.def
// stdin:   12 word -0.5 the rest
/* The standard streams of Microsoft's C++ library, whose order with those of C is that of the program. */
#include "guest.h"
#include "msvcp/streams.h"

namespace std {
extern __declspec(dllimport) ostream cout, cerr, clog;
extern __declspec(dllimport) istream cin;
extern __declspec(dllimport) wostream wcout;
} // namespace std

static int (*c_puts)(const char *);
static int (*c_getchar)();

static std::ostream &operator<<(std::ostream &out, const char *text)
{
    return out.write(text, strlen(text));
}

static std::ostream &endl(std::ostream &out)
{
    return out.put('\n').flush();
}

int main()
{
    HANDLE runtime = LoadLibraryA("ucrtbase.dll");
    c_puts = (int (*)(const char *))GetProcAddress(runtime, "puts");
    c_getchar = (int (*)())GetProcAddress(runtime, "getchar");
    std::cout << "cout: " << 42 << ", " << 2.5 << ", " << true << endl;
    c_puts("puts");
    std::cout.width = 8;
    std::cout.filler = '.';
    std::cout << -7 << "|";
    c_puts("puts in the line");
    std::wcout.write(L"wide\n", 5);
    std::cout << "tied: " << (std::cin.tied == &std::cout) << (std::cerr.tied == &std::cout)
              << (std::clog.tied == &std::cout) << (std::cout.tied == nullptr) << endl;
    std::cout << "flags: " << std::cerr.format << " " << std::clog.format << " " << std::cin.format << endl;
    char first = 0;
    std::cin.get(first);
    std::cin.unget();
    std::cout << "back: " << (int)first << " " << std::cin.peek() << " " << std::cin.state << endl;
    std::cout << "sure to come: " << (int)std::cin.buffer->in_avail() << endl;
    int number = 0;
    double fraction = 0;
    char word[10];
    std::cin >> number;
    std::cin._Ipfx(false);
    std::cin.getline(word, 10, ' ');
    std::cout << "read: " << number << " " << word << endl;
    std::cin >> fraction;
    std::cout << fraction << endl;
    std::cin.ignore(1, -1);
    int c = c_getchar(); /* C goes on where C++ has stopped */
    char rest[20];
    std::cin.getline(rest, 20);
    std::cout << "rest: " << c << " " << rest << endl;
    std::cout << "end: " << std::cin.get() << " " << std::cin.state << endl;
    std::cerr << "cerr" << endl;
    std::cout << "sync: " << std::ios_base::sync_with_stdio(false) << std::ios_base::sync_with_stdio(true) << endl;
    Memory<char> memory;
    auto *before = std::cout.buffer;
    std::cout.buffer = &memory;
    std::cout << "captured";
    std::cout.buffer = before;
    std::cout << "memory: " << memory.get() << endl;
    return 0;
}
