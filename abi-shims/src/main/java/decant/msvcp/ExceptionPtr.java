package decant.msvcp;

import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.crt.eh.ExceptionPointers;
import decant.nt.GuestThread;

/** What {@code std::exception_ptr} is made of (the exception header of Microsoft's C++ library). */
@Library("msvcp140")
public final class ExceptionPtr {
  private ExceptionPtr() {}

  @Export("?__ExceptionPtrCreate@@YAXPEAX@Z")
  static void create(@Out long ptr) {
    ExceptionPointers.set(ptr, 0);
  }

  @Export("?__ExceptionPtrDestroy@@YAXPEAX@Z")
  static void destroy(GuestThread t, long ptr) {
    ExceptionPointers.release(t, ExceptionPointers.block(ptr));
  }

  @Export("?__ExceptionPtrCopy@@YAXPEAXPEBX@Z")
  static void copy(@Out long dest, long src) {
    ExceptionPointers.set(dest, ExceptionPointers.retain(ExceptionPointers.block(src)));
  }

  @Export("?__ExceptionPtrAssign@@YAXPEAXPEBX@Z")
  static void assign(GuestThread t, long dest, long src) {
    long before = ExceptionPointers.block(dest);
    copy(dest, src);
    ExceptionPointers.release(t, before);
  }

  @Export("?__ExceptionPtrCompare@@YA_NPEBX0@Z")
  static boolean compare(long lhs, long rhs) {
    return ExceptionPointers.block(lhs) == ExceptionPointers.block(rhs);
  }

  @Export("?__ExceptionPtrToBool@@YA_NPEBX@Z")
  static boolean toBool(long ptr) {
    return ExceptionPointers.block(ptr) != 0;
  }

  @Export("?__ExceptionPtrSwap@@YAXPEAX0@Z")
  static void swap(long lhs, long rhs) {
    long block = ExceptionPointers.block(lhs);
    ExceptionPointers.set(lhs, ExceptionPointers.block(rhs));
    ExceptionPointers.set(rhs, block);
  }

  /** Refers to a copy of the exception that is being handled, or to nothing. */
  @Export("?__ExceptionPtrCurrentException@@YAXPEAX@Z")
  static void currentException(GuestThread t, @Out long ptr) {
    ExceptionPointers.set(ptr, ExceptionPointers.current(t));
  }

  /** Refers to a copy of an object that has not been thrown. */
  @Export("?__ExceptionPtrCopyException@@YAXPEAXPEBX1@Z")
  static void copyException(GuestThread t, @Out long dest, long pExceptObj, long pThrowInfo) {
    ExceptionPointers.set(dest, ExceptionPointers.of(t, pExceptObj, pThrowInfo));
  }

  /** Throws a copy; {@code std::bad_exception} when it refers to nothing. */
  @Export("?__ExceptionPtrRethrow@@YAXPEBX@Z")
  static void rethrow(GuestThread t, @Opt long ptr) {
    throw ExceptionPointers.raise(t, ptr == 0 ? 0 : ExceptionPointers.block(ptr));
  }
}
