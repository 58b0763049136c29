package decant.abi;

import decant.host.Memory;
import decant.host.Mman;
import decant.host.ShellWord;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.ThreadBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * The built-in libraries as modules: each has a base address, a PE header that says what it is, a
 * stub for every export that is bound, and its variables. A region is mapped when its library is
 * first asked for.
 *
 * <pre>
 * base            header page
 * base + 0x1000   stubs, 16 bytes per export:   mov eax, index;  jmp gs:[TB_GATE]
 *                 in ntdll 48: those of system calls begin as Windows' ({@link SystemCallStub})
 * behind them     variables
 * </pre>
 */
public final class BuiltinModules {
  /** Where the regions begin. */
  private static final long FIRST = 0x3FFF_0000_0000L;

  static final int STUB = 16;
  private static final int STUBS = Memory.PAGE;
  private static final String SYSTEM_CALLS = "ntdll";
  private static final long GRANULARITY = 0x1_0000L;
  private static final int STATUS_ENTRYPOINT_NOT_FOUND = NtStatus.ENTRYPOINT_NOT_FOUND.code();

  private record Missing(String library, String function, long importer) {}

  private final ExportIndex index;
  private final ExportIndex builtIn;
  private final Originals originals;
  private final long[] bases;
  private final long[] sizes;
  private final boolean[] filled;
  private final List<Missing> missing = new ArrayList<>();

  /** The library that was last asked for, and its number. */
  private String askedName = "";

  private int asked = -1;
  private long next = FIRST;
  private long missingStubs;
  private final long slowStubs;

  /**
   * @param index all exports
   * @param builtIn those that are not the user's; the same as {@code index} without such
   */
  BuiltinModules(ExportIndex index, ExportIndex builtIn) {
    this.index = index;
    this.builtIn = builtIn;
    this.originals = new Originals(builtIn, this);
    this.bases = new long[index.libraries()];
    this.sizes = new long[index.libraries()];
    this.filled =
        new boolean
            [index.firstEntry(Math.max(0, index.libraries() - 1))
                + (index.libraries() == 0 ? 0 : index.entryCount(index.libraries() - 1))];
    slowStubs = region(STUB * index.slowSlots());
    for (int i = 0; i < index.slowSlots(); i++) {
      writeStub(slowStubs + (long) STUB * i, ShimTable.FIRST + index.slowAdapter(i));
      Memory.putLong(MachineCode.BASE + index.slowOffset(i), slowStubs + (long) STUB * i);
    }
  }

  /** Guest memory for stubs and variables. */
  synchronized long region(long size) {
    long length = Memory.alignUp(Math.max(size, 1), GRANULARITY);
    long base = next;
    long got =
        Mman.mmap(
            base,
            length,
            Mman.PROT_READ | Mman.PROT_WRITE | Mman.PROT_EXEC,
            Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS | Mman.MAP_FIXED_NOREPLACE,
            -1,
            0);
    if (got != base) {
      throw NtStatus.NO_MEMORY.exception();
    }
    next += length;
    return base;
  }

  private int stubSize(int l) {
    return index.libraryName(l).equals(SYSTEM_CALLS) ? SystemCallStub.SIZE : STUB;
  }

  private long stubAt(int l, int entry) {
    return bases[l] + STUBS + (long) stubSize(l) * (entry - index.firstEntry(l));
  }

  static void writeStub(long at, int shim) {
    writeStub(at, shim, ThreadBlock.GATE);
  }

  /** {@code target}: the offset in the thread block of where it goes on. */
  static void writeStub(long at, int shim, int target) {
    Memory.putByte(at, 0xB8); // mov eax, shim
    Memory.putInt(at + 1, shim);
    Memory.putInt(at + 5, 0x2524_FF65); // jmp qword ptr gs:[target]
    Memory.putInt(at + 9, target);
  }

  /** Whether there is a built-in library of a name (lower case, without {@code .dll}). */
  public boolean has(String library) {
    return index.library(library) >= 0;
  }

