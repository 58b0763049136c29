package decant.advapi32;

import decant.abi.Export;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.Text;
import decant.host.Memory;
import decant.nt.AccessToken;
import decant.nt.GuestThread;
import decant.nt.Handles;
import decant.nt.Sid;
import decant.nt.Win32Error;
import java.util.Map;

/** securitybaseapi.h and processthreadsapi.h: tokens, as an ordinary user has one. */
@Library({"advapi32", "kernelbase"})
public final class SecurityBaseApi {
  private static final int TOKEN_USER = 1;
  private static final int TOKEN_GROUPS = 2;
  private static final int TOKEN_PRIVILEGES = 3;
  private static final int TOKEN_OWNER = 4;
  private static final int TOKEN_PRIMARY_GROUP = 5;
  private static final int TOKEN_DEFAULT_DACL = 6;
  private static final int TOKEN_TYPE = 8;
  private static final int TOKEN_SESSION_ID = 12;
  private static final int TOKEN_ELEVATION_TYPE = 18;
  private static final int TOKEN_ELEVATION = 20;
  private static final int TOKEN_INTEGRITY_LEVEL = 25;
  private static final int TOKEN_IS_APP_CONTAINER = 29;

  private SecurityBaseApi() {}

  /** The token behind a handle; -4 and its neighbours mean the current one. */
  static AccessToken token(GuestThread t, long handle) {
    return handle <= -4 && handle >= -6
        ? AccessToken.of(t.process)
        : t.process.handles.get(handle, AccessToken.class);
  }

  @Export
  static boolean OpenProcessToken(
      GuestThread t, @Handle long ProcessHandle, int DesiredAccess, @Out long TokenHandle) {
    Handles.requireCurrentProcess(t, ProcessHandle);
    Memory.putLong(
        TokenHandle, t.process.handles.open(AccessToken.of(t.process), DesiredAccess, 0));
    return true;
  }

  /** Threads never impersonate. */
  @Export
  static boolean OpenThreadToken(
      @Handle long ThreadHandle, int DesiredAccess, boolean OpenAsSelf, @Out long TokenHandle) {
    throw Win32Error.NO_TOKEN.exception();
  }

  @Export(support = Support.STUB, note = "Tokens cannot be duplicated: ERROR_CALL_NOT_IMPLEMENTED.")
  static boolean DuplicateToken(
      @Handle long ExistingTokenHandle, int ImpersonationLevel, @Out long DuplicateTokenHandle) {
    throw Win32Error.CALL_NOT_IMPLEMENTED.exception();
  }

  /**
   * Facts about a token.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/securitybaseapi/nf-securitybaseapi-gettokeninformation">GetTokenInformation</a>
   */
  @Export(
      support = Support.PARTIAL,
      note =
          "User, groups (none), privileges, owner, default access list, type, session, elevation,"
              + " integrity level.")
  static boolean GetTokenInformation(
      GuestThread t,
      @Handle long TokenHandle,
      int TokenInformationClass,
      @Out(size = "TokenInformationLength") @Opt long TokenInformation,
      int TokenInformationLength,
      @Out long ReturnLength) {
    AccessToken token = token(t, TokenHandle);
    Map<Integer, Integer> privileges = token.privileges();
    byte[] dacl = TokenInformationClass == TOKEN_DEFAULT_DACL ? Tokens.defaultDacl(t, token) : null;
    int size =
        switch (TokenInformationClass) {
          case TOKEN_USER -> 16 + Sid.userSize();
          case TOKEN_OWNER, TOKEN_PRIMARY_GROUP -> 8 + Sid.userSize();
          case TOKEN_GROUPS -> 8;
          case TOKEN_DEFAULT_DACL -> 8 + dacl.length;
          case TOKEN_PRIVILEGES -> 4 + 12 * privileges.size();
          case TOKEN_INTEGRITY_LEVEL -> 16 + Sid.size(1);
          case TOKEN_TYPE,
              TOKEN_SESSION_ID,
              TOKEN_ELEVATION_TYPE,
              TOKEN_ELEVATION,
              TOKEN_IS_APP_CONTAINER ->
              4;
          default -> throw Win32Error.INVALID_PARAMETER.exception();
        };
    Memory.putInt(ReturnLength, size);
    if (TokenInformation == 0 || Integer.compareUnsigned(TokenInformationLength, size) < 0) {
      throw Win32Error.INSUFFICIENT_BUFFER.exception();
    }
    if (dacl != null) {
      Memory.putLong(TokenInformation, TokenInformation + 8);
      Memory.write(TokenInformation + 8, dacl);
    } else {
      putInformation(TokenInformationClass, TokenInformation, privileges);
    }
    return true;
  }

