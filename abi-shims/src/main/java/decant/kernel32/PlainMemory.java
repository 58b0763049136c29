package decant.kernel32;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Library;

/** The memory functions of winbase.h and wdm.h, and lstrlen: machine code. */
@Library({"kernel32", "kernelbase"})
public final class PlainMemory {
  private PlainMemory() {}

  @Export(
      value = {"RtlMoveMemory", "RtlCopyMemory", "RtlCopyMemoryNonTemporal"},
      dll = {"kernel32", "kernelbase", "ntdll"})
  @Direct("memmove")
  static native void RtlMoveMemory(long Destination, long Source, long Length);

  @Export(dll = {"kernel32", "kernelbase", "ntdll"})
  @Direct
  static native void RtlFillMemory(long Destination, long Length, byte Fill);

  @Export(dll = {"kernel32", "kernelbase", "ntdll"})
  @Direct
  static native void RtlZeroMemory(long Destination, long Length);

  @Export(dll = {"kernel32", "kernelbase", "ntdll"})
  @Direct
  static native long RtlCompareMemory(long Source1, long Source2, long Length);

  @Export(value = {"lstrlenA", "lstrlen"})
  @Direct
  static native int lstrlenA(long lpString);

  @Export
  @Direct
  static native int lstrlenW(long lpString);
}
