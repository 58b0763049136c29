package decant.crt.io;

/** What a seek counts from: {@code SEEK_*} of stdio.h. */
final class SeekOrigin {
  static final int SET = 0;
  static final int CUR = 1;
  static final int END = 2;

  private SeekOrigin() {}
}
