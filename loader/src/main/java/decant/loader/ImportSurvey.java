package decant.loader;

import decant.host.Bytes;
import decant.loader.pe.BadImageException;
import decant.loader.pe.ExportTable;
import decant.loader.pe.ImportedDll;
import decant.loader.pe.PeImage;
import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a program imports, and the DLLs beside it that it uses, and theirs: found out from the files
 * alone, nothing is run. Delay-loaded DLLs count, API sets are resolved, and so are exports that
 * are forwarded.
 */
public final class ImportSurvey {
  private static final int MAX_FILES = 1000;
  private static final int MAX_FORWARDS = 8;

  /** Where an import leads. */
  public enum Answer {
    /** To a function of a built-in library. */
    BUILT_IN,
    /** To a library of Windows' that lacks the function, or that Decant lacks. */
    MISSING,
    /** To a DLL beside the program that does not export it. */
    NOT_EXPORTED,
    /** To a DLL that is nowhere. */
    NO_SUCH_DLL
  }

  /**
   * One imported function.
   *
   * @param importer the name of the file
   * @param library what is to answer: as built-in libraries are named, or the DLL's file name
   * @param function its name, or {@code #ordinal}; null for {@link Answer#NO_SUCH_DLL}
   * @param delayed whether the DLL is loaded at the first call only
   */
  public record Import(
      String importer, String library, String function, boolean delayed, Answer answer) {}

  private final BuiltinSources sources;
  private final Set<Import> imports = new LinkedHashSet<>();
  private final Set<String> files = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
  private final List<String> problems = new ArrayList<>();

  private ImportSurvey(String program) {
    sources = new BuiltinSources(program);
  }

  /**
   * Looks at a program or DLL.
   *
   * @param program a host path
   * @throws CannotRunException when that file cannot be read, or is no image that can be run
   */
  public static ImportSurvey of(String program) throws CannotRunException {
    return ImageReader.read(
        program,
        bytes -> {
          ImportSurvey survey = new ImportSurvey(program);
          survey.files.add(new File(program).getName());
          survey.look(bytes, program);
          return survey;
        });
  }

  /** All imports but those that files beside the program answer. */
  public Set<Import> imports() {
    return imports;
  }

  /** The names of the files that were looked at; the program is one of them. */
  public Set<String> files() {
    return files;
  }

  /** What is wrong with files beside the program: sentences. */
  public List<String> problems() {
    return problems;
  }

  private void look(Bytes bytes, String file) {
    PeImage image = PeImage.parse(bytes, file);
    String name = new File(file).getName();
    image.imports().forEach(dll -> imports(name, dll));
    image.delayImports().forEach(dll -> imports(name, dll));
  }

  private void imports(String importer, ImportedDll dll) {
    if (sources.source(dll.dll()) == null) {
      String name = new DllName(dll.dll()).file;
      imports.add(new Import(importer, name, null, dll.delayed(), Answer.NO_SUCH_DLL));
      return;
    }
    for (ImportedDll.Symbol s : dll.symbols()) {
      resolve(new Request(importer, dll.delayed()), dll.dll(), s.name(), s.ordinal(), 0);
    }
    if (dll.symbols().isEmpty() && sources.source(dll.dll()) == Inspect.Source.BESIDE) {
      beside(sources.beside(new DllName(dll.dll())));
    }
  }

  /** Who asks for a function. */
  private record Request(String importer, boolean delayed) {
    Import to(String library, String function, Answer answer) {
      return new Import(importer, library, function, delayed, answer);
    }
  }

  private void resolve(Request request, String dll, String name, int ordinal, int forwards) {
    DllName wanted = new DllName(dll);
    String shown = name == null ? "#" + ordinal : name;
    Inspect.Source source = sources.source(dll);
    if (source == null) {
      imports.add(request.to(wanted.file, null, Answer.NO_SUCH_DLL));
    } else if (source != Inspect.Source.BESIDE) {
      BuiltinSources.Export export = sources.export(wanted, name, ordinal);
      imports.add(
          export == null
              ? request.to(BuiltinSources.library(wanted), shown, Answer.MISSING)
              : request.to(export.library(), export.function(), Answer.BUILT_IN));
    } else {
      File file = sources.beside(wanted);
      beside(file);
      String forwarder = forwarder(file, name, ordinal);
      if (forwarder == null) {
        imports.add(request.to(file.getName(), shown, Answer.NOT_EXPORTED));
      } else if (!forwarder.isEmpty() && forwards < MAX_FORWARDS) {
        int dot = forwarder.lastIndexOf('.');
        String target = forwarder.substring(dot + 1);
        boolean number = target.matches("#\\d{1,5}");
        resolve(
            request,
            forwarder.substring(0, Math.max(0, dot)),
            number ? null : target,
            number ? Integer.parseInt(target.substring(1)) : 0,
            forwards + 1);
      }
    }
  }

  /** Looks at a DLL beside the program, once. */
  private void beside(File file) {
    if (files.size() < MAX_FILES && files.add(file.getName())) {
      try {
        ImageReader.read(
            file.getPath(),
            bytes -> {
              look(bytes, file.getPath());
              return null;
            });
      } catch (CannotRunException e) {
        problems.add(e.getMessage());
      }
    }
  }

  /**
   * What an export of a DLL beside the program is forwarded to; empty when it is its own, null when
   * there is none.
   */
  private static String forwarder(File file, String name, int ordinal) {
    try {
      return ImageReader.read(
          file.getPath(),
          bytes -> {
            ExportTable table = PeImage.parse(bytes, file.getPath()).exports();
            ExportTable.Export export =
                table == null ? null : name != null ? table.find(name) : table.find(ordinal);
            return export == null ? null : export.forwarder() == null ? "" : export.forwarder();
          });
    } catch (CannotRunException | BadImageException e) {
      return ""; // said already: it cannot be read at all
    }
  }
}