  /** Whether a library is the user's alone, which goes before a file of that name. */
  public boolean isUsers(String library) {
    return index != builtIn && has(library) && builtIn.library(library) < 0;
  }

  /** Whether a library exports a name, so that it can be told before a run what a program lacks. */
  public boolean has(String library, String function) {
    int l = index.library(library);
    return l >= 0 && find(l, library, function) >= 0;
  }

  /** The base address of a library (lower case, without {@code .dll}), 0 when there is none. */
  public synchronized long base(String library) {
    int l = index.library(library);
    return l < 0 ? 0 : base(l);
  }

  private long base(int l) {
    if (bases[l] == 0) {
      long size = dataOffset(l) + index.dataSize(l);
      bases[l] = region(size);
      sizes[l] = Memory.alignUp(size, Memory.PAGE);
      BuiltinHeader.write(bases[l], sizes[l]);
    }
    return bases[l];
  }

  private long dataOffset(int l) {
    return STUBS + Memory.alignUp((long) stubSize(l) * index.entryCount(l), 64);
  }

  /** The bytes that a library takes in the address space; it must have been asked for before. */
  public synchronized long size(String library) {
    return sizes[index.library(library)];
  }

  /** The library whose region an address lies in, or null. */
  public synchronized String containing(long address) {
    for (int l = 0; l < bases.length; l++) {
      if (bases[l] != 0 && address >= bases[l] && address < bases[l] + sizes[l]) {
        return index.libraryName(l);
      }
    }
    return null;
  }

  /** The address of an export, 0 when the library has none of that name. */
  public synchronized long export(GuestThread t, String library, String function) {
    int l = library(library);
    int entry = l < 0 ? -1 : find(l, library, function);
    return entry < 0 ? 0 : bind(t, l, entry);
  }

  /** The address of an export by ordinal, 0 when the library has none. */
  public synchronized long export(GuestThread t, String library, int ordinal) {
    int l = library(library);
    int entry = l < 0 ? -1 : index.find(l, ordinal);
    return entry < 0 ? 0 : bind(t, l, entry);
  }

  /** The number of a library, which is mostly that of the question before. */
  private int library(String name) {
    if (!name.equals(askedName)) {
      asked = index.library(name);
      askedName = name;
    }
    return asked;
  }

  /** The address of a function of Decant's that a shim of the user's may override; 0 for none. */
  public synchronized long original(String library, String function) {
    return originals.address(library, function);
  }

  /**
   * What an import slot is bound to. A function that no shim answers gets a stub too: the program
   * runs until it calls it.
   *
   * @param importer base of the importing module, for the message
   */
  public synchronized long importStub(
      GuestThread t, String library, String function, long importer) {
    long address = export(t, library, function);
    return address != 0 ? address : missingStub(library, function, importer);
  }

  /** As {@link #importStub(GuestThread, String, String, long)}, by ordinal. */
  public synchronized long importStub(GuestThread t, String library, int ordinal, long importer) {
    long address = export(t, library, ordinal);
    return address != 0 ? address : missingStub(library, "#" + ordinal, importer);
  }

  /**
   * API-set contracts name kernelbase for much that lives elsewhere: such names are looked for
   * everywhere.
   */
  private int find(int l, String library, String function) {
    int entry = index.find(l, function);
    if (entry < 0 && library.equals("kernelbase")) {
      for (int other = 0; other < index.libraries() && entry < 0; other++) {
        entry = index.find(other, function);
      }
    }
    return entry;
  }

  /** The library that an entry belongs to; for those of kernelbase's that live elsewhere. */
  private int libraryOf(int entry, int likely) {
    int first = index.firstEntry(likely);
    boolean is = entry >= first && entry < first + index.entryCount(likely);
    return is ? likely : index.libraryOf(entry);
  }

