package decant.doctor;

import decant.abi.Json;
import decant.api.Decant;
import decant.api.DecantException;
import decant.api.ProgramResult;
import decant.binfmt.Binfmt;
import decant.doctor.Finding.Level;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Looks at what Decant needs of a machine: {@code decant doctor}. */
public final class Doctor {
  private static final int TRIALS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<Finding> findings = new ArrayList<>();

  private Doctor() {}

  /** Looks at everything, and runs a program. */
  public static Doctor examine() {
    Doctor doctor = new Doctor();
    doctor.findings.addAll(HostChecks.run());
    doctor.findings.addAll(JvmChecks.run());
    doctor.findings.add(binfmt(Binfmt.ofHost()));
    doctor.findings.add(trial());
    return doctor;
  }

  /** Whether programs can run here. */
  public boolean isWell() {
    return findings.stream().noneMatch(f -> f.level() == Level.FAIL);
  }

  private static Finding binfmt(Binfmt binfmt) {
    String subject = "./program.exe";
    if (!binfmt.isMounted()) {
      return Finding.ok(
          subject, "programs are run by decant PROGRAM: binfmt_misc is not mounted here");
    }
    List<Binfmt.Entry> entries = binfmt.programs();
    for (Binfmt.Entry entry : entries) {
      if (entry.isDecant() && entries.size() > 1) {
        return Finding.warn(
            subject,
            "registered for Decant and for "
                + entries.getLast().interpreter()
                + "; the kernel takes what was registered last",
            "to switch the other off: decant register --replace");
      }
      if (!entry.isDecant()) {
        return Finding.warn(
            subject,
            "the kernel hands Windows programs to "
                + entry.interpreter()
                + " (binfmt_misc entry "
                + entry.name()
                + ")",
            "to have Decant instead: decant register --replace");
      }
      if (!Files.isExecutable(Path.of(entry.interpreter()))) {
        return Finding.warn(
            subject,
            "registered for " + entry.interpreter() + ", which is not there",
            "to register this one: decant register");
      }
      return Finding.ok(subject, "is run by " + entry.interpreter() + " (binfmt_misc)");
    }
    return Finding.ok(
        subject, "programs are run by decant PROGRAM; to have them run by name: decant register");
  }

  private static Finding trial() {
    String subject = "a program";
    long best = Long.MAX_VALUE;
    try {
      Path program = Files.createTempFile("decant-doctor", ".exe");
      try {
        Files.write(program, TinyProgram.image());
        for (int i = 0; i < TRIALS; i++) {
          long start = System.nanoTime();
          ProgramResult result = Decant.program(program).timeout(PATIENCE).run();
          best = Math.min(best, System.nanoTime() - start);
          if (result.exitCode() != TinyProgram.EXIT_CODE) {
            String said = result.stderr().lines().findFirst().orElse("");
            return Finding.fail(
                subject, "ended with " + result.exitCode() + " instead of 42: " + said, null);
          }
        }
      } finally {
        Files.deleteIfExists(program);
      }
    } catch (DecantException e) {
      return Finding.fail(subject, e.getMessage(), null);
    } catch (IOException | UncheckedIOException e) {
      return Finding.fail(
          subject, "no file can be written to try one: " + e.getMessage(), "set TMPDIR");
    }
    return Finding.ok(subject, "runs, from start to exit in " + best / 1_000_000 + " ms");
  }

  /** For people. */
  public String text() {
    StringBuilder s = new StringBuilder();
    for (Finding f : findings) {
      s.append(String.format("%-6s%-17s%s%n", word(f.level()), f.subject(), f.text()));
      if (f.advice() != null) {
        s.append(String.format("%-23s%s%n", "", f.advice()));
      }
    }
    s.append(isWell() ? "Programs can run here.\n" : "Programs cannot run here.\n");
    return s.toString();
  }

  /** An object with {@code ok} and {@code findings}. */
  public String json() {
    Json json = new Json().object().put("ok", isWell()).array("findings");
    for (Finding f : findings) {
      json.line().object().put("level", word(f.level())).put("subject", f.subject());
      json.put("text", f.text()).put("advice", f.advice()).endObject();
    }
    return json.endArray().endObject().toString();
  }

  private static String word(Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }
}
