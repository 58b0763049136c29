package decant.doctor;

import decant.host.Auxv;
import decant.host.Epoll;
import decant.host.HostBuffer;
import decant.host.Membarrier;
import decant.host.Mman;
import decant.host.Pidfd;
import decant.host.Unistd;
import decant.host.UserDispatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the processor and the host's kernel have of that which Decant asks for. */
final class HostChecks {
  private static final long MIB = 1 << 20;
  private static final long LITTLE_MEMORY = 256 * MIB;
  private static final long FEW_MAPPINGS = 65_530;
  private static final long LOWEST_IMAGE = 0x1_0000;
  private static final int OVERCOMMIT_NEVER = 2;

  /** MAP_FIXED_NOREPLACE; pidfd_open; waiting for one; Syscall User Dispatch. */
  private static final int[] OLDEST = {5, 4};

  private final List<Finding> findings = new ArrayList<>();

  private HostChecks() {}

  static List<Finding> run() {
    HostChecks checks = new HostChecks();
    checks.processor();
    checks.kernel();
    checks.systemCallsByNumber();
    checks.calls();
    checks.limits();
    checks.filters();
    checks.memory();
    checks.temporaryFiles();
    return checks.findings;
  }

  private void ok(String subject, String text) {
    findings.add(Finding.ok(subject, text));
  }

  private void warn(String subject, String text, String advice) {
    findings.add(Finding.warn(subject, text, advice));
  }

  private void fail(String subject, String text, String advice) {
    findings.add(Finding.fail(subject, text, advice));
  }

  private void processor() {
    String machine = System.getProperty("os.arch");
    if (!machine.equals("amd64")) {
      fail(
          "processor",
          machine + ", and the programs' instructions are for x86-64",
          "use an x86-64 machine: nothing is translated");
      return;
    }
    String cpuinfo = Proc.text("/proc/cpuinfo");
    Set<String> flags = Set.of(Proc.field(cpuinfo, "flags").split("\\s+"));
    StringBuilder text = new StringBuilder(Proc.field(cpuinfo, "model name"));
    String separator = ": ";
    for (String feature : List.of("sse4_2", "avx", "avx2", "avx512f")) {
      if (flags.contains(feature)) {
        text.append(separator).append(feature.replace('_', '.').toUpperCase(Locale.ROOT));
        separator = ", ";
      }
    }
    if (flags.contains("la57")) {
      text.append("; five-level page tables, whose addresses are not used");
    }
    ok("processor", text.toString());
    if ((Auxv.getauxval(Auxv.AT_HWCAP2) & Auxv.HWCAP2_FSGSBASE) != 0) {
      ok("segment bases", "set by instruction (FSGSBASE)");
    } else {
      warn(
          "segment bases",
          "set by system calls: FSGSBASE is off, and each call into Java takes longer",
          "use Linux 5.9 or newer, without nofsgsbase on its command line");
    }
  }

  private void kernel() {
    String version = System.getProperty("os.version");
    Matcher numbers = Pattern.compile("(\\d{1,6})\\.(\\d{1,6}).*").matcher(version);
    boolean known = numbers.matches();
    int major = known ? Integer.parseInt(numbers.group(1)) : 0;
    int minor = known ? Integer.parseInt(numbers.group(2)) : 0;
    if (!known || major > OLDEST[0] || major == OLDEST[0] && minor >= OLDEST[1]) {
      ok("kernel", "Linux " + version);
    } else {
      fail("kernel", "Linux " + version + " is too old", "use Linux 5.4 or newer");
    }
  }

