package decant.nt.memory;

import static decant.nt.memory.AddressSpace.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import decant.host.Memory;
import decant.host.Unistd;
import decant.nt.NtStatus;
import decant.nt.NtStatusException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AddressSpaceTest {
  private static final long MIB = 1 << 20;
  private final AddressSpace space = new AddressSpace();

  @AfterEach
  void releaseEverything() {
    long address = Memory.LOW;
    while (address < END) {
      RegionInfo r = space.query(address);
      address = r.base() + r.size();
      if (r.state() != MEM_FREE && r.base() == r.allocationBase()) {
        if (r.type() == MEM_PRIVATE) {
          space.free(r.base(), 0, MEM_RELEASE);
        } else {
          space.unmap(r.base());
        }
        address = r.base();
      }
    }
  }

  private static void assertFails(NtStatus status, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            NtStatusException.class, e -> assertThat(e.status()).isEqualTo(status));
  }

  /** Whether the host's kernel may read a byte for us: no signal handler is installed here. */
  private boolean hostReads(long address) {
    return throughPipe(address, false);
  }

  private boolean hostWrites(long address) {
    return throughPipe(address, true);
  }

  private boolean throughPipe(long address, boolean write) {
    long memory = space.allocate(0, 0x1000, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
    assertThat(Unistd.pipe2(memory, 0)).isZero();
    int in = Memory.getInt(memory);
    int out = Memory.getInt(memory + 4);
    long done = Unistd.write(out, write ? memory : address, 1);
    if (write) {
      done = Unistd.read(in, address, 1);
    }
    Unistd.close(in);
    Unistd.close(out);
    space.free(memory, 0, MEM_RELEASE);
    return done == 1;
  }

  @Test
  void reservesCommitsAndDecommitsByPage() {
    long base = space.allocate(0, MIB, MEM_RESERVE, PAGE_READWRITE);
    assertThat(base % GRANULARITY).isZero();
    assertThat(space.query(base))
        .isEqualTo(new RegionInfo(base, base, PAGE_READWRITE, MIB, MEM_RESERVE, 0, MEM_PRIVATE));
    long page = space.allocate(base + 0x2345, 1, MEM_COMMIT, PAGE_READWRITE);
    assertThat(page).isEqualTo(base + 0x2000);
    Memory.putLong(page, 42);
    assertThat(space.committed()).isEqualTo(0x1000);
    assertThat(space.query(base + 0x2fff))
        .isEqualTo(
            new RegionInfo(
                page, base, PAGE_READWRITE, 0x1000, MEM_COMMIT, PAGE_READWRITE, MEM_PRIVATE));
    assertThat(space.query(base).size()).isEqualTo(0x2000);
    assertThat(hostReads(base)).isFalse();
    assertThat(hostReads(page)).isTrue();

    space.free(page, 0x1000, MEM_DECOMMIT);
    assertThat(space.committed()).isZero();
    assertThat(space.query(base).size()).isEqualTo(MIB);
    space.allocate(page, 1, MEM_COMMIT, PAGE_READWRITE);
    assertThat(Memory.getLong(page)).isZero();
  }

  @Test
  void commitOfCommittedPagesKeepsTheirContents() {
    long base = space.allocate(0, 0x3000, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
    Memory.putInt(base, 7);
    space.allocate(base, 0x2000, MEM_COMMIT, PAGE_READONLY);
    assertThat(Memory.getInt(base)).isEqualTo(7);
    assertThat(space.query(base).protect()).isEqualTo(PAGE_READONLY);
    assertThat(space.committed()).isEqualTo(0x3000);
  }

  @Test
  void takesTheLowestFreeRangeFirst() {
    long a = space.allocate(0, GRANULARITY, MEM_RESERVE, PAGE_READWRITE);
    long b = space.allocate(0, 1, MEM_RESERVE, PAGE_READWRITE);
    long c = space.allocate(0, GRANULARITY, MEM_RESERVE, PAGE_READWRITE);
    assertThat(a).isGreaterThanOrEqualTo(FIRST);
    assertThat(b).isEqualTo(a + GRANULARITY);
    assertThat(c).isEqualTo(b + GRANULARITY);
    assertThat(space.query(b + 0x1000).state()).isEqualTo(MEM_FREE);
    assertFails(
        NtStatus.CONFLICTING_ADDRESSES,
        () -> space.allocate(b + 0x1000, 1, MEM_RESERVE, PAGE_READWRITE));
    space.free(b, 0, MEM_RELEASE);
    assertThat(space.allocate(0, GRANULARITY, MEM_RESERVE, PAGE_READWRITE)).isEqualTo(b);
  }

  @Test
  void fillsEveryGapThatIsLargeEnoughLowestFirst() {
    long[] bases = new long[50];
    for (int i = 0; i < bases.length; i++) {
      bases[i] = space.allocate(0, GRANULARITY, MEM_RESERVE, PAGE_READWRITE);
      assertThat(bases[i]).isEqualTo(bases[0] + i * GRANULARITY);
    }
    for (int i : new int[] {40, 10, 11, 30}) {
      space.free(bases[i], 0, MEM_RELEASE);
    }
    assertThat(space.allocate(0, 2 * GRANULARITY, MEM_RESERVE, PAGE_READWRITE))
        .isEqualTo(bases[10]);
    assertThat(space.allocate(0, 2 * GRANULARITY, MEM_RESERVE, PAGE_READWRITE))
        .isEqualTo(bases[49] + GRANULARITY);
    assertThat(space.allocate(0, GRANULARITY, MEM_RESERVE, PAGE_READWRITE)).isEqualTo(bases[30]);
    assertThat(space.allocate(0, GRANULARITY, MEM_RESERVE, PAGE_READWRITE)).isEqualTo(bases[40]);
    space.free(bases[0], 0, MEM_RELEASE);
    assertThat(space.allocate(0, 1, MEM_RESERVE, PAGE_READWRITE)).isEqualTo(bases[0]);
  }

  @Test
  void takesTheHighestRangeTopDown() {
    long a = space.allocate(0, MIB, MEM_RESERVE | MEM_TOP_DOWN, PAGE_READWRITE);
    long b = space.allocate(0, MIB, MEM_RESERVE | MEM_TOP_DOWN, PAGE_READWRITE);
    assertThat(a).isEqualTo(END - MIB);
    assertThat(b).isEqualTo(a - MIB);
  }

  @Test
  void keepsToTheGivenBounds() {
    long base =
        space.allocate(0, MIB, MEM_RESERVE, PAGE_READWRITE, 0x1_0000, 0x8000_0000L, 16 * MIB);
    assertThat(base).isLessThan(0x8000_0000L);
    assertThat(base % (16 * MIB)).isZero();
    assertFails(
        NtStatus.NO_MEMORY,
        () -> space.allocate(0, MIB, MEM_RESERVE, PAGE_READWRITE, 0, 0x8_0000, GRANULARITY));
  }

  @Test
  void passesOverWhatTheHostHas() {
    long free = space.allocate(0, MIB, MEM_RESERVE, PAGE_READWRITE);
    AddressSpace other = new AddressSpace();
    long next = other.allocate(0, MIB, MEM_RESERVE, PAGE_READWRITE);
    assertThat(next).isEqualTo(free + MIB);
    assertFails(
        NtStatus.CONFLICTING_ADDRESSES, () -> other.allocate(free, 1, MEM_RESERVE, PAGE_READONLY));
    other.free(next, 0, MEM_RELEASE);
  }

  @Test
  void refusesAbsurdRequests() {
    assertFails(
        NtStatus.INVALID_PARAMETER, () -> space.allocate(0, 0, MEM_RESERVE, PAGE_READWRITE));
    assertFails(
        NtStatus.INVALID_PARAMETER, () -> space.allocate(0, -1, MEM_RESERVE, PAGE_READWRITE));
    assertFails(
        NtStatus.INVALID_PARAMETER,
        () -> space.allocate(0, Long.MAX_VALUE, MEM_RESERVE, PAGE_READWRITE));
    assertFails(NtStatus.NO_MEMORY, () -> space.allocate(0, END, MEM_RESERVE, PAGE_READWRITE));
    assertFails(
        NtStatus.COMMITMENT_LIMIT,
        () -> space.allocate(0, 1L << 45, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE));
    assertFails(NtStatus.INVALID_PAGE_PROTECTION, () -> space.allocate(0, 1, MEM_RESERVE, 0));
    assertFails(
        NtStatus.INVALID_PAGE_PROTECTION, () -> space.allocate(0, 1, MEM_RESERVE, PAGE_WRITECOPY));
    assertFails(
        NtStatus.CONFLICTING_ADDRESSES, () -> space.allocate(FIRST, 1, MEM_COMMIT, PAGE_READWRITE));
    assertThat(space.committed()).isZero();
  }

  @Test
  void reservesTerabytes() {
    long base = space.allocate(0, 1L << 43, MEM_RESERVE, PAGE_READWRITE);
    space.allocate(base + (1L << 42), 0x1000, MEM_COMMIT, PAGE_READWRITE);
    Memory.putInt(base + (1L << 42), 1);
    assertThat(space.query(base).size()).isEqualTo(1L << 42);
  }

  @Test
  void protectReturnsTheOldProtectionOfTheFirstPage() {
    long base = space.allocate(0, 0x4000, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
    assertThat(space.protect(base + 0x1000, 0x1001, PAGE_READONLY)).isEqualTo(PAGE_READWRITE);
    assertThat(space.protect(base + 0x2000, 1, PAGE_EXECUTE_READ)).isEqualTo(PAGE_READONLY);
    assertThat(space.query(base).size()).isEqualTo(0x1000);
    assertThat(hostWrites(base + 0x1000)).isFalse();
    assertThat(hostReads(base + 0x1000)).isTrue();
    assertThat(hostWrites(base)).isTrue();
    assertFails(NtStatus.CONFLICTING_ADDRESSES, () -> space.protect(base, 0x5000, PAGE_READONLY));
    space.free(base + 0x1000, 0x1000, MEM_DECOMMIT);
    assertFails(NtStatus.NOT_COMMITTED, () -> space.protect(base, 0x4000, PAGE_READONLY));
  }

  @Test
  void aGuardPageIsHitOnce() {
    long base = space.allocate(0, 0x3000, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE | PAGE_GUARD);
    assertThat(hostReads(base + 0x1000)).isFalse();
    assertThat(space.guardHit(base + 0x1000)).isTrue();
    assertThat(Memory.getInt(base + 0x1000)).isZero();
    assertThat(space.guardHit(base + 0x1000)).isFalse();
    assertThat(space.query(base + 0x1000).protect()).isEqualTo(PAGE_READWRITE);
    assertThat(space.query(base).protect()).isEqualTo(PAGE_READWRITE | PAGE_GUARD);
    assertThat(space.guardHit(FIRST_IMAGE)).isFalse();
  }

  @Test
  void aStackGrowsByItsGuardPageUntilItIsFull() {
    long base = StackSpace.allocate(space, 0x4_0000, 0x1000);
    long limit = base + 0x3_F000;
    Memory.putInt(limit, 1);
    long room = 0x2000;
    while (limit > base + 0x4000) {
      long page = limit - 0x1000;
      assertThat(space.guardHit(page + 8)).isTrue();
      limit = StackSpace.grow(space, base, page + 8, room);
      assertThat(limit).isEqualTo(Math.max(page - 0xF000, base + 0x4000));
      Memory.putInt(page, 1);
      Memory.putInt(limit, 1);
      assertThat(space.query(limit - 0x1000).protect()).isEqualTo(PAGE_READWRITE | PAGE_GUARD);
    }
    assertThat(space.guardHit(base + 0x3000)).isTrue();
    assertFails(NtStatus.STACK_OVERFLOW, () -> StackSpace.grow(space, base, base + 0x3000, room));
    Memory.putInt(base + 0x1000, 1);
    assertThat(space.query(base).state()).isEqualTo(MEM_RESERVE);
  }

  @Test
  void freesWholeAllocationsAtTheirBaseOnly() {
    long base = space.allocate(0, MIB, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
    assertFails(NtStatus.FREE_VM_NOT_AT_BASE, () -> space.free(base + GRANULARITY, 0, MEM_RELEASE));
    assertFails(NtStatus.UNABLE_TO_FREE_VM, () -> space.free(base, 2 * MIB, MEM_DECOMMIT));
    space.free(base, 0, MEM_RELEASE);
    assertFails(NtStatus.MEMORY_NOT_ALLOCATED, () -> space.free(base, 0, MEM_RELEASE));
    assertThat(space.query(base).state()).isEqualTo(MEM_FREE);
    assertThat(space.committed()).isZero();
  }

  @Test
  void releaseOfAPartLeavesTwoAllocations() {
    long base = space.allocate(0, 0x5000, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
    space.protect(base + 0x4000, 1, PAGE_READONLY);
    space.free(base + 0x2000, 0x1000, MEM_RELEASE);
    assertThat(space.query(base).size()).isEqualTo(0x2000);
    assertThat(space.query(base + 0x2000).state()).isEqualTo(MEM_FREE);
    assertThat(space.query(base + 0x4000))
        .isEqualTo(
            new RegionInfo(
                base + 0x4000,
                base + 0x3000,
                PAGE_READWRITE,
                0x1000,
                MEM_COMMIT,
                PAGE_READONLY,
                MEM_PRIVATE));
    assertThat(space.committed()).isEqualTo(0x4000);
  }

  @Test
  void imagesTakeTheirPreferredBaseOrAnother() {
    long first = space.reserveImage(0x1_4000_0000L, 0x3000, false);
    assertThat(first).isEqualTo(0x1_4000_0000L);
    Memory.putInt(first, 0x5A4D);
    RegionInfo info = space.query(first + 0x1000);
    assertThat(info.type()).isEqualTo(MEM_IMAGE);
    assertThat(info.allocationProtect()).isEqualTo(PAGE_EXECUTE_WRITECOPY);
    long second = space.reserveImage(0x1_4000_0000L, 0x3000, false);
    assertThat(second).isGreaterThanOrEqualTo(FIRST_IMAGE).isNotEqualTo(first);
    assertFails(
        NtStatus.CONFLICTING_ADDRESSES, () -> space.reserveImage(0x1_4000_0000L, 0x1000, true));
    assertFails(NtStatus.UNABLE_TO_DELETE_SECTION, () -> space.free(first, 0, MEM_RELEASE));
    space.unmap(first);
    assertFails(NtStatus.NOT_MAPPED_VIEW, () -> space.unmap(first));
  }

  @Test
  void tellsWhatIsAccessible() {
    long base = space.allocate(0, 0x2000, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
    space.protect(base + 0x1000, 1, PAGE_READONLY);
    assertThat(space.accessible(base, 0x2000, false)).isTrue();
    assertThat(space.accessible(base, 0x1000, true)).isTrue();
    assertThat(space.accessible(base, 0x1001, true)).isFalse();
    assertThat(space.accessible(base, 0x2001, false)).isFalse();
  }

  @Test
  void memoryThatIsCommittedLittleByLittleIsAsIfCommittedAtOnce() {
    long size = 0x40_0000;
    long base = space.allocate(0, size, MEM_RESERVE, PAGE_READWRITE);
    long before = space.committed();
    for (long at = base; at < base + size; at += 0x2000) {
      assertThat(space.allocate(at, 0x2000, MEM_COMMIT, PAGE_READWRITE)).isEqualTo(at);
      Memory.putLong(at + 0x1FF8, at);
      assertThat(space.committed() - before).isEqualTo(at + 0x2000 - base);
      assertThat(space.query(base).size()).isEqualTo(at + 0x2000 - base);
    }
    space.free(base, 0, MEM_RELEASE);
    assertFails(
        NtStatus.CONFLICTING_ADDRESSES,
        () -> space.allocate(base + 0x2000, 0x2000, MEM_COMMIT, PAGE_READWRITE));
    assertThat(space.committed()).isEqualTo(before);
  }
}
