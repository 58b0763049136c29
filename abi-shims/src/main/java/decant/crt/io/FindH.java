package decant.crt.io;

import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Library;
import decant.abi.Narrow;
import decant.abi.Out;
import decant.abi.Text;
import decant.abi.Wide;
import decant.nt.GuestThread;
import decant.nt.file.DirectoryQuery;

/** The directory listing functions of io.h. */
@Library({"msvcrt", "ucrtbase"})
public final class FindH {
  private FindH() {}

  @Export(
      dll = {"msvcrt", "ucrtbase"},
      fails = Fails.ERRNO_MINUS_ONE)
  static long _findfirst32(GuestThread t, @Narrow String filespec, @Out long fileinfo) {
    return FindLayout.FIND32.first(t, Text.ANSI, filespec, fileinfo);
  }

  @Export(
      dll = {"msvcrt", "ucrtbase"},
      fails = Fails.ERRNO_MINUS_ONE)
  static long _wfindfirst32(GuestThread t, @Wide String filespec, @Out long fileinfo) {
    return FindLayout.FIND32.first(t, Text.WIDE, filespec, fileinfo);
  }

  @Export(dll = {"msvcrt", "ucrtbase"})
  static int _findnext32(GuestThread t, long handle, @Out long fileinfo) {
    return FindLayout.FIND32.next(t, Text.ANSI, handle, fileinfo);
  }

  @Export(dll = {"msvcrt", "ucrtbase"})
  static int _wfindnext32(GuestThread t, long handle, @Out long fileinfo) {
    return FindLayout.FIND32.next(t, Text.WIDE, handle, fileinfo);
  }

  @Export(dll = "ucrtbase", fails = Fails.ERRNO_MINUS_ONE)
  static long _findfirst32i64(GuestThread t, @Narrow String filespec, @Out long fileinfo) {
    return FindLayout.FIND32I64.first(t, Text.ANSI, filespec, fileinfo);
  }

  @Export(dll = "ucrtbase", fails = Fails.ERRNO_MINUS_ONE)
  static long _wfindfirst32i64(GuestThread t, @Wide String filespec, @Out long fileinfo) {
    return FindLayout.FIND32I64.first(t, Text.WIDE, filespec, fileinfo);
  }

  @Export(dll = "ucrtbase")
  static int _findnext32i64(GuestThread t, long handle, @Out long fileinfo) {
    return FindLayout.FIND32I64.next(t, Text.ANSI, handle, fileinfo);
  }

  @Export(dll = "ucrtbase")
  static int _wfindnext32i64(GuestThread t, long handle, @Out long fileinfo) {
    return FindLayout.FIND32I64.next(t, Text.WIDE, handle, fileinfo);
  }

  @Export(
      dll = {"msvcrt", "ucrtbase"},
      fails = Fails.ERRNO_MINUS_ONE)
  static long _findfirst64i32(GuestThread t, @Narrow String filespec, @Out long fileinfo) {
    return FindLayout.FIND64I32.first(t, Text.ANSI, filespec, fileinfo);
  }

  @Export(
      dll = {"msvcrt", "ucrtbase"},
      fails = Fails.ERRNO_MINUS_ONE)
  static long _wfindfirst64i32(GuestThread t, @Wide String filespec, @Out long fileinfo) {
    return FindLayout.FIND64I32.first(t, Text.WIDE, filespec, fileinfo);
  }

  @Export(dll = {"msvcrt", "ucrtbase"})
  static int _findnext64i32(GuestThread t, long handle, @Out long fileinfo) {
    return FindLayout.FIND64I32.next(t, Text.ANSI, handle, fileinfo);
  }

  @Export(dll = {"msvcrt", "ucrtbase"})
  static int _wfindnext64i32(GuestThread t, long handle, @Out long fileinfo) {
    return FindLayout.FIND64I32.next(t, Text.WIDE, handle, fileinfo);
  }

  @Export(dll = "msvcrt", fails = Fails.ERRNO_MINUS_ONE)
  static long _findfirst(GuestThread t, @Narrow String filespec, @Out long fileinfo) {
    return FindLayout.FIND64I32.first(t, Text.ANSI, filespec, fileinfo);
  }

  @Export(dll = "msvcrt", fails = Fails.ERRNO_MINUS_ONE)
  static long _wfindfirst(GuestThread t, @Wide String filespec, @Out long fileinfo) {
    return FindLayout.FIND64I32.first(t, Text.WIDE, filespec, fileinfo);
  }

  @Export(dll = "msvcrt")
  static int _findnext(GuestThread t, long handle, @Out long fileinfo) {
    return FindLayout.FIND64I32.next(t, Text.ANSI, handle, fileinfo);
  }

  @Export(dll = "msvcrt")
  static int _wfindnext(GuestThread t, long handle, @Out long fileinfo) {
    return FindLayout.FIND64I32.next(t, Text.WIDE, handle, fileinfo);
  }

  @Export(
      dll = {"msvcrt", "ucrtbase"},
      fails = Fails.ERRNO_MINUS_ONE)
  static long _findfirst64(GuestThread t, @Narrow String filespec, @Out long fileinfo) {
    return FindLayout.FIND64.first(t, Text.ANSI, filespec, fileinfo);
  }

  @Export(
      dll = {"msvcrt", "ucrtbase"},
      fails = Fails.ERRNO_MINUS_ONE)
  static long _wfindfirst64(GuestThread t, @Wide String filespec, @Out long fileinfo) {
    return FindLayout.FIND64.first(t, Text.WIDE, filespec, fileinfo);
  }

  @Export(dll = {"msvcrt", "ucrtbase"})
  static int _findnext64(GuestThread t, long handle, @Out long fileinfo) {
    return FindLayout.FIND64.next(t, Text.ANSI, handle, fileinfo);
  }

  @Export(dll = {"msvcrt", "ucrtbase"})
  static int _wfindnext64(GuestThread t, long handle, @Out long fileinfo) {
    return FindLayout.FIND64.next(t, Text.WIDE, handle, fileinfo);
  }

  @Export(dll = "msvcrt", fails = Fails.ERRNO_MINUS_ONE)
  static long _findfirsti64(GuestThread t, @Narrow String filespec, @Out long fileinfo) {
    return FindLayout.FIND64.first(t, Text.ANSI, filespec, fileinfo);
  }

  @Export(dll = "msvcrt", fails = Fails.ERRNO_MINUS_ONE)
  static long _wfindfirsti64(GuestThread t, @Wide String filespec, @Out long fileinfo) {
    return FindLayout.FIND64.first(t, Text.WIDE, filespec, fileinfo);
  }

  @Export(dll = "msvcrt")
  static int _findnexti64(GuestThread t, long handle, @Out long fileinfo) {
    return FindLayout.FIND64.next(t, Text.ANSI, handle, fileinfo);
  }

  @Export(dll = "msvcrt")
  static int _wfindnexti64(GuestThread t, long handle, @Out long fileinfo) {
    return FindLayout.FIND64.next(t, Text.WIDE, handle, fileinfo);
  }

  @Export
  static int _findclose(GuestThread t, long handle) {
    t.process.handles.get(handle, DirectoryQuery.class);
    t.process.handles.close(handle);
    return 0;
  }
}
