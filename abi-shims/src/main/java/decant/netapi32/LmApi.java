package decant.netapi32;

import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.host.HostEnvironment;
import decant.host.Memory;
import decant.nt.Environment;
import decant.nt.GuestThread;
import decant.nt.HostSystem;
import decant.nt.Win32Error;

/**
 * lmapibuf.h, lmwksta.h, lmserver.h, lmaccess.h, lmjoin.h: this machine, which is in no domain, and
 * its user. Functions return their error; results are blocks of the process heap.
 */
@Library({"netapi32", "samcli", "wkscli", "srvcli", "netutils"})
public final class LmApi {
  private static final int PLATFORM_ID_NT = 500;
  private static final int SV_TYPE_WORKSTATION_NT = 0x1003;
  private static final int NERR_USER_NOT_FOUND = 2221;
  private static final int NET_SETUP_WORKGROUP = 2;
  private static final int USER_PRIV_USER = 1;
  private static final int UF_NORMAL_ACCOUNT = 0x201;
  private static final String WORKGROUP = "WORKGROUP";

  private LmApi() {}

  /** Builds a structure with its strings behind it. */
  private static final class Block {
    private final long address;
    private long free;

    Block(GuestThread t, int structure, String... texts) {
      long size = Memory.alignUp(structure, 8);
      long all = size;
      for (String text : texts) {
        all += 2L * text.length() + 2;
      }
      address = t.process.heap.allocate(t, all);
      if (address == 0) {
        throw Win32Error.NOT_ENOUGH_MEMORY.exception();
      }
      Memory.fill(address, all, 0);
      free = address + size;
    }

    void text(int offset, String text) {
      Memory.putLong(address + offset, free);
      free = Memory.putWideZ(free, text);
    }

    void number(int offset, int value) {
      Memory.putInt(address + offset, value);
    }
  }

  @Export(fails = Fails.WIN32)
  static int NetApiBufferAllocate(GuestThread t, int ByteCount, @Out long Buffer) {
    long block = t.process.heap.allocate(t, ByteCount & 0xFFFF_FFFFL);
    if (block == 0) {
      throw Win32Error.NOT_ENOUGH_MEMORY.exception();
    }
    Memory.putLong(Buffer, block);
    return 0;
  }

  @Export(fails = Fails.WIN32)
  static int NetApiBufferFree(GuestThread t, @Opt long Buffer) {
    if (Buffer != 0) {
      t.process.heap.free(t, Buffer);
    }
    return 0;
  }

  private static String computer() {
    return HostEnvironment.read().computerName();
  }

  /** {@code WKSTA_INFO_100} to {@code 102}. */
  @Export(fails = Fails.WIN32, support = Support.PARTIAL, note = "Of this machine; levels 100–102.")
  static int NetWkstaGetInfo(GuestThread t, @In @Opt long servername, int level, @Out long bufptr) {
    if (level < 100 || level > 102) {
      throw Win32Error.INVALID_LEVEL.exception();
    }
    Block b = new Block(t, 48, computer(), WORKGROUP, "");
    b.number(0, PLATFORM_ID_NT);
    b.text(8, computer());
    b.text(16, WORKGROUP);
    b.number(24, HostSystem.MAJOR_VERSION);
    b.number(28, HostSystem.MINOR_VERSION);
    if (level >= 101) {
      b.text(32, "");
    }
    if (level == 102) {
      b.number(40, 1);
    }
    Memory.putLong(bufptr, b.address);
    return 0;
  }

  /** {@code SERVER_INFO_100} and {@code 101}. */
  @Export(
      fails = Fails.WIN32,
      support = Support.PARTIAL,
      note = "Of this machine; levels 100, 101.")
  static int NetServerGetInfo(
      GuestThread t, @In @Opt long servername, int level, @Out long bufptr) {
    if (level != 100 && level != 101) {
      throw Win32Error.INVALID_LEVEL.exception();
    }
    Block b = new Block(t, 40, computer(), "");
    b.number(0, PLATFORM_ID_NT);
    b.text(8, computer());
    if (level == 101) {
      b.number(16, HostSystem.MAJOR_VERSION);
      b.number(20, HostSystem.MINOR_VERSION);
      b.number(24, SV_TYPE_WORKSTATION_NT);
      b.text(32, "");
    }
    Memory.putLong(bufptr, b.address);
    return 0;
  }

  /** {@code USER_INFO_0}, {@code 1}, {@code 10} and {@code 11} of the user who runs the program. */
  @Export(
      fails = Fails.WIN32,
      support = Support.PARTIAL,
      note = "Of the own user; levels 0, 1, 10 and 11.")
  static int NetUserGetInfo(
      GuestThread t, @In @Opt long servername, @In long username, int level, @Out long bufptr) {
    String user = HostEnvironment.read().userName();
    if (username == 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    if (!Memory.wide(username).equalsIgnoreCase(user)) {
      return NERR_USER_NOT_FOUND;
    }
    String profile = Environment.of(t.process).get("USERPROFILE");
    String home = profile == null ? "" : profile;
    Block b = new Block(t, 128, user, "", "", "", home, "");
    switch (level) {
      case 0 -> b.text(0, user);
      case 1 -> {
        b.text(0, user);
        b.number(20, USER_PRIV_USER);
        b.text(24, home);
        b.text(32, "");
        b.number(40, UF_NORMAL_ACCOUNT);
        b.text(48, "");
      }
      case 10, 11 -> {
        b.text(0, user);
        b.text(8, "");
        b.text(16, "");
        b.text(24, "");
        if (level == 11) {
          b.number(32, USER_PRIV_USER);
          b.text(48, home);
        }
      }
      default -> {
        t.process.heap.free(t, b.address);
        throw Win32Error.INVALID_LEVEL.exception();
      }
    }
    Memory.putLong(bufptr, b.address);
    return 0;
  }

  /** The machine is in a workgroup. */
  @Export(fails = Fails.WIN32)
  static int NetGetJoinInformation(
      GuestThread t, @In @Opt long lpServer, @Out long lpNameBuffer, @Out long BufferType) {
    Block b = new Block(t, 0, WORKGROUP);
    Memory.putWideZ(b.address, WORKGROUP);
    Memory.putLong(lpNameBuffer, b.address);
    Memory.putInt(BufferType, NET_SETUP_WORKGROUP);
    return 0;
  }
}
