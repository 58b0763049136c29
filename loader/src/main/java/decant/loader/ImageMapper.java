package decant.loader;

import decant.host.Bytes;
import decant.host.DemandPages;
import decant.host.Memory;
import decant.host.Mman;
import decant.host.Unistd;
import decant.loader.pe.BadImageException;
import decant.loader.pe.BadImageException.Reason;
import decant.loader.pe.PeImage;
import decant.loader.pe.Relocations;
import decant.loader.pe.Section;
import decant.nt.GuestProcess;
import decant.nt.NtStatus;
import decant.nt.NtStatusException;
import decant.nt.memory.AddressSpace;

/** Lays an image out in memory: sections at their places, relocated, and at last protected. */
public final class ImageMapper {
  private static final int NO_FD = -1;

  /** The size of a large page of the host. */
  private static final long LARGE = 0x20_0000;

  /** What is shorter is copied from the file's own mapping. */
  private static final long WORTH_A_CALL = 0x1_0000;

  /**
   * What is at least this long comes in piece by piece, as it is touched: most of a long section is
   * not needed, and most of a short one is.
   */
  private static final long WORTH_A_RANGE = 2 * LARGE;

  private ImageMapper() {}

  /**
   * Maps an image at its preferred base, or elsewhere and relocated. All of it is writable until
   * {@link #protect}.
   *
   * @return the image in memory; {@link #base} says where
   */
  public static PeImage map(GuestProcess process, PeImage image, ImageFile file) {
    long base;
    try {
      base = process.memory.reserveImage(image.imageBase(), image.sizeOfImage(), image.isFixed());
    } catch (NtStatusException e) {
      throw new BadImageException(
          Reason.NO_ADDRESS_SPACE,
          image.name()
              + " cannot be placed: 0x"
              + Long.toHexString(image.sizeOfImage())
              + " bytes"
              + (image.isFixed() ? " at 0x" + Long.toHexString(image.imageBase()) : "")
              + " are not free in the address space");
    }
    try {
      PeImage mapped = fill(image, file.bytes(), segment(base, image), file.fd());
      if (base != image.imageBase()) {
        Relocations.apply(mapped, base - image.imageBase());
      }
      return mapped;
    } catch (RuntimeException e) {
      process.memory.unmap(base);
      throw e;
    }
  }

  /**
   * Lays an image out anywhere, read-only and not relocated: for its resources.
   *
   * @return where
   */
  public static long mapData(GuestProcess process, PeImage image, ImageFile file) {
    int type = AddressSpace.MEM_RESERVE | AddressSpace.MEM_COMMIT;
    long base = process.memory.allocate(0, image.sizeOfImage(), type, AddressSpace.PAGE_READWRITE);
    fill(image, file.bytes(), segment(base, image));
    process.memory.protect(base, image.sizeOfImage(), AddressSpace.PAGE_READONLY);
    return base;
  }

  /** Where an image of {@link #map} lies. */
  public static long base(PeImage mapped) {
    return mapped.memory().address();
  }

  private static Bytes segment(long base, PeImage image) {
    return Bytes.at(base, image.sizeOfImage());
  }

  /**
   * Copies headers and sections into zeroed memory.
   *
   * @param file the bytes that {@code image} was parsed from
   * @param memory at least {@link PeImage#sizeOfImage} bytes
   * @return the image as it now lies in {@code memory}
   */
  public static PeImage fill(PeImage image, Bytes file, Bytes memory) {
    return fill(image, file, memory, NO_FD);
  }

  private static PeImage fill(PeImage image, Bytes file, Bytes memory, int fd) {
    if (image.headers().isFlat()) {
      file.copyTo(0, memory, 0, Math.min(file.size(), image.sizeOfImage()));
      return image.mappedAt(memory);
    }
    if (fd != NO_FD) {
      useLargePages(image, memory.address());
    }
    file.copyTo(0, memory, 0, image.headers().sizeOfHeaders);
    for (Section s : image.sections()) {
      if (s.rawSize() != 0) {
        fill(s, file, memory, fd);
      }
    }
    return image.mappedAt(memory);
  }

