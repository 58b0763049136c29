package decant.abi;

/**
 * Finds the generated switch over all adapter groups; it does not exist when this module is
 * compiled.
 */
final class GeneratedGroupsHolder {
  ShimTable.AdapterGroups groups() {
    try {
      return (ShimTable.AdapterGroups)
          Class.forName("decant.abi.GeneratedGroups").getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the build did not run the adapter generator", e);
    }
  }
}
