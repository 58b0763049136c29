package decant.advapi32;

import decant.abi.Export;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.host.Memory;
import decant.nt.Sid;
import decant.nt.Win32Error;
import decant.nt.file.FileAccess;

/**
 * securitybaseapi.h: lists of access rights (ACL) and their entries (ACE), in the program's memory.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/api/winnt/ns-winnt-acl">ACL</a>
 */
@Library({"advapi32", "kernelbase"})
public final class AccessLists {
  /** {@code ACL}: revision, padding, size of the list, number of entries, padding. */
  static final int ACL_SIZE = 8;

  private static final int ACL_BYTES = 2;
  private static final int ACE_COUNT = 4;

  /** {@code ACE_HEADER}: type, flags, size; a mask and a SID follow in the plain ones. */
  private static final int ACE_HEADER = 4;

  static final int PLAIN_ACE = 8;
  private static final int INHERIT_ONLY = 8;
  private static final int ACL_REVISION_INFORMATION = 1;
  private static final int ACL_SIZE_INFORMATION = 2;
  private static final int ACL_REVISION = 2;
  private static final int ACL_REVISION_DS = 4;
  private static final int ALLOWED = 0;
  private static final int DENIED = 1;
  private static final int AT_THE_END = -1;

  private AccessLists() {}

  @Export
  static boolean InitializeAcl(@Out(size = "nAclLength") long pAcl, int nAclLength, int revision) {
    if (nAclLength < ACL_SIZE || nAclLength > 0xFFFF || !isRevision(revision)) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    Memory.putLong(pAcl, 0);
    Memory.putByte(pAcl, revision);
    Memory.putShort(pAcl + ACL_BYTES, nAclLength);
    return true;
  }

  private static boolean isRevision(int revision) {
    return revision >= ACL_REVISION && revision <= ACL_REVISION_DS;
  }

  /** Whether all entries lie inside of the list. */
  @Export
  static boolean IsValidAcl(@In @Opt long pAcl) {
    return pAcl != 0 && isRevision(Memory.getByte(pAcl)) && find(pAcl, count(pAcl)) != 0;
  }

  private static int count(long acl) {
    return Memory.getU16(acl + ACE_COUNT);
  }

  private static long end(long acl) {
    return acl + Memory.getU16(acl + ACL_BYTES);
  }

  /** Where an entry begins, or the free room when there are only so many; 0 outside of the list. */
  private static long find(long acl, int index) {
    long at = acl + ACL_SIZE;
    long end = end(acl);
    for (int i = 0; i < index; i++) {
      if (at + ACE_HEADER > end) {
        return 0;
      }
      int size = Memory.getU16(at + 2);
      if (size < ACE_HEADER || at + size > end) {
        return 0;
      }
      at += size;
    }
    return at <= end ? at : 0;
  }

  private static long valid(long acl) {
    if (!IsValidAcl(acl)) {
      throw Win32Error.INVALID_ACL.exception();
    }
    return acl;
  }

