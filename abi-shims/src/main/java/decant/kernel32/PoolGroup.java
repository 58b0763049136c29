package decant.kernel32;

import decant.nt.GuestThread;
import java.util.LinkedHashSet;
import java.util.Set;

/** A cleanup group: members of thread pools that end together. */
final class PoolGroup {
  private final Set<PoolMember> members = new LinkedHashSet<>();

  synchronized void add(PoolMember member) {
    members.add(member);
  }

  synchronized void remove(PoolMember member) {
    members.remove(member);
  }

  /** Ends all members, and waits for their callbacks. */
  void closeMembers(GuestThread t, boolean cancel, long cleanup) {
    PoolMember[] all;
    synchronized (this) {
      all = members.toArray(PoolMember[]::new);
    }
    for (PoolMember member : all) {
      member.closeWithGroup(t, cancel, cleanup);
    }
  }
}
