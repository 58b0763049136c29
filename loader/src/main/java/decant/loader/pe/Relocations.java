package decant.loader.pe;

import decant.loader.pe.BadImageException.Reason;

/** The base relocations of an image: what changes when it lies elsewhere than preferred. */
public final class Relocations {
  private static final int ABSOLUTE = 0;
  private static final int HIGH = 1;
  private static final int LOW = 2;
  private static final int HIGHLOW = 3;
  private static final int HIGHADJ = 4;
  private static final int DIR64 = 10;
  private static final int BLOCK_HEADER = 8;
  private static final String WHAT = "relocation table";

  private Relocations() {}

  /**
   * Adds {@code delta} to all addresses in a mapped, writable image.
   *
   * @throws BadImageException when the table is damaged; the image is then half relocated
   */
  public static void apply(PeImage mapped, long delta) {
    if (!mapped.isMapped()) {
      throw new IllegalArgumentException("the image is not mapped");
    }
    walk(mapped, delta, true);
  }

  /** Checks the table without changing anything; returns the number of relocations. */
  public static int check(PeImage image) {
    return walk(image, 0, false);
  }

  private static int walk(PeImage image, long delta, boolean write) {
    long at = image.directoryAddress(PeImage.DIRECTORY_BASERELOC);
    if (at == 0) {
      return 0;
    }
    long end = at + image.directorySize(PeImage.DIRECTORY_BASERELOC);
    int count = 0;
    while (at + BLOCK_HEADER <= end) {
      long page = image.u32(at, WHAT);
      long size = image.u32(at + 4, WHAT);
      if (size == 0 && page == 0) {
        break;
      }
      if (size < BLOCK_HEADER || size > end - at) {
        throw PeImage.corrupt(
            image.name(),
            "a relocation block at RVA 0x"
                + Long.toHexString(at)
                + " has the size 0x"
                + Long.toHexString(size));
      }
      for (long e = at + BLOCK_HEADER; e + 2 <= at + size; e += 2) {
        int entry = image.u16(e, WHAT);
        int type = entry >>> 12;
        if (type == ABSOLUTE) {
          continue;
        }
        count++;
        int next = 0;
        if (type == HIGHADJ) {
          e += 2;
          if (e + 2 > at + size) {
            throw PeImage.corrupt(image.name(), "a relocation lacks its second half");
          }
          next = image.u16(e, WHAT);
        }
        one(image, page + (entry & 0xFFF), type, next, delta, write);
      }
      at += size;
    }
    return count;
  }

  private static void one(PeImage image, long rva, int type, int next, long delta, boolean write) {
    int size = type == DIR64 ? 8 : type == HIGHLOW ? 4 : 2;
    if (rva + size > image.sizeOfImage()) {
      throw PeImage.corrupt(
          image.name(), "a relocation applies to RVA 0x" + Long.toHexString(rva) + ", outside");
    }
    ImageBytes bytes = image.bytes();
    switch (type) {
      case DIR64:
        if (write) {
          bytes.put64(rva, bytes.i64(rva, WHAT) + delta);
        }
        break;
      case HIGHLOW:
        if (write) {
          bytes.put32(rva, bytes.i32(rva, WHAT) + (int) delta);
        }
        break;
      case HIGH:
        if (write) {
          bytes.put16(rva, bytes.u16(rva, WHAT) + (int) (delta >>> 16));
        }
        break;
      case LOW:
        if (write) {
          bytes.put16(rva, bytes.u16(rva, WHAT) + (int) delta);
        }
        break;
      case HIGHADJ:
        if (write) {
          // The field holds the high half; the next entry the low half, sign-extended.
          int value = (bytes.u16(rva, WHAT) << 16) + (short) next + (int) delta + 0x8000;
          bytes.put16(rva, value >>> 16);
        }
        break;
      default:
        throw new BadImageException(
            Reason.UNSUPPORTED, image.name() + " has a relocation of the unknown type " + type);
    }
  }
}
