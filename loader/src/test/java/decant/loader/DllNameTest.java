package decant.loader;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DllNameTest {
  @Test
  void anExtensionIsAddedToNamesWithoutOne() {
    assertThat(new DllName("Foo").file).isEqualTo("Foo.dll");
    assertThat(new DllName("c:\\a.b\\foo").full).isEqualTo("c:\\a.b\\foo.dll");
  }

  @Test
  void otherExtensionsStay() {
    assertThat(new DllName("winspool.drv").file).isEqualTo("winspool.drv");
    assertThat(new DllName("winspool.drv").library).isEqualTo("winspool.drv");
  }

  @Test
  void aTrailingFullStopMeansNoExtension() {
    assertThat(new DllName("foo.").file).isEqualTo("foo");
    assertThat(new DllName("foo.bar.").file).isEqualTo("foo.bar");
  }

  @Test
  void librariesAreInLowerCaseWithoutExtension() {
    assertThat(new DllName("KERNEL32.DLL").library).isEqualTo("kernel32");
    assertThat(new DllName("Kernel32").library).isEqualTo("kernel32");
    assertThat(new DllName("C:/Windows/System32/Kernel32.dll").library).isEqualTo("kernel32");
  }

  @Test
  void pathsAreToldFromNames() {
    assertThat(new DllName("foo.dll").hasPath).isFalse();
    assertThat(new DllName(".\\foo.dll").hasPath).isTrue();
    assertThat(new DllName("sub/foo.dll").hasPath).isTrue();
    assertThat(new DllName("sub/foo.dll").isAbsolute()).isFalse();
    assertThat(new DllName("c:\\foo.dll").isAbsolute()).isTrue();
    assertThat(new DllName("c:foo.dll").isAbsolute()).isFalse();
    assertThat(new DllName("\\\\server\\share\\foo.dll").isAbsolute()).isTrue();
  }
}
