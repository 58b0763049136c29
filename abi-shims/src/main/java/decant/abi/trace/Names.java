package decant.abi.trace;

import decant.abi.Gate;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.HandleTable;
import decant.nt.ModuleLoader;
import decant.nt.NtObject;
import decant.nt.NtStatus;
import decant.nt.NtStatusException;
import decant.nt.ProcessObject;
import decant.nt.ThreadObject;
import decant.nt.Win32Error;
import decant.nt.Win32Exception;
import decant.nt.file.FileObject;
import decant.nt.registry.RegistryKey;
import java.util.HashMap;
import java.util.Map;

/** What addresses, handles and errors are called. */
final class Names {
  private static final Map<Integer, String> ERRORS = new HashMap<>();

  /** {@code INVALID_HANDLE_VALUE}, which is also the pseudo handle of the current process. */
  private static final long INVALID = -1;

  static {
    for (Win32Error e : Win32Error.values()) {
      ERRORS.put(e.code(), of(e));
    }
  }

  private final GuestProcess process;

  Names(GuestProcess process) {
    this.process = process;
  }

  /** An error as headers spell it: of NTSTATUS, Win32 or {@code errno}. */
  static String of(Enum<?> error) {
    if (error instanceof NtStatus) {
      return "STATUS_" + error.name();
    }
    boolean prefixed = error instanceof Win32Error && !error.name().startsWith("WSA");
    return prefixed ? "ERROR_" + error.name() : error.name();
  }

  static void error(int code, StringBuilder out) {
    String name = ERRORS.get(code);
    if (name != null) {
      out.append(name);
    } else {
      Numbers.show(code & 0xFFFF_FFFFL, out);
    }
  }

  static void status(int code, StringBuilder out) {
    NtStatus status = NtStatus.of(code);
    if (status != null) {
      out.append(of(status));
    } else {
      Numbers.hex(code & 0xFFFF_FFFFL, out);
    }
  }

  /** An address as module+RVA, as a function of ours, or as it is. */
  void address(GuestThread t, long address, StringBuilder out) {
    out.append(Gate.describeAddress(t, address));
  }

  /** A module by its name; any other address as it is. */
  void module(long base, StringBuilder out) {
    ModuleLoader loader = process.loader;
    if (base == 0) {
      out.append("NULL");
    } else if (loader == null || loader.containing(base) != base) {
      Numbers.hex(base, out);
    } else {
      out.append(fileName(loader.fileName(base)));
    }
  }

  static String fileName(String path) {
    return path.substring(path.lastIndexOf('\\') + 1);
  }

  /** A handle to a process. */
  void process(GuestThread t, long handle, StringBuilder out) {
    if (handle == HandleTable.CURRENT_PROCESS) {
      out.append("current process");
    } else {
      handle(t, handle, out);
    }
  }

  /** A handle with what it refers to. */
  void handle(GuestThread t, long handle, StringBuilder out) {
    String pseudo = pseudo(handle);
    if (pseudo != null) {
      out.append(pseudo);
      return;
    }
    Numbers.hex(handle, out);
    HandleTable.Entry entry = entry(handle);
    if (entry != null) {
      out.append(" <").append(object(entry.object)).append('>');
    }
  }

  private HandleTable.Entry entry(long handle) {
    try {
      return (handle & 3) == 0 ? process.handles.entry(handle) : null;
    } catch (NtStatusException none) {
      return null;
    }
  }

  private static String pseudo(long handle) {
    if (handle == INVALID || handle == 0xFFFF_FFFFL) {
      return "INVALID_HANDLE_VALUE";
    }
    return switch ((int) handle) {
      case 0 -> handle == 0 ? "NULL" : null;
      case (int) HandleTable.CURRENT_THREAD ->
          handle == HandleTable.CURRENT_THREAD ? "current thread" : null;
      case 0x8000_0000 -> "HKEY_CLASSES_ROOT";
      case 0x8000_0001 -> "HKEY_CURRENT_USER";
      case 0x8000_0002 -> "HKEY_LOCAL_MACHINE";
      case 0x8000_0003 -> "HKEY_USERS";
      case 0x8000_0005 -> "HKEY_CURRENT_CONFIG";
      default -> null;
    };
  }

  private String object(NtObject object) {
    try {
      return switch (object) {
        case FileObject file -> file.path();
        case RegistryKey key -> key.path();
        case ThreadObject thread -> thread.thread == null ? "Thread" : "Thread " + thread.thread.id;
        case ProcessObject child -> "Process " + child.id();
        default -> named(object);
      };
    } catch (NtStatusException | Win32Exception gone) {
      return object.typeName();
    }
  }

  private static String named(NtObject object) {
    String kind = object.getClass().getSimpleName().replace("Object", "");
    boolean plain = object.typeName().equals("File") || object.typeName().isEmpty();
    String type = plain ? kind : object.typeName();
    return object.name() == null ? type : type + " " + object.name();
  }
}
