package decant.loader.pe;

import java.util.Arrays;

/**
 * {@code IMAGE_TLS_DIRECTORY64}: what each thread gets a copy of, and who is told about threads.
 * Its fields are addresses that assume the base where the image lies.
 *
 * @param templateStart RVA of the initial contents
 * @param templateSize their size in bytes
 * @param zeroFill how many zero bytes follow them
 * @param indexSlot RVA of the 32-bit variable that takes the TLS index
 * @param alignment of a thread's copy, in bytes
 * @param callbacks RVAs of the callback functions
 */
public record TlsDirectory(
    long templateStart,
    long templateSize,
    long zeroFill,
    long indexSlot,
    int alignment,
    long[] callbacks) {
  private static final String WHAT = "TLS directory";
  private static final int MAX_CALLBACKS = 0x1000;
  private static final int DEFAULT_ALIGNMENT = 16;

  /** Reads the directory of a file, or of an image that lies at its preferred base. */
  static TlsDirectory read(PeImage image) {
    return read(image, image.imageBase());
  }

  /** Reads the directory of an image whose addresses were relocated to {@code base}. */
  public static TlsDirectory read(PeImage image, long base) {
    long at = image.directoryAddress(PeImage.DIRECTORY_TLS);
    int p = image.pointerSize();
    long start = image.pointer(at, WHAT);
    long end = image.pointer(at + p, WHAT);
    final long index = image.pointer(at + 2L * p, WHAT);
    final long callbacks = image.pointer(at + 3L * p, WHAT);
    final long zeroFill = image.u32(at + 4L * p, WHAT);
    final int characteristics = (int) image.u32(at + 4L * p + 4, WHAT);
    long size = end - start;
    if (size < 0 || size > image.sizeOfImage() || zeroFill > Integer.MAX_VALUE) {
      throw PeImage.corrupt(image.name(), "its TLS template has the size " + size);
    }
    long template = start == 0 ? 0 : image.rva(start, base);
    if (size != 0) {
      image.u8(template, "TLS template");
      image.u8(template + size - 1, "TLS template");
    }
    long slot = index == 0 ? 0 : image.rva(index, base);
    if (slot != 0) {
      image.u32(slot, "TLS index");
    }
    int log = characteristics >>> 20 & 0xF;
    return new TlsDirectory(
        template,
        size,
        zeroFill,
        slot,
        log == 0 ? DEFAULT_ALIGNMENT : Math.max(DEFAULT_ALIGNMENT, 1 << log - 1),
        callbacks == 0 ? new long[0] : callbacks(image, image.rva(callbacks, base), base));
  }

  private static long[] callbacks(PeImage image, long at, long base) {
    long[] list = new long[4];
    int n = 0;
    int p = image.pointerSize();
    String what = "list of TLS callbacks";
    for (long f = image.pointer(at, what); f != 0; f = image.pointer(at + (long) n * p, what)) {
      if (n == MAX_CALLBACKS) {
        throw PeImage.corrupt(image.name(), "its list of TLS callbacks has no end");
      }
      if (n == list.length) {
        list = Arrays.copyOf(list, 2 * n);
      }
      list[n++] = image.rva(f, base);
    }
    return Arrays.copyOf(list, n);
  }
}
