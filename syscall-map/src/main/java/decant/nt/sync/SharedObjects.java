package decant.nt.sync;

import decant.host.GsBase;
import decant.nt.GuestProcess;
import decant.nt.NtObject;
import decant.nt.process.Family;
import decant.nt.process.HandOver;
import decant.nt.process.PassedObjects;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The events, mutants, semaphores and timers that this process has in common with others of its
 * family.
 *
 * <p>An object is its process's own, and quick, until another process gets it: by inheritance, by
 * {@code DuplicateHandle}, or because it has a name when the first child is started. From then on
 * its state lies in memory that the family shares ({@link SharedSlots}), and every change is made
 * under two locks: the object's in this process, as ever, and within that one in shared memory
 * ({@link decant.nt.process.FamilyLock}), which outlives a process that is killed while it holds
 * it.
 *
 * <p>Waiters stay in the queues of their process. An object knows which processes have any. As long
 * as no other has, waiters are served directly, as those of private objects are. Else who changes
 * the object <i>rings</i>: each process has a doorbell, a futex in shared memory, at which one
 * thread sleeps, from the first wait for a shared object on. It looks at all shared objects that
 * threads of its process wait for, and serves those. All that wait are told, so that no change gets
 * lost with a process that is killed before it has looked. So that a process which takes and gives
 * back an object in a loop does not keep others from it, a thread does not take what is free while
 * others wait: it queues up, and has its process told with the others.
 *
 * <p>The owner of a mutant is a thread of a process with an identity that is not used again. While
 * threads wait for a mutant that another process owns, the end of that process is watched; a mutant
 * whose owner's process does not exist is an abandoned one.
 */
public final class SharedObjects {
  static final int EVENT = 1;
  static final int MUTANT = 2;
  static final int SEMAPHORE = 3;
  static final int TIMER = 4;

  private final GuestProcess process;
  private final Family family;

  /** This process's objects, by their slot. Guarded by this. */
  private final Map<Integer, Waitable> objects = new HashMap<>();

  /** Those that threads of this process wait for, or have; its own monitor guards it. */
  private final Set<Waitable> watched = new LinkedHashSet<>();

  private boolean listens;

  /** The identities of processes whose end is watched; its own monitor guards it. */
  private final Set<Integer> owners = new HashSet<>();

  private SharedObjects(GuestProcess process) {
    this.process = process;
    family = Family.of(process);
  }

  /** Those of a process. */
  public static SharedObjects of(GuestProcess process) {
    return process.state(SharedObjects.class, SharedObjects::new);
  }

  Family family() {
    return family;
  }

  // --- which objects there are -------------------------------------------------------------------

  /** Puts an object into a message to another process, which holds it from now on. */
  static boolean handOver(Waitable object, HandOver out) {
    SharedObjects shared = of(out.sender());
    SharedState state;
    synchronized (object.waiters) {
      shared.share(object, null);
      state = object.shared;
      object.enter();
      state.hold(out.receiver());
      object.leave();
    }
    out.putInt(PassedObjects.SHARED);
    out.putInt(state.slot);
    out.putInt(state.generation);
    return true;
  }

  /** The object that {@link #handOver} put into a message, with a reference; null if it is gone. */
  public static NtObject handedOver(GuestProcess process, HandOver in) {
    int slot = in.getInt();
    int generation = in.getInt();
    return of(process).object(slot, generation);
  }

  /** Moves the state of an object to shared memory, if it is not there. Under its lock. */
  private void share(Waitable object, String path) {
    if (object.shared != null) {
      return;
    }
    int slot = SharedSlots.take(family);
    SharedState state = new SharedState(this, slot);
    if (path != null) {
      SharedSlots.setName(family.memory(), slot, path);
    }
    object.moveTo(state);
    object.shared = state;
    state.publish(object.sharedKind());
    synchronized (this) {
      objects.put(slot, object);
    }
    if (object.waiters.first != null) {
      object.enter();
      state.waits(object);
      object.leave();
      object.queued();
    }
  }

