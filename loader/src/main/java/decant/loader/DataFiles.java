package decant.loader;

import decant.loader.pe.BadImageException;
import decant.loader.pe.PeImage;
import decant.nt.GuestProcess;
import decant.nt.NtStatus;
import decant.nt.memory.AddressSpace;
import java.util.HashMap;
import java.util.Map;

/**
 * Images that are loaded for their resources ({@code LOAD_LIBRARY_AS_DATAFILE} and {@code
 * AS_IMAGE_RESOURCE}), for whatever machine they are. They lie in memory section by section, both
 * ways, but are not modules: their handles have one of the two low bits set, as on Windows.
 */
final class DataFiles {
  private static final int AS_DATAFILE = 1;
  private static final int AS_IMAGE = 2;

  private final GuestProcess process;
  private final Map<Long, Entry> open = new HashMap<>();

  private static final class Entry {
    final String path;
    int references;

    Entry(String path) {
      this.path = path;
    }
  }

  DataFiles(GuestProcess process) {
    this.process = process;
  }

  /** Loads a file, or adds a reference to it; returns the handle. */
  synchronized long open(ImageFile file, boolean asImage) {
    int tag = asImage ? AS_IMAGE : AS_DATAFILE;
    for (Map.Entry<Long, Entry> e : open.entrySet()) {
      if ((e.getKey() & 3) == tag && e.getValue().path.equalsIgnoreCase(file.path())) {
        e.getValue().references++;
        return e.getKey();
      }
    }
    long handle = map(file) | tag;
    Entry entry = new Entry(file.path());
    entry.references = 1;
    open.put(handle, entry);
    return handle;
  }

  private long map(ImageFile file) {
    try {
      return ImageMapper.mapData(process, PeImage.read(file.bytes(), file.path()), file);
    } catch (BadImageException e) {
      throw NtStatus.INVALID_IMAGE_FORMAT.exception();
    }
  }

  /** Drops a reference; false when the handle is not one of these. */
  synchronized boolean close(long handle) {
    Entry entry = open.get(handle);
    if (entry == null) {
      return false;
    }
    if (--entry.references == 0) {
      open.remove(handle);
      process.memory.free(handle & ~3L, 0, AddressSpace.MEM_RELEASE);
    }
    return true;
  }

  /** The path behind a handle, or null. */
  synchronized String path(long handle) {
    Entry entry = open.get(handle);
    return entry == null ? null : entry.path;
  }
}
