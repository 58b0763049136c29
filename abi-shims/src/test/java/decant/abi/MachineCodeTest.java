package decant.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import decant.abi.seh.ExceptionFrame;
import decant.abi.seh.VectoredHandlers;
import decant.host.Memory;
import decant.nt.SystemCallTable;
import decant.nt.ThreadBlock;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineCodeTest {
  private static final Path ASM = Path.of("src/main/asm");
  private static final Pattern SET =
      Pattern.compile("^\\.set (\\w+),\\s+(-?)(0x[0-9a-f]+|\\d+)\\b", Pattern.MULTILINE);

  /** Constants of ThreadBlock that machine code has no use for. */
  private static final Set<String> JAVA_ONLY =
      Set.of("SIZE", "SCRATCH", "SCRATCH_SIZE", "SIGNAL_STACK", "SIGNAL_STACK_SIZE");

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = MachineCode.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  @Test
  void committedBlobIsWhatTheSourcesAssembleTo(@TempDir Path out) throws Exception {
    for (String tool : new String[] {"as", "ld", "objcopy", "objdump", "nm"}) {
      boolean found = false;
      for (String directory : System.getenv("PATH").split(File.pathSeparator)) {
        found |= Files.isExecutable(Path.of(directory, tool));
      }
      assumeTrue(found, tool + " is not installed");
    }
    Process build =
        new ProcessBuilder("sh", ASM.resolve("build.sh").toString(), out.toString())
            .redirectErrorStream(true)
            .start();
    String messages = new String(build.getInputStream().readAllBytes());
    assertThat(build.waitFor()).as(messages).isZero();
    assertThat(Files.readString(out.resolve("code.sym")))
        .isEqualTo(new String(resource("code.sym")));
    assertThat(Files.readAllBytes(out.resolve("code.bin"))).isEqualTo(resource("code.bin"));
  }

  @Test
  void layoutOfTheThreadBlockIsTheSameInJavaAndAssembly() throws Exception {
    Map<String, Long> layout = layout();
    for (Field field : ThreadBlock.class.getDeclaredFields()) {
      if (field.getType() == int.class && !JAVA_ONLY.contains(field.getName())) {
        assertThat(layout)
            .as("layout.inc, TB_" + field.getName())
            .containsEntry("TB_" + field.getName(), (long) field.getInt(null));
      }
    }
  }

  @Test
  void layoutOfExceptionsIsTheSameInJavaAndAssembly() throws Exception {
    Map<String, Long> layout = layout();
    assertThat(layout)
        .containsEntry("DF_POINTERS", constant(ExceptionFrame.class, "POINTERS"))
        .containsEntry("DF_RECORD", constant(ExceptionFrame.class, "RECORD"))
        .containsEntry("DF_MACHINE", constant(ExceptionFrame.class, "MACHINE_FRAME"))
        .containsEntry("CTX_EX_XSTATE", constant(ExceptionFrame.class, "EX_XSTATE"))
        .containsEntry("HN_NEXT", constant(VectoredHandlers.class, "NEXT"))
        .containsEntry("HN_FUNCTION", constant(VectoredHandlers.class, "FUNCTION"));
  }

  private static long constant(Class<?> type, String name) throws ReflectiveOperationException {
    Field field = type.getDeclaredField(name);
    field.setAccessible(true);
    return field.getInt(null);
  }

  @Test
  void placesAndSizesAreTheSameInJavaAndAssembly() throws Exception {
    Map<String, Long> layout = layout();
    assertThat(layout).containsEntry("GUEST_CODE", Memory.CODE);
    assertThat(layout).containsEntry("GUEST_LIMIT_HI", Memory.LIMIT >> 32);
    assertThat(layout).containsEntry("SYSTEM_CALLS", (long) SystemCallTable.SIZE);
    assertThat(layout).containsEntry("NATIVE_METHODS_SIZE", (long) NativeMethods.SIZE);
  }

  @Test
  void thereIsASlotForEverySlowPathAndAnEntryForEverySlot() {
    Map<String, Integer> symbols = MachineCode.readSymbols();
    assertThat(symbols.keySet().stream().filter(s -> s.startsWith("slow_")))
        .isNotEmpty()
        .allSatisfy(s -> assertThat(symbols).containsKey(s.substring("slow_".length())));
  }

  /** The constants of layout.inc. */
  static Map<String, Long> layout() throws IOException {
    Map<String, Long> constants = new HashMap<>();
    Matcher m = SET.matcher(Files.readString(ASM.resolve("layout.inc")));
    while (m.find()) {
      long value = Long.decode(m.group(3));
      constants.put(m.group(1), m.group(2).isEmpty() ? value : -value);
    }
    return constants;
  }
}
