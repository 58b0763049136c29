package decant.nt.file;

/** What a device name opens: {@code CONIN$}, {@code PIPE\name}, {@code NUL}. */
@FunctionalInterface
public interface Device {
  /**
   * Opens the device; parameters as those of {@link FileSystem#create}.
   *
   * @param name what follows the device's own name and a backslash; empty when nothing does
   */
  FileSystem.Opened open(
      String name, int access, int attributes, int share, int disposition, int options);
}
