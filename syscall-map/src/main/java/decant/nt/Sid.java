package decant.nt;

import decant.host.Memory;

/**
 * {@code SID} by address: a revision, the number of subauthorities, six bytes of authority, and the
 * subauthorities of four bytes each.
 */
public final class Sid {
  public static final int MAX_SUB_AUTHORITIES = 15;
  public static final int REVISION = 1;

  /** The user that every guest is: a local account. */
  private static final int[] USER = {21, 1_000_000_000, 1_000_000_000, 1_000_000_000, 1000};

  private Sid() {}

  /** The size of a SID with some subauthorities. */
  public static int size(int subAuthorities) {
    return 8 + 4 * subAuthorities;
  }

  public static boolean isValid(long sid) {
    return sid != 0
        && Memory.getU8(sid) == REVISION
        && Memory.getU8(sid + 1) <= MAX_SUB_AUTHORITIES;
  }

  /** The size of a SID. */
  public static int length(long sid) {
    return size(Memory.getU8(sid + 1));
  }

  /** Writes a SID; returns its size. */
  public static int put(long sid, int authority, int... subAuthorities) {
    Memory.putByte(sid, REVISION);
    Memory.putByte(sid + 1, subAuthorities.length);
    Memory.putInt(sid + 2, 0);
    Memory.putShort(sid + 6, Integer.reverseBytes(authority) >>> 16);
    for (int i = 0; i < subAuthorities.length; i++) {
      Memory.putInt(sid + 8 + 4L * i, subAuthorities[i]);
    }
    return size(subAuthorities.length);
  }

  /** Writes the SID of the user of every guest; returns its size. */
  public static int putUser(long sid) {
    return put(sid, 5, USER);
  }

  /** Whether a SID is the user's. */
  public static boolean isUser(long sid) {
    return isValid(sid) && is(sid, 5, USER, 0);
  }

  /** Whether a valid SID has an authority and these subauthorities, from one of an array on. */
  public static boolean is(long sid, int authority, int[] subAuthorities, int from) {
    if (Memory.getU8(sid + 1) != subAuthorities.length - from
        || Memory.getInt(sid + 2) != 0
        || Memory.getU16(sid + 6) != authority << 8) {
      return false;
    }
    for (int i = from; i < subAuthorities.length; i++) {
      if (Memory.getInt(sid + 8 + 4L * (i - from)) != subAuthorities[i]) {
        return false;
      }
    }
    return true;
  }

  /** The size of the user's SID. */
  public static int userSize() {
    return size(USER.length);
  }

  /** A SID as text: {@code S-1-5-21-…}. */
  public static String text(long sid) {
    StringBuilder text = new StringBuilder("S-").append(Memory.getU8(sid)).append('-');
    long authority = 0;
    for (int i = 2; i < 8; i++) {
      authority = authority << 8 | Memory.getU8(sid + i);
    }
    if (authority >>> 32 != 0) {
      text.append("0x").append(Long.toHexString(authority));
    } else {
      text.append(authority);
    }
    int count = Memory.getU8(sid + 1);
    for (int i = 0; i < count; i++) {
      text.append('-').append(Memory.getU32(sid + 8 + 4L * i));
    }
    return text.toString();
  }
}
