package decant.kernel32;

import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Handle;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.Text;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.Win32Error;
import decant.nt.file.FileIo;
import decant.nt.file.FileObject;
import decant.nt.file.FileStatus;
import decant.nt.file.FileSystem;
import decant.nt.file.NtName;
import decant.nt.file.Volume;
import decant.nt.file.WinPath;

/** fileapi.h: drives and volumes. */
@Library({"kernel32", "kernelbase"})
public final class FileApiVolumes {
  private static final int DRIVE_NO_ROOT_DIR = 1;
  private static final int DRIVE_FIXED = 3;
  private static final int SECTOR = 512;

  private FileApiVolumes() {}

  /** The root of the drive that a path is on, or that of the current directory for null. */
  private static String root(GuestThread t, String path) {
    String full = t.process.files.fullPath(path == null || path.isEmpty() ? "\\" : path);
    int drive = full.startsWith("\\\\?\\") ? 4 : 0;
    if (WinPath.kind(full.substring(drive)) != WinPath.Kind.DRIVE_ABSOLUTE) {
      throw Win32Error.PATH_NOT_FOUND.exception();
    }
    return full.substring(drive, drive + 3);
  }

  /** A bit for each drive, {@code A:} the lowest. */
  @Export
  static int GetLogicalDrives(GuestThread t) {
    return t.process.files.drives().mask();
  }

  /**
   * The roots of all drives, each ended by a zero, and another zero.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-getlogicaldrivestringsw">GetLogicalDriveStrings</a>
   */
  @Export
  static int GetLogicalDriveStrings(
      GuestThread t, Text text, int nBufferLength, @Out long lpBuffer) {
    int mask = t.process.files.drives().mask();
    int needed = 4 * Integer.bitCount(mask);
    if (Integer.compareUnsigned(nBufferLength, needed) <= 0) {
      return needed + 1;
    }
    long at = lpBuffer;
    for (int i = 0; i < 26; i++) {
      if ((mask & 1 << i) != 0) {
        text.write(at, (char) ('A' + i) + ":\\");
        at += 4L * text.unit;
      }
    }
    text.write(at, "");
    return needed;
  }

  /**
   * The type of a drive: all are fixed disks.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-getdrivetypew">GetDriveType</a>
   */
  @Export
  static int GetDriveType(GuestThread t, Text text, @Opt String lpRootPathName) {
    String path = lpRootPathName == null ? "\\" : lpRootPathName;
    int mask = t.process.files.drives().mask();
    String full = t.process.files.fullPath(path);
    boolean drive =
        WinPath.kind(full) == WinPath.Kind.DRIVE_ABSOLUTE
            && (mask & 1 << (full.charAt(0) & 0x5F) - 'A') != 0;
    return drive ? DRIVE_FIXED : DRIVE_NO_ROOT_DIR;
  }

  /**
   * Name, serial number, and what the file system can.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-getvolumeinformationw">GetVolumeInformation</a>
   */
  @Export
  static boolean GetVolumeInformation(
      GuestThread t,
      Text text,
      @Opt String lpRootPathName,
      @Out @Opt long lpVolumeNameBuffer,
      int nVolumeNameSize,
      @Out @Opt long lpVolumeSerialNumber,
      @Out @Opt long lpMaximumComponentLength,
      @Out @Opt long lpFileSystemFlags,
      @Out @Opt long lpFileSystemNameBuffer,
      int nFileSystemNameSize) {
    if (lpRootPathName != null && !lpRootPathName.endsWith("\\") && !lpRootPathName.endsWith("/")) {
      throw Win32Error.INVALID_NAME.exception();
    }
    describe(
        Volume.of(t.process.files, root(t, lpRootPathName)),
        text,
        lpVolumeNameBuffer,
        nVolumeNameSize,
        lpVolumeSerialNumber,
        lpMaximumComponentLength,
        lpFileSystemFlags,
        lpFileSystemNameBuffer,
        nFileSystemNameSize);
    return true;
  }

