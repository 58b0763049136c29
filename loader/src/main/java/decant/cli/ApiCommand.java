package decant.cli;

import decant.abi.Declarations;
import decant.abi.Support;
import decant.abi.adapter.BadShimsException;
import decant.abi.adapter.UserShims;
import decant.coverage.Coverage;
import decant.coverage.CoveragePage;
import decant.coverage.CoverageText;
import decant.coverage.MissingReport;
import decant.loader.CannotRunException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code decant api}: which functions of Windows there are, and what programs lack. */
@Command(
    name = ApiCommand.NAME,
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Says which functions of Windows there are and how much of each, or what a program imports"
          + " that is missing.",
      ""
    },
    customSynopsis = {
      "decant api [--format FORMAT] [--support SUPPORT] [PATTERN...]",
      "       decant api --missing [--format FORMAT] PROGRAM..."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done; with --missing: nothing is missing",
      "1:no function is called that; with --missing: something is missing",
      "2:wrong options",
      "126:a program cannot be read, or is none for Windows on x86-64",
      "127:a program was not found"
    },
    footer = {
      "",
      "PATTERN is a library (kernel32), a function, or both (kernel32!*File*), with * and ?."
          + " Without one, libraries are listed with counts; '*' means all functions.",
      "What a program asks for by name while it runs is not among its imports; decant trace shows"
          + " that."
    })
final class ApiCommand implements Callable<Integer> {
  static final String NAME = "api";

  /** How the answer is written. */
  enum Format {
    text,
    json,
    csv,
    html
  }

  /** How much there is of a function. */
  enum Degree {
    full,
    partial,
    stub,
    never;

    Support support() {
      return Support.valueOf(name().toUpperCase(java.util.Locale.ROOT));
    }
  }

  @Spec private CommandSpec spec;

  @Option(
      names = "--missing",
      description =
          "what programs, and the DLLs beside them, import that is missing, partial or a stub")
  private boolean missing;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "text, json, csv or html (default: text)")
  private Format format = Format.text;

  @Option(
      names = "--support",
      paramLabel = "SUPPORT",
      split = ",",
      description =
          "only functions of this support: full, partial, stub or never; a list with commas")
  private List<Degree> support = List.of();

  @Parameters(paramLabel = "PATTERN", arity = "0..*", hidden = true)
  private List<String> words = List.of();

  @Override
  public Integer call() {
    try {
      UserShims users = UserShims.ofUser();
      Declarations declarations = users == null ? Declarations.builtIn() : users.declarations();
      return missing ? missing(declarations) : coverage(declarations);
    } catch (BadShimsException e) {
      return Problems.report(
          new CannotRunException(CannotRunException.NOT_RUNNABLE, e.getMessage()));
    }
  }

  private int coverage(Declarations declarations) {
    Set<Support> degrees = EnumSet.noneOf(Support.class);
    support.forEach(d -> degrees.add(d.support()));
    Coverage all = Coverage.of(declarations);
    Coverage some;
    try {
      some = all.only(words, degrees);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
    Output.print(
        switch (format) {
          case text ->
              words.isEmpty() && degrees.isEmpty()
                  ? CoverageText.summary(all)
                  : CoverageText.table(some);
          case json -> CoverageText.json(some);
          case csv -> CoverageText.csv(some);
          case html -> CoveragePage.of(some, "../");
        });
    return some.rows().isEmpty() ? 1 : 0;
  }

  private int missing(Declarations declarations) {
    if (words.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--missing needs the name of a program");
    }
    if (!support.isEmpty() || format != Format.text && format != Format.json) {
      throw new ParameterException(
          spec.commandLine(), "--missing goes together with --format text or json only");
    }
    MissingReport report = new MissingReport(declarations);
    int exitCode = 0;
    for (String program : words) {
      try {
        report.add(program);
      } catch (CannotRunException e) {
        int code = Problems.report(e);
        exitCode = exitCode == 0 ? code : exitCode;
      }
    }
    Output.print(format == Format.json ? report.json() : report.text());
    return exitCode != 0 ? exitCode : report.isMissing() ? 1 : 0;
  }
}
