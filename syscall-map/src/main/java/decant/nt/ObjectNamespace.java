package decant.nt;

import decant.nt.sync.SharedObjects;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The names of a process's objects: events, mutants, semaphores, timers, sections. Names are full
 * NT paths ({@code \Sessions\1\BaseNamedObjects\Name}) and compare by case; an object keeps its
 * name as long as it lives. From its first child on, or as a child, a process shares the names of
 * all objects but sections with its family ({@link SharedObjects}).
 */
public final class ObjectNamespace {
  private static final String LOCAL = "\\Sessions\\1\\BaseNamedObjects\\";
  private static final String GLOBAL = "\\BaseNamedObjects\\";
  private static final int MAX_PATH = 260;

  private final GuestProcess process;
  private final Map<String, NtObject> objects = new HashMap<>();

  /** Whether the names of this process are those of its family. */
  private boolean shares;

  private ObjectNamespace(GuestProcess process) {
    this.process = process;
    shares = process.family != null;
  }

  /** The names of a process. */
  public static ObjectNamespace of(GuestProcess process) {
    return process.state(ObjectNamespace.class, ObjectNamespace::new);
  }

  /** What {@link #create} did: a handle, and whether the object was there before. */
  public record Opened(long handle, boolean existed) {}

  /**
   * The NT path of a Win32 object name, null for null or an empty name.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/termserv/kernel-object-namespaces">Kernel
   *     object namespaces</a>
   */
  public static String path(String name) {
    if (name == null || name.isEmpty()) {
      return null;
    }
    if (name.length() > MAX_PATH) {
      throw Win32Error.FILENAME_EXCED_RANGE.exception();
    }
    String directory = LOCAL;
    String rest = name;
    if (name.startsWith("Local\\")) {
      rest = name.substring("Local\\".length());
    } else if (name.startsWith("Global\\")) {
      directory = GLOBAL;
      rest = name.substring("Global\\".length());
    } else if (name.startsWith("Session\\1\\")) {
      rest = name.substring("Session\\1\\".length());
    }
    if (rest.indexOf('\\') >= 0) {
      throw NtStatus.OBJECT_PATH_NOT_FOUND.exception();
    }
    return directory + rest;
  }

  /**
   * Opens the object of a name, or makes it.
   *
   * @param path the NT path, null for an object without a name
   * @param type what an existing object must be; {@code STATUS_OBJECT_TYPE_MISMATCH} when it is not
   * @param access the access of the new handle
   * @param flags {@link HandleTable#INHERIT}
   */
  public <T extends NtObject> Opened create(
      GuestThread t, String path, Class<T> type, Supplier<T> make, int access, int flags) {
    if (path == null) {
      return new Opened(t.process.handles.open(make.get(), access, flags), false);
    }
    NtObject object;
    boolean existed = true;
    synchronized (this) {
      object = objects.get(path);
      if (object == null || !object.tryRetain()) {
        SharedObjects.Found found =
            shares ? SharedObjects.of(process).named(path, make) : made(make);
        object = found.object();
        existed = found.existed();
        object.named(this, path);
        objects.put(path, object);
      }
    }
    return new Opened(open(t, object, type, access, flags), existed);
  }

  private static SharedObjects.Found made(Supplier<? extends NtObject> make) {
    NtObject object = make.get();
    object.retain();
    return new SharedObjects.Found(object, false);
  }

  /** The first child is about to be started: it and later ones can open objects by their names. */
  public synchronized void share() {
    if (!shares) {
      shares = true;
      for (NtObject object : List.copyOf(objects.values())) {
        if (object.tryRetain()) {
          SharedObjects.of(process).publishNamed(object, object.name());
          object.release();
        }
      }
    }
  }

  /** Opens the object of a name; {@code STATUS_OBJECT_NAME_NOT_FOUND} when there is none. */
  public long open(
      GuestThread t, String path, Class<? extends NtObject> type, int access, int flags) {
    NtObject object;
    synchronized (this) {
      object = path == null ? null : objects.get(path);
      if (object == null || !object.tryRetain()) {
        SharedObjects.Found found =
            shares && path != null ? SharedObjects.of(process).named(path, null) : null;
        if (found == null) {
          throw NtStatus.OBJECT_NAME_NOT_FOUND.exception();
        }
        object = found.object();
        object.named(this, path);
        objects.put(path, object);
      }
    }
    return open(t, object, type, access, flags);
  }

  /** Opens a handle in the place of the caller's reference. */
  private static long open(
      GuestThread t, NtObject object, Class<? extends NtObject> type, int access, int flags) {
    try {
      if (!type.isInstance(object)) {
        throw NtStatus.OBJECT_TYPE_MISMATCH.exception();
      }
      return t.process.handles.open(object, access, flags);
    } finally {
      object.release();
    }
  }

  /** The object's last reference is gone. */
  synchronized void remove(String path, NtObject object) {
    objects.remove(path, object);
  }
}