  /**
   * As GetVolumeInformation, of the volume that an open file or directory is on.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-getvolumeinformationbyhandlew">GetVolumeInformationByHandleW</a>
   */
  @Export
  static boolean GetVolumeInformationByHandleW(
      GuestThread t,
      @Handle long hFile,
      @Out @Opt long lpVolumeNameBuffer,
      int nVolumeNameSize,
      @Out @Opt long lpVolumeSerialNumber,
      @Out @Opt long lpMaximumComponentLength,
      @Out @Opt long lpFileSystemFlags,
      @Out @Opt long lpFileSystemNameBuffer,
      int nFileSystemNameSize) {
    if (!(FileIo.object(t, hFile, 0) instanceof FileObject file)) {
      throw NtStatus.INVALID_DEVICE_REQUEST.exception();
    }
    describe(
        Volume.of(file),
        Text.WIDE,
        lpVolumeNameBuffer,
        nVolumeNameSize,
        lpVolumeSerialNumber,
        lpMaximumComponentLength,
        lpFileSystemFlags,
        lpFileSystemNameBuffer,
        nFileSystemNameSize);
    return true;
  }

  private static void describe(
      Volume volume,
      Text text,
      long name,
      int nameSize,
      long serial,
      long maximumComponentLength,
      long flags,
      long fileSystem,
      int fileSystemSize) {
    if (name != 0 && nameSize != 0) {
      text.write(name, "");
    }
    putInt(serial, volume.serial());
    putInt(maximumComponentLength, Volume.MAX_COMPONENT);
    putInt(flags, volume.flags());
    if (fileSystem != 0) {
      if (text.length(Volume.FILE_SYSTEM) >= fileSystemSize) {
        throw Win32Error.BAD_LENGTH.exception();
      }
      text.write(fileSystem, Volume.FILE_SYSTEM);
    }
  }

  private static void putInt(long at, int value) {
    if (at != 0) {
      Memory.putInt(at, value);
    }
  }

  private static void putLong(long at, long value) {
    if (at != 0) {
      Memory.putLong(at, value);
    }
  }

  /** Volumes take their names from the host. */
  @Export(support = Support.STUB, note = "Volumes have no labels.")
  static boolean SetVolumeLabel(
      GuestThread t, Text text, @Opt String lpRootPathName, @Opt String lpVolumeName) {
    throw Win32Error.ACCESS_DENIED.exception();
  }

  /**
   * The space on a disk in clusters.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-getdiskfreespacew">GetDiskFreeSpace</a>
   */
  @Export
  static boolean GetDiskFreeSpace(
      GuestThread t,
      Text text,
      @Opt String lpRootPathName,
      @Out @Opt long lpSectorsPerCluster,
      @Out @Opt long lpBytesPerSector,
      @Out @Opt long lpNumberOfFreeClusters,
      @Out @Opt long lpTotalNumberOfClusters) {
    Volume volume = ofDirectory(t, lpRootPathName);
    putInt(lpSectorsPerCluster, (int) (volume.clusterSize() / SECTOR));
    putInt(lpBytesPerSector, SECTOR);
    putInt(lpNumberOfFreeClusters, saturated(volume.available() / volume.clusterSize()));
    putInt(lpTotalNumberOfClusters, saturated(volume.total() / volume.clusterSize()));
    return true;
  }

  /**
   * The volume of a directory or of what a link to one leads to, the current drive's for null;
   * {@code ERROR_DIRECTORY} for a file.
   */
  private static Volume ofDirectory(GuestThread t, String path) {
    FileSystem files = t.process.files;
    String full = files.fullPath(path == null ? "\\" : path);
    FileStatus status = files.status(full);
    if (!status.isDirectory() && !status.directoryLink) {
      throw Win32Error.DIRECTORY.exception();
    }
    return Volume.of(files, full);
  }

  private static int saturated(long count) {
    return (int) Math.min(count, 0xFFFF_FFFFL);
  }

