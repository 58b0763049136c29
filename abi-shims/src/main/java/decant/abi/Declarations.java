package decant.abi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The declarations of all functions and variables that there are, or of those in given classes.
 * Loads every shim class, without initialising it: some 100 ms, for commands and tests and not for
 * a program's start.
 */
public final class Declarations {
  private final List<Declaration> all = new ArrayList<>();
  private final Map<String, Declaration> byExport = new HashMap<>();

  private Declarations() {}

  /** Those of Decant: of the classes that the export index names. */
  public static Declarations builtIn() {
    Declarations declarations = new Declarations();
    ExportIndex index = ExportIndex.load();
    for (int group = 0; group < index.groups(); group++) {
      declarations.add(shimClass(index.groupName(group)));
    }
    return declarations;
  }

  private static Class<?> shimClass(String group) {
    try {
      String name = group.substring(0, group.indexOf("$$"));
      return Class.forName(name, false, Declarations.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("the export index is not of this build", e);
    }
  }

  /**
   * Adds those of a shim class, for instance from a jar of the user's. An export that there is
   * already is overridden for {@link #find}.
   */
  public void add(Class<?> type) {
    for (Declaration d : Declaration.of(type)) {
      all.add(d);
      for (String library : d.libraries()) {
        for (String name : d.names()) {
          byExport.put(library + "!" + name, d);
        }
      }
    }
  }

  /** All, by class and in it by name. */
  public List<Declaration> all() {
    return all;
  }

  /**
   * The declaration of an export, null when there is none.
   *
   * @param library lower case, without {@code .dll}
   * @param function as exported: with {@code A} or {@code W} when it has twins
   */
  public Declaration find(String library, String function) {
    return byExport.get(library + "!" + function);
  }
}
