package decant.advapi32;

import decant.abi.Export;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Out;
import decant.host.Memory;
import decant.nt.Sid;
import decant.nt.Win32Error;
import decant.nt.file.FileAccess;

/** securitybaseapi.h: lists of access rights, in memory. */
@Library({"advapi32", "kernelbase"})
public final class AccessLists {
  static final int ACL_SIZE = 8;

  /** {@code ACL.AclSize} and {@code ACL.AceCount}. */
  private static final int SIZE = 2;

  private static final int COUNT = 4;

  /** {@code ACE_HEADER.AceSize}, and an entry without its SID. */
  private static final int ACE_SIZE = 2;

  static final int ACE_FIXED_SIZE = 8;
  static final int ACCESS_ALLOWED = 0;
  private static final int ACCESS_DENIED = 1;
  private static final int INHERIT_ONLY = 8;
  private static final int ACL_REVISION_INFORMATION = 1;
  private static final int ACL_SIZE_INFORMATION = 2;

  private AccessLists() {}

  @Export
  static boolean InitializeAcl(@Out(size = "nAclLength") long pAcl, int nAclLength, int revision) {
    if (nAclLength < ACL_SIZE || nAclLength > 0xFFFF || revision != 2 && revision != 4) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    Memory.putLong(pAcl, 0);
    Memory.putByte(pAcl, revision);
    Memory.putShort(pAcl + 2, nAclLength);
    return true;
  }

  @Export
  static boolean AddAccessAllowedAce(
      @In @Out long pAcl, int dwAceRevision, int AccessMask, @In long pSid) {
    return addAce(pAcl, ACCESS_ALLOWED, 0, AccessMask, pSid);
  }

  @Export
  static boolean AddAccessDeniedAce(
      @In @Out long pAcl, int dwAceRevision, int AccessMask, @In long pSid) {
    return addAce(pAcl, ACCESS_DENIED, 0, AccessMask, pSid);
  }

  private static boolean addAce(long acl, int type, int flags, int mask, long sid) {
    if (!Sid.isValid(sid)) {
      throw Win32Error.INVALID_SID.exception();
    }
    int count = Memory.getU16(acl + COUNT);
    long at = end(acl);
    int size = ACE_FIXED_SIZE + Sid.length(sid);
    if (at + size > acl + Memory.getU16(acl + SIZE)) {
      throw Win32Error.ALLOTTED_SPACE_EXCEEDED.exception();
    }
    Memory.putByte(at, type);
    Memory.putByte(at + 1, flags);
    Memory.putShort(at + ACE_SIZE, size);
    Memory.putInt(at + 4, mask);
    Memory.copy(sid, at + ACE_FIXED_SIZE, Sid.length(sid));
    Memory.putShort(acl + COUNT, count + 1);
    return true;
  }

  /** As AddAccessAllowedAce, of an entry that is inherited as its flags say. */
  @Export
  static boolean AddAccessAllowedAceEx(
      @In @Out long pAcl, int dwAceRevision, int AceFlags, int AccessMask, @In long pSid) {
    return addAce(pAcl, ACCESS_ALLOWED, AceFlags, AccessMask, pSid);
  }

  /** Writes an entry but for its SID, which belongs at its end; returns the size with it. */
  static int putAllowed(long at, int flags, int mask, int sidSize) {
    int size = ACE_FIXED_SIZE + sidSize;
    Memory.putByte(at, ACCESS_ALLOWED);
    Memory.putByte(at + 1, flags);
    Memory.putShort(at + ACE_SIZE, size);
    Memory.putInt(at + 4, mask);
    return size;
  }

  static void setCount(long acl, int count) {
    Memory.putShort(acl + COUNT, count);
  }

  /** The address behind the last entry. */
  private static long end(long acl) {
    return entry(acl, Memory.getU16(acl + COUNT));
  }

  private static long entry(long acl, int index) {
    long at = acl + ACL_SIZE;
    for (int i = 0; i < index; i++) {
      at += Memory.getU16(at + ACE_SIZE);
    }
    return at;
  }

  /** What a list grants everyone, with generic rights as those of files. */
  static int grantedToOthers(long acl) {
    int granted = 0;
    int denied = 0;
    long at = acl + ACL_SIZE;
    for (int i = Memory.getU16(acl + COUNT); i > 0; i--) {
      int type = Memory.getU8(at);
      boolean inheritOnly = (Memory.getU8(at + 1) & INHERIT_ONLY) != 0;
      if (type <= ACCESS_DENIED && !inheritOnly && SidApi.isEveryone(at + ACE_FIXED_SIZE)) {
        int mask = FileAccess.specific(Memory.getInt(at + 4));
        if (type == ACCESS_DENIED) {
          denied |= mask & ~granted;
        } else {
          granted |= mask & ~denied;
        }
      }
      at += Memory.getU16(at + ACE_SIZE);
    }
    return granted;
  }

  /** The address of an entry. */
  @Export
  static boolean GetAce(@In long pAcl, int dwAceIndex, @Out long pAce) {
    if (Integer.compareUnsigned(dwAceIndex, Memory.getU16(pAcl + COUNT)) >= 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    Memory.putLong(pAce, entry(pAcl, dwAceIndex));
    return true;
  }

  /** The revision of a list, or how many entries it has, in how many bytes of how many. */
  @Export
  static boolean GetAclInformation(
      @In long pAcl,
      @Out(size = "nAclInformationLength") long pAclInformation,
      int nAclInformationLength,
      int dwAclInformationClass) {
    int needed =
        switch (dwAclInformationClass) {
          case ACL_REVISION_INFORMATION -> 4;
          case ACL_SIZE_INFORMATION -> 12;
          default -> throw Win32Error.INVALID_PARAMETER.exception();
        };
    if (Integer.compareUnsigned(nAclInformationLength, needed) < 0) {
      throw Win32Error.INSUFFICIENT_BUFFER.exception();
    }
    if (dwAclInformationClass == ACL_REVISION_INFORMATION) {
      Memory.putInt(pAclInformation, Memory.getU8(pAcl));
      return true;
    }
    int used = (int) (end(pAcl) - pAcl);
    Memory.putInt(pAclInformation, Memory.getU16(pAcl + COUNT));
    Memory.putInt(pAclInformation + 4, used);
    Memory.putInt(pAclInformation + 8, Memory.getU16(pAcl + SIZE) - used);
    return true;
  }

  @Export
  static boolean IsValidAcl(@In long pAcl) {
    int revision = Memory.getU8(pAcl);
    int size = Memory.getU16(pAcl + SIZE);
    long at = pAcl + ACL_SIZE;
    for (int i = Memory.getU16(pAcl + COUNT); i > 0; i--) {
      int length = at + 4 > pAcl + size ? 0 : Memory.getU16(at + ACE_SIZE);
      at += length;
      if (length < 4 || at > pAcl + size) {
        return false;
      }
    }
    return size >= ACL_SIZE && revision >= 2 && revision <= 4;
  }
}
