package decant.nt.registry;

import decant.nt.CaseTable;
import decant.nt.HostSystem;
import decant.nt.NtObject;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * A key of the registry: subkeys and values by name, without regard to case, in alphabetical order.
 * Guarded by the registry's lock ({@link Registry}).
 */
public final class RegistryKey extends NtObject {
  public static final int REG_NONE = 0;
  public static final int REG_SZ = 1;
  public static final int REG_EXPAND_SZ = 2;
  public static final int REG_BINARY = 3;
  public static final int REG_DWORD = 4;
  public static final int REG_MULTI_SZ = 7;
  public static final int REG_QWORD = 11;

  /** A value: its type and its bytes; strings are UTF-16 with their terminating zeros. */
  public record Value(String name, int type, byte[] data) {}

  private final String keyName;
  private final RegistryKey parent;
  private final TreeMap<String, RegistryKey> subkeys = new TreeMap<>(CaseTable::compare);
  private final TreeMap<String, Value> values = new TreeMap<>(CaseTable::compare);
  private long lastWrite = HostSystem.now();
  private boolean deleted;

  RegistryKey(RegistryKey parent, String name) {
    this.parent = parent;
    this.keyName = name;
  }

  @Override
  public String typeName() {
    return "Key";
  }

  public String keyName() {
    return keyName;
  }

  /** The path from the root, as the kernel names it. */
  public String path() {
    return parent == null ? keyName : parent.path() + '\\' + keyName;
  }

  boolean isDeleted() {
    return deleted;
  }

  RegistryKey subkey(String key) {
    return subkeys.get(key);
  }

  RegistryKey create(String key) {
    RegistryKey made = new RegistryKey(this, key);
    subkeys.put(key, made);
    touch();
    return made;
  }

  /** Removes a key that has no subkeys from its parent; false when it has some. */
  boolean delete() {
    if (!subkeys.isEmpty() || parent == null) {
      return false;
    }
    parent.subkeys.remove(keyName);
    parent.touch();
    values.clear();
    deleted = true;
    return true;
  }

  Value value(String value) {
    return values.get(value);
  }

  void set(String value, int type, byte[] data) {
    Value old = values.get(value);
    values.put(value, new Value(old == null ? value : old.name, type, data));
    touch();
  }

  boolean remove(String value) {
    touch();
    return values.remove(value) != null;
  }

  List<RegistryKey> subkeys() {
    return new ArrayList<>(subkeys.values());
  }

  List<Value> values() {
    return new ArrayList<>(values.values());
  }

  /** When the key last changed, as a FILETIME. */
  long lastWrite() {
    return lastWrite;
  }

  private void touch() {
    lastWrite = HostSystem.now();
  }
}
