package decant.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * A process and all that it has started. A process whose parent is gone belongs to nobody's list of
 * children any more, so the tree is found by a word that its environment has and no other's.
 */
final class ProcessTree {
  private final ProcessHandle root;
  private final String mark;

  /**
   * @param mark a word of the environment, in ASCII, that only this tree's processes have
   */
  ProcessTree(ProcessHandle root, String mark) {
    this.root = root;
    this.mark = mark;
  }

  /** Ends all of it. Nothing of it runs when this returns. */
  void kill() {
    for (Set<ProcessHandle> found = find(); !found.isEmpty(); found = find()) {
      found.forEach(ProcessHandle::destroyForcibly);
      for (ProcessHandle p : found) {
        p.onExit().join();
      }
    }
  }

  private Set<ProcessHandle> find() {
    Set<ProcessHandle> found = new HashSet<>();
    if (root.isAlive()) {
      found.add(root);
      root.descendants().filter(ProcessHandle::isAlive).forEach(found::add);
    }
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
      for (Path p : processes) {
        if (isMarked(p)) {
          ProcessHandle.of(Long.parseLong(p.getFileName().toString()))
              .filter(ProcessHandle::isAlive)
              .ifPresent(found::add);
        }
      }
    } catch (IOException e) {
      // without /proc there are the descendants only
    }
    return found;
  }

  private boolean isMarked(Path process) {
    try {
      byte[] environment = Files.readAllBytes(process.resolve("environ"));
      return new String(environment, StandardCharsets.ISO_8859_1).contains(mark);
    } catch (IOException e) {
      return false; // another user's, or it has ended
    }
  }
}
