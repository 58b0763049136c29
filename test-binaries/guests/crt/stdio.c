/* Streams: text and binary mode, buffering, positions, ungetc, line reading, temporary files, errors. */
#include "guest.h"
#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <sys/stat.h>

static long size_of(const char *name)
{
    struct _stat64 status;
    return _stat64(name, &status) == 0 ? (long)status.st_size : -1;
}

TEST(text_mode_writes_two_bytes_for_a_line_end)
{
    FILE *file = fopen("text.txt", "w");
    fputs("one\ntwo\n", file);
    fclose(file);
    CHECK_EQ(size_of("text.txt"), 10);
    file = fopen("text.txt", "rb");
    char bytes[16] = "";
    CHECK_EQ(fread(bytes, 1, sizeof bytes, file), 10);
    CHECK(memcmp(bytes, "one\r\ntwo\r\n", 10) == 0);
    fclose(file);
    file = fopen("text.txt", "r");
    memset(bytes, 0, sizeof bytes);
    CHECK_EQ(fread(bytes, 1, sizeof bytes, file), 8);
    CHECK_STR(bytes, "one\ntwo\n");
    CHECK(feof(file) && !ferror(file));
    fclose(file);
}

TEST(control_z_ends_a_text)
{
    FILE *file = fopen("eof.txt", "wb");
    fputs("ab\x1a" "cd", file);
    fclose(file);
    file = fopen("eof.txt", "r");
    char bytes[8] = "";
    CHECK_EQ(fread(bytes, 1, sizeof bytes, file), 2);
    CHECK(feof(file));
    fclose(file);
    file = fopen("eof.txt", "rb");
    CHECK_EQ(fread(bytes, 1, sizeof bytes, file), 5);
    fclose(file);
    remove("eof.txt");
}

TEST(lone_carriage_return_is_kept)
{
    FILE *file = fopen("cr.txt", "wb");
    fputs("a\rb\r\r\nc\r", file);
    fclose(file);
    file = fopen("cr.txt", "r");
    char bytes[16] = "";
    CHECK_EQ(fread(bytes, 1, sizeof bytes, file), 7);
    CHECK_STR(bytes, "a\rb\r\nc\r");
    fclose(file);
    remove("cr.txt");
}

TEST(lines)
{
    char line[8];
    FILE *file = fopen("lines.txt", "w+");
    fputs("short\na much longer line\nlast", file);
    rewind(file);
    CHECK_STR(fgets(line, sizeof line, file), "short\n");
    CHECK_STR(fgets(line, sizeof line, file), "a much ");
    while (!strchr(line, '\n')) fgets(line, sizeof line, file);
    CHECK_STR(fgets(line, sizeof line, file), "last");
    CHECK(fgets(line, sizeof line, file) == NULL);
    CHECK(feof(file));
    fclose(file);
    remove("lines.txt");
}

TEST(positions_in_binary)
{
    FILE *file = fopen("seek.bin", "wb+");
    for (int i = 0; i < 10000; i++) fputc(i & 0xff, file);
    CHECK_EQ(ftell(file), 10000);
    CHECK_EQ(fseek(file, 5000, SEEK_SET), 0);
    CHECK_EQ(fgetc(file), 5000 & 0xff);
    CHECK_EQ(fseek(file, -1, SEEK_END), 0);
    CHECK_EQ(fgetc(file), 9999 & 0xff);
    CHECK_EQ(fgetc(file), EOF);
    CHECK_EQ(fseek(file, -2, SEEK_CUR), 0);
    CHECK_EQ(ftell(file), 9998);
    CHECK(fseek(file, -1, SEEK_SET) != 0);
    fpos_t position;
    fseek(file, 77, SEEK_SET);
    CHECK_EQ(fgetpos(file, &position), 0);
    fseek(file, 0, SEEK_SET);
    CHECK_EQ(fsetpos(file, &position), 0);
    CHECK_EQ(fgetc(file), 77);
    fseek(file, 10, SEEK_SET);
    fputc('!', file);
    fseek(file, 10, SEEK_SET);
    CHECK_EQ(fgetc(file), '!');
    fclose(file);
    CHECK_EQ(size_of("seek.bin"), 10000);
    remove("seek.bin");
}

TEST(pushed_back)
{
    FILE *file = fopen("push.bin", "wb+");
    fputs("xyz", file);
    rewind(file);
    CHECK_EQ(fgetc(file), 'x');
    CHECK_EQ(ungetc('W', file), 'W');
    CHECK_EQ(ftell(file), 0);
    CHECK_EQ(fgetc(file), 'W');
    CHECK_EQ(fgetc(file), 'y');
    CHECK_EQ(ungetc(EOF, file), EOF);
    fclose(file);
    remove("push.bin");
}

