package decant.advapi32;

import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Text;
import decant.host.Bytes;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Win32Error;
import decant.nt.registry.Registry;
import decant.nt.registry.RegistryKey;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** winreg.h: the registry. */
@Library({"advapi32", "kernelbase"})
public final class WinReg {
  private static final int ERROR_SUCCESS = 0;
  private static final int REG_CREATED_NEW_KEY = 1;
  private static final int REG_OPENED_EXISTING_KEY = 2;
  private static final int MAX_DATA = 0x100_0000;

  private WinReg() {}

  /** The key behind a handle. */
  static RegistryKey key(GuestThread t, long handle) {
    if (handle >>> 31 != 0) {
      RegistryKey key = Registry.of(t.process).predefined(handle);
      if (key != null) {
        return key;
      }
    }
    return t.process.handles.get(handle, RegistryKey.class);
  }

  private static String orEmpty(String name) {
    return name == null ? "" : name;
  }

  @Export(fails = Fails.WIN32)
  static int RegOpenKeyEx(
      GuestThread t,
      Text text,
      @Handle long hKey,
      @Opt String lpSubKey,
      int ulOptions,
      int samDesired,
      @Out long phkResult) {
    if (phkResult == 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    RegistryKey key = Registry.of(t.process).open(key(t, hKey), orEmpty(lpSubKey));
    Memory.putLong(phkResult, t.process.handles.open(key, samDesired, 0));
    return ERROR_SUCCESS;
  }

  @Export(fails = Fails.WIN32)
  static int RegOpenKey(
      GuestThread t, Text text, @Handle long hKey, @Opt String lpSubKey, @Out long phkResult) {
    return RegOpenKeyEx(t, text, hKey, lpSubKey, 0, 0x2_0019, phkResult);
  }

  @Export(fails = Fails.WIN32)
  static int RegOpenCurrentUser(GuestThread t, int samDesired, @Out long phkResult) {
    return RegOpenKeyEx(t, Text.WIDE, Registry.HKEY_CURRENT_USER, "", 0, samDesired, phkResult);
  }

  /**
   * Opens a key, making what is missing; the registry lasts as long as the process.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winreg/nf-winreg-regcreatekeyexw">RegCreateKeyEx</a>
   */
  @Export(fails = Fails.WIN32)
  static int RegCreateKeyEx(
      GuestThread t,
      Text text,
      @Handle long hKey,
      String lpSubKey,
      int Reserved,
      @Opt long lpClass,
      int dwOptions,
      int samDesired,
      @Opt long lpSecurityAttributes,
      @Out long phkResult,
      @Out @Opt long lpdwDisposition) {
    if (lpSubKey == null || Reserved != 0 || phkResult == 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    RegistryKey root = key(t, hKey);
    Registry registry = Registry.of(t.process);
    int disposition = REG_OPENED_EXISTING_KEY;
    RegistryKey key;
    synchronized (registry) {
      int before = lpSubKey.isEmpty() ? 0 : count(registry, root, lpSubKey);
      key = registry.create(root, lpSubKey);
      if (before < 0) {
        disposition = REG_CREATED_NEW_KEY;
      }
    }
    Memory.putLong(phkResult, t.process.handles.open(key, samDesired, 0));
    if (lpdwDisposition != 0) {
      Memory.putInt(lpdwDisposition, disposition);
    }
    return ERROR_SUCCESS;
  }

  /** 0 when a key exists, else -1. */
  private static int count(Registry registry, RegistryKey root, String path) {
    try {
      registry.open(root, path);
      return 0;
    } catch (decant.nt.NtStatusException e) {
      return -1;
    }
  }

  @Export(fails = Fails.WIN32)
  static int RegCreateKey(
      GuestThread t, Text text, @Handle long hKey, @Opt String lpSubKey, @Out long phkResult) {
    return RegCreateKeyEx(t, text, hKey, orEmpty(lpSubKey), 0, 0, 0, 0x2_001F, 0, phkResult, 0);
  }

  @Export(fails = Fails.WIN32)
  static int RegCloseKey(GuestThread t, @Handle long hKey) {
    if (hKey >>> 31 == 0) {
      t.process.handles.get(hKey, RegistryKey.class);
      t.process.handles.close(hKey);
    }
    return ERROR_SUCCESS;
  }

  @Export(fails = Fails.WIN32)
  static int RegFlushKey(GuestThread t, @Handle long hKey) {
    key(t, hKey);
    return ERROR_SUCCESS;
  }

  /**
   * A value.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winreg/nf-winreg-regqueryvalueexw">RegQueryValueEx</a>
   */
  @Export(fails = Fails.WIN32)
  static int RegQueryValueEx(
      GuestThread t,
      Text text,
      @Handle long hKey,
      @Opt String lpValueName,
      @Opt long lpReserved,
      @Out @Opt long lpType,
      @Out @Opt long lpData,
      @In @Out @Opt long lpcbData) {
    if (lpData != 0 && lpcbData == 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    RegistryKey.Value value = Registry.of(t.process).value(key(t, hKey), orEmpty(lpValueName));
    return putValue(text, value, lpType, lpData, lpcbData);
  }

  private static int putValue(Text text, RegistryKey.Value value, long type, long data, long size) {
    if (type != 0) {
      Memory.putInt(type, value.type());
    }
    byte[] bytes = encode(text, value.type(), value.data());
    if (size == 0) {
      return ERROR_SUCCESS;
    }
    long room = Memory.getU32(size);
    Memory.putInt(size, bytes.length);
    if (data == 0) {
      return ERROR_SUCCESS;
    }
    if (room < bytes.length) {
      throw Win32Error.MORE_DATA.exception();
    }
    Memory.write(data, bytes);
    return ERROR_SUCCESS;
  }

  static boolean isText(int type) {
    return type == RegistryKey.REG_SZ
        || type == RegistryKey.REG_EXPAND_SZ
        || type == RegistryKey.REG_MULTI_SZ;
  }

  /** Stored bytes as a twin gives them out. */
  private static byte[] encode(Text text, int type, byte[] data) {
    return text == Text.WIDE || !isText(type)
        ? data
        : Text.encode(new String(data, StandardCharsets.UTF_16LE));
  }

  /**
   * A value, restricted by type.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winreg/nf-winreg-reggetvaluew">RegGetValue</a>
   */
  @Export(fails = Fails.WIN32)
  static int RegGetValue(
      GuestThread t,
      Text text,
      @Handle long hkey,
      @Opt String lpSubKey,
      @Opt String lpValue,
      int dwFlags,
      @Out @Opt long pdwType,
      @Out @Opt long pvData,
      @In @Out @Opt long pcbData) {
    Registry registry = Registry.of(t.process);
    RegistryKey key = registry.open(key(t, hkey), orEmpty(lpSubKey));
    RegistryKey.Value value = registry.value(key, orEmpty(lpValue));
    int type = value.type();
    if (type == RegistryKey.REG_EXPAND_SZ && (dwFlags & 0x1000_0000) == 0) {
      String expanded =
          decant.nt.Environment.of(t.process)
              .expand(new String(value.data(), StandardCharsets.UTF_16LE));
      type = RegistryKey.REG_SZ;
      value = new RegistryKey.Value(value.name(), type, Bytes.utf16(expanded));
    }
    int bit = type == RegistryKey.REG_QWORD ? 0x40 : type <= 7 ? 1 << type : 0;
    if ((dwFlags & 0xFFFF & bit) == 0) {
      return Win32Error.UNSUPPORTED_TYPE.code();
    }
    return putValue(text, value, pdwType, pvData, pcbData);
  }

  @Export(fails = Fails.WIN32)
  static int RegSetValueEx(
      GuestThread t,
      Text text,
      @Handle long hKey,
      @Opt String lpValueName,
      int Reserved,
      int dwType,
      @In(size = "cbData") @Opt long lpData,
      int cbData) {
    if (cbData < 0 || cbData > MAX_DATA) {
      throw Win32Error.NOT_ENOUGH_MEMORY.exception();
    }
    byte[] data = lpData == 0 ? new byte[0] : Memory.read(lpData, cbData);
    if (text == Text.ANSI && isText(dwType)) {
      data = Bytes.utf16(Text.decode(data));
    }
    Registry.of(t.process).setValue(key(t, hKey), orEmpty(lpValueName), dwType, data);
    return ERROR_SUCCESS;
  }

  @Export(fails = Fails.WIN32)
  static int RegDeleteValue(GuestThread t, Text text, @Handle long hKey, @Opt String lpValueName) {
    Registry.of(t.process).deleteValue(key(t, hKey), orEmpty(lpValueName));
    return ERROR_SUCCESS;
  }

  @Export(fails = Fails.WIN32)
  static int RegDeleteKey(GuestThread t, Text text, @Handle long hKey, String lpSubKey) {
    if (lpSubKey == null) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    Registry registry = Registry.of(t.process);
    registry.delete(registry.open(key(t, hKey), lpSubKey));
    return ERROR_SUCCESS;
  }

  @Export(fails = Fails.WIN32)
  static int RegDeleteKeyEx(
      GuestThread t, Text text, @Handle long hKey, String lpSubKey, int samDesired, int Reserved) {
    return RegDeleteKey(t, text, hKey, lpSubKey);
  }

  @Export(fails = Fails.WIN32)
  static int RegDeleteTree(GuestThread t, Text text, @Handle long hKey, @Opt String lpSubKey) {
    Registry registry = Registry.of(t.process);
    RegistryKey key = registry.open(key(t, hKey), orEmpty(lpSubKey));
    registry.deleteTree(key);
    if (lpSubKey != null && !lpSubKey.isEmpty()) {
      registry.delete(key);
    }
    return ERROR_SUCCESS;
  }

  /** Writes a name and its length; {@code ERROR_MORE_DATA} when the room is too small. */
  private static void putName(Text text, String name, long to, long size) {
    if (to == 0 || size == 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    int length = text.length(name);
    if (length >= Memory.getU32(size)) {
      throw Win32Error.MORE_DATA.exception();
    }
    text.write(to, name);
    Memory.putInt(size, length);
  }

  @Export(fails = Fails.WIN32)
  static int RegEnumKeyEx(
      GuestThread t,
      Text text,
      @Handle long hKey,
      int dwIndex,
      @Out long lpName,
      @In @Out long lpcchName,
      @Opt long lpReserved,
      @Out @Opt long lpClass,
      @In @Out @Opt long lpcchClass,
      @Out @Opt long lpftLastWriteTime) {
    Registry registry = Registry.of(t.process);
    List<RegistryKey> subkeys = registry.subkeys(key(t, hKey));
    if (dwIndex < 0 || dwIndex >= subkeys.size()) {
      throw Win32Error.NO_MORE_ITEMS.exception();
    }
    RegistryKey subkey = subkeys.get(dwIndex);
    putName(text, subkey.keyName(), lpName, lpcchName);
    if (lpcchClass != 0) {
      Memory.putInt(lpcchClass, 0);
    }
    if (lpftLastWriteTime != 0) {
      Memory.putLong(lpftLastWriteTime, registry.lastWrite(subkey));
    }
    return ERROR_SUCCESS;
  }

  @Export(fails = Fails.WIN32)
  static int RegEnumKey(
      GuestThread t, Text text, @Handle long hKey, int dwIndex, @Out long lpName, int cchName) {
    List<RegistryKey> subkeys = Registry.of(t.process).subkeys(key(t, hKey));
    if (dwIndex < 0 || dwIndex >= subkeys.size()) {
      throw Win32Error.NO_MORE_ITEMS.exception();
    }
    String name = subkeys.get(dwIndex).keyName();
    if (text.length(name) >= cchName) {
      throw Win32Error.MORE_DATA.exception();
    }
    text.write(lpName, name);
    return ERROR_SUCCESS;
  }

  @Export(fails = Fails.WIN32)
  static int RegEnumValue(
      GuestThread t,
      Text text,
      @Handle long hKey,
      int dwIndex,
      @Out long lpValueName,
      @In @Out long lpcchValueName,
      @Opt long lpReserved,
      @Out @Opt long lpType,
      @Out @Opt long lpData,
      @In @Out @Opt long lpcbData) {
    List<RegistryKey.Value> values = Registry.of(t.process).values(key(t, hKey));
    if (dwIndex < 0 || dwIndex >= values.size()) {
      throw Win32Error.NO_MORE_ITEMS.exception();
    }
    RegistryKey.Value value = values.get(dwIndex);
    putName(text, value.name(), lpValueName, lpcchValueName);
    return putValue(text, value, lpType, lpData, lpcbData);
  }

  @Export(fails = Fails.WIN32)
  static int RegQueryInfoKey(
      GuestThread t,
      Text text,
      @Handle long hKey,
      @Out @Opt long lpClass,
      @In @Out @Opt long lpcchClass,
      @Opt long lpReserved,
      @Out @Opt long lpcSubKeys,
      @Out @Opt long lpcbMaxSubKeyLen,
      @Out @Opt long lpcbMaxClassLen,
      @Out @Opt long lpcValues,
      @Out @Opt long lpcbMaxValueNameLen,
      @Out @Opt long lpcbMaxValueLen,
      @Out @Opt long lpcbSecurityDescriptor,
      @Out @Opt long lpftLastWriteTime) {
    Registry registry = Registry.of(t.process);
    RegistryKey key = key(t, hKey);
    int longestKey = 0;
    List<RegistryKey> subkeys = registry.subkeys(key);
    for (RegistryKey subkey : subkeys) {
      longestKey = Math.max(longestKey, text.length(subkey.keyName()));
    }
    int longestName = 0;
    int longestData = 0;
    List<RegistryKey.Value> values = registry.values(key);
    for (RegistryKey.Value value : values) {
      longestName = Math.max(longestName, text.length(value.name()));
      longestData = Math.max(longestData, value.data().length);
    }
    if (lpClass != 0 && lpcchClass != 0 && Memory.getInt(lpcchClass) != 0) {
      text.write(lpClass, "");
    }
    putOptional(lpcchClass, 0);
    putOptional(lpcSubKeys, subkeys.size());
    putOptional(lpcbMaxSubKeyLen, longestKey);
    putOptional(lpcbMaxClassLen, 0);
    putOptional(lpcValues, values.size());
    putOptional(lpcbMaxValueNameLen, longestName);
    putOptional(lpcbMaxValueLen, longestData);
    putOptional(lpcbSecurityDescriptor, 0);
    if (lpftLastWriteTime != 0) {
      Memory.putLong(lpftLastWriteTime, registry.lastWrite(key));
    }
    return ERROR_SUCCESS;
  }

  private static void putOptional(long address, int value) {
    if (address != 0) {
      Memory.putInt(address, value);
    }
  }

  /** Waiting for a change that only this process could make. */
  @Export(
      fails = Fails.WIN32,
      support = decant.abi.Support.STUB,
      note = "Fails with ERROR_CALL_NOT_IMPLEMENTED.")
  static int RegNotifyChangeKeyValue(
      @Handle long hKey,
      boolean bWatchSubtree,
      int dwNotifyFilter,
      @Handle @Opt long hEvent,
      boolean fAsynchronous) {
    throw Win32Error.CALL_NOT_IMPLEMENTED.exception();
  }
}
