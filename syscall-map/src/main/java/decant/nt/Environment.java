package decant.nt;

import decant.host.HostEnvironment;
import decant.nt.file.FileSystem;
import decant.nt.file.NameCodec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The environment variables of a process. Names are compared without case and keep the spelling
 * that they were first set with; the order is Windows': by upper-case code units. Safe for use by
 * all threads.
 */
public final class Environment {
  /** Where the system directory appears to guests. */
  public static final String SYSTEM_ROOT = "C:\\Windows";

  public static final String SYSTEM_DIRECTORY = SYSTEM_ROOT + "\\System32";

  /** Where programs of the host are that may be started; in the path when there are any. */
  public static final String HOST_PROGRAMS = SYSTEM_ROOT + "\\HostPrograms";

  /** The longest value, in UTF-16 units, with its terminating zero. */
  public static final int MAX_VALUE = 32767;

  /** A variable: its name as it was first spelt, and its value. */
  private record Variable(String name, String value) {}

  /** By upper-case name: what programs ask for is in upper case as a rule, and not there. */
  private final Map<String, Variable> variables = new HashMap<>();

  /** The environment of a process, made from the host's when it is first asked for. */
  public static Environment of(GuestProcess process) {
    return process.state(Environment.class, Environment::fromHost);
  }

  /** Gives a process, before it asks for any, the variables of an environment block. */
  public static Environment start(GuestProcess process, String block) {
    Environment environment = ofBlock(block);
    process.files.environment(environment::get);
    return process.state(Environment.class, p -> environment);
  }

  /** The variables of an environment block, of no process. */
  public static Environment ofBlock(String block) {
    Environment environment = new Environment();
    environment.setAll(block);
    return environment;
  }

  private static Environment fromHost(GuestProcess process) {
    Environment environment = fromHost(HostEnvironment.read(), process.files);
    process.files.environment(environment::get);
    return environment;
  }

  /**
   * The host's environment as a Windows program expects one: {@code Path} in Windows' form behind
   * the system directory, Windows' own variables set to real places, all else as it was. Names that
   * Windows programs cannot refer to (empty, or with a percent sign) are dropped, as are all but
   * the first of names that differ in case only.
   *
   * @param host names and values, as bytes, in the host's order
   * @param files translates host paths
   */
  public static Environment fromHost(HostEnvironment host, FileSystem files) {
    Environment environment = new Environment();
    for (int i = 0; i < host.count(); i++) {
      String name = NameCodec.decodeText(host.name(i));
      if (!name.isEmpty() && name.indexOf('%') < 0) {
        String value = NameCodec.decodeText(host.value(i));
        environment.variables.putIfAbsent(CaseTable.upper(name), new Variable(name, value));
      }
    }
    environment.setWindowsVariables(host, files);
    return environment;
  }

  private void setWindowsVariables(HostEnvironment host, FileSystem files) {
    String profile = files.windowsPath(host.home());
    replace("Path", path(host, files));
    replace("SystemDrive", "C:");
    replace("SystemRoot", SYSTEM_ROOT);
    replace("windir", SYSTEM_ROOT);
    replace("ComSpec", SYSTEM_DIRECTORY + "\\cmd.exe");
    replace("PATHEXT", ".COM;.EXE;.BAT;.CMD");
    replace("OS", "Windows_NT");
    String temp = files.windowsPath(host.valueOr("TMPDIR", "/tmp"));
    replace("TEMP", temp);
    replace("TMP", temp);
    replace("USERPROFILE", profile);
    replace("HOMEDRIVE", profile.substring(0, 2));
    replace("HOMEPATH", profile.length() > 2 ? profile.substring(2) : "\\");
    replace("APPDATA", files.windowsPath(host.underHome("XDG_CONFIG_HOME", ".config")));
    replace("LOCALAPPDATA", files.windowsPath(host.underHome("XDG_DATA_HOME", ".local/share")));
    String data = files.windowsPath("/var/lib".getBytes(StandardCharsets.US_ASCII));
    replace("ProgramData", data);
    replace("ALLUSERSPROFILE", data);
    replace("PUBLIC", profile);
    replace("ProgramFiles", "C:\\Program Files");
    replace("ProgramW6432", "C:\\Program Files");
    replace("ProgramFiles(x86)", "C:\\Program Files (x86)");
    replace("CommonProgramFiles", "C:\\Program Files\\Common Files");
    replace("USERNAME", host.userName());
    replace("USERDOMAIN", host.computerName());
    replace("COMPUTERNAME", host.computerName());
    replace("NUMBER_OF_PROCESSORS", Integer.toString(Runtime.getRuntime().availableProcessors()));
    replace("PROCESSOR_ARCHITECTURE", "AMD64");
    replace("PROCESSOR_LEVEL", "6");
    replace("PROCESSOR_REVISION", "0000");
  }

