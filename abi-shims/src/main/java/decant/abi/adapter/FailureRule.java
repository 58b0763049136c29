package decant.abi.adapter;

import decant.abi.Export;
import decant.abi.Fails;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;

/** What {@link Fails#DEFAULT} means for a declaration. */
final class FailureRule {
  private static final Set<String> CRT = Set.of("msvcrt", "ucrtbase", "vcruntime140");

  private FailureRule() {}

  static Fails of(Export export, String[] libraries, Method method) {
    if (export.fails() == Fails.MINUS_ONE && method.getReturnType() == int.class) {
      return Fails.MINUS_ONE_INT;
    }
    if (export.fails() != Fails.DEFAULT) {
      return export.fails();
    }
    List<String> dlls = List.of(libraries);
    if (dlls.stream().anyMatch(CRT::contains)) {
      return method.getReturnType() == long.class ? Fails.ERRNO_ZERO : Fails.ERRNO_MINUS_ONE;
    }
    boolean status = dlls.contains("ntdll") && method.getReturnType() == int.class;
    return status ? Fails.NTSTATUS : Fails.ZERO;
  }
}
