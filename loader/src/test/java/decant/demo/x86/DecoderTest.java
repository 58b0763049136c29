package decant.demo.x86;

import static org.assertj.core.api.Assertions.assertThat;

import decant.host.Memory;
import decant.loader.pe.PeImage;
import decant.loader.pe.Section;
import decant.nt.GuestProcess;
import decant.nt.memory.AddressSpace;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DecoderTest {
  /** The beginning of the empty tables of constructors that the linker puts behind the code. */
  private static final long TABLES = -1;

  @Test
  void everyInstructionOfTheProgramWasTaught() throws IOException {
    byte[] file;
    try (InputStream in = getClass().getResourceAsStream("/decant/demo/demo.exe")) {
      file = in.readAllBytes();
    }
    GuestProcess process = new GuestProcess(new AddressSpace(), 4);
    int decoded = 0;
    for (Section s : PeImage.parse(file, "demo.exe").sections()) {
      if (s.has(Section.MEM_EXECUTE)) {
        int from = (int) s.rawOffset();
        byte[] code = Arrays.copyOfRange(file, from, from + (int) Math.min(s.size(), s.rawSize()));
        decoded += decode(process, code);
      }
    }
    assertThat(decoded).isGreaterThan(500);
  }

  /** From the first byte to the last: each instruction ends where the next one begins. */
  private static int decode(GuestProcess process, byte[] code) {
    int commit = AddressSpace.MEM_RESERVE | AddressSpace.MEM_COMMIT;
    long start = process.memory.allocate(0, code.length + 16L, commit, AddressSpace.PAGE_READWRITE);
    Memory.write(start, code);
    Decoder decoder = new Decoder();
    int count = 0;
    for (long at = start; at < start + code.length && Memory.getLong(at) != TABLES; count++) {
      at = decoder.decode(at).next;
    }
    process.memory.free(start, 0, AddressSpace.MEM_RELEASE);
    return count;
  }
}