TEST(append)
{
    FILE *file = fopen("append.txt", "w");
    fputs("first\n", file);
    fclose(file);
    file = fopen("append.txt", "a+");
    fputs("second\n", file);
    rewind(file);
    fputs("third\n", file);
    rewind(file);
    char text[64] = "";
    fread(text, 1, sizeof text - 1, file);
    CHECK_STR(text, "first\nsecond\nthird\n");
    fclose(file);
    remove("append.txt");
}

TEST(buffering)
{
    FILE *file = fopen("buffer.txt", "w");
    CHECK_EQ(setvbuf(file, NULL, _IOFBF, 4096), 0);
    fputs("held", file);
    CHECK_EQ(size_of("buffer.txt"), 0);
    CHECK_EQ(fflush(file), 0);
    CHECK_EQ(size_of("buffer.txt"), 4);
    fclose(file);
    file = fopen("buffer.txt", "w");
    CHECK_EQ(setvbuf(file, NULL, _IONBF, 0), 0);
    fputs("at once", file);
    CHECK_EQ(size_of("buffer.txt"), 7);
    fclose(file);
    remove("buffer.txt");
}

TEST(errors_set_errno)
{
    errno = 0;
    CHECK(fopen("no-such-file", "r") == NULL);
    CHECK_EQ(errno, ENOENT);
    CHECK(fopen("no\\such\\folder", "w") == NULL);
    CHECK_EQ(errno, ENOENT);
    CHECK(remove("no-such-file") == -1 && errno == ENOENT);
    FILE *file = fopen("mode.txt", "w");
    CHECK_EQ(fgetc(file), EOF);
    CHECK(ferror(file));
    clearerr(file);
    CHECK(!ferror(file));
    fclose(file);
    remove("mode.txt");
    CHECK_EQ(_close(50), -1);
    CHECK_EQ(errno, EBADF);
}

TEST(descriptors)
{
    int fd = _open("low.bin", _O_CREAT | _O_RDWR | _O_BINARY | _O_TRUNC, _S_IREAD | _S_IWRITE);
    CHECK(fd > 2);
    CHECK_EQ(_write(fd, "0123456789", 10), 10);
    CHECK_EQ(_lseek(fd, 3, SEEK_SET), 3);
    char two[2];
    CHECK_EQ(_read(fd, two, 2), 2);
    CHECK(two[0] == '3' && two[1] == '4');
    CHECK_EQ(_filelength(fd), 10);
    CHECK_EQ(_tell(fd), 5);
    CHECK_EQ(_chsize(fd, 4), 0);
    CHECK_EQ(_filelength(fd), 4);
    int twin = _dup(fd);
    CHECK(twin > fd);
    CHECK_EQ(_lseek(twin, 0, SEEK_END), 4);
    CHECK_EQ(_tell(fd), 4);
    CHECK_EQ(_close(twin), 0);
    CHECK(_get_osfhandle(fd) != -1);
    CHECK_EQ(_setmode(fd, _O_TEXT), _O_BINARY);
    CHECK_EQ(_close(fd), 0);
    CHECK_EQ(_access("low.bin", 0), 0);
    CHECK_EQ(_unlink("low.bin"), 0);
    CHECK_EQ(_access("low.bin", 0), -1);
}

TEST(temporary_file)
{
    FILE *file = tmpfile();
    if (!CHECK(file != NULL)) return;
    CHECK(fputs("kept in a file without a name", file) >= 0);
    rewind(file);
    CHECK_EQ(fgetc(file), 'k');
    CHECK_EQ(fclose(file), 0);
}

TEST(scanning)
{
    int a = 0, b = 0, n = 0;
    unsigned x = 0;
    double d = 0;
    char word[16] = "", set[16] = "", c = 0;
    CHECK_EQ(sscanf("12 -7 ff 2.5e1 word abcXYZ", "%d %i %x %lf %15s %15[a-c]%c%n", &a, &b, &x, &d, word, set, &c, &n), 7);
    CHECK_EQ(a, 12);
    CHECK_EQ(b, -7);
    CHECK_EQ(x, 255);
    CHECK(d == 25.0);
    CHECK_STR(word, "word");
    CHECK_STR(set, "abc");
    CHECK_EQ(c, 'X');
    CHECK_EQ(n, 24);
    long long big = 0;
    CHECK_EQ(sscanf("9223372036854775807", "%I64d", &big), 1);
    CHECK_EQ(big, 9223372036854775807LL);
    CHECK_EQ(sscanf("", "%d", &a), EOF);
    CHECK_EQ(sscanf("x", "%d", &a), 0);
}

int main(void)
{
    RUN(text_mode_writes_two_bytes_for_a_line_end);
    RUN(control_z_ends_a_text);
    RUN(lone_carriage_return_is_kept);
    RUN(lines);
    RUN(positions_in_binary);
    RUN(pushed_back);
    RUN(append);
    RUN(buffering);
    RUN(errors_set_errno);
    RUN(descriptors);
    RUN(temporary_file);
    RUN(scanning);
    remove("text.txt");
    return guest_done();
}