  /**
   * The space on the disk of a directory, in bytes.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-getdiskfreespaceexw">GetDiskFreeSpaceEx</a>
   */
  @Export
  static boolean GetDiskFreeSpaceEx(
      GuestThread t,
      Text text,
      @Opt String lpDirectoryName,
      @Out @Opt long lpFreeBytesAvailableToCaller,
      @Out @Opt long lpTotalNumberOfBytes,
      @Out @Opt long lpTotalNumberOfFreeBytes) {
    Volume volume = ofDirectory(t, lpDirectoryName);
    putLong(lpFreeBytesAvailableToCaller, volume.available());
    putLong(lpTotalNumberOfBytes, volume.total());
    putLong(lpTotalNumberOfFreeBytes, volume.free());
    return true;
  }

  /**
   * The root of the volume that a path is on.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-getvolumepathnamew">GetVolumePathName</a>
   */
  @Export
  static boolean GetVolumePathName(
      GuestThread t,
      Text text,
      String lpszFileName,
      @Out long lpszVolumePathName,
      int cchBufferLength) {
    if (lpszFileName == null || lpszFileName.isEmpty() || cchBufferLength == 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    String root = root(t, lpszFileName);
    if (text.length(root) >= cchBufferLength) {
      throw Win32Error.FILENAME_EXCED_RANGE.exception();
    }
    text.write(lpszVolumePathName, root);
    return true;
  }

  /** Volumes have no names of the {@code \\?\Volume{GUID}\} kind here. */
  @Export(support = Support.STUB, note = "Volumes have no GUID names.")
  static boolean GetVolumeNameForVolumeMountPoint(
      GuestThread t,
      Text text,
      String lpszVolumeMountPoint,
      @Out long lpszVolumeName,
      int cchBufferLength) {
    throw Win32Error.INVALID_PARAMETER.exception();
  }

  @Export(support = Support.STUB, note = "Volumes have no GUID names.", fails = Fails.MINUS_ONE)
  static long FindFirstVolume(
      GuestThread t, Text text, @Out long lpszVolumeName, int cchBufferLength) {
    throw Win32Error.CALL_NOT_IMPLEMENTED.exception();
  }

  /** No search is ever begun. */
  @Export(support = Support.STUB, note = "There are no searches for volumes.")
  static boolean FindNextVolume(
      Text text, @Handle long hFindVolume, @Out long lpszVolumeName, int cchBufferLength) {
    throw Win32Error.INVALID_HANDLE.exception();
  }

  /** No search is ever begun. */
  @Export(support = Support.STUB, note = "There are no searches for volumes.")
  static boolean FindVolumeClose(@Handle long hFindVolume) {
    throw Win32Error.INVALID_HANDLE.exception();
  }

  /**
   * What a DOS device stands for; without a name, the devices that there are: strings that end with
   * a zero each, and one zero more.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-querydosdevicew">QueryDosDevice</a>
   */
  @Export
  static int QueryDosDevice(
      GuestThread t, Text text, @Opt String lpDeviceName, @Out long lpTargetPath, int ucchMax) {
    StringBuilder all = new StringBuilder();
    int drives = t.process.files.drives().mask();
    if (lpDeviceName == null) {
      for (int i = 0; i < 26; i++) {
        if ((drives >>> i & 1) != 0) {
          all.append((char) ('A' + i)).append(":\0");
        }
      }
      all.append("NUL\0PIPE\0");
    } else {
      all.append(target(lpDeviceName, drives)).append('\0');
    }
    int length = text.length(all.toString());
    if (Integer.compareUnsigned(length, ucchMax) >= 0) {
      throw Win32Error.INSUFFICIENT_BUFFER.exception();
    }
    return text.write(lpTargetPath, all.toString()) + 1;
  }

  private static String target(String device, int drives) {
    if (device.length() == 2 && device.charAt(1) == ':') {
      int drive = (device.charAt(0) & ~0x20) - 'A';
      if (drive >= 0 && drive < 26 && (drives >>> drive & 1) != 0) {
        return NtName.volume(device.charAt(0));
      }
    }
    if (device.equalsIgnoreCase("NUL")) {
      return "\\Device\\Null";
    }
    if (device.equalsIgnoreCase("PIPE")) {
      return "\\Device\\NamedPipe";
    }
    throw Win32Error.FILE_NOT_FOUND.exception();
  }
}
