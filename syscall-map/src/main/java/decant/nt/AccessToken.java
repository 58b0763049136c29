package decant.nt;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The access token of a process: that of an ordinary user without elevation. */
public final class AccessToken extends NtObject {
  /** A privilege that the token holds, and whether it is on. */
  public static final int SE_PRIVILEGE_ENABLED = 2;

  public static final int SE_PRIVILEGE_ENABLED_BY_DEFAULT = 1;

  /** Local identifiers of the privileges, in order from 2 (winnt.h, {@code SE_*_NAME}). */
  private static final String[] PRIVILEGES = {
    "SeCreateTokenPrivilege",
    "SeAssignPrimaryTokenPrivilege",
    "SeLockMemoryPrivilege",
    "SeIncreaseQuotaPrivilege",
    "SeMachineAccountPrivilege",
    "SeTcbPrivilege",
    "SeSecurityPrivilege",
    "SeTakeOwnershipPrivilege",
    "SeLoadDriverPrivilege",
    "SeSystemProfilePrivilege",
    "SeSystemtimePrivilege",
    "SeProfileSingleProcessPrivilege",
    "SeIncreaseBasePriorityPrivilege",
    "SeCreatePagefilePrivilege",
    "SeCreatePermanentPrivilege",
    "SeBackupPrivilege",
    "SeRestorePrivilege",
    "SeShutdownPrivilege",
    "SeDebugPrivilege",
    "SeAuditPrivilege",
    "SeSystemEnvironmentPrivilege",
    "SeChangeNotifyPrivilege",
    "SeRemoteShutdownPrivilege",
    "SeUndockPrivilege",
    "SeSyncAgentPrivilege",
    "SeEnableDelegationPrivilege",
    "SeManageVolumePrivilege",
    "SeImpersonatePrivilege",
    "SeCreateGlobalPrivilege",
    "SeTrustedCredManAccessPrivilege",
    "SeRelabelPrivilege",
    "SeIncreaseWorkingSetPrivilege",
    "SeTimeZonePrivilege",
    "SeCreateSymbolicLinkPrivilege",
    "SeDelegateSessionUserImpersonatePrivilege",
  };

  private static final int FIRST_PRIVILEGE = 2;
  private static final int SE_SHUTDOWN = 19;
  private static final int SE_CHANGE_NOTIFY = 23;
  private static final int SE_UNDOCK = 25;
  private static final int SE_INCREASE_WORKING_SET = 33;
  private static final int SE_TIME_ZONE = 34;

  private final Map<Integer, Integer> privileges = new LinkedHashMap<>();

  /** {@code TokenDefaultDacl}, an {@code ACL}; null as long as nobody has set it. */
  private volatile byte[] defaultAccessList;

  private AccessToken(AccessToken from) {
    privileges.putAll(from.privileges());
    defaultAccessList = from.defaultAccessList;
  }

  private AccessToken() {
    privileges.put(SE_SHUTDOWN, 0);
    privileges.put(SE_CHANGE_NOTIFY, SE_PRIVILEGE_ENABLED | SE_PRIVILEGE_ENABLED_BY_DEFAULT);
    privileges.put(SE_UNDOCK, 0);
    privileges.put(SE_INCREASE_WORKING_SET, 0);
    privileges.put(SE_TIME_ZONE, 0);
    retain(); // the process itself
  }

  /** The token of a process. */
  public static AccessToken of(GuestProcess process) {
    return process.state(AccessToken.class, p -> new AccessToken());
  }

  /**
   * A token with less privileges than this one.
   *
   * @param gone whose privileges it lacks
   */
  public AccessToken restricted(Collection<Integer> gone) {
    AccessToken token = new AccessToken(this);
    token.privileges.keySet().removeAll(gone);
    return token;
  }

  /** The local identifier of the privilege that every token keeps. */
  public static int keptPrivilege() {
    return SE_CHANGE_NOTIFY;
  }

  /** The access list of what the process makes, null for the usual one. */
  public byte[] defaultAccessList() {
    return defaultAccessList;
  }

  public void setDefaultAccessList(byte[] acl) {
    defaultAccessList = acl;
  }

  @Override
  public String typeName() {
    return "Token";
  }

  /** The local identifier of a privilege by name, 0 when there is none. */
  public static int privilege(String name) {
    for (int i = 0; i < PRIVILEGES.length; i++) {
      if (PRIVILEGES[i].equalsIgnoreCase(name)) {
        return FIRST_PRIVILEGE + i;
      }
    }
    return 0;
  }

  /** The name of a privilege, null when there is none of that identifier. */
  public static String privilegeName(int id) {
    int i = id - FIRST_PRIVILEGE;
    return i >= 0 && i < PRIVILEGES.length ? PRIVILEGES[i] : null;
  }

  /** The privileges held, with their attributes. */
  public synchronized Map<Integer, Integer> privileges() {
    return new LinkedHashMap<>(privileges);
  }

  /**
   * Turns a privilege on or off; returns its attributes before, or -1 when the token does not hold
   * it.
   */
  public synchronized int adjust(int id, boolean enable) {
    Integer before = privileges.get(id);
    if (before == null) {
      return -1;
    }
    privileges.put(id, enable ? before | SE_PRIVILEGE_ENABLED : before & ~SE_PRIVILEGE_ENABLED);
    return before;
  }
}
