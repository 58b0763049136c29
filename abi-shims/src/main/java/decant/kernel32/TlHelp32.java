package decant.kernel32;

import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.Text;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtObject;
import decant.nt.ProcessObject;
import decant.nt.Win32Error;
import decant.nt.process.Family;
import decant.nt.process.PrimaryThread;
import decant.nt.process.RemoteProcess;
import decant.psapi.Psapi;
import java.util.ArrayList;
import java.util.List;

/** tlhelp32.h: snapshots. */
@Library("kernel32")
public final class TlHelp32 {
  private static final int TH32CS_SNAPPROCESS = 2;
  private static final int TH32CS_SNAPTHREAD = 4;
  private static final int TH32CS_SNAPMODULE = 8;
  private static final int MAX_PATH = 260;
  private static final int MAX_MODULE_NAME = 256;
  private static final String OWN =
      "Snapshots hold the processes of the family, the calling process's modules and threads, and"
          + " the first threads of those that it has started.";

  private TlHelp32() {}

  /** What a handle of {@code CreateToolhelp32Snapshot} means. */
  private static final class Snapshot extends NtObject {
    final int flags;
    final long[] modules;
    final List<OfProcess> threads;
    final List<Process> processes;
    int nextModule;
    int nextThread;
    int nextProcess;

    Snapshot(int flags, long[] modules, List<OfProcess> threads, List<Process> processes) {
      this.flags = flags;
      this.modules = modules;
      this.threads = threads;
      this.processes = processes;
    }

    @Override
    public String typeName() {
      return "Section";
    }
  }

  @Export(fails = Fails.MINUS_ONE, support = Support.PARTIAL, note = OWN)
  static long CreateToolhelp32Snapshot(GuestThread t, int dwFlags, int th32ProcessID) {
    boolean modules = (dwFlags & TH32CS_SNAPMODULE) != 0;
    if (modules && th32ProcessID != 0 && th32ProcessID != t.process.id) {
      throw Win32Error.ACCESS_DENIED.exception();
    }
    boolean threads = (dwFlags & TH32CS_SNAPTHREAD) != 0;
    Snapshot snapshot =
        new Snapshot(
            dwFlags,
            modules ? t.process.loader.modules() : new long[0],
            threads ? threads(t) : List.of(),
            (dwFlags & TH32CS_SNAPPROCESS) != 0 ? processes(t) : List.of());
    return t.process.handles.open(snapshot, 0, 0);
  }

  /** A thread of a snapshot. */
  private record OfProcess(int id, int process) {}

  private static List<OfProcess> threads(GuestThread t) {
    List<OfProcess> list = new ArrayList<>();
    for (int id : t.process.threadIds()) {
      list.add(new OfProcess(id, t.process.id));
    }
    for (PrimaryThread thread : RemoteProcess.primaryThreads(t.process)) {
      list.add(new OfProcess(thread.id(), thread.process().id()));
    }
    return list;
  }

  /** A process of a snapshot. */
  private record Process(int id, int parent, String path) {}

  private static List<Process> processes(GuestThread t) {
    List<Process> list = new ArrayList<>();
    Family family = t.process.family;
    if (family == null) {
      ProcessObject own = ProcessObject.of(t.process);
      list.add(new Process(own.id(), 0, own.imagePath()));
      return list;
    }
    for (int row = 0; row < family.rows(); row++) {
      if (family.runs(row)) {
        list.add(new Process(family.identifier(row), family.parent(row), family.path(row)));
      }
    }
    return list;
  }

  private static Snapshot snapshot(GuestThread t, long handle) {
    return t.process.handles.get(handle, Snapshot.class);
  }

  @Export({"Process32First", "Process32FirstW"})
  static boolean Process32First(GuestThread t, @Handle long hSnapshot, @In @Out long lppe) {
    snapshot(t, hSnapshot).nextProcess = 0;
    return Process32Next(t, hSnapshot, lppe);
  }