  /** The object of a slot, with a reference for the caller; null when it is gone. */
  private synchronized Waitable object(int slot, int generation) {
    Waitable known = objects.get(slot);
    if (known != null && known.shared.generation == generation && known.tryRetain()) {
      return known;
    }
    if (!SharedSlots.exists(slot)) {
      return null;
    }
    SharedState state = new SharedState(this, slot);
    if (state.generation != generation) {
      return null;
    }
    state.lock();
    boolean current = state.isCurrent();
    if (current) {
      state.hold(family.own());
    }
    int kind = state.kind();
    state.unlock();
    Waitable object = current ? make(kind, state) : null;
    if (object != null) {
      object.retain();
      objects.put(slot, object);
    }
    return object;
  }

  private static Waitable make(int kind, SharedState state) {
    return switch (kind) {
      case EVENT -> new EventObject(state);
      case MUTANT -> MutantObject.of(state);
      case SEMAPHORE -> new SemaphoreObject(state);
      case TIMER -> new TimerObject(state);
      default -> null;
    };
  }

  /** This process has closed its last handle of an object. */
  synchronized void drop(Waitable object, SharedState state) {
    if (objects.remove(state.slot, object)) {
      state.lock();
      state.drop();
      state.unlock();
    }
    forget(object);
  }

  // --- names ------------------------------------------------------------------------------------

  /** What {@link #named} found. */
  public record Found(NtObject object, boolean existed) {}

  /**
   * Finds the object of a name among those of the family, or makes one that the family can find,
   * with a reference for the caller either way.
   *
   * @param make null to find only; what it makes and cannot be shared, only this process finds
   * @return null when there is none and none is to be made
   */
  public Found named(String path, Supplier<? extends NtObject> make) {
    SharedSlots.lockNames(family);
    try {
      int slot = SharedSlots.find(family, path);
      if (slot >= 0) {
        Waitable object = object(slot, new SharedState(this, slot).generation);
        if (object != null) {
          return new Found(object, true);
        }
      }
      if (make == null) {
        return null;
      }
      NtObject made = make.get();
      made.retain();
      publish(made, path);
      return new Found(made, false);
    } finally {
      SharedSlots.unlockNames(family);
    }
  }

  /** Lets the family find an object of this process by its name. */
  public void publishNamed(NtObject object, String path) {
    SharedSlots.lockNames(family);
    try {
      publish(object, path);
    } finally {
      SharedSlots.unlockNames(family);
    }
  }

  private void publish(NtObject object, String path) {
    if (object instanceof Waitable waitable && waitable.sharedKind() != 0) {
      synchronized (waitable.waiters) {
        share(waitable, path);
      }
    }
  }

  // --- who waits ---------------------------------------------------------------------------------

  /** Threads of this process wait for an object. */
  void watch(Waitable object) {
    synchronized (watched) {
      watched.add(object);
      if (listens) {
        return;
      }
      listens = true;
    }
    Thread thread = new Thread(this::listen, "decant-shared-objects");
    thread.setDaemon(true);
    thread.start();
  }

  /** No thread does any more. */
  void forget(Waitable object) {
    synchronized (watched) {
      watched.remove(object);
    }
  }

  private void listen() {
    GsBase.clear();
    List<Waitable> now = new ArrayList<>();
    while (true) {
      int shown = family.bell();
      synchronized (watched) {
        now.addAll(watched);
      }
      for (Waitable object : now) {
        object.look();
      }
      now.clear();
      family.awaitBell(shown);
    }
  }

  /** Has this process look again when a process is gone that owns something. */
  void watchOwner(int identity) {
    synchronized (owners) {
      if (!owners.add(identity)) {
        return;
      }
    }
    if (!family.whenGone(process, identity, () -> gone(identity)) && !family.isAlive(identity)) {
      gone(identity);
    }
  }

  private void gone(int identity) {
    synchronized (owners) {
      owners.remove(identity);
    }
    family.ring(family.own());
  }
}
