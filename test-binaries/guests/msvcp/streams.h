/*
 * The streams of Microsoft's C++ library as its headers lay them out, for guests that the compiler builds for its ABI: classes
 * that the library exports, and what programs make of them themselves. #include after guest.h.
 */
#ifndef STREAMS_H
#define STREAMS_H

#pragma vtordisp(push, 2)

struct _Mbstatet {
    unsigned long character;
    unsigned short bytes, state;
};

extern "C" struct _iobuf *__acrt_iob_func(unsigned);

namespace std {
typedef long long streamoff, streamsize;

template <class E> struct char_traits;
template <> struct char_traits<char> {
    typedef int int_type;
    static int of(char c) { return (unsigned char)c; }
    static constexpr int end = -1;
};
template <> struct char_traits<wchar_t> {
    typedef unsigned short int_type;
    static unsigned short of(wchar_t c) { return c; }
    static constexpr unsigned short end = 0xFFFF;
};

template <class S> class fpos {
public:
    fpos(streamoff offset) : offset(offset), file(0), state() {}
    streamoff offset;
    long long file;
    S state;
};
typedef fpos<_Mbstatet> streampos;

template <class E> class allocator;
template <class E, class T, class A> class basic_string {
public:
    union {
        E buffer[16 / sizeof(E)];
        E *address;
    };
    size_t length, room;
    basic_string(const E *text) : length(0), room(16 / sizeof(E) - 1)
    {
        while (text[length])
            length++;
        for (size_t i = 0; i <= length; i++)
            buffer[i] = text[i];
    }
    basic_string(const E *text, size_t claimed) : basic_string(text) { length = claimed; } /* whatever it has */
    basic_string(const basic_string &) = delete;
    ~basic_string() {}
};
typedef basic_string<char, char_traits<char>, allocator<char>> string;

class _Facet_base {
public:
    virtual ~_Facet_base() noexcept {}
    virtual void _Incref() noexcept = 0;
    virtual _Facet_base *_Decref() noexcept = 0;
};

struct _Two_bases { /* an object of two empty bases begins with eight bytes of nothing */
    long long nothing;
};

class locale : _Two_bases {
public:
    class __declspec(dllimport) id {
    public:
        operator size_t();
        size_t number;
    };
    class __declspec(dllimport) facet : public _Facet_base {
    public:
        void _Incref() noexcept override;
        _Facet_base *_Decref() noexcept override;
        unsigned references;

    protected:
        explicit facet(size_t = 0);
        ~facet() noexcept override;
    };
    class __declspec(dllimport) _Locimp : public facet {
    public:
        facet **facets;
        size_t count;
        int categories;
        bool transparent;
        const char *name;
        char nothing;

    protected:
        ~_Locimp() noexcept override;

