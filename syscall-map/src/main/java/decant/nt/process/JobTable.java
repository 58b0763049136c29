package decant.nt.process;

import decant.host.SharedWords;
import decant.nt.NtStatus;
import java.util.Arrays;

/**
 * Who belongs to which job ({@link JobObject}): in the memory of the family, a few identifiers of
 * jobs in each row, and in the header what is known of each job.
 */
public final class JobTable {
  /** In the header: the last identifier given. */
  private static final int LAST = 8;

  /** Also there: limits of each job, and how many processes it has had. */
  private static final int TABLE = 64;

  private static final int ENTRY = 8;
  private static final int MOST = (Family.HEADER_SIZE - TABLE) / ENTRY;

  /** In a row: identifiers of the jobs that the process belongs to, 0 for none. */
  private static final int JOBS = 32;

  /** The most jobs, one in another, that a process belongs to. */
  static final int MAX_JOBS = 6;

  private final Family family;
  private final SharedWords table;

  JobTable(Family family, SharedWords table) {
    this.family = family;
    this.table = table;
  }

  private static long at(int row, int i) {
    return Family.at(row, JOBS + 4 * i);
  }

  private int get(int row, int i) {
    return table.getInt(at(row, i));
  }

  /** A row is used anew: its process belongs to no job. */
  void leaveAll(int row) {
    for (int i = 0; i < MAX_JOBS; i++) {
      table.putInt(at(row, i), 0);
    }
  }

  /** Whether the process belongs to a job. */
  boolean contains(int row, int job) {
    for (int i = 0; i < MAX_JOBS; i++) {
      if (get(row, i) == job) {
        return true;
      }
    }
    return false;
  }

  /** Another identifier of a job; {@code STATUS_INSUFFICIENT_RESOURCES} when all were used. */
  int newIdentifier() {
    int job = table.getAndAddInt(LAST, 1) + 1;
    if (job >= MOST) {
      throw NtStatus.INSUFFICIENT_RESOURCES.exception();
    }
    return job;
  }

  private static long job(int job) {
    return TABLE + (long) ENTRY * job;
  }

  int limits(int job) {
    return table.getInt(job(job));
  }

  void setLimits(int job, int limits) {
    table.putInt(job(job), limits);
  }

  /** A process has become a member of a job. */
  void count(int job) {
    table.getAndAddInt(job(job) + 4, 1);
  }

  int total(int job) {
    return table.getInt(job(job) + 4);
  }

  /** The identifiers of the processes of a job that run. */
  int[] members(int job) {
    int[] found = new int[family.rows()];
    int count = 0;
    for (int row = 0; row < family.rows(); row++) {
      if (contains(row, job) && !family.isOver(row) && family.runs(row)) {
        found[count++] = family.identifier(row);
      }
    }
    return Arrays.copyOf(found, count);
  }

  /** How many processes of a job run. */
  int running(int job) {
    return members(job).length;
  }

  /** Whether the jobs of this process all let a child leave them. */
  boolean mayLeave(boolean silently) {
    for (int i = 0; i < MAX_JOBS; i++) {
      int job = get(family.own(), i);
      int wanted =
          JobObject.JOB_OBJECT_LIMIT_SILENT_BREAKAWAY_OK
              | (silently ? 0 : JobObject.JOB_OBJECT_LIMIT_BREAKAWAY_OK);
      if (job != 0 && (limits(job) & wanted) == 0) {
        return false;
      }
    }
    return true;
  }

  /** The first job of this process, 0 for none. */
  public int own() {
    return get(family.own(), 0);
  }

  /** Whether the process belongs to any job. */
  public boolean containAny(int row) {
    return get(row, 0) != 0;
  }

  /** Adds a process to a job; {@code STATUS_ACCESS_DENIED} when it belongs to too many. */
  void add(int row, int job) {
    for (int i = 0; i < MAX_JOBS; i++) {
      long at = at(row, i);
      if (table.getInt(at) == job || table.compareAndSetInt(at, 0, job)) {
        return;
      }
    }
    throw NtStatus.ACCESS_DENIED.exception();
  }

  /** Adds a process to the jobs of another. */
  void inherit(int row, int from) {
    for (int i = 0; i < MAX_JOBS; i++) {
      table.putInt(at(row, i), get(from, i));
    }
  }
}
