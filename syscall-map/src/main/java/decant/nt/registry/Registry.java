package decant.nt.registry;

import decant.host.Bytes;
import decant.host.HostEnvironment;
import decant.nt.Environment;
import decant.nt.GuestProcess;
import decant.nt.HostSystem;
import decant.nt.NtStatus;
import java.util.List;
import java.util.Map;

/**
 * The registry of a process: in memory, with what programs expect to find on every machine.
 * Programs may change it; the changes end with the process.
 */
public final class Registry {
  public static final long HKEY_CLASSES_ROOT = 0x8000_0000L;
  public static final long HKEY_CURRENT_USER = 0x8000_0001L;
  public static final long HKEY_LOCAL_MACHINE = 0x8000_0002L;
  public static final long HKEY_USERS = 0x8000_0003L;
  public static final long HKEY_PERFORMANCE_DATA = 0x8000_0004L;
  public static final long HKEY_CURRENT_CONFIG = 0x8000_0005L;

  private static final String CURRENT_VERSION = "SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion";
  private static final int MAX_NAME = 255;

  private final RegistryKey machine = new RegistryKey(null, "\\REGISTRY\\MACHINE");
  private final RegistryKey users = new RegistryKey(null, "\\REGISTRY\\USER");
  private final RegistryKey user = users.create("S-1-5-21-1000000000-1000000000-1000000000-1000");

  private Registry(GuestProcess process) {
    machineKeys();
    userKeys(process);
  }

  /** The registry of a process, made when it is first asked for. */
  public static Registry of(GuestProcess process) {
    return process.state(Registry.class, Registry::new);
  }

