package com.example;

import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Out;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.shim.Guest;
import decant.shim.Original;

/** Functions that Decant has, replaced, and some of them asked. */
@Library("kernel32")
public final class Overrides {
  private static final Original WCSLEN = Original.of("msvcrt", "wcslen");
  private static final Original SQRT = Original.of("msvcrt", "sqrt");
  private static final Original GET_TICK_COUNT = Original.of("kernel32", "GetTickCount");
  private static final Original DIRECTORY = Original.of("kernel32", "GetCurrentDirectoryA");

  private Overrides() {}

  @Export
  public static int GetTickCount(GuestThread t) {
    int now = (int) GET_TICK_COUNT.call(t);
    return now - Integer.remainderUnsigned(now, 1000) + 42;
  }

  @Export(dll = "msvcrt")
  public static long wcslen(GuestThread t, long text) {
    return WCSLEN.call(t, text) + 1000;
  }

  @Export(dll = "msvcrt")
  public static double sqrt(GuestThread t, double x) {
    return -SQRT.callDouble(t, Guest.bits(x));
  }

  @Export
  public static int GetCurrentDirectoryA(GuestThread t, int size, long buffer) {
    return (int) DIRECTORY.call(t, size, buffer) + 5000;
  }

  /** Asked by name and by number. */
  @Export(dll = "ntdll")
  static int NtQuerySystemTime(@Out long time) {
    Memory.putLong(time, 77);
    return 0;
  }

  /** A function that kernel32 has on no Windows. */
  @Export
  public static int DecantAddsThis(int x) {
    return x * x;
  }
}