  private void systemCallsByNumber() {
    AtomicBoolean on = new AtomicBoolean();
    Thread trial = new Thread(() -> on.set(UserDispatch.on())); // a thread's own setting
    trial.start();
    try {
      trial.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (on.get()) {
      ok("system calls", "those by number are handed over (Syscall User Dispatch)");
    } else {
      warn(
          "system calls",
          "those by number would reach Linux: no Syscall User Dispatch; few programs make any",
          "use Linux 5.11 or newer, and a container that lets prctl through");
    }
  }

  private void calls() {
    StringBuilder lacking = new StringBuilder();
    int memory = Mman.memfd_create(HostBuffer.get().path(new byte[] {'d'}), Mman.MFD_CLOEXEC);
    close(lacking, "memfd_create", memory);
    close(lacking, "epoll_create1", Epoll.epoll_create1(Epoll.EPOLL_CLOEXEC));
    close(lacking, "pidfd_open", Pidfd.open(Unistd.getpid()));
    try {
      Membarrier.everywhere();
    } catch (IllegalStateException e) {
      lacking.append(" membarrier");
    }
    if (lacking.isEmpty()) {
      ok("kernel's calls", "memfd_create, epoll, pidfd_open and membarrier work");
    } else {
      fail(
          "kernel's calls",
          "refused:" + lacking,
          "let them through: the container's seccomp profile forbids them, or the kernel is old");
    }
  }

  private static void close(StringBuilder lacking, String call, int descriptor) {
    if (descriptor < 0) {
      lacking.append(' ').append(call);
    } else {
      Unistd.close(descriptor);
    }
  }

  private void limits() {
    long lowest = Proc.number("/proc/sys/vm/mmap_min_addr", 0);
    if (lowest > LOWEST_IMAGE) {
      fail(
          "lowest address",
          "vm.mmap_min_addr is " + lowest + ", and programs may ask for 0x10000",
          "sudo sysctl vm.mmap_min_addr=65536");
    } else {
      ok("lowest address", "vm.mmap_min_addr is " + lowest);
    }
    long mappings = Proc.number("/proc/sys/vm/max_map_count", Long.MAX_VALUE);
    if (mappings < FEW_MAPPINGS) {
      warn(
          "mappings",
          "vm.max_map_count is " + mappings + ", too few for programs with many threads",
          "sudo sysctl vm.max_map_count=" + FEW_MAPPINGS);
    }
    if (Proc.number("/proc/sys/vm/overcommit_memory", 0) == OVERCOMMIT_NEVER) {
      warn(
          "overcommit",
          "vm.overcommit_memory is 2: memory that is reserved only counts as used",
          "sudo sysctl vm.overcommit_memory=0");
    }
    Matcher space =
        Pattern.compile("Max address space +(\\d+)").matcher(Proc.text("/proc/self/limits"));
    if (space.find()) {
      warn(
          "address space",
          "limited to " + space.group(1) + " bytes, which programs reserve without using it",
          "ulimit -v unlimited");
    }
  }

  private void filters() {
    String status = Proc.text("/proc/self/status");
    if (Proc.field(status, "Seccomp").equals("2")) {
      ok("seccomp", "a filter is in force, as in containers; what it forbids is named above");
    }
  }

  private void memory() {
    long limit = Long.MAX_VALUE;
    String group = Proc.text("/proc/self/cgroup");
    int at = group.indexOf("0::");
    if (at >= 0) {
      String path = group.substring(at + 3).lines().findFirst().orElse("/");
      for (Path p = Path.of("/sys/fs/cgroup", path); p.getNameCount() >= 3; p = p.getParent()) {
        limit = Math.min(limit, Proc.number(p + "/memory.max", Long.MAX_VALUE));
      }
    }
    limit = Math.min(limit, Proc.number("/sys/fs/cgroup/memory.max", Long.MAX_VALUE));
    String available = Proc.field(Proc.text("/proc/meminfo"), "MemAvailable").replace(" kB", "");
    long free = available.matches("\\d{1,15}") ? Long.parseLong(available) << 10 : Long.MAX_VALUE;
    String text =
        (free == Long.MAX_VALUE ? "" : free / MIB + " MiB available")
            + (limit == Long.MAX_VALUE ? "" : ", the control group's limit is " + limit / MIB);
    if (Math.min(limit, free) < LITTLE_MEMORY) {
      warn("memory", text, "a program takes some 40 MiB for Decant, and what it needs itself");
    } else if (!text.isEmpty()) {
      ok("memory", text);
    }
  }

  private void temporaryFiles() {
    String named = System.getenv("TMPDIR");
    Path directory = Path.of(named == null || named.isEmpty() ? "/tmp" : named);
    if (Files.isDirectory(directory) && Files.isWritable(directory)) {
      ok("temporary files", directory + " can be written; Decant itself leaves nothing there");
    } else {
      warn(
          "temporary files",
          directory + ", which programs find as TEMP, cannot be written",
          "name another one in TMPDIR");
    }
  }
}
