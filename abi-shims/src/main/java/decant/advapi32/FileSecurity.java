package decant.advapi32;

import decant.abi.Export;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.Text;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Sid;
import decant.nt.Win32Error;
import decant.nt.file.FileAccess;
import decant.nt.file.FileStatus;
import decant.nt.file.HostPermissions;

/**
 * Security descriptors of files, made from the host's permissions: owner and group are the user,
 * who may do everything (the host has the last word), and everyone else may do what the host lets
 * others do. What it lets a group do is not shown.
 */
@Library({"advapi32", "kernelbase"})
public final class FileSecurity {
  static final String NOTE = "Owner and group are the user; rights of the user and of everyone.";

  static final String CHANGES = "What everyone may do; the owner stays.";

  private static final int OWNER_SECURITY_INFORMATION = 1;
  private static final int GROUP_SECURITY_INFORMATION = 2;
  private static final int DACL_SECURITY_INFORMATION = 4;
  private static final int SACL_SECURITY_INFORMATION = 8;
  private static final int OBJECTS_AND_CONTAINERS_INHERIT = 3;
  private static final int FILE_DELETE_CHILD = 0x40;
  private static final int ACL_REVISION = 2;

  /** {@code S_ISVTX}: in such a directory nobody removes what others have. */
  private static final int STICKY = 01000;

  private FileSecurity() {}

  /**
   * A file's security descriptor, self-relative.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/securitybaseapi/nf-securitybaseapi-getfilesecurityw">GetFileSecurity</a>
   */
  @Export(support = Support.PARTIAL, note = NOTE)
  static boolean GetFileSecurity(
      GuestThread t,
      Text text,
      String lpFileName,
      int RequestedInformation,
      @Out(size = "nLength") @Opt long pSecurityDescriptor,
      int nLength,
      @Out long lpnLengthNeeded) {
    if (lpFileName == null) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    FileStatus status = status(t, lpFileName);
    requireNoAuditing(RequestedInformation);
    int size = size(RequestedInformation, status);
    Memory.putInt(lpnLengthNeeded, size);
    if (Integer.compareUnsigned(nLength, size) < 0) {
      throw Win32Error.INSUFFICIENT_BUFFER.exception();
    }
    put(pSecurityDescriptor, RequestedInformation, status);
    return true;
  }

  /**
   * Changes who else may use a file, by what the list grants everyone. The owner cannot be changed,
   * nor what the owner may do.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/securitybaseapi/nf-securitybaseapi-setfilesecurityw">SetFileSecurity</a>
   */
  @Export(support = Support.PARTIAL, note = CHANGES)
  static boolean SetFileSecurity(
      GuestThread t,
      Text text,
      String lpFileName,
      int SecurityInformation,
      @In long pSecurityDescriptor) {
    if (lpFileName == null) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    set(
        t.process.files.changeablePath(lpFileName),
        SecurityInformation,
        SecurityDescriptors.part(pSecurityDescriptor, SecurityDescriptors.OWNER),
        SecurityDescriptors.part(pSecurityDescriptor, SecurityDescriptors.GROUP),
        SecurityDescriptors.list(pSecurityDescriptor));
    return true;
  }

  /** The status of a file by name, of what a link leads to. */
  static FileStatus status(GuestThread t, String name) {
    FileStatus status = t.process.files.status(name);
    return status.isLink() ? HostPermissions.status(t.process.files.hostPath(name)) : status;
  }

  /** Nobody here holds the privilege that lists of what is audited need. */
  static void requireNoAuditing(int information) {
    if ((information & SACL_SECURITY_INFORMATION) != 0) {
      throw Win32Error.PRIVILEGE_NOT_HELD.exception();
    }
  }

  /** The right that a handle needs for changing the parts that are asked for. */
  static int changeRights(int information) {
    int owners = information & (OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION);
    return (owners != 0 ? FileAccess.WRITE_OWNER : 0)
        | ((information & DACL_SECURITY_INFORMATION) != 0 ? FileAccess.WRITE_DAC : 0);
  }

