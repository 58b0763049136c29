package decant.loader;

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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * How a process ends: modules are told, what is buffered is written, and the JVM ends with the exit
 * code.
 */
final class ProcessEnd implements GuestProcess.ProcessEnding {
  private final GuestProcess process;
  private final Path exitCodeFile;
  private final AtomicBoolean ending = new AtomicBoolean();

  ProcessEnd(GuestProcess process, String exitCodeFile) {
    this.process = process;
    this.exitCodeFile = exitCodeFile == null ? null : Path.of(exitCodeFile).toAbsolutePath();
  }

  /** Ends the process on one of its threads; the first call wins, later ones never come back. */
  @Override
  public void end(GuestThread t, int code) {
    if (!ending.compareAndSet(false, true)) {
      while (true) {
        LockSupport.park(this);
      }
    }
    StartupProfile.mark("the program itself");
    process.loader.shutdown(t, code);
    process.runExitActions(t);
    StartupProfile.mark("end of the process");
    StartupProfile.print(System.err); // now, as the guest's handles are the host's descriptors
    process.handles.closeAll();
    terminate(code);
  }

  @Override
  public boolean isEnding() {
    return ending.get();
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
