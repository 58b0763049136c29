package decant.advapi32;

import decant.abi.Export;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.host.Memory;
import decant.nt.Sid;
import decant.nt.Win32Error;

/** securitybaseapi.h: security descriptors in memory. */
@Library({"advapi32", "kernelbase"})
public final class SecurityDescriptors {
  private static final int SE_OWNER_DEFAULTED = 1;
  private static final int SE_GROUP_DEFAULTED = 2;
  static final int SE_DACL_PRESENT = 4;
  private static final int SE_DACL_DEFAULTED = 8;
  static final int SE_SELF_RELATIVE = 0x8000;
  static final int RELATIVE_SIZE = 20;
  private static final int ABSOLUTE_SIZE = 40;

  /** {@code SECURITY_DESCRIPTOR.Control}. */
  static final int CONTROL = 2;

  /** The parts of a descriptor, in the order that it has them in. */
  static final int OWNER = 0;

  static final int GROUP = 1;
  static final int DACL = 3;

  private SecurityDescriptors() {}

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
    control &= ~(SE_DACL_PRESENT | SE_DACL_DEFAULTED);
    control |= bDaclPresent ? SE_DACL_PRESENT : 0;
    control |= bDaclDefaulted ? SE_DACL_DEFAULTED : 0;
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
    int size = RELATIVE_SIZE;
    for (int i = OWNER; i <= DACL; i++) {
      long part = part(pSecurityDescriptor, i);
      if (part != 0) {
        size += i < 2 ? Sid.length(part) : Memory.getU16(part + 2);
      }
    }
    return size;
  }

  /** The access list of a descriptor; a missing one lets everybody do everything. */
  @Export
  static boolean GetSecurityDescriptorDacl(
      @In long pSecurityDescriptor,
      @Out long lpbDaclPresent,
      @Out long pDacl,
      @Out long lpbDaclDefaulted) {
    int control = Memory.getU16(pSecurityDescriptor + CONTROL);
    boolean present = (control & SE_DACL_PRESENT) != 0;
    Memory.putInt(lpbDaclPresent, present ? 1 : 0);
    if (present) {
      Memory.putLong(pDacl, part(pSecurityDescriptor, DACL));
      Memory.putInt(lpbDaclDefaulted, (control & SE_DACL_DEFAULTED) != 0 ? 1 : 0);
    }
    return true;
  }

  @Export
  static boolean GetSecurityDescriptorOwner(
      @In long pSecurityDescriptor, @Out long pOwner, @Out long lpbOwnerDefaulted) {
    Memory.putLong(pOwner, part(pSecurityDescriptor, OWNER));
    int control = Memory.getU16(pSecurityDescriptor + CONTROL);
    Memory.putInt(lpbOwnerDefaulted, control & SE_OWNER_DEFAULTED);
    return true;
  }

  @Export
  static boolean GetSecurityDescriptorGroup(
      @In long pSecurityDescriptor, @Out long pGroup, @Out long lpbGroupDefaulted) {
    Memory.putLong(pGroup, part(pSecurityDescriptor, GROUP));
    int control = Memory.getU16(pSecurityDescriptor + CONTROL);
    Memory.putInt(lpbGroupDefaulted, (control & SE_GROUP_DEFAULTED) != 0 ? 1 : 0);
    return true;
  }

  /** The flags of a descriptor, and its revision. */
  @Export
  static boolean GetSecurityDescriptorControl(
      @In long pSecurityDescriptor, @Out long pControl, @Out long lpdwRevision) {
    Memory.putInt(lpdwRevision, Memory.getU8(pSecurityDescriptor));
    Memory.putShort(pControl, Memory.getU16(pSecurityDescriptor + CONTROL));
    return true;
  }

  /** One of the four parts of a descriptor, which may be self-relative; 0 for one it lacks. */
  static long part(long descriptor, int part) {
    if ((Memory.getU16(descriptor + CONTROL) & SE_SELF_RELATIVE) == 0) {
      return Memory.getLong(descriptor + 8 + 8L * part);
    }
    int offset = Memory.getInt(descriptor + 4 + 4L * part);
    return offset == 0 ? 0 : descriptor + (offset & 0xFFFF_FFFFL);
  }

  /** The access list of a descriptor; 0 for the one that lets everybody do everything. */
  static long list(long descriptor) {
    boolean present = (Memory.getU16(descriptor + CONTROL) & SE_DACL_PRESENT) != 0;
    return present ? part(descriptor, DACL) : 0;
  }
}
