package com.example;

import decant.abi.CrtErrno;
import decant.abi.Data;
import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Narrow;
import decant.abi.Out;
import decant.abi.Text;
import decant.abi.VarArgs;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.Win32Error;
import decant.shim.Guest;
import decant.shim.Layout;

/** A library that exists nowhere else: every kind of argument, result and failure. */
@Library("vendor")
final class VendorShims {
  private VendorShims() {}

  @Export
  static int Add(int a, int b) {
    return a + b;
  }

  @Export
  static long Add64(long a, long b) {
    return a + b;
  }

  @Export
  static short Narrow16(short a, byte b) {
    return (short) (a + b);
  }

  @Export
  static float Half(float value) {
    return value / 2;
  }

  @Export
  static double Mean(int count, double a, float b, double c, double d, float e) {
    return (a + b + c + d + e) / count;
  }

  @Export
  static int Sum(int count, @VarArgs long rest) {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      sum += Memory.getInt(rest + 8L * i);
    }
    return sum;
  }

  @Export
  static int TextLength(Text text, @In String string) {
    return string.length();
  }

  /** {@code struct { BYTE kind; int x; double weight; }}. */
  private static final class Item {
    private static final Layout LAYOUT = new Layout();
    static final int KIND = LAYOUT.i8();
    static final int X = LAYOUT.i32();
    static final int WEIGHT = LAYOUT.f64();
    static final int SIZE = LAYOUT.size();
  }

  @Export
  static boolean FillItem(@Out long item, int size) {
    if (Integer.compareUnsigned(size, Item.SIZE) < 0) {
      throw Win32Error.INSUFFICIENT_BUFFER.exception();
    }
    Memory.putByte(item + Item.KIND, 7);
    Memory.putInt(item + Item.X, -1);
    Memory.putDouble(item + Item.WEIGHT, 2.5);
    return true;
  }

  @Export
  static int ForEach(GuestThread t, long callback, long context, int count) {
    int n = 0;
    while (n < count && (int) Guest.call(t, callback, context, n) != 0) {
      n++;
    }
    return n + 1;
  }

  @Export
  static double Apply(GuestThread t, long function, double value) {
    return Guest.callDouble(t, function, Guest.bits(value));
  }

  @Export
  static long Greeting(GuestThread t, @Narrow String name) {
    return Guest.string(t, Text.ANSI, "hello, " + name);
  }

  @Export
  static boolean Fail(int error) {
    throw (error == 2 ? Win32Error.FILE_NOT_FOUND : Win32Error.ACCESS_DENIED).exception();
  }

  @Export(fails = Fails.NTSTATUS)
  static int FailStatus() {
    throw NtStatus.INVALID_PARAMETER.exception();
  }

  @Export(fails = Fails.ERRNO_MINUS_ONE)
  static int FailErrno() {
    throw CrtErrno.ERANGE.exception();
  }

  @Export(ordinal = 17)
  static int Seventeen() {
    return 17;
  }

  private static final class Calls {
    int count;
  }

  @Export
  static int CallsOfThread(GuestThread t) {
    return ++t.state(Calls.class, thread -> new Calls()).count;
  }

  @Export
  static void Throw() {
    throw new IllegalStateException("a mistake", new RuntimeException("its cause"));
  }

  @Export
  static int Unwrap(@Narrow String text) {
    return text.length();
  }

  @Export("vendor_version")
  @Data(size = 4)
  static void version(GuestThread t, long address) {
    Memory.putInt(address, 0x0102);
  }
}
