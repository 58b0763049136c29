package decant.loader;

import decant.abi.adapter.BadShimsException;
import decant.host.Bytes;
import decant.loader.pe.BadImageException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/** Reads files of programs that are looked at rather than run. */
final class ImageReader {
  private ImageReader() {}

  /**
   * Lets a file's bytes be read, which are gone afterwards.
   *
   * @param file a host path
   */
  static <T> T read(String file, Function<Bytes, T> reader) throws CannotRunException {
    Path path = Path.of(file);
    if (!Files.exists(path)) {
      throw new CannotRunException(
          CannotRunException.NOT_FOUND, file + ": there is no such file", Advice.aboutNoSuch(file));
    }
    if (!Files.isRegularFile(path)) {
      throw new CannotRunException(
          CannotRunException.NOT_RUNNABLE,
          file + (Files.isDirectory(path) ? ": is a directory" : ": is not a regular file"));
    }
    try (FileChannel channel = FileChannel.open(path);
        Arena arena = Arena.ofConfined()) {
      MemorySegment map = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      return reader.apply(Bytes.at(map.address(), map.byteSize()));
    } catch (IOException e) {
      throw new CannotRunException(
          CannotRunException.NOT_RUNNABLE, file + ": cannot be read (" + e.getMessage() + ")");
    } catch (BadImageException e) {
      throw CannotRunException.of(e, file);
    } catch (BadShimsException e) {
      throw new CannotRunException(CannotRunException.NOT_RUNNABLE, e.getMessage());
    }
  }
}
