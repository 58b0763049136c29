package decant.abi.trace;

import static org.assertj.core.api.Assertions.assertThat;

import decant.abi.Declaration;
import decant.abi.Declarations;
import decant.abi.Flags;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.OneOf;
import decant.abi.Shown;
import decant.abi.Wide;
import decant.nt.file.FileAccess;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RulesTest {
  private static final String SYSCALL_MAP = "../syscall-map/target/classes";
  private static final String ABI_SHIMS = "target/classes";

  @Library("mine")
  static final class Mine {
    @decant.abi.Export
    @Shown("bool")
    static int Open(
        @Wide String name,
        @Flags(value = FileAccess.class, prefix = "GENERIC_") int access,
        @OneOf(Kind.class) int kind,
        @In @Shown("*{x:int@0 y:int@4}") long point) {
      return 0;
    }
  }

  static final class Kind {
    static final int KIND_A = 1;
    static final int KIND_B = 2;

    private Kind() {}
  }

  @Test
  void everyFunctionCanBeShownAndEveryRuleIsOfUse() {
    Rules rules = new Rules();
    for (Declaration d : Declarations.builtIn().all()) {
      for (String name : d.isVariable() ? List.<String>of() : d.names()) {
        CallShape shape = new CallShape(d.libraries().getFirst(), name, d, rules);
        assertThat(shape.params).hasSameSizeAs(d.arguments());
      }
    }
    assertThat(rules.rules).filteredOn(r -> !r.used).isEmpty();
  }

  @Test
  void constantsAreThoseOfTheCode() throws IOException {
    Map<String, List<Long>> code = constants();
    Rules rules = new Rules();
    List<String> wrong = new ArrayList<>();
    for (ConstantSet set : rules.sets.values()) {
      for (String name : set.names()) {
        List<Long> values = code.get(name);
        if (values != null && !values.contains(set.value(name))) {
          wrong.add(set.name + "." + name + " is " + set.value(name) + ", in the code " + values);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** The values of the integer constants of all classes, by name. */
  private static Map<String, List<Long>> constants() throws IOException {
    Map<String, List<Long>> all = new TreeMap<>();
    for (String root : List.of(SYSCALL_MAP, ABI_SHIMS)) {
      try (Stream<Path> files = Files.walk(Path.of(root))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
          String name = Path.of(root).relativize(file).toString().replace('/', '.');
          if (!name.contains("$$") && !name.startsWith("decant.host")) {
            collect(name.substring(0, name.length() - 6), all);
          }
        }
      }
    }
    return all;
  }

  private static void collect(String type, Map<String, List<Long>> all) {
    try {
      Class<?> loaded = Class.forName(type, false, RulesTest.class.getClassLoader());
      for (Field f : loaded.getDeclaredFields()) {
        boolean constant = Modifier.isStatic(f.getModifiers()) && f.getType() == int.class;
        if (constant && Modifier.isFinal(f.getModifiers()) && f.getName().contains("_")) {
          f.setAccessible(true);
          long value = f.getInt(null) & 0xFFFF_FFFFL;
          all.computeIfAbsent(f.getName(), n -> new ArrayList<>()).add(value);
        }
      }
    } catch (ReflectiveOperationException | LinkageError unreadable) {
      // a class that does not stand alone
    }
  }

  @Test
  void annotationsOfAUsersFunctionGoBeforeTheRules() {
    Declaration d = Declaration.of(Mine.class).getFirst();
    CallShape shape = new CallShape("mine", "Open", d, new Rules());
    View v = new View(null, null, null, new long[] {0, 0xC000_0000L, 2, 0}, 10);
    List<String> shown = new ArrayList<>();
    for (Param p : shape.params) {
      shown.add(p.before(v));
    }
    StringBuilder result = new StringBuilder();
    shape.result.show(v, 1, result);

    assertThat(shown).containsExactly("NULL", "GENERIC_WRITE|GENERIC_READ", "KIND_B", "NULL");
    assertThat(result).hasToString("TRUE");
  }
}
