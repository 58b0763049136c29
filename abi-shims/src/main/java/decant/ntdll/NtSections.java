package decant.ntdll;

import decant.abi.Export;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Handles;
import decant.nt.NtStatus;
import decant.nt.file.IoObject;
import decant.nt.memory.SectionObject;

/** Sections of ntifs.h and wdm.h. */
@Library("ntdll")
public final class NtSections {
  private static final int SUCCESS = 0;
  private static final int BASIC_SIZE = 24;
  private static final String OWN_PROCESS = "Only for the calling process.";

  private NtSections() {}

  /**
   * Makes a section.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows-hardware/drivers/ddi/ntifs/nf-ntifs-ntcreatesection">NtCreateSection</a>
   */
  @Export(
      value = {"NtCreateSection", "ZwCreateSection"},
      support = Support.PARTIAL,
      note = "No images (SEC_IMAGE) and no large pages.")
  static int NtCreateSection(
      GuestThread t,
      @Out long SectionHandle,
      int DesiredAccess,
      @In @Opt long ObjectAttributes,
      @In @Opt long MaximumSize,
      int SectionPageProtection,
      int AllocationAttributes,
      @Opt @Handle long FileHandle) {
    IoObject file =
        FileHandle == 0 ? null : SectionObject.file(t, FileHandle, SectionPageProtection);
    long maximum = MaximumSize == 0 ? 0 : Memory.getLong(MaximumSize);
    return decant.ntdll.ObjectAttributes.create(
        t,
        SectionHandle,
        DesiredAccess,
        ObjectAttributes,
        SectionObject.class,
        () -> SectionObject.create(t, file, maximum, SectionPageProtection, AllocationAttributes));
  }

  @Export({"NtOpenSection", "ZwOpenSection"})
  static int NtOpenSection(
      GuestThread t, @Out long SectionHandle, int DesiredAccess, @In long ObjectAttributes) {
    return decant.ntdll.ObjectAttributes.open(
        t, SectionHandle, DesiredAccess, ObjectAttributes, SectionObject.class);
  }

  @Export(
      value = {"NtMapViewOfSection", "ZwMapViewOfSection"},
      support = Support.PARTIAL,
      note = OWN_PROCESS)
  static int NtMapViewOfSection(
      GuestThread t,
      @Handle long SectionHandle,
      @Handle long ProcessHandle,
      @Out long BaseAddress,
      long ZeroBits,
      long CommitSize,
      @Opt long SectionOffset,
      @Out long ViewSize,
      int InheritDisposition,
      int AllocationType,
      int Win32Protect) {
    Handles.requireCurrentProcess(t, ProcessHandle);
    SectionObject section = t.process.handles.get(SectionHandle, SectionObject.class);
    long offset = SectionOffset == 0 ? 0 : Memory.getLong(SectionOffset);
    long size = Memory.getLong(ViewSize);
    long base = section.map(t, Memory.getLong(BaseAddress), offset, size, Win32Protect);
    Memory.putLong(BaseAddress, base);
    Memory.putLong(
        ViewSize, Memory.alignUp(size == 0 ? section.size() - offset : size, Memory.PAGE));
    return SUCCESS;
  }

  @Export(
      value = {"NtUnmapViewOfSection", "ZwUnmapViewOfSection"},
      support = Support.PARTIAL,
      note = OWN_PROCESS)
  static int NtUnmapViewOfSection(GuestThread t, @Handle long ProcessHandle, long BaseAddress) {
    Handles.requireCurrentProcess(t, ProcessHandle);
    SectionObject.unmap(t, BaseAddress);
    return SUCCESS;
  }

  @Export({"NtExtendSection", "ZwExtendSection"})
  static int NtExtendSection(GuestThread t, @Handle long SectionHandle, @Out long NewSectionSize) {
    SectionObject section = t.process.handles.get(SectionHandle, SectionObject.class);
    Memory.putLong(NewSectionSize, section.extend(Memory.getLong(NewSectionSize)));
    return SUCCESS;
  }

  /** {@code SECTION_BASIC_INFORMATION}: base address, attributes, size. */
  @Export(
      value = {"NtQuerySection", "ZwQuerySection"},
      support = Support.PARTIAL,
      note = "SectionBasicInformation only.")
  static int NtQuerySection(
      GuestThread t,
      @Handle long SectionHandle,
      int SectionInformationClass,
      @Out(size = "SectionInformationLength") long SectionInformation,
      long SectionInformationLength,
      @Out @Opt long ReturnLength) {
    SectionObject section = t.process.handles.get(SectionHandle, SectionObject.class);
    if (SectionInformationClass != 0) {
      throw NtStatus.INVALID_INFO_CLASS.exception();
    }
    if (Long.compareUnsigned(SectionInformationLength, BASIC_SIZE) < 0) {
      throw NtStatus.INFO_LENGTH_MISMATCH.exception();
    }
    Memory.putLong(SectionInformation, 0);
    Memory.putLong(SectionInformation + 8, section.attributes());
    Memory.putLong(SectionInformation + 16, section.size());
    if (ReturnLength != 0) {
      Memory.putLong(ReturnLength, BASIC_SIZE);
    }
    return SUCCESS;
  }
}
