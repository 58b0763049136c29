package decant.demo.x86;

import decant.host.Memory;
import java.util.HexFormat;

/** The interpreter has met an instruction that it was not taught. */
public final class UnknownInstructionException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final int SHOWN = 8;

  UnknownInstructionException(long address) {
    super(
        "the teaching interpreter does not know the instruction "
            + HexFormat.ofDelimiter(" ").formatHex(Memory.read(address, SHOWN))
            + " … at 0x"
            + Long.toHexString(address)
            + "; it knows those of the demonstration's program alone");
  }
}