  private long bind(GuestThread t, int library, int entry) {
    int kind = index.kind(entry);
    CallTracer tracer = Gate.tracer();
    boolean traced = tracer != null && tracer.wants(entry);
    if (kind == ExportIndex.DIRECT && !traced) {
      return MachineCode.BASE + index.value(entry);
    }
    int l = libraryOf(entry, library);
    long base = base(l);
    if (kind == ExportIndex.DATA) {
      long address = base + dataOffset(l) + index.value(entry);
      if (!filled[entry]) {
        filled[entry] = true;
        Gate.fill(t, index.adapter(entry), address);
      }
      return address;
    }
    long stub = stubAt(l, entry);
    if (!filled[entry]) {
      filled[entry] = true;
      int shim = traced ? TracedGate.ENTRY + entry : ShimTable.FIRST + index.adapter(entry);
      int target = Shortcuts.slot(index.shortcut(entry));
      if (index.value(entry) == 0 || kind == ExportIndex.DIRECT) {
        writeStub(stub, shim, target);
      } else {
        SystemCallStub.write(stub, index.value(entry) - 1, shim, target);
      }
    }
    return stub;
  }

  /**
   * The address of a stub through which an adapter can be called, 0 when none has been made. For a
   * fault in a shim: calling the stub once more is what continuing there means.
   *
   * @param shim the index that the stub leaves in EAX
   */
  synchronized long stub(int shim) {
    int adapter = shim - ShimTable.FIRST;
    int direct = TracedGate.isEntry(shim) ? shim - TracedGate.ENTRY : adapter - index.adapters();
    if (direct >= 0 && direct < index.entries()) {
      return stubAt(index.libraryOf(direct), direct);
    }
    for (int i = 0; i < index.slowSlots(); i++) {
      if (index.slowAdapter(i) == adapter) {
        return slowStubs + (long) STUB * i;
      }
    }
    for (int l = 0; l < bases.length; l++) {
      int first = index.firstEntry(l);
      for (int e = first; bases[l] != 0 && e < first + index.entryCount(l); e++) {
        if (filled[e] && index.kind(e) == ExportIndex.JAVA && index.adapter(e) == adapter) {
          return stubAt(l, e);
        }
      }
    }
    return originals.stub(shim);
  }

  /** The function whose stub lies at an address, as {@code library!Function}; null for none. */
  synchronized String stubName(long address) {
    for (int l = 0; l < bases.length; l++) {
      long entry = (address - bases[l] - STUBS) / stubSize(l);
      if (bases[l] != 0 && address >= bases[l] + STUBS && entry < index.entryCount(l)) {
        return index.libraryName(l) + "!" + index.name(index.firstEntry(l) + (int) entry);
      }
    }
    return null;
  }

  private long missingStub(String library, String function, long importer) {
    int n = missing.size();
    int perRegion = (int) (GRANULARITY / STUB);
    if (n % perRegion == 0) {
      missingStubs = region(GRANULARITY);
    }
    missing.add(new Missing(library, function, importer));
    long stub = missingStubs + (long) STUB * (n % perRegion);
    writeStub(stub, ShimTable.MISSING + n);
    return stub;
  }

  /** The guest called what does not exist: it ends, and is told what to do about it. */
  long callMissing(GuestThread t, int number, long frame) {
    Missing m;
    synchronized (this) {
      m = missing.get(number);
    }
    t.process.ending.missing(m.library, m.function);
    if (Gate.tracer() != null) {
      Gate.tracer().missing(t, m.library, m.function, frame);
    }
    long caller = Memory.getLong(frame - 8);
    String name = m.library + "!" + m.function;
    String never = Unplanned.note(m.library, m.function);
    System.err.println(
        "decant: the program called "
            + name
            + ", which Decant does not have, from "
            + Faults.describe(t, caller)
            + "."
            + (never == null ? "" : "\n  It will not have it: " + never)
            + "\n  to see all that the program lacks: decant api --missing "
            + Faults.program(t)
            + "\n  to add the function: decant new-shim "
            + ShellWord.quote(name));
    throw Gate.exitProcess(t, STATUS_ENTRYPOINT_NOT_FOUND);
  }
}
