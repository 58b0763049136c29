package decant.nt.process;

import decant.host.Pidfd;
import decant.host.Signals;
import decant.host.Unistd;
import decant.nt.GuestProcess;
import decant.nt.HandleTable;
import decant.nt.HostSystem;
import decant.nt.NtObject;
import decant.nt.NtStatus;
import decant.nt.ObjectNamespace;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Starting processes: each is another process of the host that runs Decant. */
public final class Children {
  private Children() {}

  /** Which handles a child gets. */
  public static final class Handles {
    /** Whether those that are inheritable. */
    public boolean inheritable;

    /** If not null, of those only these. */
    public long[] only;

    /** Whether the standard handles, whatever they are. */
    public boolean standard;

    private boolean passes(long handle, HandleTable.Entry entry, StartInfo info) {
      if (standard && standardIndex(handle, info) >= 0) {
        return true;
      }
      return inheritable
          && (entry.flags & HandleTable.INHERIT) != 0
          && (only == null || contains(only, handle));
    }

    private static boolean contains(long[] list, long handle) {
      for (long each : list) {
        if ((each & ~3L) == handle) {
          return true;
        }
      }
      return false;
    }
  }

  private static int standardIndex(long handle, StartInfo info) {
    for (int i = info.standard.length - 1; i >= 0; i--) {
      if (info.standard[i] == handle) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Starts a process. It gets its handles before this returns; what becomes of it then, its exit
   * code says.
   *
   * @param ownConsole whether it has another console than this process, or none
   * @param breakaway whether it leaves the jobs of this process
   * @return the process, with a reference for the caller
   */
  public static RemoteProcess start(
      GuestProcess process,
      StartInfo info,
      Handles handles,
      boolean ownConsole,
      boolean breakaway) {
    RemoteProcess child =
        info.hostArguments != null
            ? HostPrograms.start(process, info, info.hostArguments)
            : startGuest(process, info, handles, ownConsole, breakaway);
    Consumer<RemoteProcess> listener = process.childListener;
    if (listener != null) {
      listener.accept(child);
    }
    return child;
  }

  private static RemoteProcess startGuest(
      GuestProcess process,
      StartInfo info,
      Handles handles,
      boolean ownConsole,
      boolean breakaway) {
    Family family = Family.of(process);
    boolean leaves = breakaway || family.jobs.mayLeave(true);
    if (breakaway && !family.jobs.mayLeave(false)) {
      throw NtStatus.ACCESS_DENIED.exception();
    }
    ObjectNamespace.of(process).share();
    HandOver message = new HandOver();
    try {
      Selection selection = new Selection();
      selection.select(process, info, handles);
      Spare spare = Spare.of(process);
      ChildJvm jvm = spare.take();
      int identifier = Family.toIdentifier(jvm.pid());
      info.group = info.group == 0 ? identifier : info.group;
      int console = ownConsole ? family.newIdentifier() : family.console(family.own());
      int row = family.take(Unistd.getpid(), info.group, console);
      family.setPath(row, info.imagePath);
      if (!leaves) {
        family.jobs.inherit(row, family.own());
      }
      family.begin(row, jvm.pid(), HostSystem.now());
      message.between(process, row);
      info.put(message);
      message.putDescriptor(family.fd());
      message.putInt(row);
      process.files.drives().handOver(message);
      HostPrograms.handOver(process.hostPrograms, message);
      if (leaves) {
        message.putInt(0);
      } else {
        Jobs.of(process).handOver(message);
      }
      selection.put(message);
      if (!message.send(jvm.socket())) {
        Pidfd.signal(jvm.pidfd(), Signals.SIGKILL);
      }
      RemoteProcess child =
          RemoteProcess.child(process, row, jvm.pid(), jvm.pidfd(), jvm.socket(), info.suspended);
      if (!leaves) {
        Jobs.of(process).tell(identifier);
      }
      spare.prepare(ProcessWatcher.of(process).count());
      return child;
    } finally {
      message.release();
    }
  }

  /** The handles that a child gets, and their objects, each once. */
  private static final class Selection {
    private record Passed(long handle, HandleTable.Entry entry, int object) {}

    private final List<Passed> handles = new ArrayList<>();
    private final List<NtObject> objects = new ArrayList<>();

    /** For each object the standard stream that it is, -1 for none. */
    private final List<Integer> streams = new ArrayList<>();

    void select(GuestProcess process, StartInfo info, Handles which) {
      Map<NtObject, Integer> indices = new IdentityHashMap<>();
      HandleTable.Entry[] entries = process.handles.snapshot();
      for (int i = 0; i < entries.length; i++) {
        HandleTable.Entry entry = entries[i];
        long handle = 4L * (i + 1);
        if (entry == null || !which.passes(handle, entry, info)) {
          continue;
        }
        Integer index = indices.get(entry.object);
        if (index == null) {
          index = objects.size();
          indices.put(entry.object, index);
          objects.add(entry.object);
          streams.add(-1);
        }
        streams.set(index, Math.max(streams.get(index), standardIndex(handle, info)));
        handles.add(new Passed(handle, entry, index));
      }
    }

    void put(HandOver message) {
      message.putInt(objects.size());
      for (int i = 0; i < objects.size(); i++) {
        PassedObjects.put(message, objects.get(i), stream(i));
      }
      message.putInt(handles.size());
      for (Passed passed : handles) {
        message.putLong(passed.handle);
        message.putInt(passed.entry.access);
        message.putInt(passed.entry.flags & HandleTable.INHERIT);
        message.putInt(passed.object);
      }
    }

    /** The stream of an object, unless another one is that stream. */
    private int stream(int object) {
      int stream = streams.get(object);
      return streams.indexOf(stream) == object ? stream : -1;
    }
  }

  /** Opens the handles that {@link Selection#put} put into a message. */
  static void open(GuestProcess process, HandOver in) {
    NtObject[] objects = new NtObject[in.getInt()];
    for (int i = 0; i < objects.length; i++) {
      objects[i] = PassedObjects.get(process, in);
    }
    for (int i = in.getInt(); i > 0; i--) {
      long handle = in.getLong();
      int access = in.getInt();
      int flags = in.getInt();
      NtObject object = objects[in.getInt()];
      if (object != null) {
        process.handles.openAt(handle, object, access, flags);
      }
    }
    for (NtObject object : objects) {
      if (object != null) {
        object.release();
      }
    }
  }
}
