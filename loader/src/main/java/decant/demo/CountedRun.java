package decant.demo;

import decant.abi.Gate;
import decant.abi.GuestExit;
import decant.host.PerfEvents;
import decant.host.Unistd;
import decant.loader.ImageMapper;
import decant.loader.ProgramEntry;
import decant.loader.pe.PeImage;
import decant.nt.GuestThread;

/**
 * Runs a program as Decant always does, with the processor counting the instructions that the
 * thread executes: the program's, and those of Decant and the JVM between them.
 */
final class CountedRun implements ProgramEntry {
  private final Report report;

  CountedRun(Report report) {
    this.report = report;
  }

  @Override
  public long run(GuestThread t, PeImage program) {
    int counter = PerfEvents.open(PerfEvents.TYPE_HARDWARE, PerfEvents.INSTRUCTIONS, t.scratch());
    long before = counter < 0 ? 0 : PerfEvents.read(counter, t.scratch());
    try {
      return Gate.call(t, ImageMapper.base(program) + program.entryPoint(), t.process.peb);
    } catch (GuestExit e) {
      if (counter >= 0) {
        report.add(Report.RETIRED, PerfEvents.read(counter, t.scratch()) - before);
        Unistd.close(counter);
      }
      throw e;
    }
  }
}
