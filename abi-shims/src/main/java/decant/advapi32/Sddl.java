package decant.advapi32;

import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Text;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Win32Error;

/** sddl.h: security descriptors and identifiers as text. */
@Library("advapi32")
public final class Sddl {
  private static final int SDDL_REVISION_1 = 1;

  private Sddl() {}

  private static long allocated(GuestThread t, byte[] bytes) {
    long at = t.process.heap.allocateDirty(t, bytes.length);
    if (at == 0) {
      throw Win32Error.NOT_ENOUGH_MEMORY.exception();
    }
    Memory.write(at, bytes);
    return at;
  }

  /**
   * The self-relative descriptor that a string describes, in memory that {@code LocalFree} frees.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/sddl/nf-sddl-convertstringsecuritydescriptortosecuritydescriptorw">ConvertStringSecurityDescriptorToSecurityDescriptor</a>
   */
  @Export
  static boolean ConvertStringSecurityDescriptorToSecurityDescriptor(
      GuestThread t,
      Text text,
      String StringSecurityDescriptor,
      int StringSDRevision,
      @Out long SecurityDescriptor,
      @Out @Opt long SecurityDescriptorSize) {
    if (StringSecurityDescriptor == null || SecurityDescriptor == 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    if (StringSDRevision != SDDL_REVISION_1) {
      throw Win32Error.UNKNOWN_REVISION.exception();
    }
    byte[] bytes = SddlText.descriptor(StringSecurityDescriptor);
    Memory.putLong(SecurityDescriptor, allocated(t, bytes));
    if (SecurityDescriptorSize != 0) {
      Memory.putInt(SecurityDescriptorSize, bytes.length);
    }
    return true;
  }

  /** The SID that a string means, in memory that {@code LocalFree} frees. */
  @Export
  static boolean ConvertStringSidToSid(GuestThread t, Text text, String StringSid, @Out long Sid) {
    if (StringSid == null || Sid == 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    Memory.putLong(Sid, allocated(t, SddlText.sid(StringSid)));
    return true;
  }
}
