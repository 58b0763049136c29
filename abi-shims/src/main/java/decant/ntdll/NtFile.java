package decant.ntdll;

import decant.abi.Export;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Shortcut;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.HandleTable;
import decant.nt.NtStatus;
import decant.nt.file.FileAccess;
import decant.nt.file.FileIo;
import decant.nt.file.FileObject;
import decant.nt.file.FileSystem;
import decant.nt.file.IoObject;
import decant.nt.file.NtName;
import decant.nt.io.IoReport;

/** Files of the native API: opening, reading, writing, locking. */
@Library("ntdll")
public final class NtFile {
  /** {@code OBJECT_ATTRIBUTES.Attributes} and {@code OBJ_INHERIT}. */
  private static final int ATTRIBUTES = 24;

  private static final int OBJ_INHERIT = 2;

  /** Special values of {@code ByteOffset}. */
  private static final long FILE_WRITE_TO_END_OF_FILE = -1;

  private static final long FILE_USE_FILE_POINTER_POSITION = -2;

  private NtFile() {}

  /**
   * Opens or creates a file, a directory or a device.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winternl/nf-winternl-ntcreatefile">NtCreateFile</a>
   */
  @Export({"NtCreateFile", "ZwCreateFile"})
  static int NtCreateFile(
      GuestThread t,
      @Out long FileHandle,
      int DesiredAccess,
      @In long ObjectAttributes,
      @Out long IoStatusBlock,
      @In @Opt long AllocationSize,
      int FileAttributes,
      int ShareAccess,
      int CreateDisposition,
      int CreateOptions,
      @In @Opt long EaBuffer,
      int EaLength) {
    return open(
        t,
        FileHandle,
        DesiredAccess,
        ObjectAttributes,
        IoStatusBlock,
        FileAttributes,
        ShareAccess,
        CreateDisposition,
        CreateOptions);
  }

  /** Opens a file that exists. */
  @Export({"NtOpenFile", "ZwOpenFile"})
  static int NtOpenFile(
      GuestThread t,
      @Out long FileHandle,
      int DesiredAccess,
      @In long ObjectAttributes,
      @Out long IoStatusBlock,
      int ShareAccess,
      int OpenOptions) {
    return open(
        t,
        FileHandle,
        DesiredAccess,
        ObjectAttributes,
        IoStatusBlock,
        0,
        ShareAccess,
        FileSystem.FILE_OPEN,
        OpenOptions);
  }

  private static int open(
      GuestThread t,
      long handle,
      int access,
      long object,
      long block,
      int attributes,
      int share,
      int disposition,
      int options) {
    int rights = FileAccess.specific(access);
    FileSystem.Opened opened = NtPipes.openRelative(t, object, rights, options);
    if (opened == null) {
      opened =
          t.process.files.create(
              NtName.of(t, object), rights, attributes, share, disposition, options);
    }
    int flags = (Memory.getInt(object + ATTRIBUTES) & OBJ_INHERIT) != 0 ? HandleTable.INHERIT : 0;
    Memory.putLong(handle, t.process.handles.open(opened.object(), rights, flags));
    FileIo.complete(block, NtStatus.SUCCESS, opened.information());
    return 0;
  }

  /**
   * Reads from a file or device.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows-hardware/drivers/ddi/ntifs/nf-ntifs-ntreadfile">NtReadFile</a>
   */
  @Export({"NtReadFile", "ZwReadFile"})
  @Shortcut
  static int NtReadFile(
      GuestThread t,
      @Handle long FileHandle,
      @Handle @Opt long Event,
      @Opt long ApcRoutine,
      @Opt long ApcContext,
      @Out long IoStatusBlock,
      @Out(size = "Length") long Buffer,
      int Length,
      @In @Opt long ByteOffset,
      @Opt long Key) {
    return transfer(
        t,
        false,
        FileHandle,
        IoReport.nt(t, Event, ApcRoutine, ApcContext, IoStatusBlock),
        Buffer,
        Length,
        ByteOffset);
  }

