package decant.kernel32;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Library;

/** Interlocked singly linked lists (interlockedapi.h): machine code. */
@Library({"kernel32", "kernelbase"})
public final class InterlockedApi {
  private InterlockedApi() {}

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/interlockedapi/nf-interlockedapi-initializeslisthead">InitializeSListHead</a>
   */
  @Export
  @Direct
  static native void InitializeSListHead(long ListHead);

  @Export(dll = "ntdll")
  @Direct("InitializeSListHead")
  static native void RtlInitializeSListHead(long ListHead);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/interlockedapi/nf-interlockedapi-interlockedpushentryslist">InterlockedPushEntrySList</a>
   */
  @Export
  @Direct
  static native long InterlockedPushEntrySList(long ListHead, long ListEntry);

  @Export(dll = "ntdll")
  @Direct("InterlockedPushEntrySList")
  static native long RtlInterlockedPushEntrySList(long ListHead, long ListEntry);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/interlockedapi/nf-interlockedapi-interlockedpopentryslist">InterlockedPopEntrySList</a>
   */
  @Export
  @Direct
  static native long InterlockedPopEntrySList(long ListHead);

  @Export(dll = "ntdll")
  @Direct("InterlockedPopEntrySList")
  static native long RtlInterlockedPopEntrySList(long ListHead);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/interlockedapi/nf-interlockedapi-interlockedflushslist">InterlockedFlushSList</a>
   */
  @Export
  @Direct
  static native long InterlockedFlushSList(long ListHead);

  @Export(dll = "ntdll")
  @Direct("InterlockedFlushSList")
  static native long RtlInterlockedFlushSList(long ListHead);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/interlockedapi/nf-interlockedapi-querydepthslist">QueryDepthSList</a>
   */
  @Export
  @Direct
  static native short QueryDepthSList(long ListHead);

  @Export(dll = "ntdll")
  @Direct("QueryDepthSList")
  static native short RtlQueryDepthSList(long ListHead);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/interlockedapi/nf-interlockedapi-interlockedpushlistslistex">InterlockedPushListSListEx</a>
   */
  @Export
  @Direct
  static native long InterlockedPushListSListEx(long ListHead, long List, long ListEnd, int Count);

  @Export(dll = "ntdll")
  @Direct("InterlockedPushListSListEx")
  static native long RtlInterlockedPushListSListEx(
      long ListHead, long List, long ListEnd, int Count);

  @Export(dll = "ntdll")
  @Direct
  static native long RtlFirstEntrySList(long ListHead);
}
