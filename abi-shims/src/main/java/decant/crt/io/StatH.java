package decant.crt.io;

import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Narrow;
import decant.abi.Out;
import decant.abi.Wide;
import decant.nt.GuestThread;

/** sys/stat.h. msvcrt's unnumbered functions are those with 64-bit times, as on all of x64. */
@Library({"msvcrt", "ucrtbase"})
public final class StatH {
  private StatH() {}

  @Export(dll = "ucrtbase")
  static int _stat32(GuestThread t, @Narrow String path, @Out long buffer) {
    return StatLayout.STAT32.byName(t, path, buffer);
  }

  @Export(dll = "ucrtbase")
  static int _wstat32(GuestThread t, @Wide String path, @Out long buffer) {
    return StatLayout.STAT32.byName(t, path, buffer);
  }

  @Export(dll = "ucrtbase")
  static int _fstat32(GuestThread t, int fd, @Out long buffer) {
    return StatLayout.STAT32.byDescriptor(t, fd, buffer);
  }

  @Export(dll = "ucrtbase")
  static int _stat32i64(GuestThread t, @Narrow String path, @Out long buffer) {
    return StatLayout.STAT32I64.byName(t, path, buffer);
  }

  @Export(dll = "ucrtbase")
  static int _wstat32i64(GuestThread t, @Wide String path, @Out long buffer) {
    return StatLayout.STAT32I64.byName(t, path, buffer);
  }

  @Export(dll = "ucrtbase")
  static int _fstat32i64(GuestThread t, int fd, @Out long buffer) {
    return StatLayout.STAT32I64.byDescriptor(t, fd, buffer);
  }

  @Export(dll = "ucrtbase")
  static int _stat64i32(GuestThread t, @Narrow String path, @Out long buffer) {
    return StatLayout.STAT64I32.byName(t, path, buffer);
  }

  @Export(dll = "ucrtbase")
  static int _wstat64i32(GuestThread t, @Wide String path, @Out long buffer) {
    return StatLayout.STAT64I32.byName(t, path, buffer);
  }

  @Export(dll = "ucrtbase")
  static int _fstat64i32(GuestThread t, int fd, @Out long buffer) {
    return StatLayout.STAT64I32.byDescriptor(t, fd, buffer);
  }

  @Export(dll = "msvcrt")
  static int _stat(GuestThread t, @Narrow String path, @Out long buffer) {
    return StatLayout.STAT64I32.byName(t, path, buffer);
  }

  @Export(dll = "msvcrt")
  static int _wstat(GuestThread t, @Wide String path, @Out long buffer) {
    return StatLayout.STAT64I32.byName(t, path, buffer);
  }

  @Export(dll = "msvcrt")
  static int _fstat(GuestThread t, int fd, @Out long buffer) {
    return StatLayout.STAT64I32.byDescriptor(t, fd, buffer);
  }

  @Export(dll = {"msvcrt", "ucrtbase"})
  static int _stat64(GuestThread t, @Narrow String path, @Out long buffer) {
    return StatLayout.STAT64.byName(t, path, buffer);
  }

  @Export(dll = {"msvcrt", "ucrtbase"})
  static int _wstat64(GuestThread t, @Wide String path, @Out long buffer) {
    return StatLayout.STAT64.byName(t, path, buffer);
  }

  @Export(dll = {"msvcrt", "ucrtbase"})
  static int _fstat64(GuestThread t, int fd, @Out long buffer) {
    return StatLayout.STAT64.byDescriptor(t, fd, buffer);
  }

  @Export(dll = "msvcrt")
  static int _stati64(GuestThread t, @Narrow String path, @Out long buffer) {
    return StatLayout.STAT64.byName(t, path, buffer);
  }

  @Export(dll = "msvcrt")
  static int _wstati64(GuestThread t, @Wide String path, @Out long buffer) {
    return StatLayout.STAT64.byName(t, path, buffer);
  }

  @Export(dll = "msvcrt")
  static int _fstati64(GuestThread t, int fd, @Out long buffer) {
    return StatLayout.STAT64.byDescriptor(t, fd, buffer);
  }
}
