package decant.ntdll;

import decant.abi.Export;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.file.DirectoryInformation;
import decant.nt.file.FileAccess;
import decant.nt.file.FileChange;
import decant.nt.file.FileIo;
import decant.nt.file.FileStatus;
import decant.nt.file.IoObject;
import decant.nt.file.NtName;
import decant.nt.file.VolumeInformation;
import decant.nt.pipe.PipeInformation;
import decant.nt.pipe.PipeObject;

/** Files of the native API: what is known of files, directories and volumes. */
@Library("ntdll")
public final class NtFileInformation {
  private NtFileInformation() {}

  /**
   * One of the structures about an open file.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows-hardware/drivers/ddi/ntifs/nf-ntifs-ntqueryinformationfile">NtQueryInformationFile</a>
   */
  @Export({"NtQueryInformationFile", "ZwQueryInformationFile"})
  static int NtQueryInformationFile(
      GuestThread t,
      @Handle long FileHandle,
      @Out long IoStatusBlock,
      @Out(size = "Length") long FileInformation,
      int Length,
      int FileInformationClass) {
    IoObject file = FileIo.object(t, FileHandle, 0);
    int access = t.process.handles.entry(FileHandle).access;
    boolean ofPipe =
        FileInformationClass == PipeInformation.PIPE
            || FileInformationClass == PipeInformation.PIPE_LOCAL;
    int filled =
        ofPipe && file instanceof PipeObject pipe
            ? PipeInformation.query(pipe, access, FileInformationClass, FileInformation, Length)
            : decant.nt.file.FileInformation.query(
                file, access, FileInformationClass, FileInformation, Length);
    boolean cut = Integer.compareUnsigned(filled, Length) > 0;
    NtStatus status = cut ? NtStatus.BUFFER_OVERFLOW : NtStatus.SUCCESS;
    FileIo.complete(IoStatusBlock, status, cut ? Length : filled);
    return status.code();
  }

  /**
   * Changes an open file.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows-hardware/drivers/ddi/ntifs/nf-ntifs-ntsetinformationfile">NtSetInformationFile</a>
   */
  @Export({"NtSetInformationFile", "ZwSetInformationFile"})
  static int NtSetInformationFile(
      GuestThread t,
      @Handle long FileHandle,
      @Out long IoStatusBlock,
      @In(size = "Length") long FileInformation,
      int Length,
      int FileInformationClass) {
    FileChange.set(t, FileHandle, FileInformationClass, FileInformation, Length);
    FileIo.complete(IoStatusBlock, NtStatus.SUCCESS, 0);
    return 0;
  }

  /**
   * The next entries of a directory.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows-hardware/drivers/ddi/ntifs/nf-ntifs-ntquerydirectoryfile">NtQueryDirectoryFile</a>
   */
  @Export({"NtQueryDirectoryFile", "ZwQueryDirectoryFile"})
  static int NtQueryDirectoryFile(
      GuestThread t,
      @Handle long FileHandle,
      @Handle @Opt long Event,
      @Opt long ApcRoutine,
      @Opt long ApcContext,
      @Out long IoStatusBlock,
      @Out(size = "Length") long FileInformation,
      int Length,
      int FileInformationClass,
      byte ReturnSingleEntry,
      @In @Opt long FileName,
      byte RestartScan) {
    int flags =
        (RestartScan != 0 ? DirectoryInformation.RESTART_SCAN : 0)
            | (ReturnSingleEntry != 0 ? DirectoryInformation.RETURN_SINGLE_ENTRY : 0);
    return list(
        t,
        FileHandle,
        IoStatusBlock,
        FileInformation,
        Length,
        FileInformationClass,
        flags,
        FileName);
  }

  /** As NtQueryDirectoryFile, with flags. */
  @Export({"NtQueryDirectoryFileEx", "ZwQueryDirectoryFileEx"})
  static int NtQueryDirectoryFileEx(
      GuestThread t,
      @Handle long FileHandle,
      @Handle @Opt long Event,
      @Opt long ApcRoutine,
      @Opt long ApcContext,
      @Out long IoStatusBlock,
      @Out(size = "Length") long FileInformation,
      int Length,
      int FileInformationClass,
      int QueryFlags,
      @In @Opt long FileName) {
    return list(
        t,
        FileHandle,
        IoStatusBlock,
        FileInformation,
        Length,
        FileInformationClass,
        QueryFlags,
        FileName);
  }

  private static int list(
      GuestThread t,
      long handle,
      long block,
      long buffer,
      int length,
      int kind,
      int flags,
      long name) {
    String pattern = name == 0 ? null : NtName.string(name);
    int filled =
        DirectoryInformation.query(
            FileIo.file(t, handle, FileAccess.FILE_READ_DATA),
            kind,
            buffer,
            length,
            flags,
            pattern);
    FileIo.complete(block, NtStatus.SUCCESS, filled);
    return 0;
  }

  /** Attributes and times of a file by name. */
  @Export({"NtQueryAttributesFile", "ZwQueryAttributesFile"})
  static int NtQueryAttributesFile(
      GuestThread t, @In long ObjectAttributes, @Out long FileInformation) {
    FileStatus status = t.process.files.status(NtName.of(t, ObjectAttributes));
    Memory.putLong(FileInformation, status.created);
    Memory.putLong(FileInformation + 8, status.accessed);
    Memory.putLong(FileInformation + 16, status.written);
    Memory.putLong(FileInformation + 24, status.changed);
    Memory.putLong(FileInformation + 32, status.attributes);
    return 0;
  }

  /** Attributes, times and sizes of a file by name. */
  @Export({"NtQueryFullAttributesFile", "ZwQueryFullAttributesFile"})
  static int NtQueryFullAttributesFile(
      GuestThread t, @In long ObjectAttributes, @Out long FileInformation) {
    decant.nt.file.FileInformation.networkOpen(
        t.process.files.status(NtName.of(t, ObjectAttributes)), FileInformation);
    return 0;
  }

  /**
   * One of the structures about a file by name; of a link, about itself.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows-hardware/drivers/ddi/ntifs/nf-ntifs-ntqueryinformationbyname">NtQueryInformationByName</a>
   */
  @Export({"NtQueryInformationByName", "ZwQueryInformationByName"})
  static int NtQueryInformationByName(
      GuestThread t,
      @In long ObjectAttributes,
      @Out long IoStatusBlock,
      @Out(size = "Length") long FileInformation,
      int Length,
      int FileInformationClass) {
    FileStatus status = t.process.files.status(NtName.of(t, ObjectAttributes));
    int filled =
        decant.nt.file.FileInformation.query(status, FileInformationClass, FileInformation, Length);
    FileIo.complete(IoStatusBlock, NtStatus.SUCCESS, filled);
    return 0;
  }

  /**
   * One of the structures about the volume that a file is on.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows-hardware/drivers/ddi/ntifs/nf-ntifs-ntqueryvolumeinformationfile">NtQueryVolumeInformationFile</a>
   */
  @Export({"NtQueryVolumeInformationFile", "ZwQueryVolumeInformationFile"})
  static int NtQueryVolumeInformationFile(
      GuestThread t,
      @Handle long FileHandle,
      @Out long IoStatusBlock,
      @Out(size = "Length") long FsInformation,
      int Length,
      int FsInformationClass) {
    int filled =
        VolumeInformation.query(
            FileIo.object(t, FileHandle, 0), FsInformationClass, FsInformation, Length);
    FileIo.complete(IoStatusBlock, NtStatus.SUCCESS, filled);
    return 0;
  }
}
