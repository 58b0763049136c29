package decant.advapi32;

import decant.abi.Export;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.Text;
import decant.host.HostEnvironment;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Sid;
import decant.nt.Win32Error;

/** securitybaseapi.h and sddl.h: security identifiers. */
@Library({"advapi32", "kernelbase"})
public final class SidApi {
  private static final int SID_TYPE_USER = 1;
  private static final int SID_TYPE_WELL_KNOWN_GROUP = 5;

  /** {@code WELL_KNOWN_SID_TYPE}. */
  private static final int WORLD = 1;

  private static final int AUTHENTICATED_USERS = 17;
  private static final int USERS = 27;

  private SidApi() {}

  private static void check(long sid) {
    if (!Sid.isValid(sid)) {
      throw Win32Error.INVALID_SID.exception();
    }
  }

  @Export
  static boolean IsValidSid(@In @Opt long pSid) {
    return Sid.isValid(pSid);
  }

  @Export
  static int GetLengthSid(@In long pSid) {
    return Sid.length(pSid);
  }

  @Export
  static int GetSidLengthRequired(byte nSubAuthorityCount) {
    return Sid.size(nSubAuthorityCount & 0xFF);
  }

  @Export
  static boolean InitializeSid(
      @Out long Sid, @In long pIdentifierAuthority, byte nSubAuthorityCount) {
    int count = nSubAuthorityCount & 0xFF;
    if (count > decant.nt.Sid.MAX_SUB_AUTHORITIES) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    Memory.putByte(Sid, decant.nt.Sid.REVISION);
    Memory.putByte(Sid + 1, count);
    Memory.copy(pIdentifierAuthority, Sid + 2, 6);
    return true;
  }

  @Export
  static long GetSidIdentifierAuthority(@In long pSid) {
    return pSid + 2;
  }

  @Export
  static long GetSidSubAuthority(@In long pSid, int nSubAuthority) {
    return pSid + 8 + 4L * nSubAuthority;
  }

  @Export
  static long GetSidSubAuthorityCount(@In long pSid) {
    return pSid + 1;
  }

  @Export
  static boolean CopySid(
      int nDestinationSidLength, @Out long pDestinationSid, @In long pSourceSid) {
    int length = Sid.length(pSourceSid);
    if (Integer.compareUnsigned(nDestinationSidLength, length) < 0) {
      throw Win32Error.INSUFFICIENT_BUFFER.exception();
    }
    Memory.copy(pSourceSid, pDestinationSid, length);
    return true;
  }