  private void machineKeys() {
    String version = CURRENT_VERSION;
    text(machine, version, "ProductName", "Windows 10 Pro");
    text(machine, version, "EditionID", "Professional");
    text(machine, version, "InstallationType", "Client");
    text(machine, version, "CurrentVersion", "6.3");
    text(machine, version, "CurrentBuild", Integer.toString(HostSystem.BUILD));
    text(machine, version, "CurrentBuildNumber", Integer.toString(HostSystem.BUILD));
    text(machine, version, "DisplayVersion", "22H2");
    text(machine, version, "ReleaseId", "2009");
    text(machine, version, "SystemRoot", Environment.SYSTEM_ROOT);
    number(machine, version, "CurrentMajorVersionNumber", HostSystem.MAJOR_VERSION);
    number(machine, version, "CurrentMinorVersionNumber", HostSystem.MINOR_VERSION);
    number(machine, version, "UBR", 0);
    key(machine, version + "\\Time Zones", true);
    key(machine, version + "\\Fonts", true);
    String windows = "SOFTWARE\\Microsoft\\Windows\\CurrentVersion";
    text(machine, windows, "ProgramFilesDir", "C:\\Program Files");
    text(machine, windows, "CommonFilesDir", "C:\\Program Files\\Common Files");
    text(machine, "SOFTWARE\\Microsoft\\Cryptography", "MachineGuid", machineGuid());
    String control = "SYSTEM\\CurrentControlSet\\Control";
    text(machine, control + "\\Nls\\CodePage", "ACP", "65001");
    text(machine, control + "\\Nls\\CodePage", "OEMCP", "65001");
    text(machine, control + "\\Nls\\CodePage", "MACCP", "10000");
    text(machine, control + "\\Nls\\Language", "Default", "0409");
    text(machine, control + "\\Nls\\Language", "InstallLanguage", "0409");
    String name = control + "\\ComputerName\\ComputerName";
    text(machine, name, "ComputerName", HostEnvironment.read().computerName());
    number(machine, control + "\\FileSystem", "LongPathsEnabled", 1);
    text(machine, control + "\\Session Manager\\Environment", "OS", "Windows_NT");
    text(machine, control + "\\Session Manager\\Environment", "windir", Environment.SYSTEM_ROOT);
    String processor = "HARDWARE\\DESCRIPTION\\System\\CentralProcessor";
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      text(machine, processor + '\\' + i, "Identifier", "Intel64 Family 6");
      text(machine, processor + '\\' + i, "ProcessorNameString", HostSystem.processorName());
      text(machine, processor + '\\' + i, "VendorIdentifier", HostSystem.processorVendor());
      number(machine, processor + '\\' + i, "~MHz", HostSystem.processorMegahertz());
    }
    key(machine, "SOFTWARE\\Classes", true);
  }

  private void userKeys(GuestProcess process) {
    for (Map.Entry<String, String> e : Environment.of(process).all().entrySet()) {
      if (e.getKey().equals("TEMP") || e.getKey().equals("TMP")) {
        text(user, "Environment", e.getKey(), e.getValue());
      }
    }
    text(user, "Control Panel\\International", "LocaleName", "en-US");
    text(user, "Control Panel\\International", "Locale", "00000409");
    key(user, "Software\\Classes", true);
    key(user, "Software\\Microsoft\\Windows\\CurrentVersion", true);
    key(user, "Console", true);
  }

  /** A GUID made from the host's machine identifier, all zero where there is none. */
  private static String machineGuid() {
    String id = HostSystem.machineId();
    if (id.length() < 32) {
      id = "00000000000000000000000000000000";
    }
    return id.substring(0, 8)
        + '-'
        + id.substring(8, 12)
        + '-'
        + id.substring(12, 16)
        + '-'
        + id.substring(16, 20)
        + '-'
        + id.substring(20, 32);
  }

  private static RegistryKey key(RegistryKey root, String path, boolean create) {
    RegistryKey key = root;
    int start = 0;
    while (start < path.length()) {
      int end = path.indexOf('\\', start);
      end = end < 0 ? path.length() : end;
      if (end > start) {
        String name = path.substring(start, end);
        RegistryKey next = key.subkey(name);
        if (next == null) {
          if (!create) {
            return null;
          }
          if (name.length() > MAX_NAME) {
            throw NtStatus.INVALID_PARAMETER.exception();
          }
          next = key.create(name);
        }
        key = next;
      }
      start = end + 1;
    }
    return key;
  }

  private static void text(RegistryKey root, String path, String name, String value) {
    key(root, path, true).set(name, RegistryKey.REG_SZ, Bytes.utf16(value + '\0'));
  }

  private static void number(RegistryKey root, String path, String name, int value) {
    byte[] data = {(byte) value, (byte) (value >> 8), (byte) (value >> 16), (byte) (value >> 24)};
    key(root, path, true).set(name, RegistryKey.REG_DWORD, data);
  }

  /** One of the predefined keys, by the low 32 bits of its handle; null when there is none. */
  public RegistryKey predefined(long handle) {
    return switch ((int) handle) {
      case (int) HKEY_CLASSES_ROOT -> key(machine, "SOFTWARE\\Classes", true);
      case (int) HKEY_CURRENT_USER -> user;
      case (int) HKEY_LOCAL_MACHINE -> machine;
      case (int) HKEY_USERS -> users;
      case (int) HKEY_CURRENT_CONFIG ->
          key(machine, "SYSTEM\\CurrentControlSet\\Hardware Profiles\\Current", true);
      default -> null;
    };
  }

  /** The key at a path below another; {@code STATUS_OBJECT_NAME_NOT_FOUND} when there is none. */
  public synchronized RegistryKey open(RegistryKey root, String path) {
    check(root);
    RegistryKey key = key(root, path, false);
    if (key == null) {
      throw NtStatus.OBJECT_NAME_NOT_FOUND.exception();
    }
    return key;
  }

  /** As {@link #open}, but makes what is missing. */
  public synchronized RegistryKey create(RegistryKey root, String path) {
    check(root);
    return key(root, path, true);
  }

  private static void check(RegistryKey key) {
    if (key.isDeleted()) {
      throw NtStatus.KEY_DELETED.exception();
    }
  }

  /** Deletes a key; {@code STATUS_CANNOT_DELETE} when it has subkeys. */
  public synchronized void delete(RegistryKey key) {
    check(key);
    if (!key.delete()) {
      throw NtStatus.CANNOT_DELETE.exception();
    }
  }

  /** Deletes a key's values and everything below it. */
  public synchronized void deleteTree(RegistryKey key) {
    check(key);
    for (RegistryKey subkey : key.subkeys()) {
      deleteTree(subkey);
      subkey.delete();
    }
    for (RegistryKey.Value value : key.values()) {
      key.remove(value.name());
    }
  }

  /** A value; {@code STATUS_OBJECT_NAME_NOT_FOUND} when there is none. */
  public synchronized RegistryKey.Value value(RegistryKey key, String name) {
    check(key);
    RegistryKey.Value value = key.value(name);
    if (value == null) {
      throw NtStatus.OBJECT_NAME_NOT_FOUND.exception();
    }
    return value;
  }

  public synchronized void setValue(RegistryKey key, String name, int type, byte[] data) {
    check(key);
    key.set(name, type, data);
  }

  /** Deletes a value; {@code STATUS_OBJECT_NAME_NOT_FOUND} when there is none. */
  public synchronized void deleteValue(RegistryKey key, String name) {
    check(key);
    if (!key.remove(name)) {
      throw NtStatus.OBJECT_NAME_NOT_FOUND.exception();
    }
  }

  /** The subkeys, in alphabetical order. */
  public synchronized List<RegistryKey> subkeys(RegistryKey key) {
    check(key);
    return key.subkeys();
  }

  /** The values, in alphabetical order. */
  public synchronized List<RegistryKey.Value> values(RegistryKey key) {
    check(key);
    return key.values();
  }

  /** When a key last changed, as a FILETIME. */
  public synchronized long lastWrite(RegistryKey key) {
    check(key);
    return key.lastWrite();
  }
}
