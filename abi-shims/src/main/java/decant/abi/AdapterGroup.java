package decant.abi;

/**
 * Makes the adapters of one shim class; generated beside it, so that no reflection is needed to
 * load an adapter.
 */
public abstract class AdapterGroup {
  /** The {@code index}-th adapter of the class. */
  public abstract Adapter adapter(int index);
}
