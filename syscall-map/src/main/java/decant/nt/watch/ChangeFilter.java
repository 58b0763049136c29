package decant.nt.watch;

import decant.host.Inotify;

/** Which changes are wanted ({@code FILE_NOTIFY_CHANGE_*}), in the host's terms. */
final class ChangeFilter {
  private static final int FILE_NAME = 0x1;
  private static final int DIR_NAME = 0x2;
  private static final int ATTRIBUTES = 0x4;
  private static final int SIZE = 0x8;
  private static final int LAST_WRITE = 0x10;
  private static final int LAST_ACCESS = 0x20;
  private static final int CREATION = 0x40;
  private static final int SECURITY = 0x100;

  /** All that Windows knows, streams included. */
  static final int ALL = 0xFFF;

  private static final int NAMES =
      Inotify.IN_CREATE | Inotify.IN_DELETE | Inotify.IN_MOVED_FROM | Inotify.IN_MOVED_TO;

  private final int filter;

  ChangeFilter(int filter) {
    this.filter = filter;
  }

  /** What the host is to tell of a directory. */
  int mask(boolean subtree) {
    int mask = Inotify.IN_ONLYDIR;
    if (subtree || (filter & (FILE_NAME | DIR_NAME)) != 0) {
      mask |= NAMES;
    }
    if ((filter & (SIZE | LAST_WRITE)) != 0) {
      mask |= Inotify.IN_MODIFY;
    }
    if ((filter & (ATTRIBUTES | LAST_WRITE | CREATION | SECURITY)) != 0) {
      mask |= Inotify.IN_ATTRIB;
    }
    if ((filter & LAST_ACCESS) != 0) {
      mask |= Inotify.IN_ACCESS;
    }
    return mask;
  }

  /** Whether the program wants to hear of an event. */
  boolean wants(int event) {
    if ((event & NAMES) != 0) {
      return (filter & ((event & Inotify.IN_ISDIR) != 0 ? DIR_NAME : FILE_NAME)) != 0;
    }
    return true;
  }
}
