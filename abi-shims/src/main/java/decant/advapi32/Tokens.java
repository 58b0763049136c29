package decant.advapi32;

import decant.abi.Export;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.host.Memory;
import decant.nt.AccessToken;
import decant.nt.GuestThread;
import decant.nt.Sid;
import decant.nt.Win32Error;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Set;

/** securitybaseapi.h: tokens that programs change, and those that they make of their own. */
@Library({"advapi32", "kernelbase"})
public final class Tokens {
  private static final int TOKEN_DEFAULT_DACL = 6;
  private static final int DISABLE_MAX_PRIVILEGE = 1;

  /** Sandbox inert, of a limited user, write restricted. */
  private static final int KNOWN_FLAGS = 0xF;

  /** The most entries of a list of SIDs or privileges that is looked at. */
  private static final int MOST_ENTRIES = 1024;

  private static final int TOKEN_ALL_ACCESS = 0x000F_01FF;
  private static final int GENERIC_ALL = 0x1000_0000;

  private Tokens() {}

  /** The default access list of a token: all rights for the user and for the system. */
  static byte[] defaultDacl(GuestThread t, AccessToken token) {
    byte[] set = token.defaultAccessList();
    if (set != null) {
      return set;
    }
    long scratch = t.scratch();
    byte[] user = Memory.read(scratch, Sid.putUser(scratch));
    byte[] system = Memory.read(scratch, Sid.put(scratch, 5, 18));
    int size = 8 + 8 + user.length + 8 + system.length;
    ByteBuffer acl = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    acl.putShort((short) 2).putShort((short) size).putShort((short) 2).putShort((short) 0);
    for (byte[] sid : new byte[][] {user, system}) {
      acl.putShort((short) 0).putShort((short) (8 + sid.length)).putInt(GENERIC_ALL).put(sid);
    }
    return acl.array();
  }

  /**
   * Changes a token.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/securitybaseapi/nf-securitybaseapi-settokeninformation">SetTokenInformation</a>
   */
  @Export(
      support = Support.PARTIAL,
      note = "The default access list, which is kept and told; others: ERROR_CALL_NOT_IMPLEMENTED.")
  static boolean SetTokenInformation(
      GuestThread t,
      @Handle long TokenHandle,
      int TokenInformationClass,
      @In(size = "TokenInformationLength") long TokenInformation,
      int TokenInformationLength) {
    AccessToken token = SecurityBaseApi.token(t, TokenHandle);
    if (TokenInformationClass != TOKEN_DEFAULT_DACL) {
      throw Win32Error.CALL_NOT_IMPLEMENTED.exception();
    }
    if (Integer.compareUnsigned(TokenInformationLength, 8) < 0) {
      throw Win32Error.BAD_LENGTH.exception();
    }
    long acl = Memory.getLong(TokenInformation);
    if (acl != 0 && !AccessLists.IsValidAcl(acl)) {
      throw Win32Error.INVALID_ACL.exception();
    }
    token.setDefaultAccessList(acl == 0 ? null : Memory.read(acl, Memory.getU16(acl + 2)));
    return true;
  }

  /**
   * A token with less rights.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/securitybaseapi/nf-securitybaseapi-createrestrictedtoken">CreateRestrictedToken</a>
   */
  @Export(
      support = Support.PARTIAL,
      note =
          "Privileges are taken away. Groups to disable are none that the user is in; restricting"
              + " SIDs fail with ERROR_CALL_NOT_IMPLEMENTED.")
  static boolean CreateRestrictedToken(
      GuestThread t,
      @Handle long ExistingTokenHandle,
      int Flags,
      int DisableSidCount,
      @In @Opt long SidsToDisable,
      int DeletePrivilegeCount,
      @In @Opt long PrivilegesToDelete,
      int RestrictedSidCount,
      @In @Opt long SidsToRestrict,
      @Out long NewTokenHandle) {
    AccessToken token = t.process.handles.get(ExistingTokenHandle, AccessToken.class);
    if ((Flags & ~KNOWN_FLAGS) != 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    if (RestrictedSidCount != 0) {
      throw Win32Error.CALL_NOT_IMPLEMENTED.exception();
    }
    requireCount(DisableSidCount);
    for (int i = 0; i < DisableSidCount; i++) {
      if (!Sid.isValid(Memory.getLong(SidsToDisable + 16L * i))) {
        throw Win32Error.INVALID_SID.exception();
      }
    }
    Set<Integer> gone = new HashSet<>();
    Set<Integer> held = token.privileges().keySet();
    if ((Flags & DISABLE_MAX_PRIVILEGE) != 0) {
      gone.addAll(held);
      gone.remove(AccessToken.keptPrivilege());
    } else {
      requireCount(DeletePrivilegeCount);
      for (int i = 0; i < DeletePrivilegeCount; i++) {
        int privilege = Memory.getInt(PrivilegesToDelete + 12L * i);
        if (held.contains(privilege)) {
          gone.add(privilege);
        }
      }
    }
    AccessToken made = token.restricted(gone);
    Memory.putLong(NewTokenHandle, t.process.handles.open(made, TOKEN_ALL_ACCESS, 0));
    return true;
  }

  private static void requireCount(int count) {
    if (Integer.compareUnsigned(count, MOST_ENTRIES) > 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
  }
}
