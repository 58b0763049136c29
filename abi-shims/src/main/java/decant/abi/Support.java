package decant.abi;

/** How much of an API's documented behaviour there is. */
public enum Support {
  FULL,
  PARTIAL,
  /** Always fails, as Windows would where the feature is absent. */
  STUB,
  /**
   * There is no such function here, and none is planned: what {@link Never} declares, and no
   * method.
   */
  NEVER
}
