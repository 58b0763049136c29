package decant.nt.file;

import decant.nt.NtStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of the host that this process has open, however many times: what its file objects share.
 * Guarded by {@link Table}, except for {@link #locks}.
 */
final class FileNode {
  /** The open files of a process by device and inode. */
  static final class Table {
    private record Key(long device, long inode) {
      // Written out: what a record has by itself is made at run time, which takes 8 ms.
      @Override
      public boolean equals(Object other) {
        return other instanceof Key k && k.device == device && k.inode == inode;
      }

      @Override
      public int hashCode() {
        return Long.hashCode(device) * 31 + Long.hashCode(inode);
      }
    }

    private final Map<Key, FileNode> nodes = new HashMap<>();

    /**
     * Registers an open; {@code STATUS_SHARING_VIOLATION} when it and an earlier one exclude each
     * other, {@code STATUS_DELETE_PENDING} when the file is about to go.
     */
    synchronized FileNode open(FileObject file, long device, long inode) {
      Key key = new Key(device, inode);
      FileNode node = nodes.get(key);
      if (node == null) {
        node = new FileNode(key);
        nodes.put(key, node);
      } else {
        if (node.deletePending) {
          throw NtStatus.DELETE_PENDING.exception();
        }
        for (int i = 0; i < node.opens.size(); i++) {
          if (excludes(node.opens.get(i), file)) {
            throw NtStatus.SHARING_VIOLATION.exception();
          }
        }
      }
      node.opens.add(file);
      return node;
    }

    /** Ends an open; returns whether the file must be deleted now. */
    synchronized boolean close(FileObject file) {
      FileNode node = file.node;
      node.opens.remove(file);
      node.deletePending |= file.deleteOnClose;
      if (node.opens.isEmpty()) {
        nodes.remove(node.key);
        return node.deletePending;
      }
      return false;
    }

    /**
     * The statuses of a file that a path call is about to delete or replace: {@code
     * STATUS_SHARING_VIOLATION} when it is open without {@code FILE_SHARE_DELETE}.
     */
    synchronized void checkDelete(long device, long inode) {
      FileNode node = nodes.isEmpty() ? null : nodes.get(new Key(device, inode));
      if (node != null) {
        for (FileObject open : node.opens) {
          if ((open.share & FileAccess.FILE_SHARE_DELETE) == 0 && counts(open.access)) {
            throw NtStatus.SHARING_VIOLATION.exception();
          }
        }
      }
    }

    synchronized void setDeletePending(FileNode node, boolean pending) {
      node.deletePending = pending;
    }

    synchronized boolean isDeletePending(FileNode node) {
      return node.deletePending;
    }
  }

  private static final int SHARED = FileAccess.READS | FileAccess.WRITES | FileAccess.DELETE;

  private final Table.Key key;
  private final List<FileObject> opens = new ArrayList<>(2);
  private boolean deletePending;

  /** The byte ranges that are locked. */
  final ByteLocks locks = new ByteLocks();

  private FileNode(Table.Key key) {
    this.key = key;
  }

  /** Whether an open with these rights takes part in sharing at all. */
  private static boolean counts(int access) {
    return (access & SHARED) != 0;
  }

  /**
   * Whether two opens exclude each other: one of them asked for what the other does not share.
   *
   * @see <a href="https://learn.microsoft.com/windows/win32/fileio/creating-and-opening-files">
   *     Creating and Opening Files</a>
   */
  private static boolean excludes(FileObject a, FileObject b) {
    return counts(a.access)
        && counts(b.access)
        && (wants(a.access, b.share) || wants(b.access, a.share));
  }

  private static boolean wants(int access, int share) {
    return (access & FileAccess.READS) != 0 && (share & FileAccess.FILE_SHARE_READ) == 0
        || (access & FileAccess.WRITES) != 0 && (share & FileAccess.FILE_SHARE_WRITE) == 0
        || (access & FileAccess.DELETE) != 0 && (share & FileAccess.FILE_SHARE_DELETE) == 0;
  }
}
