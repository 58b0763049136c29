package decant.loader;

import decant.abi.Gate;
import decant.abi.GuestExit;
import decant.host.Memory;
import decant.host.Unistd;
import decant.loader.pe.BadImageException;
import decant.loader.pe.PeImage;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.ThreadBlock;
import decant.nt.memory.AddressSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** From a program file to a running process, and to its end. */
public final class ProcessStart {
  private ProcessStart() {}

  /** What a program file is, for people. */
  public static String inspect(String file) throws CannotRunException {
    throw new CannotRunException(CannotRunException.NOT_RUNNABLE, "inspect is not there");
  }

  /** Runs a program to its end in this JVM and ends the JVM with it. */
  public static int run(RunOptions options) throws CannotRunException {
    try {
      byte[] file = Files.readAllBytes(Path.of(options.program));
      PeImage image = PeImage.parse(file, options.program);
      GuestProcess process = new GuestProcess(new AddressSpace(), Unistd.getpid() << 2);
      long teb =
          process.memory.allocate(
              0,
              ThreadBlock.SIZE,
              AddressSpace.MEM_RESERVE | AddressSpace.MEM_COMMIT,
              AddressSpace.PAGE_READWRITE);
      process.peb =
          process.memory.allocate(
              0,
              0x10000,
              AddressSpace.MEM_RESERVE | AddressSpace.MEM_COMMIT,
              AddressSpace.PAGE_READWRITE);
      GuestThread t = process.newThread(teb);
      long stack = process.memory.allocateStack(1 << 20, 1 << 16);
      Memory.putLong(teb + GuestThread.TEB_SELF, teb);
      Memory.putLong(teb + GuestThread.TEB_PEB, process.peb);
      Memory.putLong(teb + GuestThread.TEB_STACK_BASE, stack + (1 << 20));
      Memory.putLong(teb + GuestThread.TEB_STACK_LIMIT, stack + (1 << 20) - (1 << 16));
      Memory.putLong(teb + GuestThread.TEB_DEALLOCATION_STACK, stack);
      Memory.putLong(teb + GuestThread.TEB_PROCESS_ID, process.id);
      Memory.putLong(teb + GuestThread.TEB_THREAD_ID, t.id);
      long params = process.peb + 0x1000;
      Memory.putLong(process.peb + 0x10, image.imageBase());
      Memory.putLong(process.peb + 0x20, params);
      String windowsPath =
          "Z:" + Path.of(options.program).toAbsolutePath().toString().replace('/', '\\');
      StringBuilder line = new StringBuilder("\"" + windowsPath + "\"");
      for (String a : options.arguments) {
        line.append(' ').append(a.isEmpty() || a.indexOf(' ') >= 0 ? '"' + a + '"' : a);
      }
      string(
          params + 0x38,
          process.peb + 0x2000,
          "Z:" + Path.of("").toAbsolutePath().toString().replace('/', '\\'));
      string(params + 0x60, process.peb + 0x4000, windowsPath);
      string(params + 0x70, process.peb + 0x8000, line.toString());
      Gate.open(t.scratch());
      Gate.prepare(t);
      Memory.putLong(process.peb + 0x30, process.heap.handle());
      BareLoader loader = new BareLoader(process, image, file, windowsPath);
      process.loader = loader;
      loader.bind(t);
      int code;
      try {
        code = (int) Gate.call(t, loader.base + image.entryPoint(), process.peb);
      } catch (GuestExit e) {
        code = e.code();
      }
      System.err.flush();
      Unistd._exit(code & 0xFF);
      return code;
    } catch (IOException e) {
      throw new CannotRunException(
          CannotRunException.NOT_FOUND, options.program + ": no such file");
    } catch (BadImageException e) {
      throw new CannotRunException(CannotRunException.NOT_RUNNABLE, e.getMessage());
    }
  }

  private static void string(long field, long buffer, String text) {
    Memory.putShort(field, 2 * text.length());
    Memory.putShort(field + 2, 2 * text.length() + 2);
    Memory.putLong(field + 8, buffer);
    Memory.putWideZ(buffer, text);
  }
}
