package decant.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code decant man}: the manual page, made of the commands and options that there are. */
@Command(
    name = ManCommand.NAME,
    mixinStandardHelpOptions = true,
    description = {"Prints the manual page of decant, for man.", ""},
    footer = {
      "",
      "To read it:    decant man | man -l -",
      "To install it: decant man > ~/.local/share/man/man1/decant.1"
    })
final class ManCommand implements Callable<Integer> {
  static final String NAME = "man";

  /** What the launcher reads; it is no part of the option parser's model. */
  private static final String[][] ENVIRONMENT = {
    {
      "DECANT_JAVA_HOME",
      "the JDK to use, 25 or newer; otherwise that of JAVA_HOME, of /usr/lib/jvm, or of PATH"
    },
    {"DECANT_JAVA_OPTS", "more options for the JVM"},
    {"NO_COLOR", "help without colours, also on a terminal"},
    {"TMPDIR", "the directory that programs find as TEMP"}
  };

  private static final String[][] EXAMPLES = {
    {"decant tool.exe --version", "run a program"},
    {"decant api --missing tool.exe", "see beforehand what it would miss"},
    {"decant -C /data --env LANG=en tool.exe *.txt", "run it elsewhere, with a variable"},
    {"decant doctor", "see whether this machine has what is needed"}
  };

  @Override
  public Integer call() {
    Output.print(page(DecantCommand.line()));
    return 0;
  }

  static String page(CommandLine decant) {
    StringBuilder s = new StringBuilder();
    s.append(".\\\" Written by: ./decant man > docs/decant.1\n");
    s.append(".TH DECANT 1 \"\" \"Decant\" \"User Commands\"\n");
    s.append(".SH NAME\ndecant \\- run Windows x86\\-64 console programs on Linux\n");
    CommandSpec top = decant.getCommandSpec();
    s.append(".SH SYNOPSIS\n");
    synopsis(s, top);
    s.append(".SH DESCRIPTION\n");
    lines(s, top.usageMessage().description());
    lines(s, top.usageMessage().footer());
    s.append(".SH OPTIONS\n");
    options(s, top);
    s.append(".SH COMMANDS\n");
    for (Map.Entry<String, CommandLine> command : decant.getSubcommands().entrySet()) {
      CommandSpec spec = command.getValue().getCommandSpec();
      if (spec.usageMessage().hidden() || command.getKey().equals("help")) {
        continue;
      }
      s.append(".SS ").append(text("decant " + command.getKey())).append('\n');
      synopsis(s, spec);
      lines(s, spec.usageMessage().description());
      options(s, spec);
      lines(s, spec.usageMessage().footer());
      exitCodes(s, spec, ".PP\nExit codes:\n");
    }
    exitCodes(s, top, ".SH EXIT STATUS\n");
    table(s, "ENVIRONMENT", ENVIRONMENT);
    table(s, "EXAMPLES", EXAMPLES);
    return s.toString();
  }

  private static void synopsis(StringBuilder s, CommandSpec spec) {
    String[] custom = spec.usageMessage().customSynopsis();
    List<String> lines = new ArrayList<>();
    if (custom.length > 0) {
      lines.addAll(List.of(custom));
    } else {
      StringBuilder line = new StringBuilder(spec.qualifiedName());
      line.append(spec.options().size() > 2 ? " [OPTIONS]" : "");
      for (PositionalParamSpec p : spec.positionalParameters()) {
        line.append(' ').append(p.paramLabel());
      }
      lines.add(line.toString());
    }
    String separator = "";
    for (String line : lines) {
      String[] words = line.strip().split(" ", 2);
      s.append(separator).append(".B ").append(text(words[0])).append('\n');
      s.append(words.length > 1 ? text(words[1]) + "\n" : "");
      separator = ".br\n";
    }
  }

  private static void options(StringBuilder s, CommandSpec spec) {
    for (OptionSpec option : spec.options()) {
      boolean help = option.usageHelp() || option.versionHelp();
      if (option.hidden() || help && spec.parent() != null) {
        continue;
      }
      s.append(".TP\n");
      List<String> names = new ArrayList<>();
      for (String name : option.names()) {
        String value = "";
        if (option.arity().max() > 0) {
          String label = "\\fI" + text(option.paramLabel()) + "\\fR";
          boolean optional = option.arity().min() == 0;
          value = optional ? "[=" + label + "]" : name.startsWith("--") ? "=" + label : " " + label;
        }
        names.add("\\fB" + text(name) + "\\fR" + value);
      }
      s.append(String.join(", ", names)).append('\n');
      s.append(text(String.join(" ", option.description()))).append('\n');
    }
  }

  private static void exitCodes(StringBuilder s, CommandSpec spec, String heading) {
    Map<String, String> codes = spec.usageMessage().exitCodeList();
    if (!codes.isEmpty()) {
      s.append(heading);
      codes.forEach(
          (code, meaning) -> {
            s.append(".TP\n.B ").append(text(code)).append('\n');
            s.append(text(meaning)).append('\n');
          });
    }
  }

  private static void table(StringBuilder s, String heading, String[][] rows) {
    s.append(".SH ").append(heading).append('\n');
    for (String[] row : rows) {
      s.append(".TP\n.B ").append(text(row[0])).append('\n').append(text(row[1])).append('\n');
    }
  }

  /** Lines of text; an empty one, or one that begins with blanks, begins a paragraph. */
  private static void lines(StringBuilder s, String[] lines) {
    for (String line : lines) {
      String plain = Ansi.OFF.string(line.replace("%n", "\n")).strip();
      if (!plain.isEmpty()) {
        s.append(".PP\n").append(text(plain)).append('\n');
      }
    }
  }

  /** Text as roff has it: nothing of it is a request, and hyphens can be copied. */
  static String text(String text) {
    String s = text.replace("\\", "\\e").replace("-", "\\-").replace("…", "...");
    return s.startsWith(".") || s.startsWith("'") ? "\\&" + s : s;
  }
}