  /**
   * Asks for large pages where most of one is copied from the file, of one section or several: much
   * of the time would go into faults otherwise.
   */
  private static void useLargePages(PeImage image, long base) {
    long end = base + image.sizeOfImage() - LARGE;
    long filled = 0;
    long block = Memory.alignUp(base, LARGE);
    for (Section s : image.sections()) {
      if (isMappable(s) || isOnDemand(s)) {
        continue;
      }
      long from = base + s.address();
      long to = from + s.rawSize();
      while (from < to && block <= end) {
        if (from >= block + LARGE) {
          block = Memory.alignDown(from, LARGE);
          filled = 0;
          continue;
        }
        long part = Math.min(to, block + LARGE) - Math.max(from, block);
        boolean most = filled < LARGE / 2 && filled + part >= LARGE / 2;
        filled += Math.max(part, 0);
        if (most) {
          Mman.madvise(block, LARGE, Mman.MADV_HUGEPAGE);
        }
        from = Math.min(to, block + LARGE);
        if (from == block + LARGE) {
          block += LARGE;
          filled = 0;
        }
      }
    }
  }

  /**
   * Whether a section comes in as it is touched. What can be written does not: the host would meet
   * pages that are not there when it is to write them.
   */
  private static boolean isOnDemand(Section s) {
    return s.rawSize() >= WORTH_A_RANGE && !s.has(Section.MEM_WRITE) && !isMappable(s);
  }

  /** Whether a section is linked for paging: it begins at a page in the file, too. */
  private static boolean isMappable(Section s) {
    return (s.rawOffset() & Memory.PAGE - 1) == 0 && s.rawSize() >= Memory.PAGE;
  }

  private static void fill(Section s, Bytes file, Bytes memory, int fd) {
    if (fd != NO_FD && isOnDemand(s)) {
      long at = memory.address() + s.address();
      int access = Mman.PROT_READ | Mman.PROT_WRITE; // until it is protected
      if (DemandPages.add(fd, s.rawOffset(), s.rawSize(), at, access)) {
        return;
      }
    }
    long pages = 0;
    if (fd != NO_FD && isMappable(s)) {
      // The host brings in what is touched, and shares what is not written.
      pages = Memory.alignDown(s.rawSize(), Memory.PAGE);
      long at = memory.address() + s.address();
      int flags = Mman.MAP_PRIVATE | Mman.MAP_FIXED;
      int access = Mman.PROT_READ | Mman.PROT_WRITE;
      if (Mman.mmap(at, pages, access, flags, fd, s.rawOffset()) != at) {
        pages = 0;
      }
    } else if (fd != NO_FD && s.rawSize() >= WORTH_A_CALL) {
      read(fd, memory.address() + s.address(), s.rawSize(), s.rawOffset());
      return;
    }
    file.copyTo(s.rawOffset() + pages, memory, s.address() + pages, s.rawSize() - pages);
  }

  /** Reads without a look at the file's own mapping, where each page is a fault more. */
  private static void read(int fd, long at, long size, long offset) {
    long done = 0;
    while (done < size) {
      long n = Unistd.pread(fd, at + done, size - done, offset + done);
      if (n <= 0) {
        throw n < 0 ? NtStatus.lastHostError() : NtStatus.INVALID_IMAGE_FORMAT.exception();
      }
      done += n;
    }
  }

  /** Gives headers and sections the protections that they ask for. */
  public static void protect(GuestProcess process, PeImage mapped) {
    long base = base(mapped);
    if (mapped.headers().isFlat()) {
      process.memory.protect(base, mapped.sizeOfImage(), AddressSpace.PAGE_EXECUTE_READWRITE);
      return;
    }
    long done = Memory.alignUp(mapped.headers().sizeOfHeaders, Memory.PAGE);
    process.memory.protect(base, done, AddressSpace.PAGE_READONLY);
    for (Section s : mapped.sections()) {
      if (s.size() != 0) {
        long length = Memory.alignUp(s.size(), Memory.PAGE);
        process.memory.protect(base + s.address(), length, s.protection());
      }
    }
  }
}
