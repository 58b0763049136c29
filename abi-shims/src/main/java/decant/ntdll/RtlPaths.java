package decant.ntdll;

import decant.abi.Export;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Wide;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.NtStatusException;
import decant.nt.ProcessParameters;
import decant.nt.Win32Exception;
import decant.nt.file.NtName;
import decant.nt.file.WinPath;

/** Path names in ntdll's run-time library. */
@Library("ntdll")
public final class RtlPaths {
  private RtlPaths() {}

  /** The object manager's name of a Win32 path, in a block of the process heap. */
  @Export
  static byte RtlDosPathNameToNtPathName_U(
      GuestThread t,
      @Wide String DosFileName,
      @Out long NtFileName,
      @Out @Opt long FilePart,
      @Out @Opt long RelativeName) {
    return (byte) (toNt(t, DosFileName, NtFileName, FilePart, RelativeName) == null ? 1 : 0);
  }

  /** As RtlDosPathNameToNtPathName_U, saying what is wrong. */
  @Export
  static int RtlDosPathNameToNtPathName_U_WithStatus(
      GuestThread t,
      @Wide String DosFileName,
      @Out long NtFileName,
      @Out @Opt long FilePart,
      @Out @Opt long RelativeName) {
    NtStatus failure = toNt(t, DosFileName, NtFileName, FilePart, RelativeName);
    return failure == null ? 0 : failure.code();
  }

  private static NtStatus toNt(
      GuestThread t, String path, long result, long filePart, long relative) {
    String name;
    try {
      name = WinPath.nt(path == null ? "" : path, t.process.files);
    } catch (Win32Exception e) {
      return NtStatus.OBJECT_NAME_INVALID;
    }
    if (name.length() > WinPath.MAX - 1) {
      return NtStatus.NAME_TOO_LONG;
    }
    long buffer = t.process.heap.allocate(t, 2L * name.length() + 2);
    Memory.putWideZ(buffer, name);
    Memory.putShort(result, 2 * name.length());
    Memory.putShort(result + 2, 2 * name.length() + 2);
    Memory.putLong(result + 8, buffer);
    if (filePart != 0) {
      int last = WinPath.lastName(name);
      Memory.putLong(filePart, last == name.length() ? 0 : buffer + 2L * last);
    }
    if (relative != 0) {
      Memory.fill(relative, 32, 0);
    }
    return null;
  }

  /**
   * The full form of a path: the number of bytes without the zero, or when it does not fit, with
   * it; 0 for what is no path.
   */
  @Export
  static int RtlGetFullPathName_U(
      GuestThread t,
      @Wide String FileName,
      int BufferLength,
      @Out(size = "BufferLength") long Buffer,
      @Out @Opt long FilePart) {
    String full;
    try {
      full = t.process.files.fullPath(FileName == null ? "" : FileName);
    } catch (Win32Exception e) {
      return 0;
    }
    int bytes = 2 * full.length();
    if (Integer.compareUnsigned(bytes + 2, BufferLength) > 0) {
      return bytes + 2;
    }
    Memory.putWideZ(Buffer, full);
    if (FilePart != 0) {
      int last = WinPath.lastName(full);
      Memory.putLong(FilePart, last == full.length() ? 0 : Buffer + 2L * last);
    }
    return bytes;
  }

  /** {@code RTL_PATH_TYPE} of a path. */
  @Export
  static int RtlDetermineDosPathNameType_U(@Wide String Path) {
    return WinPath.kind(Path).ordinal();
  }

  /**
   * Where in a path the name of a device is: its offset in bytes in the high half, its length in
   * the low half; 0 when there is none.
   */
  @Export
  static int RtlIsDosDeviceName_U(@Wide String Name) {
    String device = Name == null ? null : WinPath.device(Name);
    if (device == null) {
      return 0;
    }
    int at = Name.length();
    while (!Name.regionMatches(true, at, device, 0, device.length())) {
      at--;
    }
    return 2 * at << 16 | 2 * device.length();
  }

  /** Whether a file exists. */
  @Export
  static byte RtlDoesFileExists_U(GuestThread t, @Wide String FileName) {
    try {
      t.process.files.status(FileName);
      return 1;
    } catch (NtStatusException | Win32Exception e) {
      return 0;
    }
  }

  /** The current directory: the number of bytes as RtlGetFullPathName_U's. */
  @Export
  static int RtlGetCurrentDirectory_U(
      GuestThread t, int BufferLength, @Out(size = "BufferLength") long Buffer) {
    String directory = t.process.files.currentDirectory();
    int bytes = 2 * directory.length();
    if (Integer.compareUnsigned(bytes + 2, BufferLength) > 0) {
      return bytes + 2;
    }
    Memory.putWideZ(Buffer, directory);
    return bytes;
  }

  /** Changes the current directory. */
  @Export
  static int RtlSetCurrentDirectory_U(GuestThread t, @In long PathName) {
    ProcessParameters.setCurrentDirectory(t.process, NtName.string(PathName));
    return 0;
  }
}
