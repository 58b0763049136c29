package decant.loader;

import decant.host.Bytes;
import decant.loader.pe.BadImageException;
import decant.loader.pe.DebugInfo;
import decant.loader.pe.ExportTable;
import decant.loader.pe.ImportedDll;
import decant.loader.pe.Machine;
import decant.loader.pe.PeHeaders;
import decant.loader.pe.PeImage;
import decant.loader.pe.Relocations;
import decant.loader.pe.ResourceTable;
import decant.loader.pe.Section;
import decant.loader.pe.TlsDirectory;
import java.util.List;
import java.util.Locale;

/** Says what a Windows program or DLL is, for people: {@code decant inspect}. */
public final class Inspect {
  private static final int RUNTIME_FUNCTION = 12;
  private static final int LINE = 100;
  private static final int MAX_EXPORTS_SHOWN = 200;
  private static final int UTF_BOUND = 0x7F;

  /** What Decant can answer imports with. */
  public interface Available {
    /** Where an imported DLL comes from: null when it is nowhere. */
    Source source(String dll);

    /** Whether a built-in library has a function; by ordinal where {@code name} is null. */
    boolean has(String dll, String name, int ordinal);
  }

  /** Where an imported DLL comes from. */
  public enum Source {
    /** Decant's own. */
    BUILT_IN("built in"),
    /** A file beside the program. */
    BESIDE("beside the program"),
    /** A library of Windows' that Decant lacks: its functions end the program when called. */
    LACKING("part of Windows, not in Decant");

    private final String text;

    Source(String text) {
      this.text = text;
    }
  }

  private final PeImage image;
  private final Available available;
  private final StringBuilder out = new StringBuilder();

  private Inspect(PeImage image, Available available) {
    this.image = image;
    this.available = available;
  }

  /**
   * Describes a file.
   *
   * @param file its bytes
   * @param name how the text calls it
   * @throws BadImageException when it is no Windows image or is damaged
   */
  public static String describe(Bytes file, String name, Available available) {
    Inspect inspect = new Inspect(PeImage.read(file, name), available);
    inspect.headers(file.size());
    inspect.sections();
    inspect.imports("imports", inspect.image.imports());
    inspect.imports("delay-loaded imports", inspect.image.delayImports());
    inspect.exports();
    inspect.rest();
    return inspect.out.toString();
  }

  /**
   * Describes a file.
   *
   * @param file a host path
   */
  public static String describe(String file) throws CannotRunException {
    return ImageReader.read(file, bytes -> describe(bytes, file, new BuiltinSources(file)));
  }

  private void headers(long fileSize) {
    PeHeaders h = image.headers();
    out.append(image.name()).append(": ").append(Machine.subsystem(h.subsystem)).append(' ');
    out.append(image.isDll() ? "DLL" : "program");
    out.append(" for ").append(Machine.name(h.machine));
    out.append(image.isDotNet() ? ", .NET" : "").append(h.plus ? " (PE32+), " : " (PE32), ");
    out.append(fileSize).append(" bytes\n");
    String obstacle = obstacle();
    if (obstacle != null) {
      field("cannot run").append(obstacle).append('\n');
    }
    field("entry");
    if (h.entryPoint == 0) {
      out.append("none");
    } else {
      hex(h.imageBase + h.entryPoint);
    }
    out.append('\n');
    field("base");
    hex(h.imageBase).append(", ");
    hex(h.sizeOfImage).append(" bytes, ");
    int relocations = Relocations.check(image);
    if (image.isFixed()) {
      out.append("cannot be moved\n");
    } else {
      out.append(relocations).append(relocations == 1 ? " relocation\n" : " relocations\n");
    }
    field("stack");
    hex(h.sizeOfStackReserve).append(" reserved, ");
    hex(h.sizeOfStackCommit).append(" committed\n");
    field("made for");
    out.append("Windows ").append(h.majorSubsystemVersion).append('.');
    out.append(h.minorSubsystemVersion).append('\n');
  }

  /** Why the image cannot be loaded, or null. */
  private String obstacle() {
    try {
      PeImage.parse(image.memory(), image.name());
      return null;
    } catch (BadImageException e) {
      return e.getMessage();
    }
  }

  private void sections() {
    out.append("sections\n");
    for (Section s : image.sections()) {
      out.append("  ").append(s.name());
      pad(11, s.name().length());
      hex(image.imageBase() + s.address());
      out.append(
          String.format(Locale.ROOT, "  %9d bytes, %9d in the file  ", s.size(), s.rawSize()));
      out.append(s.access()).append('\n');
    }
  }

