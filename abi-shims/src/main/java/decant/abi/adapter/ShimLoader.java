package decant.abi.adapter;

import decant.abi.Export;
import java.net.URL;
import java.net.URLClassLoader;

/**
 * Loads the classes of the user's jars, all of them together, and the adapters that are made at
 * load time, each into the package of its shim class: so a shim need not be public.
 */
final class ShimLoader extends URLClassLoader {
  ShimLoader(URL[] jars) {
    super(jars, parent());
  }

  /** Who has Decant: in the product the boot loader, which the platform's asks too. */
  private static ClassLoader parent() {
    ClassLoader own = Export.class.getClassLoader();
    return own != null ? own : ClassLoader.getPlatformClassLoader();
  }

  Class<?> define(Class<?> beside, String name, byte[] classFile) {
    return defineClass(name, classFile, 0, classFile.length, beside.getProtectionDomain());
  }
}
