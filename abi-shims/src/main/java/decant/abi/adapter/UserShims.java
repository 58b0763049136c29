package decant.abi.adapter;

import decant.abi.AdapterGroup;
import decant.abi.Declaration;
import decant.abi.Declarations;
import decant.abi.ExportIndex;
import decant.abi.Overlay;
import decant.abi.Text;
import decant.nt.process.ParentLink;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Shims in jars of the user's. Their exports are laid over the built-in index; their adapters are
 * those that the jar's build has made ({@link AdapterGenerator}), else are made when one is first
 * called.
 */
public final class UserShims {
  /** In Windows, one of the two only forwards to the other. */
  private static final Map<String, String> TWINS =
      Map.of("kernel32", "kernelbase", "kernelbase", "kernel32");

  private record Shim(ShimJar jar, Class<?> type, List<Declaration> declarations) {}

  private final ShimLoader loader;
  private final List<Shim> shims = new ArrayList<>();
  private final Map<String, String> exports = new HashMap<>();

  private UserShims(ShimLoader loader) {
    this.loader = loader;
  }

  /**
   * Opens jars and loads their shim classes, without initialising them.
   *
   * @param list host paths with colons between; a jar without shims is there for the others
   * @throws BadShimsException when one cannot be used
   */
  public static UserShims open(String list) {
    List<ShimJar> jars = new ArrayList<>();
    List<URL> urls = new ArrayList<>();
    for (String name : list.split(":")) {
      ShimJar jar = new ShimJar(name);
      jars.add(jar);
      try {
        urls.add(jar.file.toURI().toURL());
      } catch (MalformedURLException e) {
        throw new IllegalStateException(e);
      }
    }
    UserShims users = new UserShims(new ShimLoader(urls.toArray(new URL[0])));
    jars.forEach(users::add);
    if (users.shims.isEmpty()) {
      throw new BadShimsException(
          list
              + ": no class has an @Export method; a shim is a static method with"
              + " @decant.abi.Export, in a class with @decant.abi.Library");
    }
    return users;
  }

  /** Those that the user has named for this JVM, null when there are none. */
  public static UserShims ofUser() {
    String list = System.getProperty(ParentLink.SHIMS);
    return list == null ? null : open(list);
  }

  private void add(ShimJar jar) {
    for (Class<?> type : jar.load(loader)) {
      for (Shim s : shims) {
        if (s.type == type) {
          throw jar.bad(type.getName() + " is in " + s.jar.name + " too: name one of the jars");
        }
      }
      List<Declaration> declarations = Declaration.of(type);
      if (declarations.isEmpty()) {
        throw jar.bad(type.getName() + " has no @Export method: write one, or leave the class out");
      }
      for (Declaration d : declarations) {
        try {
          DeclarationRules.checkOfUser(d);
        } catch (BadDeclarationException e) {
          throw jar.bad(e.getMessage());
        }
        checkNames(jar, d);
      }
      shims.add(new Shim(jar, type, declarations));
    }
  }

  private void checkNames(ShimJar jar, Declaration d) {
    String method = d.type().getName() + "." + d.method().getName();
    for (String library : d.libraries()) {
      for (String name : d.names()) {
        String other = exports.put(library + "!" + name, method);
        if (other != null) {
          throw jar.bad(
              method + " exports " + library + "!" + name + ", as " + other + " does: keep one");
        }
      }
    }
  }

  /** The shim classes. */
  public List<Class<?>> types() {
    List<Class<?>> types = new ArrayList<>();
    shims.forEach(s -> types.add(s.type));
    return types;
  }

  /** The declarations of Decant's functions, and over them those of the jars. */
  public Declarations declarations() {
    Declarations all = Declarations.builtIn();
    types().forEach(all::add);
    return all;
  }

  /** All exports: Decant's, and over them those of the jars that the user has named. */
  public static ExportIndex exports() {
    UserShims users = ofUser();
    return users == null ? ExportIndex.load() : users.overlay().index();
  }

  /** Runs the static initialisers of the shim classes. */
  public void initialize() {
    shims.forEach(s -> s.jar.initialize(List.of(s.type)));
  }

  /** The exports laid over the built-in ones. */
  public Overlay overlay() {
    ExportIndex builtIn = ExportIndex.load();
    IndexWriter writer = IndexWriter.of(builtIn);
    for (Shim s : shims) {
      writer.group(s.type.getName() + "$$");
      for (Declaration d : s.declarations) {
        try {
          if (d.hasTwins()) {
            lay(writer, d, Text.ANSI);
            lay(writer, d, Text.WIDE);
          } else {
            lay(writer, d, null);
          }
        } catch (BadDeclarationException e) {
          throw s.jar.bad(e.getMessage());
        }
      }
    }
    AdapterGroup[] made = new AdapterGroup[shims.size()];
    return new Overlay(
        builtIn,
        new ExportIndex(writer.toBytes()),
        number -> {
          synchronized (made) {
            if (made[number] == null) {
              made[number] = adapters(shims.get(number));
            }
            return made[number];
          }
        });
  }

  private void lay(IndexWriter writer, Declaration d, Text twin) {
    int adapter = writer.adapter();
    for (String library : d.libraries()) {
      for (String name : d.names(twin)) {
        String owner = writer.named(library, d.ordinal());
        DeclarationRules.require(
            owner == null || owner.equals(name),
            d.method(),
            "has the ordinal " + d.ordinal() + ", which is that of " + library + "!" + owner);
        lay(writer, d, library, name, adapter);
        String other = TWINS.get(library);
        if (other != null && writer.has(other, name) && !exports.containsKey(other + "!" + name)) {
          lay(writer, d, other, name, adapter);
        }
      }
    }
  }

  private static void lay(
      IndexWriter writer, Declaration d, String library, String name, int adapter) {
    boolean data = d.isVariable();
    int value =
        data
            ? writer.data(library, d.variableSize())
            : AdapterGenerator.systemCall(library, name) + 1;
    int kind = data ? ExportIndex.DATA : ExportIndex.JAVA;
    writer.override(library, name, adapter, value, d.ordinal(), kind);
  }

  private AdapterGroup adapters(Shim s) {
    String name = s.type.getName() + AdapterWriter.SUFFIX;
    String mark = s.jar.types.get(s.type.getName());
    try {
      Class<?> group =
          mark.equals(ShimList.mark(s.declarations))
              ? Class.forName(name, true, loader)
              : make(s, s.type.getName() + "$$Loaded");
      return (AdapterGroup) group.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException | IOException e) {
      throw new IllegalStateException("no adapters of " + s.type.getName() + " can be made", e);
    }
  }

  private Class<?> make(Shim s, String name) throws IOException {
    Class<?>[] made = new Class<?>[1];
    AdapterWriter writer =
        new AdapterWriter((n, bytes) -> made[0] = loader.define(s.type, n, bytes));
    AdapterWriter.Group group = writer.new Group(name);
    s.declarations.forEach(group::add);
    group.save();
    return made[0];
  }
}
