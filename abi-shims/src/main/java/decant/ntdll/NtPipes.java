package decant.ntdll;

import decant.abi.Export;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.HandleTable;
import decant.nt.NtObject;
import decant.nt.NtStatus;
import decant.nt.file.FileAccess;
import decant.nt.file.FileIo;
import decant.nt.file.FileSystem;
import decant.nt.file.NtName;
import decant.nt.pipe.NamedPipeServer;
import decant.nt.pipe.NamedPipes;
import decant.nt.pipe.PipeDirectory;
import decant.nt.pipe.PipeObject;

/** Named pipes by the native calls; among them pipes without names, opened through their server. */
@Library("ntdll")
public final class NtPipes {
  /** {@code OBJECT_ATTRIBUTES}. */
  private static final int ROOT_DIRECTORY = 8;

  private static final int OBJECT_NAME = 16;
  private static final int ATTRIBUTES = 24;
  private static final int OBJ_INHERIT = 0x2;

  private static final String PREFIX = "\\\\?\\PIPE\\";
  private static final int UNLIMITED = -1;
  private static final int MOST_INSTANCES = 255;
  private static final int SYNCHRONOUS =
      FileSystem.FILE_SYNCHRONOUS_IO_ALERT | FileSystem.FILE_SYNCHRONOUS_IO_NONALERT;

  private NtPipes() {}

  private static NtObject root(GuestThread t, long attributes) {
    long root = Memory.getLong(attributes + ROOT_DIRECTORY);
    return root == 0 ? null : t.process.handles.entry(root).object;
  }

  private static boolean isNameless(long attributes) {
    long name = Memory.getLong(attributes + OBJECT_NAME);
    return name == 0 || Memory.getU16(name) == 0;
  }

  /**
   * Opens the client's end of the server that {@code OBJECT_ATTRIBUTES} have as root directory;
   * null when they name something else.
   */
  static FileSystem.Opened openRelative(GuestThread t, long attributes, int access, int options) {
    NtObject root = root(t, attributes);
    if (root instanceof NamedPipeServer server && isNameless(attributes)) {
      PipeObject client = NamedPipes.of(t.process).connect(server, access, options);
      return new FileSystem.Opened(client, FileSystem.FILE_OPEN);
    }
    if (root == null && !isNameless(attributes) && isPipeDirectory(attributes)) {
      NamedPipes.of(t.process); // makes the device known
    }
    return null;
  }

  private static boolean isPipeDirectory(long attributes) {
    String name = NtName.string(Memory.getLong(attributes + OBJECT_NAME));
    return name.regionMatches(true, 0, "\\Device\\NamedPipe\\", 0, 18)
        || name.regionMatches(true, 0, "\\??\\PIPE\\", 0, 9);
  }

  /**
   * Makes an instance of a pipe.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows-hardware/drivers/ddi/ntifs/nf-ntifs-ntcreatefile">NtCreateFile</a>,
   *     whose parameters it shares
   */
  @Export({"NtCreateNamedPipeFile", "ZwCreateNamedPipeFile"})
  static int NtCreateNamedPipeFile(
      GuestThread t,
      @Out long FileHandle,
      int DesiredAccess,
      @In long ObjectAttributes,
      @Out long IoStatusBlock,
      int ShareAccess,
      int CreateDisposition,
      int CreateOptions,
      int NamedPipeType,
      int ReadMode,
      int CompletionMode,
      int MaximumInstances,
      int InboundQuota,
      int OutboundQuota,
      @In @Opt long DefaultTimeout) {
    // The share access says which directions the clients may use.
    int access = ShareAccess & 3;
    if (access == 0 || ReadMode != 0 && NamedPipeType == 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    access = (access & 2) >> 1 | (access & 1) << 1; // clients write what the server reads
    boolean first = CreateDisposition == FileSystem.FILE_CREATE;
    int limit = MaximumInstances == UNLIMITED ? MOST_INSTANCES : MaximumInstances;
    if (limit < 1 || limit > MOST_INSTANCES) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    NamedPipeServer server =
        NamedPipes.of(t.process)
            .create(name(t, ObjectAttributes), limit, first, access, (NamedPipeType & 1) != 0);
    server.setMode(
        (ReadMode != 0 ? PipeObject.PIPE_READMODE_MESSAGE : 0)
            | (CompletionMode != 0 ? PipeObject.PIPE_NOWAIT : 0));
    if ((CreateOptions & SYNCHRONOUS) == 0) {
      server.makeOverlapped();
    }
    boolean inherit = (Memory.getInt(ObjectAttributes + ATTRIBUTES) & OBJ_INHERIT) != 0;
    int rights = FileAccess.specific(DesiredAccess);
    Memory.putLong(
        FileHandle, t.process.handles.open(server, rights, inherit ? HandleTable.INHERIT : 0));
    FileIo.complete(IoStatusBlock, NtStatus.SUCCESS, FileSystem.FILE_CREATE);
    return 0;
  }

  /** The name of a new pipe, null for none. */
  private static String name(GuestThread t, long attributes) {
    NtObject root = root(t, attributes);
    if (root instanceof PipeDirectory) {
      return isNameless(attributes)
          ? null
          : NtName.string(Memory.getLong(attributes + OBJECT_NAME));
    }
    String path = NtName.of(t, attributes);
    if (!path.regionMatches(true, 0, PREFIX, 0, PREFIX.length())
        || path.length() == PREFIX.length()) {
      throw NtStatus.OBJECT_NAME_INVALID.exception();
    }
    return path.substring(PREFIX.length());
  }
}
