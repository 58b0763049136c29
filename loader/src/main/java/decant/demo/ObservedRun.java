package decant.demo;

import decant.abi.Declaration;
import decant.abi.Declarations;
import decant.abi.Gate;
import decant.abi.GuestExit;
import decant.abi.Shortcuts;
import decant.host.Memory;
import decant.loader.ImageMapper;
import decant.loader.ProgramEntry;
import decant.loader.pe.PeImage;
import decant.loader.pe.Section;
import decant.nt.GuestThread;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Runs a program as Decant always does – the processor executes it – and looks on: counts its
 * instructions by single steps, its calls by a probe in front of each import, what those ask of the
 * host, and at the end reads which memory there is. The program's code is not touched: probes stand
 * in the import address table, which the loader fills in anyway.
 */
final class ObservedRun implements ProgramEntry {
  private final Report report;
  private final Path file;
  private final Probe probe = new Probe();
  private final HostCalls hostCalls = new HostCalls(probe);

  /**
   * To be made before anything of the host is called.
   *
   * @param file the program's
   */
  ObservedRun(Report report, Path file) {
    this.report = report;
    this.file = file;
  }

  @Override
  public long run(GuestThread t, PeImage program) {
    long base = ImageMapper.base(program);
    Imports imports = new Imports(program);
    SingleSteps steps = new SingleSteps(probe, t, base, program.sizeOfImage());
    long counts = probe.reserve(8L * imports.size());
    for (int i = 0; i < imports.size(); i++) {
      probe(t, imports.all().get(i), i, counts + 8L * i, steps);
    }
    hostCalls.watch();
    Shortcuts.avoid(t); // what they do is seen by nobody in Java
    try {
      return Gate.call(t, steps.entry(probe, base + program.entryPoint()), t.process.peb);
    } catch (GuestExit e) {
      report.add(Report.INSTRUCTIONS, steps.count());
      Declarations declarations = Declarations.builtIn();
      for (int i = 0; i < imports.size(); i++) {
        Imports.Import called = imports.all().get(i);
        Declaration d = declarations.find(called.library(), called.function());
        report.add(Report.CALL, called, Memory.getLong(counts + 8L * i), answeredBy(called, d));
      }
      hostCalls.report(report, imports);
      hashes(program);
      new AddressMap(t, program).report(report);
      throw e;
    }
  }

  /** Has an import's slot lead to a probe that counts the call and passes it on. */
  private void probe(
      GuestThread t, Imports.Import called, int number, long count, SingleSteps steps) {
    long start = probe.function();
    probe.emit("48 FF 05", count); // inc qword [count]
    probe.emit("C7 05", hostCalls.caller, Probe.immediate(number + 1)); // mov dword [caller], …
    steps.callAndReturn(probe, probe.reserveLong(called.target()));
    int protection =
        t.process.memory.protect(called.slot(), 8, decant.nt.memory.AddressSpace.PAGE_READWRITE);
    Memory.putLong(called.slot(), start);
    t.process.memory.protect(called.slot(), 8, protection);
  }

  private static String answeredBy(Imports.Import called, Declaration d) {
    if (called.isDirect()) {
      return "machine code";
    }
    String type = d == null ? "" : d.type().getName();
    return d == null ? "" : type.substring(type.indexOf('.') + 1) + "." + d.method().getName();
  }

  /**
   * Reports {@code section NAME SIZE ACCESS HASH-IN-MEMORY HASH-IN-FILE} of what is not written.
   */
  private void hashes(PeImage program) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      for (Section s : program.sections()) {
        if (!s.has(Section.MEM_WRITE) && s.has(Section.MEM_EXECUTE)) {
          int size = (int) Math.min(s.size(), s.rawSize());
          int from = (int) s.rawOffset();
          report.add(
              Report.SECTION,
              s.name(),
              size,
              s.access(),
              hash(Memory.read(ImageMapper.base(program) + s.address(), size)),
              hash(Arrays.copyOfRange(bytes, from, from + size)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
