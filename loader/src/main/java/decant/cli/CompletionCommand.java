package decant.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;

/**
 * {@code decant completion}: a script made of the commands and options that there are. Names of
 * programs are completed, what the option parser's own script does not do.
 */
@Command(
    name = CompletionCommand.NAME,
    mixinStandardHelpOptions = true,
    description = {
      "Prints a script that has the shell complete commands, options and names of programs.",
      ""
    },
    footer = {
      "",
      "For this shell:  source <(decant completion bash)",
      "For bash always: decant completion bash > ~/.local/share/bash-completion/completions/decant",
      "For zsh always:  the first line in ~/.zshrc, with zsh in the place of bash"
    })
final class CompletionCommand implements Callable<Integer> {
  static final String NAME = "completion";

  /** The shells that there is a script for. */
  enum Shell {
    bash,
    zsh
  }

  @Parameters(paramLabel = "SHELL", description = "bash or zsh")
  private Shell shell;

  @Override
  public Integer call() {
    Output.print(script(DecantCommand.line(), shell));
    return 0;
  }

  static String script(CommandLine decant, Shell shell) {
    StringBuilder s = new StringBuilder();
    s.append("# Completion of decant: source <(decant completion ").append(shell).append(")\n");
    if (shell == Shell.zsh) {
      s.append("autoload -U +X compinit && compinit\n");
      s.append("autoload -U +X bashcompinit && bashcompinit\n");
    }
    CommandSpec top = decant.getCommandSpec();
    List<String> commands = new ArrayList<>(decant.getSubcommands().keySet());
    s.append(
        """
        _decant_programs() {
            local file
            while IFS= read -r file; do
                if [ -d "$file" ]; then COMPREPLY+=("$file/"); continue; fi
                case $file in
                    *.[Ee][Xx][Ee] | *.[Bb][Aa][Tt] | *.[Cc][Mm][Dd] | *.[Dd][Ll][Ll]) COMPREPLY+=("$file") ;;
                esac
            done < <(compgen -f -- "$1")
            compopt -o filenames 2> /dev/null
        }

        _decant() {
            local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command= i
            COMPREPLY=()
            if [ "$cur" = = ]; then cur=; else
                if [ "$prev" = = ]; then prev=${COMP_WORDS[COMP_CWORD-2]}; fi
            fi
            for ((i = 1; i < COMP_CWORD; i++)); do
                case ${COMP_WORDS[i]} in
        """);
    s.append("            ").append(String.join(" | ", valued(top))).append(")\n");
    s.append(
        """
                        i=$((i + 1))
                        if [ "${COMP_WORDS[i]}" = = ]; then i=$((i + 1)); fi ;;
                    -*) ;;
                    *) command=${COMP_WORDS[i]}; break ;;
                esac
            done
            case $command in
                "")
        """);
    words(
        s,
        top,
        "_decant_programs \"$cur\"\n            COMPREPLY+=($(compgen -W \""
            + String.join(" ", commands)
            + "\" -- \"$cur\"))");
    for (Map.Entry<String, CommandLine> command : decant.getSubcommands().entrySet()) {
      s.append("        ").append(command.getKey()).append(")\n");
      words(s, command.getValue().getCommandSpec(), operands(command.getKey(), commands));
    }
    s.append(
        """
                *) COMPREPLY=($(compgen -f -- "$cur")); compopt -o filenames 2> /dev/null ;;
            esac
        }

        complete -F _decant decant ./decant
        """);
    return s.toString();
  }

  /** What completes the words of a command that are no options. */
  private static String operands(String command, List<String> commands) {
    String words =
        switch (command) {
          case "help" -> String.join(" ", commands);
          case NAME -> "bash zsh";
          default -> null;
        };
    return words == null
        ? "_decant_programs \"$cur\""
        : "COMPREPLY=($(compgen -W \"" + words + "\" -- \"$cur\"))";
  }

  /** The cases of one command: the value of an option, an option, or another word. */
  private static void words(StringBuilder s, CommandSpec command, String operands) {
    String in = "            ";
    s.append(in).append("case $prev in\n");
    List<String> options = new ArrayList<>();
    for (OptionSpec option : command.options()) {
      if (option.hidden()) {
        continue;
      }
      options.addAll(List.of(option.names()));
      if (option.arity().max() > 0) {
        s.append(in).append("    ").append(String.join(" | ", option.names())).append(") ");
        if (option.completionCandidates() != null) {
          s.append("COMPREPLY=($(compgen -W \"");
          s.append(String.join(" ", option.completionCandidates()));
          s.append("\" -- \"$cur\")); return ;;\n");
        } else {
          s.append("COMPREPLY=($(compgen -f -- \"$cur\"));");
          s.append(" compopt -o filenames 2> /dev/null; return ;;\n");
        }
      }
    }
    s.append(in).append("esac\n").append(in).append("case $cur in\n");
    s.append(in).append("    -*) COMPREPLY=($(compgen -W \"").append(String.join(" ", options));
    s.append("\" -- \"$cur\")) ;;\n").append(in).append("    *) ").append(operands);
    s.append(" ;;\n").append(in).append("esac ;;\n");
  }

  /** The options whose value may be the next word. */
  private static List<String> valued(CommandSpec command) {
    List<String> names = new ArrayList<>();
    for (OptionSpec option : command.options()) {
      if (option.arity().min() > 0) {
        names.addAll(List.of(option.names()));
      }
    }
    return names;
  }
}
