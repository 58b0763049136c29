package decant.advapi32;

import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.Text;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Win32Error;
import decant.nt.file.FileIo;
import decant.nt.file.FileObject;
import decant.nt.file.FileStatus;
import decant.nt.file.HostPermissions;

/** aclapi.h: the security of files, as {@link FileSecurity} has it. */
@Library("advapi32")
public final class AclApi {
  private static final int SE_FILE_OBJECT = 1;
  private static final String FILES = "Files only. " + FileSecurity.NOTE;

  private AclApi() {}

  /**
   * The security of a file, in memory that {@code LocalFree} frees; owner and group lie in it.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/aclapi/nf-aclapi-getnamedsecurityinfow">GetNamedSecurityInfo</a>
   */
  @Export(fails = Fails.WIN32, support = Support.PARTIAL, note = FILES)
  static int GetNamedSecurityInfo(
      GuestThread t,
      Text text,
      String pObjectName,
      int ObjectType,
      int SecurityInfo,
      @Out @Opt long ppsidOwner,
      @Out @Opt long ppsidGroup,
      @Out @Opt long ppDacl,
      @Out @Opt long ppSacl,
      @Out @Opt long ppSecurityDescriptor) {
    if (pObjectName == null) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    requireFile(ObjectType);
    FileStatus status = FileSecurity.status(t, pObjectName);
    describe(t, status, SecurityInfo, ppsidOwner, ppsidGroup, ppDacl, ppSacl, ppSecurityDescriptor);
    return 0;
  }

  /**
   * As GetNamedSecurityInfo, of an open file.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/aclapi/nf-aclapi-getsecurityinfo">GetSecurityInfo</a>
   */
  @Export(fails = Fails.WIN32, support = Support.PARTIAL, note = FILES)
  static int GetSecurityInfo(
      GuestThread t,
      @Handle long handle,
      int ObjectType,
      int SecurityInfo,
      @Out @Opt long ppsidOwner,
      @Out @Opt long ppsidGroup,
      @Out @Opt long ppDacl,
      @Out @Opt long ppSacl,
      @Out @Opt long ppSecurityDescriptor) {
    requireFile(ObjectType);
    FileStatus status = HostPermissions.status(FileIo.object(t, handle, 0));
    describe(t, status, SecurityInfo, ppsidOwner, ppsidGroup, ppDacl, ppSacl, ppSecurityDescriptor);
    return 0;
  }

  private static void requireFile(int type) {
    if (type != SE_FILE_OBJECT) {
      throw Win32Error.CALL_NOT_IMPLEMENTED.exception();
    }
  }

  private static void describe(
      GuestThread t,
      FileStatus status,
      int information,
      long owner,
      long group,
      long dacl,
      long sacl,
      long result) {
    if (owner == 0 && group == 0 && dacl == 0 && sacl == 0 && result == 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    FileSecurity.requireNoAuditing(information);
    long at = t.process.heap.allocate(t, FileSecurity.size(information, status));
    FileSecurity.put(at, information, status);
    put(owner, SecurityDescriptors.part(at, SecurityDescriptors.OWNER));
    put(group, SecurityDescriptors.part(at, SecurityDescriptors.GROUP));
    put(dacl, SecurityDescriptors.part(at, SecurityDescriptors.DACL));
    put(sacl, 0);
    put(result, at); // without it nobody can free the memory, as on Windows
  }

  private static void put(long to, long value) {
    if (to != 0) {
      Memory.putLong(to, value);
    }
  }

  /**
   * Changes who else may use a file.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/aclapi/nf-aclapi-setnamedsecurityinfow">SetNamedSecurityInfo</a>
   */
  @Export(fails = Fails.WIN32, support = Support.PARTIAL, note = FileSecurity.CHANGES)
  static int SetNamedSecurityInfo(
      GuestThread t,
      Text text,
      String pObjectName,
      int ObjectType,
      int SecurityInfo,
      @In @Opt long psidOwner,
      @In @Opt long psidGroup,
      @In @Opt long pDacl,
      @In @Opt long pSacl) {
    if (pObjectName == null) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    requireFile(ObjectType);
    byte[] path = t.process.files.changeablePath(pObjectName);
    FileSecurity.set(path, SecurityInfo, psidOwner, psidGroup, pDacl);
    return 0;
  }

  /** As SetNamedSecurityInfo, of an open file. */
  @Export(fails = Fails.WIN32, support = Support.PARTIAL, note = FileSecurity.CHANGES)
  static int SetSecurityInfo(
      GuestThread t,
      @Handle long handle,
      int ObjectType,
      int SecurityInfo,
      @In @Opt long psidOwner,
      @In @Opt long psidGroup,
      @In @Opt long pDacl,
      @In @Opt long pSacl) {
    requireFile(ObjectType);
    FileObject file = FileIo.file(t, handle, 0);
    int rights = FileSecurity.changeRights(SecurityInfo);
    if ((t.process.handles.entry(handle).access & rights) != rights) {
      throw Win32Error.ACCESS_DENIED.exception();
    }
    byte[] path = HostPermissions.path(file);
    FileSecurity.set(path, SecurityInfo, psidOwner, psidGroup, pDacl);
    return 0;
  }
}