  private void imports(String title, List<ImportedDll> dlls) {
    if (dlls.isEmpty()) {
      return;
    }
    out.append(title).append('\n');
    for (ImportedDll dll : dlls) {
      Source source = available.source(dll.dll());
      text(out.append("  "), dll.dll());
      pad(24, dll.dll().length());
      int count = dll.symbols().size();
      out.append(count).append(count == 1 ? " function, " : " functions, ");
      out.append(source == null ? "NOT FOUND" : source.text);
      if (source == Source.BUILT_IN) {
        missing(dll);
      }
      out.append('\n');
    }
  }

  private void missing(ImportedDll dll) {
    int missing = 0;
    StringBuilder names = new StringBuilder();
    int line = 0;
    for (ImportedDll.Symbol s : dll.symbols()) {
      if (!available.has(dll.dll(), s.name(), s.ordinal())) {
        missing++;
        String name = s.toString();
        if (line == 0 || line + name.length() > LINE) {
          names.append("\n      ");
          line = 6;
        }
        text(names, name).append(' ');
        line += name.length() + 1;
      }
    }
    if (missing > 0) {
      out.append(", ").append(missing).append(" missing:").append(names.toString().stripTrailing());
    }
  }

  private void exports() {
    ExportTable table = image.exports();
    if (table == null) {
      return;
    }
    out.append("exports\n  ");
    text(out, table.dllName());
    out.append(": ").append(table.nameCount()).append(" names, ");
    out.append(table.ordinalCount()).append(" ordinals from ").append(table.ordinalBase());
    int line = LINE;
    int shown = Math.min(table.nameCount(), MAX_EXPORTS_SHOWN);
    for (int i = 0; i < shown; i++) {
      ExportTable.Export export = table.find(table.ordinal(i));
      String forwarder = export == null ? null : export.forwarder();
      String name = table.name(i) + (forwarder == null ? "" : " -> " + forwarder);
      if (line + name.length() > LINE) {
        out.append("\n     ");
        line = 5;
      }
      text(out.append(' '), name).append(i + 1 < shown ? "," : "");
      line += name.length() + 2;
    }
    if (shown < table.nameCount()) {
      out.append("\n      and ").append(table.nameCount() - shown).append(" more");
    }
    out.append('\n');
  }

  private void rest() {
    TlsDirectory tls = image.tls();
    if (tls != null) {
      field("thread data").append(tls.templateSize() + tls.zeroFill()).append(" bytes, ");
      out.append(tls.callbacks().length).append(" callbacks\n");
    }
    long unwind = image.directorySize(PeImage.DIRECTORY_EXCEPTION) / RUNTIME_FUNCTION;
    if (unwind > 0) {
      field("unwind data").append(unwind).append(" functions\n");
    }
    ResourceTable resources = ResourceTable.of(image);
    if (resources != null) {
      field("resources");
      String separator = "";
      for (ResourceTable.Type type : resources.types()) {
        text(out.append(separator), resource(type)).append(" (").append(type.count()).append(')');
        separator = ", ";
      }
      out.append('\n');
      String version = resources.fileVersion();
      if (version != null) {
        field("version").append(version).append('\n');
      }
    }
    String pdb = DebugInfo.pdb(image);
    if (pdb != null) {
      text(field("symbols"), pdb).append('\n');
    }
    if (image.directoryAddress(PeImage.DIRECTORY_SECURITY) != 0) {
      field("signature").append("yes (not checked)\n");
    }
  }

  private static String resource(ResourceTable.Type type) {
    return switch (type.id()) {
      case -1 -> '"' + type.name() + '"';
      case 1 -> "cursor";
      case 2 -> "bitmap";
      case 3 -> "icon";
      case 4 -> "menu";
      case 5 -> "dialog";
      case 6 -> "string table";
      case 9 -> "accelerators";
      case 10 -> "raw data";
      case 11 -> "message table";
      case 12 -> "cursor group";
      case 14 -> "icon group";
      case ResourceTable.TYPE_VERSION -> "version";
      case 24 -> "manifest";
      default -> "type " + type.id();
    };
  }

  private StringBuilder field(String title) {
    out.append(title);
    pad(13, title.length());
    return out;
  }

  private void pad(int width, int used) {
    for (int i = used; i < width; i++) {
      out.append(' ');
    }
    if (used >= width) {
      out.append(' ');
    }
  }

  private StringBuilder hex(long value) {
    return out.append("0x").append(Long.toHexString(value));
  }

  /** Appends what a file says without what would confuse a terminal. */
  private static StringBuilder text(StringBuilder to, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      to.append(c < ' ' || c >= UTF_BOUND && c < 0xA0 ? '?' : c);
    }
    return to;
  }
}
