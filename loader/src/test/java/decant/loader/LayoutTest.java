package decant.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import decant.nt.GuestThread;
import decant.nt.ProcessParameters;
import decant.nt.SharedUserData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The offsets of Windows' structures against mingw-w64's headers, which document a part of them:
 * the compiler is asked to agree with each.
 */
class LayoutTest {
  private static final String COMPILER = "x86_64-w64-mingw32-gcc";

  @TempDir Path directory;

  private final StringBuilder source = new StringBuilder();

  private void field(String type, String field, long offset) {
    source.append("_Static_assert(__builtin_offsetof(").append(type).append(", ").append(field);
    source.append(") == ").append(offset).append(", \"").append(type).append('.').append(field);
    source.append("\");\n");
  }

  private void compile(String headers) throws IOException, InterruptedException {
    Path file = Files.writeString(directory.resolve("layout.c"), headers + source);
    run("-std=c11", "-fsyntax-only", "-idirafter", ddk(), file.toString());
  }

  /** Where the headers of the driver kit are, which include each other without their directory. */
  private String ddk() throws IOException, InterruptedException {
    Path file = Files.writeString(directory.resolve("where.c"), "#include <windows.h>\n");
    for (String word : run("-M", file.toString()).split("\\s+")) {
      if (word.endsWith("/windows.h")) {
        return Path.of(word).resolveSibling("ddk").toString();
      }
    }
    throw new AssertionError("the compiler has no windows.h");
  }

  private static String run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(COMPILER));
    command.addAll(List.of(arguments));
    Process compiler;
    try {
      compiler = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      return abort(COMPILER + " is not installed, so nothing is compared: " + e.getMessage());
    }
    String output = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(compiler.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(compiler.exitValue()).as(output).isZero();
    return output;
  }

  @Test
  void processAndThreadBlocks() throws Exception {
    field("NT_TIB", "StackBase", GuestThread.TEB_STACK_BASE);
    field("NT_TIB", "StackLimit", GuestThread.TEB_STACK_LIMIT);
    field("NT_TIB", "Self", GuestThread.TEB_SELF);
    field("TEB", "ProcessEnvironmentBlock", GuestThread.TEB_PEB);
    field("TEB", "TlsSlots", GuestThread.TEB_TLS_SLOTS);
    field("TEB", "TlsExpansionSlots", GuestThread.TEB_TLS_EXPANSION_SLOTS);
    field("PEB", "BeingDebugged", Peb.BEING_DEBUGGED);
    field("PEB", "Ldr", Peb.LDR);
    field("PEB", "ProcessParameters", Peb.PROCESS_PARAMETERS);
    field("PEB", "PostProcessInitRoutine", Peb.POST_PROCESS_INIT_ROUTINE);
    field("PEB", "SessionId", Peb.SESSION_ID);
    field("RTL_USER_PROCESS_PARAMETERS", "ImagePathName", ProcessParameters.IMAGE_PATH_NAME);
    field("RTL_USER_PROCESS_PARAMETERS", "CommandLine", ProcessParameters.COMMAND_LINE);
    field("UNICODE_STRING", "MaximumLength", UnicodeString.MAXIMUM_LENGTH);
    field("UNICODE_STRING", "Buffer", UnicodeString.BUFFER);
    compile("#include <windows.h>\n#include <winternl.h>\n");
  }

  @Test
  void loaderData() throws Exception {
    field("PEB_LDR_DATA", "InMemoryOrderModuleList", LdrLists.DATA_IN_MEMORY_ORDER);
    field("LDR_DATA_TABLE_ENTRY", "InMemoryOrderLinks", LdrLists.IN_MEMORY_ORDER);
    field("LDR_DATA_TABLE_ENTRY", "DllBase", LdrLists.DLL_BASE);
    field("LDR_DATA_TABLE_ENTRY", "FullDllName", LdrLists.FULL_DLL_NAME);
    field("LDR_DATA_TABLE_ENTRY", "TimeDateStamp", LdrLists.TIME_DATE_STAMP);
    compile("#include <windows.h>\n#include <winternl.h>\n");
  }

  @Test
  void sharedUserData() throws Exception {
    String type = "KUSER_SHARED_DATA";
    field(type, "TickCountMultiplier", SharedUserData.TICK_COUNT_MULTIPLIER);
    field(type, "InterruptTime", SharedUserData.INTERRUPT_TIME);
    field(type, "SystemTime", SharedUserData.SYSTEM_TIME);
    field(type, "ImageNumberLow", SharedUserData.IMAGE_NUMBER_LOW);
    field(type, "ImageNumberHigh", SharedUserData.IMAGE_NUMBER_HIGH);
    field(type, "NtSystemRoot", SharedUserData.NT_SYSTEM_ROOT);
    field(type, "LargePageMinimum", SharedUserData.LARGE_PAGE_MINIMUM);
    field(type, "NtProductType", SharedUserData.NT_PRODUCT_TYPE);
    field(type, "ProductTypeIsValid", SharedUserData.PRODUCT_TYPE_IS_VALID);
    field(type, "NtMajorVersion", SharedUserData.NT_MAJOR_VERSION);
    field(type, "NtMinorVersion", SharedUserData.NT_MINOR_VERSION);
    field(type, "ProcessorFeatures", SharedUserData.PROCESSOR_FEATURES);
    field(type, "SuiteMask", SharedUserData.SUITE_MASK);
    field(type, "ActiveConsoleId", SharedUserData.ACTIVE_CONSOLE_ID);
    field(type, "TickCount", SharedUserData.TICK_COUNT);
    field(type, "ActiveProcessorCount", SharedUserData.ACTIVE_PROCESSOR_COUNT);
    field(type, "ActiveGroupCount", SharedUserData.ACTIVE_GROUP_COUNT);
    compile("#include <ddk/ntddk.h>\n");
  }
}