    private:
        static _Locimp *_New_Locimp(const _Locimp &);
        static void _Locimp_Addfac(_Locimp *, facet *, size_t);
        friend locale;
    };
    locale() : implementation(_Init(true)) {}
    locale(const locale &other) : implementation(other.implementation) { implementation->_Incref(); }
    locale(const locale &other, facet *facet, size_t id);
    ~locale() { delete implementation->_Decref(); }
    __declspec(dllimport) static const locale &classic();
    __declspec(dllimport) static locale global(const locale &);
    const facet *get(size_t id) const
    {
        return id < implementation->count ? implementation->facets[id] : nullptr;
    }
    _Locimp *implementation;

private:
    __declspec(dllimport) static _Locimp *_Init(bool);
};

class __declspec(dllimport) ios_base {
public:
    enum event { erase_event, imbue_event, copyfmt_event };
    typedef void (*callback)(event, ios_base &, int);
    virtual ~ios_base() noexcept;
    int flags(int);
    int setf(int, int);
    bool fail() const;
    void exceptions(int);
    static int xalloc();
    long &iword(int);
    void *&pword(int);
    void register_callback(callback, int);
    static bool sync_with_stdio(bool);
    size_t standard;
    int state, except, format;
    streamsize precision, width;
    void *words, *callbacks;
    locale *own_locale;

protected:
    ios_base();
};

enum { eofbit = 1, failbit = 2, badbit = 4 };
enum { skipws = 1, unitbuf = 2, uppercase = 4, showbase = 8, showpoint = 0x10, showpos = 0x20, left = 0x40, right = 0x80 };
enum { internal = 0x100, dec = 0x200, oct = 0x400, hex = 0x800, scientific = 0x1000, fixed = 0x2000, boolalpha = 0x4000 };

template <class E, class T> class basic_ostream;

template <class E, class T> class basic_streambuf {
public:
    typedef typename T::int_type I;
    virtual ~basic_streambuf() noexcept;
    I sgetc();
    I sbumpc();
    I snextc();
    I sputc(E);
    I sungetc();
    I sputbackc(E);
    streamsize sgetn(E *, streamsize);
    streamsize sputn(const E *, streamsize);
    streamsize in_avail();
    virtual void _Lock();
    virtual void _Unlock();

protected:
    basic_streambuf();
    E *eback() const;
    E *gptr() const;
    E *egptr() const;
    E *pbase() const;
    E *pptr() const;
    E *epptr() const;
    void setg(E *, E *, E *);
    void setp(E *, E *);
    void pbump(int);
    E *_Pninc();
    virtual I overflow(I);
    virtual I pbackfail(I);
    virtual streamsize showmanyc();
    virtual I underflow();
    virtual I uflow();
    virtual streamsize xsgetn(E *, streamsize);
    virtual streamsize xsputn(const E *, streamsize);
    virtual fpos<_Mbstatet> seekoff(streamoff, int, int);
    virtual fpos<_Mbstatet> seekpos(fpos<_Mbstatet>, int);
    virtual basic_streambuf *setbuf(E *, streamsize);
    virtual int sync();
    virtual void imbue(const locale &);

public:
    E *get_first, *put_first, **get_first_at, **put_first_at, *get_next, *put_next, **get_next_at, **put_next_at;
    int get_count, put_count, *get_count_at, *put_count_at;
    locale *own_locale;
};

template <class E, class T> class basic_ios : public ios_base {
public:
    ~basic_ios() noexcept override;
    void clear(int, bool);
    void setstate(int, bool);
    basic_streambuf<E, T> *rdbuf() const;
    basic_ostream<E, T> *tie() const;
    E fill(E);
    E widen(char) const;
    char narrow(E, char) const;
    locale imbue(const locale &);
    basic_ios &copyfmt(const basic_ios &);
    basic_streambuf<E, T> *buffer;
    basic_ostream<E, T> *tied;
    E filler;

protected:
    basic_ios();
};

template <class E, class T> class basic_ostream : virtual public basic_ios<E, T> {
public:
    explicit basic_ostream(basic_streambuf<E, T> *, bool);
    ~basic_ostream() noexcept override;
    basic_ostream &operator<<(bool);
    basic_ostream &operator<<(short);
    basic_ostream &operator<<(unsigned short);
    basic_ostream &operator<<(int);
    basic_ostream &operator<<(unsigned);
    basic_ostream &operator<<(long long);
    basic_ostream &operator<<(unsigned long long);
    basic_ostream &operator<<(float);
    basic_ostream &operator<<(double);
    basic_ostream &operator<<(const void *);
    basic_ostream &operator<<(basic_streambuf<E, T> *);
    basic_ostream &operator<<(basic_ostream &(*)(basic_ostream &));
    basic_ostream &operator<<(ios_base &(*)(ios_base &));
    basic_ostream &put(E);
    basic_ostream &write(const E *, streamsize);
    basic_ostream &flush();
    void _Osfx();
    fpos<_Mbstatet> tellp();
    basic_ostream &seekp(streamoff, int);
};

template <class E, class T> class basic_istream : virtual public basic_ios<E, T> {
public:
    typedef typename T::int_type I;
    explicit basic_istream(basic_streambuf<E, T> *, bool);
    ~basic_istream() noexcept override;
    bool _Ipfx(bool);
    basic_istream &operator>>(bool &);
    basic_istream &operator>>(short &);
    basic_istream &operator>>(unsigned short &);
    basic_istream &operator>>(int &);
    basic_istream &operator>>(unsigned &);
    basic_istream &operator>>(long long &);
    basic_istream &operator>>(unsigned long long &);
    basic_istream &operator>>(float &);
    basic_istream &operator>>(double &);
    basic_istream &operator>>(void *&);
    basic_istream &operator>>(basic_streambuf<E, T> *);
    I get();
    basic_istream &get(E &);
    basic_istream &get(E *, streamsize);
    basic_istream &getline(E *, streamsize);
    basic_istream &getline(E *, streamsize, E);
    basic_istream &ignore(streamsize, I);
    basic_istream &read(E *, streamsize);
    streamsize readsome(E *, streamsize);
    I peek();
    basic_istream &putback(E);
    basic_istream &unget();
    fpos<_Mbstatet> tellg();
    basic_istream &seekg(streamoff, int);
    streamsize gcount() const;
    streamsize count;
};

template <class E, class T> class basic_iostream : public basic_istream<E, T>, public basic_ostream<E, T> {
public:
    explicit basic_iostream(basic_streambuf<E, T> *);
    ~basic_iostream() noexcept override;
};

#define LIBRARY_CLASSES(E)                                                                                              \
    extern template class __declspec(dllimport) basic_streambuf<E, char_traits<E>>;                                     \
    extern template class __declspec(dllimport) basic_ios<E, char_traits<E>>;                                           \
    extern template class __declspec(dllimport) basic_ostream<E, char_traits<E>>;                                       \
    extern template class __declspec(dllimport) basic_istream<E, char_traits<E>>;                                       \
    extern template class __declspec(dllimport) basic_iostream<E, char_traits<E>>;
LIBRARY_CLASSES(char)
LIBRARY_CLASSES(wchar_t)
#undef LIBRARY_CLASSES

typedef basic_streambuf<char, char_traits<char>> streambuf;
typedef basic_ostream<char, char_traits<char>> ostream;
typedef basic_istream<char, char_traits<char>> istream;
typedef basic_iostream<char, char_traits<char>> iostream;
typedef basic_ostream<wchar_t, char_traits<wchar_t>> wostream;
typedef basic_istream<wchar_t, char_traits<wchar_t>> wistream;

template <class T> struct _Smanip {
    void (*function)(ios_base &, T);
    T argument;
};
__declspec(dllimport) _Smanip<streamsize> setw(streamsize);
__declspec(dllimport) _Smanip<streamsize> setprecision(streamsize);
__declspec(dllimport) _Smanip<int> setbase(int);
} // namespace std

