package decant.abi;

/**
 * Shims of the user's over the built-in ones, as {@link decant.abi.adapter.UserShims} makes them of
 * jars.
 *
 * @param builtIn the index without them, where what they override is found
 * @param index all of the built-in index, with the user's exports added or in the places of others;
 *     adapters and groups of the user's have the numbers behind those of {@code builtIn}
 * @param groups makes the user's groups, numbered from 0
 */
public record Overlay(ExportIndex builtIn, ExportIndex index, ShimTable.AdapterGroups groups) {}
