package decant.ntdll;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Text;
import decant.host.Bytes;
import decant.host.Memory;
import decant.nt.CaseTable;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.file.NtName;

/** Counted strings: {@code UNICODE_STRING} and {@code ANSI_STRING} (length, room, buffer). */
@Library("ntdll")
public final class RtlStrings {
  private static final int MAXIMUM_LENGTH = 2;
  private static final int BUFFER = 8;
  private static final int MAX_BYTES = 0xFFFE;

  private RtlStrings() {}

  static String read(long string) {
    return NtName.string(string);
  }

  private static void put(long string, int length, int room, long buffer) {
    Memory.putShort(string, length);
    Memory.putShort(string + MAXIMUM_LENGTH, room);
    Memory.putLong(string + BUFFER, buffer);
  }

  @Export
  static void RtlInitUnicodeString(@Out long DestinationString, @In @Opt long SourceString) {
    int bytes =
        SourceString == 0 ? 0 : Math.min(2 * Memory.wideLength(SourceString), MAX_BYTES - 2);
    put(DestinationString, bytes, SourceString == 0 ? 0 : bytes + 2, SourceString);
  }

  @Export
  static int RtlInitUnicodeStringEx(@Out long DestinationString, @In @Opt long SourceString) {
    if (SourceString != 0 && Memory.wideLength(SourceString) > (MAX_BYTES - 2) / 2) {
      throw NtStatus.NAME_TOO_LONG.exception();
    }
    RtlInitUnicodeString(DestinationString, SourceString);
    return 0;
  }

  @Export({"RtlInitAnsiString", "RtlInitString"})
  static void RtlInitAnsiString(@Out long DestinationString, @In @Opt long SourceString) {
    int bytes = SourceString == 0 ? 0 : Math.min(Memory.narrowLength(SourceString), MAX_BYTES - 1);
    put(DestinationString, bytes, SourceString == 0 ? 0 : bytes + 1, SourceString);
  }

  @Export({"RtlFreeUnicodeString", "RtlFreeAnsiString", "RtlFreeOemString"})
  static void RtlFreeUnicodeString(GuestThread t, @In @Out long UnicodeString) {
    long buffer = Memory.getLong(UnicodeString + BUFFER);
    if (buffer != 0) {
      t.process.heap.free(t, buffer);
    }
    put(UnicodeString, 0, 0, 0);
  }

  @Export({"RtlUnicodeStringToAnsiString", "RtlUnicodeStringToOemString"})
  static int RtlUnicodeStringToAnsiString(
      GuestThread t, @In @Out long DestinationString, @In long SourceString, byte Allocate) {
    byte[] bytes = Text.encode(read(SourceString));
    return store(t, DestinationString, bytes, 1, Allocate != 0);
  }

  @Export({"RtlAnsiStringToUnicodeString", "RtlOemStringToUnicodeString"})
  static int RtlAnsiStringToUnicodeString(
      GuestThread t, @In @Out long DestinationString, @In long SourceString, byte Allocate) {
    String text =
        Text.ANSI.read(Memory.getLong(SourceString + BUFFER), Memory.getU16(SourceString));
    byte[] bytes = Bytes.utf16(text);
    return store(t, DestinationString, bytes, 2, Allocate != 0);
  }

  private static int store(GuestThread t, long string, byte[] bytes, int unit, boolean allocate) {
    int room = bytes.length + unit;
    if (room > MAX_BYTES) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    long buffer = Memory.getLong(string + BUFFER);
    if (allocate) {
      buffer = t.process.heap.allocate(t, room);
      Memory.putShort(string + MAXIMUM_LENGTH, room);
      Memory.putLong(string + BUFFER, buffer);
    } else if (Memory.getU16(string + MAXIMUM_LENGTH) < room) {
      throw NtStatus.BUFFER_OVERFLOW.exception();
    }
    Memory.putShort(string, bytes.length);
    Memory.write(buffer, bytes);
    Memory.fill(buffer + bytes.length, unit, 0);
    return 0;
  }

  @Export
  @Direct
  static int RtlCompareUnicodeString(@In long String1, @In long String2, byte CaseInSensitive) {
    String a = read(String1);
    String b = read(String2);
    return CaseInSensitive != 0 ? CaseTable.compare(a, b) : a.compareTo(b);
  }

  @Export
  @Direct
  static byte RtlEqualUnicodeString(@In long String1, @In long String2, byte CaseInSensitive) {
    return (byte) (RtlCompareUnicodeString(String1, String2, CaseInSensitive) == 0 ? 1 : 0);
  }

