package decant.rpcrt4;

import decant.abi.Export;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Out;
import decant.abi.Text;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.ole32.Objbase;

/** rpcdce.h: UUIDs. */
@Library("rpcrt4")
public final class Rpcdce {
  private static final int RPC_S_OK = 0;

  private Rpcdce() {}

  @Export({"UuidCreate", "UuidCreateSequential"})
  static int UuidCreate(@Out long Uuid) {
    Objbase.CoCreateGuid(Uuid);
    return RPC_S_OK;
  }

  @Export
  static int UuidToString(GuestThread t, Text text, @In long Uuid, @Out long StringUuid) {
    String braces = Objbase.text(Uuid);
    String value = braces.substring(1, braces.length() - 1).toLowerCase(java.util.Locale.ROOT);
    long copy = t.process.heap.allocate(t, 2L * value.length() + 2);
    text.write(copy, value);
    Memory.putLong(StringUuid, copy);
    return RPC_S_OK;
  }

  @Export({"RpcStringFreeA", "RpcStringFreeW"})
  static int RpcStringFree(GuestThread t, @In @Out long String) {
    long block = Memory.getLong(String);
    if (block != 0) {
      t.process.heap.free(t, block);
    }
    Memory.putLong(String, 0);
    return RPC_S_OK;
  }
}
