package decant.nt.process;

import decant.host.Unistd;
import decant.nt.GuestProcess;
import decant.nt.NtObject;
import decant.nt.console.ConsoleObject;
import decant.nt.file.CharDevice;
import decant.nt.file.FileObject;
import decant.nt.file.NullDevice;
import decant.nt.memory.SectionObject;
import decant.nt.pipe.PipeObject;
import decant.nt.socket.AdoptedSockets;
import decant.nt.sync.SharedObjects;

/**
 * Objects on their way from one process to another: those that the host keeps, and those whose
 * state lies in shared memory, so that both processes have the same one.
 */
public final class PassedObjects {
  public static final int NONE = 0;
  public static final int NUL = 1;
  public static final int FILE = 2;
  public static final int PIPE = 3;
  public static final int CONSOLE = 4;
  public static final int CHARACTERS = 5;
  public static final int PROCESS = 6;
  public static final int SOCKET = 7;
  public static final int SHARED = 8;
  public static final int SECTION = 9;

  private PassedObjects() {}

  /**
   * Puts an object into a message; returns whether the other side can have it.
   *
   * @param standard the descriptor, 0 to 2, that it is to have on the other side; -1 for any
   */
  static boolean put(HandOver out, NtObject object, int standard) {
    out.hold(object);
    out.putInt(standard);
    boolean passed = object.handOver(out);
    if (!passed) {
      out.putInt(NONE);
    }
    return passed;
  }

  /** Gets an object out of a message, with a reference for the caller; null for none. */
  static NtObject get(GuestProcess process, HandOver in) {
    int standard = in.getInt();
    int kind = in.getInt();
    if (kind == PROCESS) {
      return RemoteProcess.handedOver(process, in);
    }
    if (kind == SHARED) {
      return SharedObjects.handedOver(process, in);
    }
    NtObject object = make(process, in, standard, kind);
    if (object != null) {
      object.retain();
    }
    return object;
  }

  private static NtObject make(GuestProcess process, HandOver in, int standard, int kind) {
    return switch (kind) {
      case NUL -> new NullDevice();
      case FILE -> FileObject.handedOver(process.files, in, descriptor(in, standard));
      case PIPE -> PipeObject.handedOver(in, descriptor(in, standard));
      case CONSOLE -> ConsoleObject.handedOver(process, in, descriptor(in, standard));
      case CHARACTERS -> new CharDevice(descriptor(in, standard));
      case SOCKET -> AdoptedSockets.handedOver(process, in, descriptor(in, standard));
      case SECTION -> SectionObject.handedOver(in);
      default -> null;
    };
  }

  private static int descriptor(HandOver in, int standard) {
    int fd = in.getDescriptor();
    if (standard < 0) {
      return fd;
    }
    Unistd.dup2(fd, standard);
    Unistd.close(fd);
    return standard;
  }
}