  @Export
  static byte RtlPrefixUnicodeString(@In long String1, @In long String2, byte CaseInSensitive) {
    String prefix = read(String1);
    String text = read(String2);
    if (prefix.length() > text.length()) {
      return 0;
    }
    String start = text.substring(0, prefix.length());
    boolean same =
        CaseInSensitive != 0 ? CaseTable.compare(prefix, start) == 0 : prefix.equals(start);
    return (byte) (same ? 1 : 0);
  }

  @Export
  static void RtlCopyUnicodeString(@In @Out long DestinationString, @In @Opt long SourceString) {
    int room = Memory.getU16(DestinationString + MAXIMUM_LENGTH);
    int length = SourceString == 0 ? 0 : Math.min(Memory.getU16(SourceString), room);
    long to = Memory.getLong(DestinationString + BUFFER);
    if (length > 0) {
      Memory.copy(Memory.getLong(SourceString + BUFFER), to, length);
    }
    Memory.putShort(DestinationString, length);
    if (length + 2 <= room) {
      Memory.putShort(to + length, 0);
    }
  }

  @Export
  static int RtlAppendUnicodeToString(@In @Out long Destination, @In @Opt long Source) {
    int bytes = Source == 0 ? 0 : 2 * Memory.wideLength(Source);
    return append(Destination, Source, bytes);
  }

  @Export
  static int RtlAppendUnicodeStringToString(@In @Out long Destination, @In long Source) {
    return append(Destination, Memory.getLong(Source + BUFFER), Memory.getU16(Source));
  }

  private static int append(long string, long from, int bytes) {
    int length = Memory.getU16(string);
    int room = Memory.getU16(string + MAXIMUM_LENGTH);
    if (bytes == 0) {
      return 0;
    }
    if (length + bytes > room) {
      throw NtStatus.BUFFER_TOO_SMALL.exception();
    }
    long to = Memory.getLong(string + BUFFER) + length;
    Memory.copy(from, to, bytes);
    Memory.putShort(string, length + bytes);
    if (length + bytes + 2 <= room) {
      Memory.putShort(to + bytes, 0);
    }
    return 0;
  }

  @Export
  static short RtlUpcaseUnicodeChar(short SourceCharacter) {
    return (short) CaseTable.upper((char) SourceCharacter);
  }

  @Export
  static short RtlDowncaseUnicodeChar(short SourceCharacter) {
    return (short) CaseTable.lower((char) SourceCharacter);
  }

  @Export
  static int RtlUpcaseUnicodeString(
      GuestThread t, @In @Out long DestinationString, @In long SourceString, byte Allocate) {
    StringBuilder upper = new StringBuilder(read(SourceString));
    for (int i = 0; i < upper.length(); i++) {
      upper.setCharAt(i, CaseTable.upper(upper.charAt(i)));
    }
    int bytes = 2 * upper.length();
    if (Allocate != 0) {
      put(DestinationString, bytes, bytes, t.process.heap.allocate(t, Math.max(bytes, 2)));
    } else if (Memory.getU16(DestinationString + MAXIMUM_LENGTH) < bytes) {
      throw NtStatus.BUFFER_OVERFLOW.exception();
    }
    Memory.putShort(DestinationString, bytes);
    Memory.putWide(Memory.getLong(DestinationString + BUFFER), upper.toString());
    return 0;
  }

  @Export({"RtlMultiByteToUnicodeN", "RtlOemToUnicodeN"})
  static int RtlMultiByteToUnicodeN(
      @Out long UnicodeString,
      int MaxBytesInUnicodeString,
      @Out @Opt long BytesInUnicodeString,
      @In long MultiByteString,
      int BytesInMultiByteString) {
    String text = Text.ANSI.read(MultiByteString, BytesInMultiByteString);
    int length = Math.min(text.length(), MaxBytesInUnicodeString >>> 1);
    Memory.putWide(UnicodeString, text.substring(0, length));
    if (BytesInUnicodeString != 0) {
      Memory.putInt(BytesInUnicodeString, 2 * length);
    }
    return length < text.length() ? NtStatus.BUFFER_OVERFLOW.code() : 0;
  }

  @Export({"RtlUnicodeToMultiByteN", "RtlUnicodeToOemN"})
  static int RtlUnicodeToMultiByteN(
      @Out long MultiByteString,
      int MaxBytesInMultiByteString,
      @Out @Opt long BytesInMultiByteString,
      @In long UnicodeString,
      int BytesInUnicodeString) {
    byte[] bytes = Text.encode(Memory.wide(UnicodeString, BytesInUnicodeString >>> 1));
    int length = (int) Math.min(bytes.length, MaxBytesInMultiByteString & 0xFFFF_FFFFL);
    Memory.write(MultiByteString, bytes, 0, length);
    if (BytesInMultiByteString != 0) {
      Memory.putInt(BytesInMultiByteString, length);
    }
    return length < bytes.length ? NtStatus.BUFFER_OVERFLOW.code() : 0;
  }
}