  /**
   * Applies the parts that are asked for.
   *
   * @param path of the host
   * @param list 0 for the one that lets everybody do everything
   */
  static void set(byte[] path, int information, long owner, long group, long list) {
    if ((information & OWNER_SECURITY_INFORMATION) != 0 && !Sid.isUser(owner)) {
      throw Win32Error.INVALID_OWNER.exception();
    }
    if ((information & GROUP_SECURITY_INFORMATION) != 0 && !Sid.isUser(group)) {
      throw Win32Error.INVALID_PRIMARY_GROUP.exception();
    }
    requireNoAuditing(information);
    if ((information & DACL_SECURITY_INFORMATION) != 0) {
      int granted = list == 0 ? FileAccess.FILE_ALL_ACCESS : AccessLists.grantedToOthers(list);
      int others =
          ((granted & FileAccess.FILE_READ_DATA) != 0 ? 4 : 0)
              | ((granted & FileAccess.FILE_WRITE_DATA) != 0 ? 2 : 0)
              | ((granted & FileAccess.FILE_EXECUTE) != 0 ? 1 : 0);
      HostPermissions.set(path, others);
    }
  }

  /** The size of a file's descriptor with the parts that are asked for. */
  static int size(int information, FileStatus status) {
    int sids = information & (OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION);
    int list = (information & DACL_SECURITY_INFORMATION) != 0 ? listSize(status) : 0;
    return SecurityDescriptors.RELATIVE_SIZE + Integer.bitCount(sids) * Sid.userSize() + list;
  }

  /** Writes a file's descriptor with the parts that are asked for. */
  static void put(long at, int information, FileStatus status) {
    boolean list = (information & DACL_SECURITY_INFORMATION) != 0;
    Memory.fill(at, SecurityDescriptors.RELATIVE_SIZE, 0);
    Memory.putByte(at, 1);
    Memory.putShort(
        at + SecurityDescriptors.CONTROL,
        SecurityDescriptors.SE_SELF_RELATIVE | (list ? SecurityDescriptors.SE_DACL_PRESENT : 0));
    int end = SecurityDescriptors.RELATIVE_SIZE;
    if ((information & OWNER_SECURITY_INFORMATION) != 0) {
      offset(at, SecurityDescriptors.OWNER, end);
      end += Sid.putUser(at + end);
    }
    if ((information & GROUP_SECURITY_INFORMATION) != 0) {
      offset(at, SecurityDescriptors.GROUP, end);
      end += Sid.putUser(at + end);
    }
    if (list) {
      offset(at, SecurityDescriptors.DACL, end);
      putList(at + end, status);
    }
  }

  private static void offset(long descriptor, int part, int offset) {
    Memory.putInt(descriptor + 4 + 4L * part, offset);
  }

  private static int listSize(FileStatus status) {
    return AccessLists.ACL_SIZE
        + AccessLists.PLAIN_ACE
        + Sid.userSize()
        + (others(status) == 0 ? 0 : AccessLists.PLAIN_ACE + Sid.size(1));
  }

  private static void putList(long acl, FileStatus status) {
    int size = listSize(status);
    int others = others(status);
    AccessLists.InitializeAcl(acl, size, ACL_REVISION);
    int flags = status.isDirectory() ? OBJECTS_AND_CONTAINERS_INHERIT : 0;
    long at = acl + AccessLists.ACL_SIZE;
    at += AccessLists.putAllowed(at, flags, FileAccess.FILE_ALL_ACCESS, Sid.userSize());
    Sid.putUser(at - Sid.userSize());
    if (others != 0) {
      at += AccessLists.putAllowed(at, flags, others, Sid.size(1));
      Sid.put(at - Sid.size(1), 1, 0);
    }
    AccessLists.setCount(acl, others == 0 ? 1 : 2);
  }

  /** What everyone may do with a file. */
  private static int others(FileStatus status) {
    int access = 0;
    if ((status.mode & 4) != 0) {
      access |= FileAccess.FILE_GENERIC_READ;
    }
    if ((status.mode & 2) != 0) {
      boolean removes = status.isDirectory() && (status.mode & STICKY) == 0;
      access |= FileAccess.FILE_GENERIC_WRITE | (removes ? FILE_DELETE_CHILD : 0);
    }
    if ((status.mode & 1) != 0) {
      access |= FileAccess.FILE_GENERIC_EXECUTE;
    }
    return access;
  }
}
