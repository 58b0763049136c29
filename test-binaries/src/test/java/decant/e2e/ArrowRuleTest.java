package decant.e2e;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Modules use each other in one direction only: loader → abi-shims → syscall-map. */
class ArrowRuleTest {
  private static JavaClasses classes;

  @BeforeAll
  static void read() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("decant");
  }

  @Test
  void theRuleHasSomethingToJudge() {
    for (String module : new String[] {"syscall-map", "abi-shims", "loader"}) {
      assertThat(classes.stream().filter(of(module))).as(module).hasSizeGreaterThan(10);
    }
  }

  @Test
  void syscallMapStandsAlone() {
    noClasses()
        .that(of("syscall-map"))
        .should()
        .dependOnClassesThat(of("abi-shims").or(of("loader")))
        .check(classes);
  }

  @Test
  void shimsDoNotKnowTheLoader() {
    noClasses().that(of("abi-shims")).should().dependOnClassesThat(of("loader")).check(classes);
  }

  @Test
  void onlyTheCommandUsesTheOptionParser() {
    noClasses()
        .that(DescribedPredicate.not(resideInAnyPackage("decant.cli..")))
        .should()
        .dependOnClassesThat(resideInAnyPackage("picocli.."))
        .check(classes);
  }

  @Test
  void nobodyNeedsTheDemonstration() {
    noClasses()
        .that(
            DescribedPredicate.not(resideInAnyPackage("decant.demo.."))
                .and(DescribedPredicate.not(nameMatching("decant.cli.DemoCommand"))))
        .should()
        .dependOnClassesThat(resideInAnyPackage("decant.demo.."))
        .check(classes);
  }

  private static DescribedPredicate<JavaClass> of(String module) {
    return new DescribedPredicate<>("of " + module) {
      @Override
      public boolean test(JavaClass c) {
        return c.getSource().map(s -> s.getUri().toString().contains("/" + module)).orElse(false)
            && c.getPackageName().startsWith("decant");
      }
    };
  }
}