/* A buffer in memory: what was written can be read; nothing is overwritten. */
template <class E> class Memory : public std::basic_streambuf<E, std::char_traits<E>> {
    typedef std::char_traits<E> T;
    typedef typename T::int_type I;

public:
    Memory(const E *given = nullptr) : length(0), room(4), overflows(0), syncs(0)
    {
        while (given && given[length]) {
            text[length] = given[length];
            length++;
        }
        this->setp(text + length, text + length + room);
        this->setg(text, text, text + length);
    }
    const E *get()
    {
        *this->pptr() = 0;
        return text;
    }
    void empty()
    {
        this->setp(text, text + room);
        this->setg(text, text, text);
    }
    I overflow(I c) override
    {
        overflows++;
        if (this->pptr() - text >= 300)
            return T::end;
        E *at = this->pptr();
        this->setp(at, at + room);
        *this->_Pninc() = (E)c;
        return c;
    }
    I underflow() override
    {
        if (this->gptr() < this->pptr())
            this->setg(text, this->gptr(), this->pptr());
        return this->gptr() < this->egptr() ? T::of(*this->gptr()) : T::end;
    }
    std::fpos<_Mbstatet> seekoff(std::streamoff offset, int way, int which) override
    {
        std::streamoff at = offset + (way == 0 ? 0 : way == 1 ? ((which & 1) ? this->gptr() : this->pptr()) - text : length);
        if (at < 0 || at > 300)
            return -1;
        if (which & 1)
            this->setg(text, text + at, this->egptr());
        return at;
    }
    int sync() override
    {
        syncs++;
        return 0;
    }
    int length, room, overflows, syncs;
    E text[400];
};

/* Streams of such a buffer, made as the compiler makes std::ostringstream and the like. */
template <class E> class Output : public std::basic_ostream<E, std::char_traits<E>> {
public:
    Output() : std::basic_ostream<E, std::char_traits<E>>(&memory, false) {}
    const E *get() { return memory.get(); }
    void empty() { memory.empty(); }
    Memory<E> memory;
};
template <class E> class Input : public std::basic_istream<E, std::char_traits<E>> {
public:
    Input(const E *text) : std::basic_istream<E, std::char_traits<E>>(&memory, false), memory(text) {}
    Memory<E> memory;
};
class Both : public std::iostream {
public:
    Both() : std::iostream(&memory) {}
    Memory<char> memory;
};

#pragma vtordisp(pop)
#endif
