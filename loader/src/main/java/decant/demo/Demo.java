package decant.demo;

/** stub. */
public final class Demo {
  static final int FAILED = 1;
}
