package decant.loader;

import decant.abi.Gate;
import decant.abi.GuestExit;
import decant.abi.GuestThreads;
import decant.host.StartupProfile;
import decant.host.Unistd;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.process.Family;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * How a process ends: modules are told, what is buffered is written, and the JVM ends with the exit
 * code.
 */
final class ProcessEnd implements GuestProcess.ProcessEnding {
  private final GuestProcess process;
  private final Path exitCodeFile;

  /** Whether the end leaves a {@link PerfMap}. */
  private final boolean perfMap;

  /** The thread that ends the process; null as long as none does. */
  private final AtomicReference<GuestThread> ender = new AtomicReference<>();

  private volatile int exitCode;

  ProcessEnd(GuestProcess process, String exitCodeFile, boolean perfMap) {
    this.process = process;
    this.perfMap = perfMap;
    this.exitCodeFile = exitCodeFile == null ? null : Path.of(exitCodeFile).toAbsolutePath();
  }

  /** Ends the process on one of its threads; the first call wins, those of others never return. */
  @Override
  public void end(GuestThread t, int code) {
    begin(t, code);
    StartupProfile.mark("the program itself");
    try {
      process.loader.shutdown(t, code);
      process.runExitActions(t);
    } catch (GuestExit again) {
      exitCode = again.code(); // a library that is told of the end ends the process as well
    }
    StartupProfile.mark("end of the process");
    StartupProfile.print(System.err); // now, as the guest's handles are the host's descriptors
    process.handles.closeAll();
    terminate(exitCode);
  }

  private void begin(GuestThread t, int code) {
    if (!ender.compareAndSet(null, t) && ender.get() != t) {
      while (true) {
        LockSupport.park(this);
      }
    }
    exitCode = code;
  }

  @Override
  public void kill(GuestThread t, int code) {
    begin(t, code);
    GuestThreads.stopOthers(t, code);
    process.handles.closeAll();
    terminate(code);
  }

  @Override
  public boolean isEnding() {
    return ender.get() != null;
  }

  @Override
  public void waitsForLock(GuestThread t) {
    if (ender.get() == t) {
      process.handles.closeAll();
      terminate(exitCode);
    }
  }

  /** Ends the JVM at once. */
  @Override
  public void terminate(int code) {
    if (exitCodeFile != null) {
      writeExitCode(code);
    }
    Family family = process.family;
    if (family != null) {
      family.ended(family.own(), code);
    }
    System.err.flush();
    if (Gate.tracer() != null) {
      Gate.tracer().processEnds(code);
    }
    if (perfMap && process.loader != null) {
      PerfMap.write(((GuestLoader) process.loader).table.all());
    }
    if (System.getProperty("decant.training") != null) {
      Runtime.getRuntime().halt(code & 0xFF); // the JVM writes its archive on the way out
    }
    Unistd._exit(code & 0xFF);
  }

  private void writeExitCode(int code) {
    Path part = exitCodeFile.resolveSibling(exitCodeFile.getFileName() + ".part");
    try {
      Files.write(
          part, (Integer.toUnsignedString(code) + "\n").getBytes(StandardCharsets.US_ASCII));
      Files.move(
          part, exitCodeFile, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      System.err.println(
          "decant: cannot write the exit code to " + exitCodeFile + ": " + e.getMessage());
    }
  }
}
