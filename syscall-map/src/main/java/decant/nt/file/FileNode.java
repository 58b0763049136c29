package decant.nt.file;

import decant.nt.NtStatus;

/**
 * A file of the host that this process has open, however many times: what its file objects share.
 * Guarded by {@link Table}, except for {@link #locks}.
 */
final class FileNode {
  /** The open files of a process by device and inode. */
  static final class Table {
    /** Chains by {@link #place}; not a map, as that takes two more objects for every open. */
    private FileNode[] nodes = new FileNode[64];

    private int count;

    private int place(long device, long inode) {
      return (int) (inode ^ device) & nodes.length - 1;
    }

    private FileNode find(long device, long inode) {
      FileNode node = nodes[place(device, inode)];
      while (node != null && (node.inode != inode || node.device != device)) {
        node = node.next;
      }
      return node;
    }

    private FileNode add(long device, long inode) {
      if (count == 2 * nodes.length) {
        grow();
      }
      FileNode node = new FileNode(device, inode);
      insert(node);
      count++;
      return node;
    }

    private void insert(FileNode node) {
      int place = place(node.device, node.inode);
      node.next = nodes[place];
      nodes[place] = node;
    }

    private void grow() {
      FileNode[] old = nodes;
      nodes = new FileNode[4 * old.length];
      for (FileNode chain : old) {
        while (chain != null) {
          FileNode node = chain;
          chain = node.next;
          insert(node);
        }
      }
    }

    private void remove(FileNode node) {
      int place = place(node.device, node.inode);
      if (nodes[place] == node) {
        nodes[place] = node.next;
      } else {
        FileNode before = nodes[place];
        while (before.next != node) {
          before = before.next;
        }
        before.next = node.next;
      }
      count--;
    }

    /**
     * Registers an open; {@code STATUS_SHARING_VIOLATION} when it and an earlier one exclude each
     * other, {@code STATUS_DELETE_PENDING} when the file is about to go.
     */
    synchronized FileNode open(FileObject file, long device, long inode) {
      FileNode node = find(device, inode);
      if (node == null) {
        node = add(device, inode);
      } else {
        if (node.deletePending) {
          throw NtStatus.DELETE_PENDING.exception();
        }
        for (FileObject other = node.opens; other != null; other = other.nextOpen) {
          if (excludes(other, file)) {
            throw NtStatus.SHARING_VIOLATION.exception();
          }
        }
      }
      file.nextOpen = node.opens;
      node.opens = file;
      return node;
    }

    /** Ends an open; returns whether the file must be deleted now. */
    synchronized boolean close(FileObject file) {
      FileNode node = file.node;
      if (node.opens == file) {
        node.opens = file.nextOpen;
      } else {
        FileObject before = node.opens;
        while (before.nextOpen != file) {
          before = before.nextOpen;
        }
        before.nextOpen = file.nextOpen;
      }
      node.deletePending |= file.deleteOnClose;
      if (node.opens == null) {
        remove(node);
        return node.deletePending;
      }
      return false;
    }

    /**
     * The statuses of a file that a path call is about to delete or replace: {@code
     * STATUS_SHARING_VIOLATION} when it is open without {@code FILE_SHARE_DELETE}.
     */
    synchronized void checkDelete(long device, long inode) {
      FileNode node = find(device, inode);
      if (node != null) {
        for (FileObject open = node.opens; open != null; open = open.nextOpen) {
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

  final long device;
  final long inode;

  /** The next in its chain of the table. */
  private FileNode next;

  /** The file objects, linked by {@link FileObject#nextOpen}; not none. */
  private FileObject opens;

  private boolean deletePending;

  /** The byte ranges that are locked. */
  final ByteLocks locks = new ByteLocks();

  private FileNode(long device, long inode) {
    this.device = device;
    this.inode = inode;
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