  @Export
  static boolean EqualSid(@In long pSid1, @In long pSid2) {
    int length = Sid.length(pSid1);
    if (length != Sid.length(pSid2)) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (Memory.getByte(pSid1 + i) != Memory.getByte(pSid2 + i)) {
        return false;
      }
    }
    return true;
  }

  @Export
  static boolean AllocateAndInitializeSid(
      GuestThread t,
      @In long pIdentifierAuthority,
      byte nSubAuthorityCount,
      int nSubAuthority0,
      int nSubAuthority1,
      int nSubAuthority2,
      int nSubAuthority3,
      int nSubAuthority4,
      int nSubAuthority5,
      int nSubAuthority6,
      int nSubAuthority7,
      @Out long pSid) {
    int count = nSubAuthorityCount & 0xFF;
    if (count > 8) {
      throw Win32Error.INVALID_SID.exception();
    }
    int[] all = {
      nSubAuthority0, nSubAuthority1, nSubAuthority2, nSubAuthority3,
      nSubAuthority4, nSubAuthority5, nSubAuthority6, nSubAuthority7
    };
    long sid = t.process.heap.allocate(t, Sid.size(count));
    InitializeSid(sid, pIdentifierAuthority, nSubAuthorityCount);
    for (int i = 0; i < count; i++) {
      Memory.putInt(sid + 8 + 4L * i, all[i]);
    }
    Memory.putLong(pSid, sid);
    return true;
  }

  @Export
  static long FreeSid(GuestThread t, long pSid) {
    t.process.heap.free(t, pSid);
    return 0;
  }

  /** A SID of a well-known kind: of those, the ones that programs ask for. */
  @Export(support = Support.PARTIAL, note = "World, system, users, administrators and a few more.")
  static boolean CreateWellKnownSid(
      int WellKnownSidType, @In @Opt long DomainSid, @Out @Opt long pSid, @In @Out long cbSid) {
    int[] value = wellKnown(WellKnownSidType);
    if (value == null) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    int[] subAuthorities = java.util.Arrays.copyOfRange(value, 1, value.length);
    int size = Sid.size(subAuthorities.length);
    boolean fits = Integer.compareUnsigned(Memory.getInt(cbSid), size) >= 0 && pSid != 0;
    Memory.putInt(cbSid, size);
    if (!fits) {
      throw Win32Error.INSUFFICIENT_BUFFER.exception();
    }
    Sid.put(pSid, value[0], subAuthorities);
    return true;
  }

  /** Whether a SID is of a well-known kind. */
  @Export(support = Support.PARTIAL, note = "The kinds of CreateWellKnownSid.")
  static boolean IsWellKnownSid(@In long pSid, int WellKnownSidType) {
    int[] value = wellKnown(WellKnownSidType);
    return value != null && Sid.isValid(pSid) && Sid.is(pSid, value[0], value, 1);
  }

  /** Whether a SID means all that may log on, or all users of the machine. */
  static boolean isEveryone(long sid) {
    return IsWellKnownSid(sid, WORLD)
        || IsWellKnownSid(sid, AUTHENTICATED_USERS)
        || IsWellKnownSid(sid, USERS);
  }

  /** The authority and the subauthorities of a {@code WELL_KNOWN_SID_TYPE}; null for others. */
  private static int[] wellKnown(int type) {
    return switch (type) {
      case 0 -> new int[] {0, 0};
      case 1 -> new int[] {1, 0};
      case 2 -> new int[] {2, 0};
      case 3 -> new int[] {3, 0};
      case 4 -> new int[] {3, 1};
      case 9 -> new int[] {5, 2};
      case 11 -> new int[] {5, 4};
      case 13 -> new int[] {5, 7};
      case 17 -> new int[] {5, 11};
      case 22 -> new int[] {5, 18};
      case 23 -> new int[] {5, 19};
      case 24 -> new int[] {5, 20};
      case 26 -> new int[] {5, 32, 544};
      case 27 -> new int[] {5, 32, 545};
      case 28 -> new int[] {5, 32, 546};
      case 29 -> new int[] {5, 32, 547};
      default -> null;
    };
  }

  /** A SID as text, in memory that {@code LocalFree} frees. */
  @Export
  static boolean ConvertSidToStringSid(
      GuestThread t, Text text, @In long Sid, @Out long StringSid) {
    check(Sid);
    String value = decant.nt.Sid.text(Sid);
    long copy = t.process.heap.allocate(t, 2L * value.length() + 2);
    text.write(copy, value);
    Memory.putLong(StringSid, copy);
    return true;
  }

  /** The account of a SID: only the user's own, and "everyone". */
  @Export(support = Support.PARTIAL, note = "The user's own SID and that of everyone.")
  static boolean LookupAccountSid(
      GuestThread t,
      Text text,
      @Opt String lpSystemName,
      @In long Sid,
      @Out @Opt long Name,
      @In @Out long cchName,
      @Out @Opt long ReferencedDomainName,
      @In @Out long cchReferencedDomainName,
      @Out long peUse) {
    check(Sid);
    long own = t.scratch();
    decant.nt.Sid.putUser(own);
    boolean user = EqualSid(own, Sid);
    if (!user && !decant.nt.Sid.text(Sid).equals("S-1-1-0")) {
      throw Win32Error.NONE_MAPPED.exception();
    }
    HostEnvironment host = HostEnvironment.read();
    String name = user ? host.userName() : "Everyone";
    String domain = user ? host.computerName() : "";
    boolean fits =
        Memory.getU32(cchName) > text.length(name)
            && Memory.getU32(cchReferencedDomainName) > text.length(domain);
    Memory.putInt(cchName, text.length(name) + (fits ? 0 : 1));
    Memory.putInt(cchReferencedDomainName, text.length(domain) + (fits ? 0 : 1));
    if (!fits) {
      throw Win32Error.INSUFFICIENT_BUFFER.exception();
    }
    text.write(Name, name);
    text.write(ReferencedDomainName, domain);
    Memory.putInt(peUse, user ? SID_TYPE_USER : SID_TYPE_WELL_KNOWN_GROUP);
    return true;
  }

  @Export(dll = "advapi32")
  static boolean GetUserName(Text text, @Out @Opt long lpBuffer, @In @Out long pcbBuffer) {
    String name = HostEnvironment.read().userName();
    int length = text.length(name) + 1;
    boolean fits = lpBuffer != 0 && Memory.getU32(pcbBuffer) >= length;
    Memory.putInt(pcbBuffer, length);
    if (!fits) {
      throw Win32Error.INSUFFICIENT_BUFFER.exception();
    }
    text.write(lpBuffer, name);
    return true;
  }
}
