package decant.nt;

import decant.host.Pidfd;
import decant.host.Unistd;
import decant.nt.process.Family;
import decant.nt.process.HandOver;
import decant.nt.process.PassedObjects;
import decant.nt.process.ProcessTimes;
import decant.nt.sync.Waitable;

/** A process as handles refer to it, this one or another; signalled when it has ended. */
public abstract class ProcessObject extends Waitable {
  /** {@code STILL_ACTIVE}. */
  public static final int STILL_ACTIVE = 259;

  private volatile int exitCode = STILL_ACTIVE;
  private boolean ended;

  /** This process. */
  private static final class Own extends ProcessObject {
    private final GuestProcess process;

    Own(GuestProcess process) {
      this.process = process;
      retain(); // the process itself
    }

    @Override
    public boolean handOver(HandOver out) {
      int pid = Unistd.getpid();
      out.putInt(PassedObjects.PROCESS);
      out.putInt(pid);
      out.putInt(Family.of(process).own());
      out.putOwned(Pidfd.open(pid));
      return true;
    }

    @Override
    public int id() {
      return process.id;
    }

    @Override
    public String imagePath() {
      return ProcessParameters.string(process, ProcessParameters.IMAGE_PATH_NAME);
    }

    @Override
    public long creationTime() {
      return HostSystem.startTime();
    }

    @Override
    public long exitTime() {
      return 0;
    }

    @Override
    public ProcessTimes times(GuestThread t) {
      return new ProcessTimes(HostSystem.userTime(t, false), HostSystem.kernelTime(t, false));
    }
  }

  /** The object of this process. */
  public static ProcessObject of(GuestProcess process) {
    return process.state(Own.class, Own::new);
  }

  @Override
  public String typeName() {
    return "Process";
  }

  /** Windows' identifier. */
  public abstract int id();

  /** The full Windows path of the program. */
  public abstract String imagePath();

  /** When the process was made, as a FILETIME. */
  public abstract long creationTime();

  /** When the process ended, as a FILETIME; 0 while it runs. */
  public abstract long exitTime();

  /** The processor time that the process has used. */
  public abstract ProcessTimes times(GuestThread t);

  /** The exit code, {@link #STILL_ACTIVE} while the process runs. */
  public final int exitCode() {
    return exitCode;
  }

  /** Records the exit code and wakes who waits for the end. */
  protected final void end(int code) {
    exitCode = code;
    change(() -> ended = true);
  }

  @Override
  protected final boolean isSignalled(GuestThread waiter) {
    return ended;
  }
}
