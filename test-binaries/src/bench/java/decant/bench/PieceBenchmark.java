package decant.bench;

import decant.abi.Gate;
import decant.abi.Text;
import decant.crt.format.Printf;
import decant.crt.format.PrintfOptions;
import decant.host.Memory;
import decant.host.Unistd;
import decant.nt.file.NameCodec;
import decant.nt.file.Wildcards;
import decant.nt.file.WinPath;
import decant.nt.sync.EventObject;
import decant.nt.sync.Waits;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What calls of the guest are made of, one piece each. */
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PieceBenchmark {
  private long direct;
  private long throughGate;
  private long mixed;
  private long mixedArguments;
  private long real;
  private long realArguments;
  private long ascii;
  private long accented;
  private long event;
  private EventObject object;
  private byte[] name;

  @Setup
  public void prepare(GuestState guest) {
    direct = Gate.machineCode("GetCurrentThreadId");
    throughGate = Gate.modules().export(guest.thread, "kernel32", "AreFileApisANSI");
    mixed = guest.text("%d %s %x\n");
    mixedArguments = guest.arguments(-12345, guest.text("text"), 0xBEEF);
    real = guest.text("%5.2f");
    realArguments = guest.arguments(Double.doubleToLongBits(1234.567));
    ascii = guest.text("C:\\Program Files\\Example\\program.exe");
    accented = guest.text("C:\\Programme\\Schöne Grüße\\Datei.txt");
    object = new EventObject(false, false);
    event = guest.process.handles.open(object, EventObject.ALL_ACCESS, 0);
    name = "a-file-name.txt".getBytes(StandardCharsets.US_ASCII);
  }

  /** The yardstick. */
  @Benchmark
  public long hostCall() {
    return Unistd.lseek(-1, 0, Unistd.SEEK_CUR);
  }

  @Benchmark
  public long intoTheGuestAndBack(GuestState guest) {
    return Gate.call(guest.thread, direct);
  }

  @Benchmark
  public long intoTheGuestAndThroughTheGate(GuestState guest) {
    return Gate.call(guest.thread, throughGate);
  }

  @Benchmark
  public int readGuestMemory() {
    return Memory.getInt(ascii);
  }

  @Benchmark
  public int printfNumbersAndText(GuestState guest) {
    return Printf.format(guest.thread, false, mixed, mixedArguments, PrintfOptions.MSVCRT).length();
  }

  @Benchmark
  public int printfReal(GuestState guest) {
    return Printf.format(guest.thread, false, real, realArguments, PrintfOptions.MSVCRT).length();
  }

  @Benchmark
  public String readAsciiText() {
    return Text.ANSI.read(ascii);
  }

  @Benchmark
  public String readAccentedText() {
    return Text.ANSI.read(accented);
  }

  @Benchmark
  public String fullPath(GuestState guest) {
    return WinPath.full("..\\folder\\.\\file.txt", guest.process.files);
  }

  @Benchmark
  public byte[] hostPath(GuestState guest) {
    return guest.process.files.hostPath("Z:\\usr\\share\\file.txt");
  }

  @Benchmark
  public String fileName() {
    return NameCodec.decode(name);
  }

  @Benchmark
  public boolean matchFileName() {
    return Wildcards.matches("*.txt", "a-file-name.txt");
  }

  @Benchmark
  public Object lookUpHandle(GuestState guest) {
    return guest.process.handles.get(event, EventObject.class);
  }

  @Benchmark
  public int setAndWait(GuestState guest) {
    object.set();
    return Waits.one(guest.thread, object, 0);
  }
}