  private static void putInformation(int kind, long to, Map<Integer, Integer> privileges) {
    switch (kind) {
      case TOKEN_USER -> {
        Memory.putLong(to, to + 16);
        Memory.putLong(to + 8, 0);
        Sid.putUser(to + 16);
      }
      case TOKEN_OWNER, TOKEN_PRIMARY_GROUP -> {
        Memory.putLong(to, to + 8);
        Sid.putUser(to + 8);
      }
      case TOKEN_GROUPS -> Memory.putLong(to, 0);
      case TOKEN_PRIVILEGES -> {
        Memory.putInt(to, privileges.size());
        long at = to + 4;
        for (Map.Entry<Integer, Integer> e : privileges.entrySet()) {
          Memory.putLong(at, e.getKey());
          Memory.putInt(at + 8, e.getValue());
          at += 12;
        }
      }
      case TOKEN_INTEGRITY_LEVEL -> {
        Memory.putLong(to, to + 16);
        Memory.putLong(to + 8, 0x60); // SE_GROUP_INTEGRITY | SE_GROUP_INTEGRITY_ENABLED
        Sid.put(to + 16, 16, 0x2000); // medium
      }
      case TOKEN_TYPE, TOKEN_SESSION_ID, TOKEN_ELEVATION_TYPE -> Memory.putInt(to, 1);
      default -> Memory.putInt(to, 0);
    }
  }

  /**
   * Turns privileges on and off. Those that the token does not hold are left out, which the last
   * error {@code ERROR_NOT_ALL_ASSIGNED} of the successful call says.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/securitybaseapi/nf-securitybaseapi-adjusttokenprivileges">AdjustTokenPrivileges</a>
   */
  @Export
  static boolean AdjustTokenPrivileges(
      GuestThread t,
      @Handle long TokenHandle,
      boolean DisableAllPrivileges,
      @In @Opt long NewState,
      int BufferLength,
      @Out @Opt long PreviousState,
      @Out @Opt long ReturnLength) {
    AccessToken token = token(t, TokenHandle);
    if (!DisableAllPrivileges && NewState == 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    boolean all = true;
    int changed = 0;
    if (DisableAllPrivileges) {
      for (int id : token.privileges().keySet()) {
        token.adjust(id, false);
      }
    } else {
      int count = Memory.getInt(NewState);
      for (int i = 0; i < count; i++) {
        long entry = NewState + 4 + 12L * i;
        boolean enable = (Memory.getInt(entry + 8) & AccessToken.SE_PRIVILEGE_ENABLED) != 0;
        int before = token.adjust(Memory.getInt(entry), enable);
        if (before < 0) {
          all = false;
        } else if (PreviousState != 0 && BufferLength >= 4 + 12 * (changed + 1)) {
          long to = PreviousState + 4 + 12L * changed++;
          Memory.putLong(to, Memory.getLong(entry));
          Memory.putInt(to + 8, before);
        }
      }
    }
    if (PreviousState != 0 && BufferLength >= 4) {
      Memory.putInt(PreviousState, changed);
    }
    if (ReturnLength != 0) {
      Memory.putInt(ReturnLength, 4 + 12 * changed);
    }
    t.setLastError(all ? Win32Error.SUCCESS : Win32Error.NOT_ALL_ASSIGNED);
    return true;
  }

  @Export
  static boolean LookupPrivilegeValue(
      Text text, @Opt String lpSystemName, String lpName, @Out long lpLuid) {
    int id = lpName == null ? 0 : AccessToken.privilege(lpName);
    if (id == 0) {
      throw Win32Error.NO_SUCH_PRIVILEGE.exception();
    }
    Memory.putLong(lpLuid, id);
    return true;
  }

  @Export
  static boolean LookupPrivilegeName(
      Text text,
      @Opt String lpSystemName,
      @In long lpLuid,
      @Out long lpName,
      @In @Out long cchName) {
    String name = AccessToken.privilegeName(Memory.getInt(lpLuid));
    if (name == null) {
      throw Win32Error.NO_SUCH_PRIVILEGE.exception();
    }
    putCounted(text, name, lpName, cchName);
    return true;
  }

  /** Writes a string when it fits, and its length; else fails with the room needed. */
  static void putCounted(Text text, String value, long to, long size) {
    int length = text.length(value);
    if (to == 0 || Memory.getU32(size) <= length) {
      Memory.putInt(size, length + 1);
      throw Win32Error.INSUFFICIENT_BUFFER.exception();
    }
    text.write(to, value);
    Memory.putInt(size, length);
  }

  /** The user is in no group but "everyone" and "users". */
  @Export
  static boolean CheckTokenMembership(
      GuestThread t, @Handle @Opt long TokenHandle, @In long SidToCheck, @Out long IsMember) {
    String sid = Sid.text(SidToCheck);
    boolean member = sid.equals("S-1-1-0") || sid.equals("S-1-5-11") || sid.equals("S-1-5-32-545");
    Memory.putInt(IsMember, member ? 1 : 0);
    return true;
  }

  @Export
  static boolean RevertToSelf() {
    return true;
  }

  /** Replaces generic rights by those that they stand for. */
  @Export
  static void MapGenericMask(@In @Out long AccessMask, @In long GenericMapping) {
    int mask = Memory.getInt(AccessMask);
    int mapped = mask & 0x0FFF_FFFF;
    for (int i = 0; i < 4; i++) {
      if ((mask & 0x8000_0000 >>> i) != 0) {
        mapped |= Memory.getInt(GenericMapping + 4L * i);
      }
    }
    Memory.putInt(AccessMask, mapped);
  }
}