  /**
   * Writes to a file or device.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows-hardware/drivers/ddi/ntifs/nf-ntifs-ntwritefile">NtWriteFile</a>
   */
  @Export({"NtWriteFile", "ZwWriteFile"})
  @Shortcut
  static int NtWriteFile(
      GuestThread t,
      @Handle long FileHandle,
      @Handle @Opt long Event,
      @Opt long ApcRoutine,
      @Opt long ApcContext,
      @Out long IoStatusBlock,
      @In(size = "Length") long Buffer,
      int Length,
      @In @Opt long ByteOffset,
      @Opt long Key) {
    return transfer(
        t,
        true,
        FileHandle,
        IoReport.nt(t, Event, ApcRoutine, ApcContext, IoStatusBlock),
        Buffer,
        Length,
        ByteOffset);
  }

  private static int transfer(
      GuestThread t,
      boolean write,
      long handle,
      IoReport report,
      long buffer,
      int length,
      long byteOffset) {
    long offset = byteOffset == 0 ? FILE_USE_FILE_POINTER_POSITION : Memory.getLong(byteOffset);
    if (offset == FILE_USE_FILE_POINTER_POSITION) {
      offset = IoObject.CURRENT;
    } else if (offset == FILE_WRITE_TO_END_OF_FILE && write) {
      offset = IoObject.END;
    } else if (offset < 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    int done = FileIo.transfer(t, write, handle, report, buffer, length, offset);
    return (done == FileIo.AT_END ? NtStatus.END_OF_FILE : NtStatus.SUCCESS).code();
  }

  /** Makes sure that what was written is on the disk. */
  @Export({"NtFlushBuffersFile", "ZwFlushBuffersFile"})
  static int NtFlushBuffersFile(GuestThread t, @Handle long FileHandle, @Out long IoStatusBlock) {
    FileIo.object(t, FileHandle, FileAccess.FILE_WRITE_DATA | FileAccess.FILE_APPEND_DATA).flush();
    FileIo.complete(IoStatusBlock, NtStatus.SUCCESS, 0);
    return 0;
  }

  /**
   * As {@code NtFlushBuffersFile}. What is asked to be left out ({@code FLUSH_FLAGS_*}) is done as
   * well.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows-hardware/drivers/ddi/ntifs/nf-ntifs-ntflushbuffersfileex">NtFlushBuffersFileEx</a>
   */
  @Export({"NtFlushBuffersFileEx", "ZwFlushBuffersFileEx"})
  static int NtFlushBuffersFileEx(
      GuestThread t,
      @Handle long FileHandle,
      int Flags,
      @In(size = "ParametersSize") @Opt long Parameters,
      int ParametersSize,
      @Out long IoStatusBlock) {
    return NtFlushBuffersFile(t, FileHandle, IoStatusBlock);
  }

  /** Locks bytes. */
  @Export({"NtLockFile", "ZwLockFile"})
  static int NtLockFile(
      GuestThread t,
      @Handle long FileHandle,
      @Handle @Opt long Event,
      @Opt long ApcRoutine,
      @Opt long ApcContext,
      @Out long IoStatusBlock,
      @In long ByteOffset,
      @In long Length,
      int Key,
      byte FailImmediately,
      byte ExclusiveLock) {
    FileObject file =
        FileIo.file(t, FileHandle, FileAccess.FILE_READ_DATA | FileAccess.FILE_WRITE_DATA);
    file.lock(
        Memory.getLong(ByteOffset),
        Memory.getLong(Length),
        ExclusiveLock != 0,
        FailImmediately == 0);
    FileIo.complete(IoStatusBlock, NtStatus.SUCCESS, 0);
    return 0;
  }

  /** Unlocks bytes. */
  @Export({"NtUnlockFile", "ZwUnlockFile"})
  static int NtUnlockFile(
      GuestThread t,
      @Handle long FileHandle,
      @Out long IoStatusBlock,
      @In long ByteOffset,
      @In long Length,
      int Key) {
    FileIo.file(t, FileHandle, 0).unlock(Memory.getLong(ByteOffset), Memory.getLong(Length));
    FileIo.complete(IoStatusBlock, NtStatus.SUCCESS, 0);
    return 0;
  }

  /** Deletes a file by name. */
  @Export({"NtDeleteFile", "ZwDeleteFile"})
  static int NtDeleteFile(GuestThread t, @In long ObjectAttributes) {
    t.process.files.delete(NtName.of(t, ObjectAttributes));
    return 0;
  }
}
