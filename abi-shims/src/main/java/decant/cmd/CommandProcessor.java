package decant.cmd;

import decant.nt.GuestThread;
import decant.nt.file.StandardHandles;
import java.io.ByteArrayOutputStream;
import java.util.Locale;

/**
 * The command processor that programs find as {@code cmd.exe}: what {@code system} and {@code
 * _popen}, batch files and {@code cmd /c} need of it.
 *
 * @see <a
 *     href="https://learn.microsoft.com/windows-server/administration/windows-commands/cmd">cmd</a>
 */
public final class CommandProcessor {
  private CommandProcessor() {}

  /**
   * Runs a command line as {@code cmd.exe} gets it; returns the exit code. Without {@code /c}, the
   * commands come from standard input.
   */
  public static int run(GuestThread t, String commandLine) {
    Interpreter cmd = new Interpreter(t);
    StandardHandles handles = StandardHandles.of(t.process);
    Io io =
        new Io(
            t.process,
            handles.get(StandardHandles.STD_INPUT_HANDLE),
            handles.get(StandardHandles.STD_OUTPUT_HANDLE),
            handles.get(StandardHandles.STD_ERROR_HANDLE),
            (ByteArrayOutputStream) null);
    try {
      String rest = options(commandLine);
      boolean strip = false;
      while (rest.startsWith("/") && rest.length() > 1) {
        char option = Character.toLowerCase(rest.charAt(1));
        rest = rest.substring(2);
        if (option == 'c' || option == 'k' || option == 'r') {
          cmd.line(command(t, rest, strip), io);
          if (option != 'k') {
            return cmd.errorLevel;
          }
          rest = "";
          break;
        }
        strip |= option == 's';
        cmd.echo &= option != 'q';
        if (rest.startsWith(":") || rest.startsWith("\"")) {
          int end = rest.indexOf(' ');
          rest = end < 0 ? "" : rest.substring(end);
        }
        rest = opened(rest.stripLeading());
      }
      interact(cmd, io);
      return cmd.errorLevel;
    } catch (Interpreter.Exit e) {
      return e.code;
    }
  }

  /**
   * The options and what follows: behind the program's name, unless the line begins with them.
   * Programs that quote their arguments one by one put the first and its command into quotation
   * marks, of which the opening one means nothing then.
   */
  private static String options(String line) {
    String all = line.stripLeading();
    String rest = isOption(all) ? all : behindName(all).stripLeading();
    return opened(rest);
  }

  /** What begins with an option, without the quotation mark before that. */
  private static String opened(String rest) {
    return rest.startsWith("\"") && isOption(rest) ? rest.substring(1) : rest;
  }

  private static boolean isOption(String text) {
    return text.startsWith("/") || text.startsWith("\"/");
  }

  private static String behindName(String line) {
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      quoted ^= c == '"';
      if (!quoted && (c == ' ' || c == '\t' || c == '/' && i > 0)) {
        return line.substring(i);
      }
    }
    return "";
  }

  /**
   * The command behind {@code /c}. Quotation marks around it go, unless they are around the name of
   * a program and there is nothing else special.
   */
  private static String command(GuestThread t, String rest, boolean strip) {
    String text = rest.stripLeading();
    if (!text.startsWith("\"")) {
      return text;
    }
    int last = text.lastIndexOf('"');
    if (!strip && text.indexOf('"', 1) == last && last > 0) {
      String inside = text.substring(1, last);
      boolean special = false;
      for (char c : "&<>()@^|".toCharArray()) {
        special |= text.indexOf(c) >= 0;
      }
      if (!special && inside.indexOf(' ') >= 0 && Names.program(t, inside) != null) {
        return text;
      }
    }
    return last == 0 ? text.substring(1) : text.substring(1, last) + text.substring(last + 1);
  }

  private static void interact(Interpreter cmd, Io io) {
    while (true) {
      if (cmd.echo) {
        io.print("\r\n" + cmd.files.currentDirectory() + ">");
      }
      String line = io.readLine();
      if (line == null) {
        return;
      }
      if (!line.strip().toLowerCase(Locale.ROOT).startsWith("rem")) {
        cmd.line(line, io);
      }
    }
  }
}
