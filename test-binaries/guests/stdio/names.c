/* Files by name and by descriptor: what stat, findfirst and their kin say. */
#include "guest.h"
#include <direct.h>
#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <share.h>
#include <sys/stat.h>
#include <sys/utime.h>

static void make(const char *name, const char *text)
{
    FILE *f = fopen(name, "wb");
    fputs(text, f);
    fclose(f);
}

TEST(status)
{
    struct _stat64 s;
    make("five.txt", "12345");
    CHECK_EQ(_stat64("five.txt", &s), 0);
    CHECK_EQ(s.st_size, 5);
    CHECK_EQ(s.st_mode & _S_IFMT, _S_IFREG);
    CHECK(s.st_mode & _S_IWRITE);
    CHECK(s.st_mtime > 1000000000);
    CHECK_EQ(_stat64("none.txt", &s), -1);
    CHECK_EQ(errno, ENOENT);
    CHECK_EQ(_stat64(".", &s), 0);
    CHECK_EQ(s.st_mode & _S_IFMT, _S_IFDIR);
    int fd = _open("five.txt", _O_RDONLY | _O_BINARY);
    CHECK_EQ(_fstat64(fd, &s), 0);
    CHECK_EQ(s.st_size, 5);
    CHECK_EQ(_filelengthi64(fd), 5);
    CHECK_EQ(_isatty(fd), 0);
    _close(fd);
    CHECK_EQ(_close(fd), -1);
    CHECK_EQ(errno, EBADF);
    struct __utimbuf64 times = {1000000000, 1200000000};
    CHECK_EQ(_utime64("five.txt", &times), 0);
    _stat64("five.txt", &s);
    CHECK_EQ(s.st_mtime, 1200000000);
}

TEST(permissions)
{
    CHECK_EQ(_access("five.txt", 0), 0);
    CHECK_EQ(_chmod("five.txt", _S_IREAD), 0);
    CHECK_EQ(_access("five.txt", 2), -1);
    CHECK_EQ(errno, EACCES);
    CHECK_EQ(_chmod("five.txt", _S_IREAD | _S_IWRITE), 0);
    CHECK_EQ(_access("five.txt", 2), 0);
    CHECK_EQ(_access("none.txt", 0), -1);
    CHECK_EQ(errno, ENOENT);
}

TEST(listing)
{
    struct __finddata64_t found;
    int files = 0;
    make("a1.lst", "x");
    make("a2.lst", "xy");
    intptr_t handle = _findfirst64("a?.lst", &found);
    CHECK(handle != -1);
    do {
        files++;
        CHECK_EQ(found.size, found.name[1] - '0');
    } while (_findnext64(handle, &found) == 0);
    CHECK_EQ(errno, ENOENT);
    CHECK_EQ(files, 2);
    CHECK_EQ(_findclose(handle), 0);
    CHECK_EQ(_findfirst64("*.none", &found), -1);
    CHECK_EQ(errno, ENOENT);
}

TEST(renaming)
{
    CHECK_EQ(rename("a1.lst", "a2.lst"), -1);
    CHECK_EQ(errno, EEXIST);
    CHECK_EQ(remove("a2.lst"), 0);
    CHECK_EQ(rename("a1.lst", "a2.lst"), 0);
    CHECK_EQ(_unlink("a2.lst"), 0);
    CHECK_EQ(remove("a2.lst"), -1);
    CHECK_EQ(errno, ENOENT);
}

TEST(directories)
{
    char before[300], now[300], full[300];
    CHECK(_getcwd(before, sizeof before) == before);
    CHECK_EQ(_mkdir("sub"), 0);
    CHECK_EQ(_mkdir("sub"), -1);
    CHECK_EQ(errno, EEXIST);
    CHECK_EQ(_chdir("sub"), 0);
    _getcwd(now, sizeof now);
    CHECK_EQ(strlen(now), strlen(before) + 4);
    CHECK(_fullpath(full, "x\\..\\y.z", sizeof full) == full);
    CHECK_STR(full + strlen(now), "\\y.z");
    CHECK_EQ(_chdir(".."), 0);
    CHECK_EQ(_rmdir("sub"), 0);
    CHECK_EQ(_chdir("sub"), -1);
    CHECK_EQ(errno, ENOENT);
}

TEST(parts_of_paths)
{
    char drive[_MAX_DRIVE], dir[_MAX_DIR], name[_MAX_FNAME], ext[_MAX_EXT], path[_MAX_PATH];
    _splitpath("C:\\one\\two.x\\name.tar.gz", drive, dir, name, ext);
    CHECK_STR(drive, "C:");
    CHECK_STR(dir, "\\one\\two.x\\");
    CHECK_STR(name, "name.tar");
    CHECK_STR(ext, ".gz");
    _makepath(path, "D", "a/b", "n", "e");
    CHECK_STR(path, "D:a/b\\n.e");
}

TEST(sizes_and_sharing)
{
    int fd = _open("five.txt", _O_RDWR | _O_BINARY);
    CHECK_EQ(_chsize(fd, 3), 0);
    CHECK_EQ(_lseeki64(fd, 0, SEEK_END), 3);
    int copy = _dup(fd);
    CHECK_EQ(_lseek(copy, 1, SEEK_SET), 1);
    CHECK_EQ(_tell(fd), 1);
    _close(copy);
    _close(fd);
    fd = _sopen("five.txt", _O_RDWR, _SH_DENYRW);
    CHECK(fd >= 0);
    CHECK_EQ(_open("five.txt", _O_RDONLY), -1);
    CHECK_EQ(errno, EACCES);
    _close(fd);
    CHECK_EQ(_open("five.txt", _O_RDWR | _O_CREAT | _O_EXCL, _S_IREAD | _S_IWRITE), -1);
    CHECK_EQ(errno, EEXIST);
    remove("five.txt");
}

TEST(pipe_between_descriptors)
{
    int ends[2];
    char text[10] = "";
    CHECK_EQ(_pipe(ends, 512, _O_BINARY), 0);
    CHECK_EQ(_write(ends[1], "hello", 5), 5);
    CHECK_EQ(_read(ends[0], text, 10), 5);
    CHECK_STR(text, "hello");
    _close(ends[1]);
    CHECK_EQ(_read(ends[0], text, 10), 0);
    _close(ends[0]);
}

int main(void)
{
    char place[300];
    sprintf(place, "%s\\decant-names-%d", getenv("TEMP"), (int)GetCurrentProcessId());
    _mkdir(place);
    CHECK_EQ(_chdir(place), 0);
    RUN(status);
    RUN(permissions);
    RUN(listing);
    RUN(renaming);
    RUN(directories);
    RUN(parts_of_paths);
    RUN(sizes_and_sharing);
    RUN(pipe_between_descriptors);
    _chdir("..");
    CHECK_EQ(_rmdir(place), 0);
    return guest_done();
}
