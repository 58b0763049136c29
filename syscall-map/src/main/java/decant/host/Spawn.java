package decant.host;

/**
 * {@code spawn.h}: starting a program of the host. Structures are sized as glibc has them on
 * x86-64.
 */
public final class Spawn {
  public static final int FILE_ACTIONS_SIZE = 80;
  public static final int ATTRIBUTES_SIZE = 336;

  /** Size of a {@code sigset_t}. */
  public static final int SIGSET_SIZE = 128;

  public static final int POSIX_SPAWN_SETSIGMASK = 0x08;

  static {
    Libc.bind(Spawn.class);
  }

  private Spawn() {}

  /** Returns 0 or an error number; {@code pid} is the address of an int. */
  public static native int posix_spawn(
      long pid, long path, long actions, long attributes, long argv, long envp);

  public static native int posix_spawn_file_actions_init(long actions);

  public static native int posix_spawn_file_actions_adddup2(long actions, int from, int to);

  /** Closes every descriptor from this one on. */
  public static native int posix_spawn_file_actions_addclosefrom_np(long actions, int from);

  /** The working directory of what is started. */
  public static native int posix_spawn_file_actions_addchdir_np(long actions, long path);

  public static native int posix_spawn_file_actions_destroy(long actions);

  public static native int posix_spawnattr_init(long attributes);

  public static native int posix_spawnattr_setflags(long attributes, int flags);

  public static native int posix_spawnattr_setsigmask(long attributes, long mask);

  public static native int posix_spawnattr_destroy(long attributes);
}
