package decant.ws2_32;

import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Win32Error;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The results that each thread has to itself until its next call: {@code hostent}, {@code servent},
 * {@code protoent}, and the text of {@code inet_ntoa}.
 */
final class HostEntries {
  private static final int SIZE = 0x1000;
  private static final int TEXT = 0;
  private static final int ENTRY = 64;
  private static final int FREE = 128;
  private static final int MOST_ADDRESSES = 64;

  private final long memory;

  /** Where the next string or list of the entry being built goes. */
  private long next;

  private HostEntries(GuestThread t) {
    memory = t.process.heap.allocate(t, SIZE);
    if (memory == 0) {
      throw Win32Error.WSAENOBUFS.exception();
    }
  }

  static HostEntries of(GuestThread t) {
    return t.state(HostEntries.class, HostEntries::new);
  }

  long addressText() {
    return memory + TEXT;
  }

  private void begin() {
    Memory.fill(memory + ENTRY, SIZE - ENTRY, 0);
    next = memory + FREE;
  }

  private long string(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (next + bytes.length + 9 > memory + SIZE) {
      throw Win32Error.WSANO_RECOVERY.exception();
    }
    long at = next;
    Memory.putNarrowZ(at, bytes);
    next = Memory.alignUp(at + bytes.length + 1, 8);
    return at;
  }

  private long list(int entries) {
    long at = next;
    next += 8L * (entries + 1);
    return at;
  }

  /** {@code struct hostent}: name, aliases, two shorts, addresses. */
  long host(String name, List<byte[]> addresses, int family) {
    begin();
    int count = Math.min(addresses.size(), MOST_ADDRESSES);
    long entry = memory + ENTRY;
    Memory.putLong(entry, string(name));
    Memory.putLong(entry + 8, list(0));
    Memory.putShort(entry + 16, family);
    Memory.putShort(entry + 18, addresses.get(0).length);
    long list = list(count);
    Memory.putLong(entry + 24, list);
    for (int i = 0; i < count; i++) {
      byte[] address = addresses.get(i);
      Memory.putLong(list + 8L * i, next);
      Memory.write(next, address);
      next += Memory.alignUp(address.length, 8);
    }
    return entry;
  }

  /** {@code struct servent}: name, aliases, protocol, port (Windows' order for 64 bits). */
  long service(String name, int port, String protocol) {
    begin();
    long entry = memory + ENTRY;
    Memory.putLong(entry, string(name));
    Memory.putLong(entry + 8, list(0));
    Memory.putLong(entry + 16, string(protocol));
    Memory.putShort(entry + 24, Short.reverseBytes((short) port));
    return entry;
  }

  /** {@code struct protoent}: name, aliases, number. */
  long protocol(String name, int number) {
    begin();
    long entry = memory + ENTRY;
    Memory.putLong(entry, string(name));
    Memory.putLong(entry + 8, list(0));
    Memory.putShort(entry + 16, number);
    return entry;
  }
}
