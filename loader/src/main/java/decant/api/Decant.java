package decant.api;

import java.nio.file.Path;
import java.util.Map;

/**
 * Windows programs and DLLs for Java: the front door of Decant as a library. Needs Java 25 or newer
 * on Linux x86-64, and the jars of {@code loader/target/decant/lib} on the class path or the module
 * path. No options of the JVM are needed; {@code --enable-native-access=ALL-UNNAMED} (or {@code
 * =com.sun.jna}) silences its warning about native code. All methods are safe for use by all
 * threads.
 *
 * <pre>{@code
 * public interface Vendor extends Library {       // com.sun.jna.Library, or nothing
 *   int vendor_open(String name, IntByReference handle);
 *   int vendor_each(int handle, Visitor visitor);
 *
 *   interface Visitor extends Callback {
 *     int visit(Pointer item, double weight);
 *   }
 * }
 *
 * Vendor vendor = Decant.load("lib/vendor.dll", Vendor.class);
 * IntByReference handle = new IntByReference();
 * int status = vendor.vendor_open("data.bin", handle);
 * }</pre>
 *
 * <h2>How values of a DLL are mapped</h2>
 *
 * <p>As <a href="https://java-native-access.github.io/jna/5.17.0/javadoc/overview-summary.html">JNA
 * documents it</a>, with Windows' sizes:
 *
 * <ul>
 *   <li>{@code byte}, {@code short}, {@code int}, {@code long} are integers of 8 to 64 bits; {@code
 *       float} and {@code double} themselves; {@code boolean} is BOOL (a {@code bool} of C++ is a
 *       {@code byte}); {@code char} is {@code wchar_t}, 16 bits.
 *   <li>{@code NativeLong} is {@code long}, 32 bits: a value with more is refused.
 *   <li>{@code String} is {@code const char *} in UTF-8, or in JNA's {@code
 *       OPTION_STRING_ENCODING}; {@code WString} is {@code const wchar_t *}; both live as long as
 *       the call. {@code String[]} and {@code WString[]} end with a null pointer.
 *   <li>Arrays of primitive types (but {@code boolean}), {@code Pointer[]} and heap buffers are
 *       copied there and back; direct buffers are passed from their position on.
 *   <li>{@code Pointer}, {@code Memory}, {@code PointerType} and {@code …ByReference} are addresses
 *       of this process, and the DLL and Windows' functions use the memory that is there.
 *   <li>{@code Structure} is passed by reference, written before and read after; {@code
 *       Structure.ByValue} as Win64 passes it. Structures with {@code char}, {@code WString} or
 *       callbacks extend {@link WindowsStructure}; {@code long} in a structure is an {@code int}.
 *       What JNA would lay out as on Linux is refused.
 *   <li>{@code Callback} is a function pointer that lives as long as the callback object; it is
 *       called on whichever thread the DLL calls it, also one of its own. What it throws goes to
 *       {@code Native.getCallbackExceptionHandler}, and the DLL gets 0.
 *   <li>{@code Object...} are variable arguments, with a null pointer behind them. A call has 36
 *       arguments at most.
 *   <li>A method that {@code throws LastErrorException} throws it when the function has set an
 *       error.
 * </ul>
 *
 * <h2>Threads</h2>
 *
 * <p>A platform thread that calls becomes a thread of Windows, with a TEB, a stack of 1 MiB and
 * {@code DLL_THREAD_ATTACH}, and stays so to its end. It needs 256 KiB of its own stack for a call,
 * half a megabyte for callbacks from within Windows' functions (as {@code qsort}); without, a
 * {@code StackOverflowError} or a {@link GuestFaultException} is thrown. Virtual threads are
 * refused.
 *
 * <h2>When something goes wrong</h2>
 *
 * <p>{@link GuestFaultException}, {@link GuestExitException} and {@link MissingFunctionException}
 * say what a DLL has done instead of returning; the JVM goes on. The fault of a thread that a DLL
 * has made ends that thread and is reported on standard error. Exceptions of the guest and {@code
 * longjmp} do not pass Java: what a nested call raises, the Java method that made it gets. A {@code
 * Pointer} that is followed by Java, and strings in structures, are JNA's accesses: a bad one ends
 * the JVM, as with JNA alone.
 */
public final class Decant {
  private Decant() {}

  /**
   * A program to be run as a process of its own.
   *
   * @param name a host path, a Windows path with a drive ({@code Z:\opt\tool.exe}), or a bare name,
   *     which is looked for in the directory that it starts in and then in {@code PATH}
   */
  public static Program program(String name) {
    return new Program(name);
  }

  /** A program to be run as a process of its own. */
  public static Program program(Path file) {
    return new Program(file.toAbsolutePath().toString());
  }

  /**
   * Loads a Windows DLL into this JVM.
   *
   * @param file a host path; other DLLs that it needs are looked for beside it
   * @throws CannotLoadDllException when it cannot be loaded
   */
  public static WindowsLibrary library(Path file) {
    return WindowsLibrary.load(file);
  }

  /** As {@link #load(Path, Class, Map)}, with a host path. */
  public static <T> T load(String file, Class<T> type) {
    return load(Path.of(file), type, Map.of());
  }

  /** As {@link #load(Path, Class, Map)}, without options. */
  public static <T> T load(Path file, Class<T> type) {
    return load(file, type, Map.of());
  }

  /**
   * Loads a Windows DLL into this JVM as an interface, each of whose methods is an exported
   * function of the same name.
   *
   * @param type any public interface; it may extend {@code com.sun.jna.Library}
   * @param options of {@code com.sun.jna.Library}: {@code OPTION_FUNCTION_MAPPER}, {@code
   *     OPTION_TYPE_MAPPER}, {@code OPTION_STRING_ENCODING}
   * @throws CannotLoadDllException when it cannot be loaded
   */
  public static <T> T load(Path file, Class<T> type, Map<String, ?> options) {
    return library(file).as(type, options);
  }

  /**
   * The last error ({@code GetLastError}) that functions of DLLs have left on the calling thread.
   */
  public static int lastError() {
    return Host.process().lastError();
  }
}
