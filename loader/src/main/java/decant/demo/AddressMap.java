package decant.demo;

import decant.abi.MachineCode;
import decant.host.Memory;
import decant.loader.ImageMapper;
import decant.loader.pe.PeImage;
import decant.loader.pe.Section;
import decant.nt.GuestThread;
import decant.nt.ThreadBlock;
import decant.nt.memory.AddressSpace;
import decant.nt.memory.RegionInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What lies where in a running guest process, by the host's own list of it. */
final class AddressMap {
  private static final long KUSER_SHARED_DATA = 0x7FFE_0000L;

  /** Where {@link decant.abi.BuiltinModules} begin. */
  private static final long BUILTIN_LIBRARIES = 0x3FFF_0000_0000L;

  /** Whose memory it is: the program's, Decant's or the JVM's with the host's. */
  private enum Side {
    PROGRAM,
    DECANT,
    HOST
  }

  /** Neighbours of one kind; above the guest's part of the address space, all of one kind. */
  private static final class Region {
    final Kind kind;
    final long start;
    long end;
    long size;
    String access = "";

    Region(Kind kind, long start) {
      this.kind = kind;
      this.start = start;
    }
  }

  private record Kind(Side side, String what, String who) {}

  private final GuestThread t;
  private final PeImage program;
  private final long base;
  private final List<Region> regions = new ArrayList<>();

  AddressMap(GuestThread t, PeImage program) {
    this.t = t;
    this.program = program;
    this.base = ImageMapper.base(program);
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
        add(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reports {@code map SIDE START END BYTES ACCESS WHAT WHO}, from low to high addresses. */
  void report(Report report) {
    for (Region r : regions) {
      report.add(
          Report.MAP,
          r.kind.side,
          Long.toHexString(r.start),
          Long.toHexString(r.end),
          r.size,
          r.access,
          r.kind.what,
          r.kind.who);
    }
  }

  private void add(String line) {
    String[] words = line.split(" +", 6);
    int dash = words[0].indexOf('-');
    long start = Long.parseUnsignedLong(words[0].substring(0, dash), 16);
    long end = Long.parseUnsignedLong(words[0].substring(dash + 1), 16);
    String access = words[1].substring(0, 3);
    String path = words.length > 5 ? words[5] : "";
    if (access.equals("---")) {
      return; // reserved, and nothing there
    }
    if (start < 0 || start >= Memory.LIMIT) {
      add(host(path), start, end, access, false);
      return;
    }
    for (long at = start; at < end; ) { // one mapping of the host's may be several of the guest's
      long next = Math.min(end, nextBorder(at));
      add(guest(at, path), at, next, access, true);
      at = next;
    }
  }

  private void add(Kind kind, long start, long end, String access, boolean low) {
    Region r = region(kind, start, low);
    r.end = end;
    r.size += end - start;
    r.access = merge(r.access, access);
  }

  /** Where the next section of the program, or the next part of the guest's memory, begins. */
  private long nextBorder(long at) {
    for (Section s : program.sections()) {
      if (base + s.address() > at) {
        return base + s.address();
      }
    }
    RegionInfo region = t.process.memory.query(at);
    return region.base() + region.size();
  }

  private Region region(Kind kind, long start, boolean low) {
    for (Region r : regions) {
      if (r.kind.equals(kind) && (low ? r == regions.getLast() : r.start >= Memory.LIMIT)) {
        return r;
      }
    }
    Region made = new Region(kind, start);
    regions.add(made);
    return made;
  }

  private static String merge(String a, String b) {
    return a.isEmpty() ? b : a.contains(b) ? a : a + "," + b;
  }

  private Kind guest(long at, String path) {
    if (at >= base && at < base + program.sizeOfImage()) {
      Section s = program.sectionAt(at - base);
      String name = s == null ? "headers" : s.name();
      return new Kind(
          Side.PROGRAM,
          "program image, " + name,
          "whoever built the .exe; the loader has mapped it");
    }
    if (at == KUSER_SHARED_DATA) {
      return new Kind(Side.DECANT, "KUSER_SHARED_DATA", "Decant, where Windows has it");
    }
    if (at >= t.teb && at < t.teb + ThreadBlock.SIZE) {
      return new Kind(Side.DECANT, "TEB and what the gate keeps of a thread", "Decant");
    }
    long stack = Memory.getLong(t.teb + GuestThread.TEB_DEALLOCATION_STACK);
    if (at >= stack && at < Memory.getLong(t.teb + GuestThread.TEB_STACK_BASE)) {
      return new Kind(Side.PROGRAM, "stack of the program", "the program");
    }
    if (MachineCode.contains(at)) {
      return new Kind(Side.DECANT, "gate and direct entries", "Decant: assembly, 64 KiB at most");
    }
    if (at >= BUILTIN_LIBRARIES && at < MachineCode.BASE) {
      return new Kind(Side.DECANT, "stubs of built-in libraries", "Decant: two instructions each");
    }
    if (Probe.contains(at)) {
      return new Kind(
          Side.DECANT, "probes of this demonstration", "decant demo, in this run alone");
    }
    if (t.process.memory.query(at).state() == AddressSpace.MEM_FREE) {
      return host(path); // the JVM has taken what no guest needs
    }
    return at == Memory.alignDown(t.process.peb, AddressSpace.GRANULARITY)
        ? new Kind(Side.DECANT, "PEB and parameters", "Decant, as Windows lays them out")
        : new Kind(Side.PROGRAM, "heap", "the program, in blocks that Decant gives it");
  }

  private static Kind host(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (path.startsWith("[v")) {
      return new Kind(Side.HOST, "vDSO", "Linux");
    }
    if (name.equals("libjvm.so")) {
      return new Kind(Side.HOST, "libjvm.so", "the JDK");
    }
    if (name.endsWith(".aot") || name.endsWith(".jsa")) {
      return new Kind(Side.HOST, "archive of classes", "the JDK");
    }
    if (name.contains(".so")) {
      return new Kind(Side.HOST, "other libraries of the host", "the distribution, the JDK, JNA");
    }
    return new Kind(Side.HOST, "JVM: heap, compiled Java, threads", "the JVM");
  }
}