  private static String path(HostEnvironment host, FileSystem files) {
    StringBuilder path = new StringBuilder(SYSTEM_DIRECTORY).append(';').append(SYSTEM_ROOT);
    byte[] list = host.valueOr("PATH", "/usr/local/bin:/usr/bin:/bin");
    int start = 0;
    for (int i = 0; i <= list.length; i++) {
      if (i == list.length || list[i] == ':') {
        if (i > start && list[start] == '/') {
          String directory = files.windowsPath(Arrays.copyOfRange(list, start, i));
          if (directory.indexOf(';') < 0) {
            path.append(';').append(directory);
          }
        }
        start = i + 1;
      }
    }
    return path.toString();
  }

  /** Sets a variable with this spelling of its name, whatever spelling it had. */
  private void replace(String name, String value) {
    variables.put(CaseTable.upper(name), new Variable(name, value));
  }

  /** Sets a variable, whose name stays spelt as it was. */
  private void put(String name, String value) {
    String key = CaseTable.upper(name);
    Variable before = variables.get(key);
    variables.put(key, new Variable(before == null ? name : before.name, value));
  }

  /** The value of a variable, or null. */
  public synchronized String get(String name) {
    Variable variable = variables.get(CaseTable.upper(name));
    return variable == null ? null : variable.value;
  }

  /**
   * Sets a variable, or removes it when the value is null. A name may begin with an equals sign
   * (the current directories of drives are kept so) but not contain one; {@code
   * STATUS_INVALID_PARAMETER}.
   */
  public synchronized void set(String name, String value) {
    if (name.isEmpty() || name.indexOf('=', 1) >= 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    if (value == null) {
      variables.remove(CaseTable.upper(name));
    } else {
      put(name, value);
    }
  }

  /** Replaces all variables by those of an environment block without its last zero. */
  public synchronized void setAll(String block) {
    variables.clear();
    int start = 0;
    while (start < block.length()) {
      int end = block.indexOf('\0', start);
      end = end < 0 ? block.length() : end;
      int equals = block.indexOf('=', start + 1);
      if (equals > 0 && equals < end) {
        put(block.substring(start, equals), block.substring(equals + 1, end));
      }
      start = end + 1;
    }
  }

  /**
   * The environment block: every variable as {@code name=value} and a zero, then another zero (two
   * when there is no variable).
   */
  public synchronized String block() {
    StringBuilder block = new StringBuilder(4096);
    for (String key : keys()) {
      Variable v = variables.get(key);
      block.append(v.name).append('=').append(v.value).append('\0');
    }
    if (variables.isEmpty()) {
      block.append('\0');
    }
    return block.append('\0').toString();
  }

  /** The names in upper case, in order. */
  private String[] keys() {
    String[] keys = variables.keySet().toArray(new String[0]);
    Arrays.sort(keys);
    return keys;
  }

  /** A snapshot of the variables, in order. */
  public synchronized Map<String, String> all() {
    Map<String, String> all = LinkedHashMap.newLinkedHashMap(variables.size());
    for (String key : keys()) {
      Variable v = variables.get(key);
      all.put(v.name, v.value);
    }
    return all;
  }

  /** Replaces every {@code %name%} whose variable exists by its value; all else stays as it is. */
  public String expand(String text) {
    int percent = text.indexOf('%');
    if (percent < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 64);
    int from = 0;
    while (percent >= 0) {
      int end = text.indexOf('%', percent + 1);
      if (end < 0) {
        break;
      }
      String value = end == percent + 1 ? null : get(text.substring(percent + 1, end));
      if (value == null) {
        out.append(text, from, end + 1);
      } else {
        out.append(text, from, percent).append(value);
      }
      from = end + 1;
      percent = text.indexOf('%', from);
    }
    return out.append(text, from, text.length()).toString();
  }
}