  @Export({"Process32Next", "Process32NextW"})
  static boolean Process32Next(GuestThread t, @Handle long hSnapshot, @In @Out long lppe) {
    // PROCESSENTRY32 has 304 bytes, PROCESSENTRY32W 568.
    int size = Memory.getInt(lppe);
    if (size < 304) {
      throw Win32Error.BAD_LENGTH.exception();
    }
    Snapshot snapshot = snapshot(t, hSnapshot);
    if (snapshot.nextProcess >= snapshot.processes.size()) {
      throw Win32Error.NO_MORE_FILES.exception();
    }
    Process process = snapshot.processes.get(snapshot.nextProcess++);
    Memory.fill(lppe + 4, 40, 0);
    Memory.putInt(lppe + 8, process.id);
    Memory.putInt(lppe + 28, 1);
    Memory.putInt(lppe + 32, process.parent);
    Memory.putInt(lppe + 36, 8);
    Text text = size >= 568 ? Text.WIDE : Text.ANSI;
    put(text, lppe + 44, Psapi.baseName(process.path), MAX_PATH);
    return true;
  }

  private static void put(Text text, long to, String value, int room) {
    if (text.length(value) < room) {
      text.write(to, value);
    } else {
      LibLoaderApi.putTruncated(text, value, to, room);
    }
  }

  @Export
  static boolean Thread32First(GuestThread t, @Handle long hSnapshot, @In @Out long lpte) {
    snapshot(t, hSnapshot).nextThread = 0;
    return Thread32Next(t, hSnapshot, lpte);
  }

  @Export
  static boolean Thread32Next(GuestThread t, @Handle long hSnapshot, @In @Out long lpte) {
    if (Integer.compareUnsigned(Memory.getInt(lpte), 28) < 0) {
      throw Win32Error.BAD_LENGTH.exception();
    }
    Snapshot snapshot = snapshot(t, hSnapshot);
    if (snapshot.nextThread >= snapshot.threads.size()) {
      throw Win32Error.NO_MORE_FILES.exception();
    }
    OfProcess thread = snapshot.threads.get(snapshot.nextThread++);
    Memory.fill(lpte + 4, 24, 0);
    Memory.putInt(lpte + 8, thread.id);
    Memory.putInt(lpte + 12, thread.process);
    Memory.putInt(lpte + 16, 8);
    return true;
  }

  @Export({"Module32First", "Module32FirstW"})
  static boolean Module32First(GuestThread t, @Handle long hSnapshot, @In @Out long lpme) {
    snapshot(t, hSnapshot).nextModule = 0;
    return Module32Next(t, hSnapshot, lpme);
  }

  @Export({"Module32Next", "Module32NextW"})
  static boolean Module32Next(GuestThread t, @Handle long hSnapshot, @In @Out long lpme) {
    // MODULEENTRY32 has 568 bytes, MODULEENTRY32W 1080.
    int size = Memory.getInt(lpme);
    if (size < 568) {
      throw Win32Error.BAD_LENGTH.exception();
    }
    Snapshot snapshot = snapshot(t, hSnapshot);
    if (snapshot.nextModule >= snapshot.modules.length) {
      throw Win32Error.NO_MORE_FILES.exception();
    }
    long module = snapshot.modules[snapshot.nextModule++];
    Text text = size >= 1080 ? Text.WIDE : Text.ANSI;
    String path = t.process.loader.fileName(module);
    Memory.putInt(lpme + 4, 1);
    Memory.putInt(lpme + 8, t.process.id);
    Memory.putInt(lpme + 12, 1);
    Memory.putInt(lpme + 16, 1);
    Memory.putLong(lpme + 24, module);
    Memory.putInt(lpme + 32, Psapi.imageSize(module));
    Memory.putLong(lpme + 40, module);
    put(text, lpme + 48, Psapi.baseName(path), MAX_MODULE_NAME);
    put(text, lpme + 48 + (long) MAX_MODULE_NAME * text.unit, path, MAX_PATH);
    return true;
  }
}
