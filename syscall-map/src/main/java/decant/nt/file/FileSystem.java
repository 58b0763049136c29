package decant.nt.file;

import decant.nt.NtStatus;

/**
 * The files of a process as Windows names them: drives, current directories, and opening by name.
 */
public final class FileSystem {
  /** {@code CreateDisposition} of {@code NtCreateFile}. */
  public static final int FILE_SUPERSEDE = 0;

  public static final int FILE_OPEN = 1;
  public static final int FILE_CREATE = 2;
  public static final int FILE_OPEN_IF = 3;
  public static final int FILE_OVERWRITE = 4;
  public static final int FILE_OVERWRITE_IF = 5;

  /** {@code CreateOptions} of {@code NtCreateFile}. */
  public static final int FILE_DIRECTORY_FILE = 0x1;

  public static final int FILE_NON_DIRECTORY_FILE = 0x40;
  public static final int FILE_DELETE_ON_CLOSE = 0x1000;

  /**
   * {@code NtCreateFile} by Win32 path.
   *
   * @param path a path as a program gives it: relative, with a drive, {@code \\?\}, {@code \\.\} or
   *     a device name
   * @param access the access mask ({@code GENERIC_*} or specific rights)
   * @param attributes {@code FILE_ATTRIBUTE_*} of a file that is created
   * @param share {@code FILE_SHARE_*}
   * @param disposition one of the dispositions above
   * @param options {@code FILE_*} options
   * @return the open object; {@link Opened#information} says what happened ({@code FILE_OPENED} 1,
   *     {@code FILE_CREATED} 2, {@code FILE_OVERWRITTEN} 3, {@code FILE_SUPERSEDED} 0)
   */
  public Opened create(
      String path, int access, int attributes, int share, int disposition, int options) {
    throw NtStatus.NOT_IMPLEMENTED.exception();
  }

  /** What {@link #create} did. */
  public record Opened(IoObject object, int information) {}

  /**
   * The current directory as a full Windows path without a trailing backslash, except for a root.
   */
  public String currentDirectory() {
    throw NtStatus.NOT_IMPLEMENTED.exception();
  }

  public void setCurrentDirectory(String path) {
    throw NtStatus.NOT_IMPLEMENTED.exception();
  }

  /** The absolute, normalised form of a path: {@code GetFullPathName}. */
  public String fullPath(String path) {
    throw NtStatus.NOT_IMPLEMENTED.exception();
  }

  /** The host path that a Windows path means, as bytes; the last element need not exist. */
  public byte[] hostPath(String path) {
    throw NtStatus.NOT_IMPLEMENTED.exception();
  }

  /** The Windows path of a host path. */
  public String windowsPath(byte[] hostPath) {
    throw NtStatus.NOT_IMPLEMENTED.exception();
  }
}