  /**
   * The address of an entry, which stays part of the list.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/securitybaseapi/nf-securitybaseapi-getace">GetAce</a>
   */
  @Export
  static boolean GetAce(@In long pAcl, int dwAceIndex, @Out long pAce) {
    if (Integer.compareUnsigned(dwAceIndex, count(pAcl)) >= 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    long at = find(pAcl, dwAceIndex);
    if (at == 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    Memory.putLong(pAce, at);
    return true;
  }

  /** The address behind the last entry; null when the list has no room at all. */
  @Export
  static boolean FindFirstFreeAce(@In long pAcl, @Out long pAce) {
    Memory.putLong(pAce, 0);
    long at = find(valid(pAcl), count(pAcl));
    Memory.putLong(pAce, at < end(pAcl) ? at : 0);
    return true;
  }

  /**
   * The revision of a list, or how much of it is in use.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/securitybaseapi/nf-securitybaseapi-getaclinformation">GetAclInformation</a>
   */
  @Export
  static boolean GetAclInformation(
      @In long pAcl,
      @Out(size = "nAclInformationLength") long pAclInformation,
      int nAclInformationLength,
      int dwAclInformationClass) {
    int size =
        switch (dwAclInformationClass) {
          case ACL_REVISION_INFORMATION -> 4;
          case ACL_SIZE_INFORMATION -> 12;
          default -> throw Win32Error.INVALID_PARAMETER.exception();
        };
    if (Integer.compareUnsigned(nAclInformationLength, size) < 0) {
      throw Win32Error.INSUFFICIENT_BUFFER.exception();
    }
    long free = find(valid(pAcl), count(pAcl));
    if (dwAclInformationClass == ACL_REVISION_INFORMATION) {
      Memory.putInt(pAclInformation, Memory.getByte(pAcl));
    } else {
      Memory.putInt(pAclInformation, count(pAcl));
      Memory.putInt(pAclInformation + 4, (int) (free - pAcl));
      Memory.putInt(pAclInformation + 8, (int) (end(pAcl) - free));
    }
    return true;
  }

  /**
   * Inserts entries that follow each other in memory before another one, or behind the last.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/securitybaseapi/nf-securitybaseapi-addace">AddAce</a>
   */
  @Export
  static boolean AddAce(
      @In @Out long pAcl,
      int dwAceRevision,
      int dwStartingAceIndex,
      @In(size = "nAceListLength") long pAceList,
      int nAceListLength) {
    if (!isRevision(dwAceRevision)) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    int added = 0;
    long length = nAceListLength & 0xFFFF_FFFFL;
    for (long at = 0; at < length; added++) {
      int size = length - at < ACE_HEADER ? 0 : Memory.getU16(pAceList + at + 2);
      if (size < ACE_HEADER || at + size > length) {
        throw Win32Error.INVALID_PARAMETER.exception();
      }
      at += size;
    }
    long free = find(valid(pAcl), count(pAcl));
    boolean last = Integer.compareUnsigned(dwStartingAceIndex, count(pAcl)) >= 0;
    long at = last ? free : find(pAcl, dwStartingAceIndex);
    if (length > end(pAcl) - free) {
      throw Win32Error.ALLOTTED_SPACE_EXCEEDED.exception();
    }
    Memory.copy(at, at + length, free - at);
    Memory.copy(pAceList, at, length);
    setCount(pAcl, count(pAcl) + added);
    raise(pAcl, dwAceRevision);
    return true;
  }

  /** Takes an entry out. */
  @Export
  static boolean DeleteAce(@In @Out long pAcl, int dwAceIndex) {
    int count = count(valid(pAcl));
    if (Integer.compareUnsigned(dwAceIndex, count) >= 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    long at = find(pAcl, dwAceIndex);
    long next = at + Memory.getU16(at + 2);
    Memory.copy(next, at, find(pAcl, count) - next);
    setCount(pAcl, count - 1);
    return true;
  }

  @Export
  static boolean AddAccessAllowedAce(
      @In @Out long pAcl, int dwAceRevision, int AccessMask, @In long pSid) {
    return add(pAcl, dwAceRevision, ALLOWED, 0, AccessMask, pSid);
  }

  @Export
  static boolean AddAccessAllowedAceEx(
      @In @Out long pAcl, int dwAceRevision, int AceFlags, int AccessMask, @In long pSid) {
    return add(pAcl, dwAceRevision, ALLOWED, AceFlags, AccessMask, pSid);
  }

  @Export
  static boolean AddAccessDeniedAce(
      @In @Out long pAcl, int dwAceRevision, int AccessMask, @In long pSid) {
    return add(pAcl, dwAceRevision, DENIED, 0, AccessMask, pSid);
  }

  @Export
  static boolean AddAccessDeniedAceEx(
      @In @Out long pAcl, int dwAceRevision, int AceFlags, int AccessMask, @In long pSid) {
    return add(pAcl, dwAceRevision, DENIED, AceFlags, AccessMask, pSid);
  }

  private static boolean add(long acl, int revision, int type, int flags, int mask, long sid) {
    if (!Sid.isValid(sid)) {
      throw Win32Error.INVALID_SID.exception();
    }
    if (!isRevision(revision)) {
      throw Win32Error.REVISION_MISMATCH.exception();
    }
    long at = find(valid(acl), count(acl));
    int size = PLAIN_ACE + Sid.length(sid);
    if (at + size > end(acl)) {
      throw Win32Error.ALLOTTED_SPACE_EXCEEDED.exception();
    }
    putEntry(at, type, flags, mask, size);
    Memory.copy(sid, at + PLAIN_ACE, Sid.length(sid));
    setCount(acl, count(acl) + 1);
    raise(acl, revision);
    return true;
  }

  /** A list has at least the revision of its entries. */
  private static void raise(long acl, int revision) {
    if (Memory.getByte(acl) < revision) {
      Memory.putByte(acl, revision);
    }
  }

  private static void putEntry(long at, int type, int flags, int mask, int size) {
    Memory.putByte(at, type);
    Memory.putByte(at + 1, flags);
    Memory.putShort(at + 2, size);
    Memory.putInt(at + 4, mask);
  }

  /** Writes an entry but for its SID, which belongs at its end; returns the size with it. */
  static int putAllowed(long at, int flags, int mask, int sidSize) {
    putEntry(at, ALLOWED, flags, mask, PLAIN_ACE + sidSize);
    return PLAIN_ACE + sidSize;
  }

  static void setCount(long acl, int count) {
    Memory.putShort(acl + ACE_COUNT, count);
  }

  /** What a list grants everyone, with generic rights as those of files. */
  static int grantedToOthers(long acl) {
    int granted = 0;
    int denied = 0;
    int count = count(valid(acl));
    long at = acl + ACL_SIZE;
    for (int i = 0; i < count; i++) {
      int type = Memory.getU8(at);
      boolean inheritOnly = (Memory.getU8(at + 1) & INHERIT_ONLY) != 0;
      if (type <= DENIED && !inheritOnly && SidApi.isEveryone(at + PLAIN_ACE)) {
        int mask = FileAccess.specific(Memory.getInt(at + 4));
        if (type == DENIED) {
          denied |= mask & ~granted;
        } else {
          granted |= mask & ~denied;
        }
      }
      at += Memory.getU16(at + 2);
    }
    return granted;
  }
}
