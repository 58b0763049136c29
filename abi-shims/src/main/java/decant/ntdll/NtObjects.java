package decant.ntdll;

import decant.abi.Export;
import decant.abi.Handle;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.HandleTable;
import decant.nt.Handles;
import decant.nt.NtObject;
import decant.nt.NtStatus;

/** Handles and objects of ntifs.h. */
@Library("ntdll")
public final class NtObjects {
  private static final int SUCCESS = 0;
  private static final int OBJECT_BASIC_INFORMATION = 0;
  private static final int OBJECT_NAME_INFORMATION = 1;
  private static final int OBJECT_TYPE_INFORMATION = 2;
  private static final int OBJECT_HANDLE_FLAG_INFORMATION = 4;
  private static final int BASIC_SIZE = 56;
  private static final int UNICODE_STRING_SIZE = 16;
  private static final int TYPE_SIZE = 0x68;
  private static final int OBJ_INHERIT = 0x2;

  private NtObjects() {}

  /** The checks of queries that know one class, 0, of a fixed size. */
  static void checkQuery(int informationClass, int length, int size) {
    if (informationClass != 0) {
      throw NtStatus.INVALID_INFO_CLASS.exception();
    }
    if (length < size) {
      throw NtStatus.INFO_LENGTH_MISMATCH.exception();
    }
  }

  /**
   * Closes a handle.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winternl/nf-winternl-ntclose">NtClose</a>
   */
  @Export({"NtClose", "ZwClose"})
  static int NtClose(GuestThread t, @Handle long Handle) {
    Handles.close(t, Handle);
    return SUCCESS;
  }

  @Export(
      value = {"NtDuplicateObject", "ZwDuplicateObject"},
      support = Support.PARTIAL,
      note = "Other processes: children, and what can be inherited.")
  static int NtDuplicateObject(
      GuestThread t,
      @Handle long SourceProcessHandle,
      @Handle long SourceHandle,
      @Opt @Handle long TargetProcessHandle,
      @Out @Opt long TargetHandle,
      int DesiredAccess,
      int HandleAttributes,
      int Options) {
    Handles.duplicate(
        t,
        SourceProcessHandle,
        SourceHandle,
        TargetProcessHandle,
        TargetHandle,
        DesiredAccess,
        (HandleAttributes & OBJ_INHERIT) != 0 ? HandleTable.INHERIT : 0,
        Options);
    return SUCCESS;
  }

  @Export({"NtCompareObjects", "ZwCompareObjects"})
  static int NtCompareObjects(
      GuestThread t, @Handle long FirstObjectHandle, @Handle long SecondObjectHandle) {
    if (Handles.object(t, FirstObjectHandle) != Handles.object(t, SecondObjectHandle)) {
      throw NtStatus.NOT_SAME_OBJECT.exception();
    }
    return SUCCESS;
  }

  /**
   * Tells of an object: counts, name, type, or a handle's flags.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winternl/nf-winternl-ntqueryobject">NtQueryObject</a>
   */
  @Export(
      value = {"NtQueryObject", "ZwQueryObject"},
      support = Support.PARTIAL,
      note = "Basic, name, type and handle flag information; files have no name.")
  static int NtQueryObject(
      GuestThread t,
      @Handle long Handle,
      int ObjectInformationClass,
      @Out(size = "ObjectInformationLength") long ObjectInformation,
      int ObjectInformationLength,
      @Out @Opt long ReturnLength) {
    NtObject object = Handles.object(t, Handle);
    boolean pseudo = Handle < 0;
    int access = pseudo ? Handles.ALL_ACCESS : t.process.handles.entry(Handle).access;
    int flags = pseudo ? 0 : t.process.handles.entry(Handle).flags;
    switch (ObjectInformationClass) {
      case OBJECT_BASIC_INFORMATION -> {
        checkQuery(0, ObjectInformationLength, BASIC_SIZE);
        Memory.fill(ObjectInformation, BASIC_SIZE, 0);
        Memory.putInt(ObjectInformation, (flags & HandleTable.INHERIT) != 0 ? OBJ_INHERIT : 0);
        Memory.putInt(ObjectInformation + 4, access);
        Memory.putInt(ObjectInformation + 8, object.references());
        Memory.putInt(ObjectInformation + 12, object.references());
        done(ReturnLength, BASIC_SIZE);
      }
      case OBJECT_NAME_INFORMATION ->
          putString(ObjectInformation, 0, ObjectInformationLength, object.name(), ReturnLength);
      case OBJECT_TYPE_INFORMATION -> {
        if (ObjectInformationLength >= TYPE_SIZE) {
          Memory.fill(ObjectInformation, TYPE_SIZE, 0);
        }
        putString(
            ObjectInformation,
            TYPE_SIZE - UNICODE_STRING_SIZE,
            ObjectInformationLength,
            object.typeName(),
            ReturnLength);
      }
      case OBJECT_HANDLE_FLAG_INFORMATION -> {
        checkQuery(0, ObjectInformationLength, 2);
        Memory.putByte(ObjectInformation, flags & HandleTable.INHERIT);
        Memory.putByte(
            ObjectInformation + 1, (flags & HandleTable.PROTECT_FROM_CLOSE) != 0 ? 1 : 0);
        done(ReturnLength, 2);
      }
      default -> throw NtStatus.INVALID_INFO_CLASS.exception();
    }
    return SUCCESS;
  }

  private static void done(long returnLength, int size) {
    if (returnLength != 0) {
      Memory.putInt(returnLength, size);
    }
  }

  /** A {@code UNICODE_STRING} with {@code gap} bytes behind it, then its characters. */
  private static void putString(long to, int gap, int room, String text, long returnLength) {
    int header = UNICODE_STRING_SIZE + gap;
    int bytes = text == null ? 0 : 2 * text.length();
    int size = text == null ? header : header + bytes + 2;
    done(returnLength, size);
    if (room < size) {
      throw NtStatus.INFO_LENGTH_MISMATCH.exception();
    }
    Memory.putShort(to, bytes);
    Memory.putShort(to + 2, text == null ? 0 : bytes + 2);
    Memory.putInt(to + 4, 0);
    Memory.putLong(to + 8, text == null ? 0 : to + header);
    if (text != null) {
      Memory.putWideZ(to + header, text);
    }
  }

  /** Sets a handle's flags. */
  @Export({"NtSetInformationObject", "ZwSetInformationObject"})
  static int NtSetInformationObject(
      GuestThread t,
      @Handle long Handle,
      int ObjectInformationClass,
      long ObjectInformation,
      int ObjectInformationLength) {
    if (ObjectInformationClass != OBJECT_HANDLE_FLAG_INFORMATION) {
      throw NtStatus.INVALID_INFO_CLASS.exception();
    }
    checkQuery(0, ObjectInformationLength, 2);
    boolean inherit = Memory.getByte(ObjectInformation) != 0;
    boolean protect = Memory.getByte(ObjectInformation + 1) != 0;
    t.process.handles.entry(Handle).flags =
        (inherit ? HandleTable.INHERIT : 0) | (protect ? HandleTable.PROTECT_FROM_CLOSE : 0);
    return SUCCESS;
  }
}
