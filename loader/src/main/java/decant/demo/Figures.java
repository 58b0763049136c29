package decant.demo;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What the demonstration has measured. */
public final class Figures {
  /**
   * What the processor has counted in a program between two moments.
   *
   * @param retired instructions that the processor has executed, of whatever
   * @param instructions how many of the program's there are between the two
   */
  record Counter(long retired, long instructions) {
    double perInstruction() {
      return (double) retired / instructions;
    }
  }

  /**
   * One way to run the program.
   *
   * @param executed who executes its instructions
   * @param calls who answers its calls
   * @param workMillis what its work takes, the median
   * @param processMillis what the whole process takes
   * @param times the work's time as a multiple of the Linux build's
   * @param emulated whether its instructions are emulated; if not, the processor retires them
   */
  record Way(
      String key,
      String name,
      String executed,
      String calls,
      int runs,
      double workMillis,
      double processMillis,
      double times,
      boolean emulated) {}

  /**
   * What a call of the program became.
   *
   * @param function {@code library!Function}
   * @param shim the Java method that answers it, or {@code machine code}
   * @param host what reached the host
   */
  record Call(String function, long count, String shim, List<HostCall> host) {}

  /**
   * @param kernel the method of the NT kernel on the way, empty for none
   * @param function of the host's C library
   */
  record HostCall(String kernel, String function, long count) {}

  /** A section of the program's code, by hash in memory and in the file. */
  record Code(String name, int size, String access, String inMemory, String inFile) {}

  /** A part of the address space; addresses in hexadecimal. */
  record Region(
      String side, String start, String end, long bytes, String access, String what, String who) {}

  final int rounds;
  final String checksum;
  final String machineCode;
  final List<Way> ways = new ArrayList<>();

  /** Instructions that {@link #rounds} of the work take: for all ways the same machine code. */
  final long workInstructions;

  /** … that the whole Windows program takes, and that it took in the run that was stepped. */
  final long instructions;

  final long steps;

  /** Null where the host does not let it be read. */
  final Counter counter;

  /** By pairs: the time of Decant's run as a multiple of the Linux build's. */
  final double ratio;

  /** How many times longer the interpreted work takes than Decant's. */
  final double interpretedRatio;

  final List<Call> calls = new ArrayList<>();
  final List<Code> code = new ArrayList<>();
  final List<Region> map = new ArrayList<>();

  Figures(
      int rounds,
      String checksum,
      String machineCode,
      List<Runs.Run> decant,
      List<Runs.Run> linux,
      List<Runs.Run> qemu,
      List<Runs.Run> interpreted,
      Report observed,
      Counter counter) {
    this.rounds = rounds;
    this.checksum = checksum;
    this.machineCode = machineCode;
    this.counter = counter;
    workInstructions = interpreted.getFirst().report().number(Report.WORK);
    instructions = interpreted.getFirst().report().number(Report.INSTRUCTIONS);
    steps = observed.number(Report.INSTRUCTIONS);
    double[] ratios = new double[decant.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = (double) decant.get(i).workNanos() / linux.get(i).workNanos();
    }
    ratio = median(ratios);
    double base = median(linux, Runs.Run::workNanos);
    interpretedRatio =
        median(interpreted, Runs.Run::workNanos) / median(decant, Runs.Run::workNanos);
    add("decant", "Decant", "the processor", "Decant", decant, base, false);
    add("linux", "Linux build", "the processor", "Linux", linux, base, false);
    if (!qemu.isEmpty()) {
      add("qemu", "Linux build, QEMU", "QEMU, translated", "Linux", qemu, base, true);
    }
    add("interpreted", "interpreter", "Java, one by one", "Decant", interpreted, base, true);
    read(observed);
  }

  private void add(
      String key,
      String name,
      String executed,
      String answered,
      List<Runs.Run> runs,
      double base,
      boolean emulated) {
    double work = median(runs, Runs.Run::workNanos);
    ways.add(
        new Way(
            key,
            name,
            executed,
            answered,
            runs.size(),
            work / 1e6,
            median(runs, Runs.Run::processNanos) / 1e6,
            key.equals("decant") ? ratio : work / base,
            emulated));
  }

  private void read(Report observed) {
    for (List<String> w : observed.about(Report.CALL)) {
      List<HostCall> host = new ArrayList<>();
      for (List<String> h : observed.about(Report.HOST)) {
        if (h.getFirst().equals(w.getFirst())) {
          host.add(new HostCall(h.get(4), h.get(1), Long.parseLong(h.get(2))));
        }
      }
      calls.add(new Call(w.getFirst(), Long.parseLong(w.get(1)), w.get(2), host));
    }
    for (List<String> w : observed.about(Report.SECTION)) {
      code.add(new Code(w.getFirst(), Integer.parseInt(w.get(1)), w.get(2), w.get(3), w.get(4)));
    }
    for (List<String> w : observed.about(Report.MAP)) {
      map.add(
          new Region(
              w.getFirst(),
              w.get(1),
              w.get(2),
              Long.parseLong(w.get(3)),
              w.get(4),
              w.get(5),
              w.get(6)));
    }
  }

  /** How many calls of the program there were. */
  long callCount() {
    return calls.stream().mapToLong(Call::count).sum();
  }

  /** … of which machine code has answered. */
  long directCount() {
    return calls.stream().filter(c -> c.shim().equals("machine code")).mapToLong(Call::count).sum();
  }

  long hostCallCount() {
    return calls.stream().flatMap(c -> c.host().stream()).mapToLong(HostCall::count).sum();
  }

  /** How the instructions were counted, in sentences. */
  String method() {
    String text =
        String.format(
            Locale.ROOT,
            "With its calls, the whole Windows program has %,d instructions. The trap flag stopped"
                + " the processor behind each instruction of a shorter run: %,d steps in the"
                + " program's own image, and the interpreter needs exactly as many for the same"
                + " run.",
            instructions,
            steps);
    return counter == null
        ? text + " (This host does not let the processor's instruction counter be read.)"
        : text
            + String.format(
                Locale.ROOT,
                " The processor's own counter retired %.4f instructions for each one of the"
                    + " program.",
                counter.perInstruction());
  }

  /** With three digits at most: 0.1 ms, 2.13 ms, 20 s. */
  static String duration(double millis) {
    boolean seconds = millis >= 1000;
    double value = seconds ? millis / 1000 : millis;
    String digits =
        new BigDecimal(value)
            .round(new MathContext(3))
            .setScale(4, RoundingMode.HALF_UP)
            .stripTrailingZeros()
            .toPlainString();
    return digits + (seconds ? " s" : " ms");
  }

  private static double median(List<Runs.Run> runs, ToDoubleFunction<Runs.Run> value) {
    return median(runs.stream().mapToDouble(value).toArray());
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
