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

/**
 * securitybaseapi.h: security descriptors. The host's permissions are not translated: every file
 * belongs to the user and has no list of access rights.
 */
@Library({"advapi32", "kernelbase"})
public final class SecurityDescriptors {
  private static final int OWNER_SECURITY_INFORMATION = 1;
  private static final int GROUP_SECURITY_INFORMATION = 2;
  private static final int DACL_SECURITY_INFORMATION = 4;
  private static final int SE_DACL_PRESENT = 4;
  private static final int SE_SELF_RELATIVE = 0x8000;
  private static final int RELATIVE_SIZE = 20;
  private static final int ABSOLUTE_SIZE = 40;

  private SecurityDescriptors() {}

  /**
   * A file's security descriptor, self-relative: owner and group are the user, and a missing access
   * list means that everybody may do everything (the host has the last word).
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/securitybaseapi/nf-securitybaseapi-getfilesecurityw">GetFileSecurity</a>
   */
  @Export(
      support = Support.PARTIAL,
      note = "Owner and group are the user; there is no access list.")
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
    t.process.files.status(lpFileName); // fails when there is no such file
    boolean owner = (RequestedInformation & OWNER_SECURITY_INFORMATION) != 0;
    boolean group = (RequestedInformation & GROUP_SECURITY_INFORMATION) != 0;
    int size = RELATIVE_SIZE + (owner ? Sid.userSize() : 0) + (group ? Sid.userSize() : 0);
    Memory.putInt(lpnLengthNeeded, size);
    if (Integer.compareUnsigned(nLength, size) < 0) {
      throw Win32Error.INSUFFICIENT_BUFFER.exception();
    }
    boolean dacl = (RequestedInformation & DACL_SECURITY_INFORMATION) != 0;
    Memory.fill(pSecurityDescriptor, RELATIVE_SIZE, 0);
    Memory.putByte(pSecurityDescriptor, 1);
    Memory.putShort(pSecurityDescriptor + 2, SE_SELF_RELATIVE | (dacl ? SE_DACL_PRESENT : 0));
    int at = RELATIVE_SIZE;
    if (owner) {
      Memory.putInt(pSecurityDescriptor + 4, at);
      at += Sid.putUser(pSecurityDescriptor + at);
    }
    if (group) {
      Memory.putInt(pSecurityDescriptor + 8, at);
      Sid.putUser(pSecurityDescriptor + at);
    }
    return true;
  }

  /** Permissions cannot be changed this way. */
  @Export(support = Support.STUB, note = "Fails with ERROR_ACCESS_DENIED.")
  static boolean SetFileSecurity(
      GuestThread t,
      Text text,
      String lpFileName,
      int SecurityInformation,
      @In long pSecurityDescriptor) {
    throw Win32Error.ACCESS_DENIED.exception();
  }

  @Export
  static boolean InitializeSecurityDescriptor(@Out long pSecurityDescriptor, int dwRevision) {
    if (dwRevision != 1) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    Memory.fill(pSecurityDescriptor, ABSOLUTE_SIZE, 0);
    Memory.putByte(pSecurityDescriptor, 1);
    return true;
  }

  @Export
  static boolean IsValidSecurityDescriptor(@In @Opt long pSecurityDescriptor) {
    return pSecurityDescriptor != 0 && Memory.getByte(pSecurityDescriptor) == 1;
  }

  /** An absolute descriptor's access list. */
  @Export
  static boolean SetSecurityDescriptorDacl(
      @In @Out long pSecurityDescriptor,
      boolean bDaclPresent,
      @Opt long pDacl,
      boolean bDaclDefaulted) {
    int control = Memory.getU16(pSecurityDescriptor + 2);
    if ((control & SE_SELF_RELATIVE) != 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    control &= ~0xC;
    control |= bDaclPresent ? SE_DACL_PRESENT : 0;
    control |= bDaclDefaulted ? 8 : 0;
    Memory.putShort(pSecurityDescriptor + 2, control);
    Memory.putLong(pSecurityDescriptor + 32, bDaclPresent ? pDacl : 0);
    return true;
  }

  @Export
  static boolean SetSecurityDescriptorOwner(
      @In @Out long pSecurityDescriptor, @Opt long pOwner, boolean bOwnerDefaulted) {
    Memory.putLong(pSecurityDescriptor + 8, pOwner);
    return true;
  }

  @Export
  static boolean SetSecurityDescriptorGroup(
      @In @Out long pSecurityDescriptor, @Opt long pGroup, boolean bGroupDefaulted) {
    Memory.putLong(pSecurityDescriptor + 16, pGroup);
    return true;
  }

  /** The size of a self-relative descriptor, or of an absolute one made self-relative. */
  @Export
  static int GetSecurityDescriptorLength(@In long pSecurityDescriptor) {
    boolean relative = (Memory.getU16(pSecurityDescriptor + 2) & SE_SELF_RELATIVE) != 0;
    int size = RELATIVE_SIZE;
    for (int i = 0; i < 4; i++) {
      long part;
      if (relative) {
        int offset = Memory.getInt(pSecurityDescriptor + 4 + 4L * i);
        part = offset == 0 ? 0 : pSecurityDescriptor + (offset & 0xFFFF_FFFFL);
      } else {
        part = Memory.getLong(pSecurityDescriptor + 8 + 8L * i);
      }
      if (part != 0) {
        size += i < 2 ? Sid.length(part) : Memory.getU16(part + 2);
      }
    }
    return size;
  }
}
