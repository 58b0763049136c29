package decant.kernel32;

import decant.abi.Export;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Text;
import decant.host.Memory;
import decant.nls.MessageFormat;
import decant.nls.Messages;
import decant.nt.GuestThread;
import decant.nt.NtStatusException;
import decant.nt.Resources;
import decant.nt.Win32Error;
import java.nio.charset.StandardCharsets;

/** winbase.h: FormatMessage. */
@Library({"kernel32", "kernelbase"})
public final class WinBaseMessages {
  private static final int ALLOCATE_BUFFER = 0x100;
  private static final int IGNORE_INSERTS = 0x200;
  private static final int FROM_STRING = 0x400;
  private static final int FROM_HMODULE = 0x800;
  private static final int FROM_SYSTEM = 0x1000;
  private static final int ARGUMENT_ARRAY = 0x2000;
  private static final int MAX_WIDTH_MASK = 0xFF;
  private static final int RT_MESSAGETABLE = 11;
  private static final int MESSAGE_RESOURCE_UNICODE = 1;
  private static final int MAX_UNITS = 0x8000;

  private WinBaseMessages() {}

  /**
   * Formats a message.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-formatmessagew">FormatMessage</a>
   */
  @Export
  static int FormatMessage(
      GuestThread t,
      Text text,
      int dwFlags,
      @Opt long lpSource,
      int dwMessageId,
      int dwLanguageId,
      @Out long lpBuffer,
      int nSize,
      @In @Opt long Arguments) {
    if (lpBuffer == 0 || (dwFlags & (FROM_STRING | FROM_HMODULE | FROM_SYSTEM)) == 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    if ((dwFlags & ALLOCATE_BUFFER) != 0) {
      Memory.putLong(lpBuffer, 0);
    }
    boolean ignore = (dwFlags & IGNORE_INSERTS) != 0;
    long slots = Arguments;
    if (Arguments != 0 && !ignore && (dwFlags & ARGUMENT_ARRAY) == 0) {
      slots = Memory.getLong(Arguments);
    }
    String message = message(t, text, dwFlags, lpSource, dwMessageId, dwLanguageId);
    String formatted =
        new MessageFormat(message, text, slots, ignore, dwFlags & MAX_WIDTH_MASK).format();
    return put(t, text, formatted, dwFlags, lpBuffer, nSize);
  }

  private static int put(
      GuestThread t, Text text, String message, int flags, long buffer, int size) {
    int length = text.length(message);
    if (length == 0) {
      if ((flags & ALLOCATE_BUFFER) == 0 && size != 0) {
        text.write(buffer, "");
      }
      return 0;
    }
    if ((flags & ALLOCATE_BUFFER) != 0) {
      long units = Math.max(size & 0xFFFF_FFFFL, length + 1L);
      if (units > MAX_UNITS && units > length + 1L) {
        units = length + 1L;
      }
      long copy = t.process.heap.allocate(t, units * text.unit);
      text.write(copy, message);
      Memory.putLong(buffer, copy);
      return length;
    }
    if (Integer.compareUnsigned(length, size) >= 0) {
      throw Win32Error.INSUFFICIENT_BUFFER.exception();
    }
    return text.write(buffer, message);
  }

  private static String message(
      GuestThread t, Text text, int flags, long source, int id, int language) {
    if ((flags & FROM_STRING) != 0) {
      if (source == 0) {
        throw Win32Error.INVALID_PARAMETER.exception();
      }
      return text.read(source);
    }
    String message = null;
    if ((flags & FROM_HMODULE) != 0) {
      message = fromModule(t, source, id, language, (flags & FROM_SYSTEM) != 0);
    }
    if (message == null && (flags & FROM_SYSTEM) != 0) {
      if (!isEnglish(language)) {
        throw Win32Error.RESOURCE_LANG_NOT_FOUND.exception();
      }
      message = Messages.get(id);
      message = message == null ? null : message + "\r\n";
    }
    if (message == null) {
      throw Win32Error.MR_MID_NOT_FOUND.exception();
    }
    return message;
  }

  private static boolean isEnglish(int language) {
    int primary = language & 0x3FF;
    return primary == 0 || primary == 9;
  }

  /** The text of a module's message table; null when the system's messages are to be asked. */
  private static String fromModule(
      GuestThread t, long module, int id, int language, boolean orSystem) {
    try {
      Resources resources = LibLoaderResources.resources(t, module);
      long entry = resources.find(Resources.Key.of(RT_MESSAGETABLE), Resources.Key.of(1), language);
      return find(resources.data(entry), Resources.dataSize(entry) & 0xFFFF_FFFFL, id);
    } catch (NtStatusException e) {
      if (orSystem) {
        return null;
      }
      throw e;
    }
  }

  /** Looks a message up in a MESSAGE_RESOURCE_DATA of a given size. */
  private static String find(long table, long size, int id) {
    int blocks = size < 4 ? 0 : Memory.getInt(table);
    for (int i = 0; i < blocks && 4 + 12L * (i + 1) <= size; i++) {
      long block = table + 4 + 12L * i;
      int low = Memory.getInt(block);
      int high = Memory.getInt(block + 4);
      if (Integer.compareUnsigned(id, low) < 0 || Integer.compareUnsigned(id, high) > 0) {
        continue;
      }
      long entry = Memory.getU32(block + 8);
      for (int skip = id - low; skip != 0 && entry + 4 <= size; skip--) {
        int length = Memory.getU16(table + entry);
        if (length == 0) {
          return null;
        }
        entry += length;
      }
      int length = entry + 4 <= size ? Memory.getU16(table + entry) : 0;
      if (length < 4 || entry + length > size) {
        return null;
      }
      return text(table + entry, length - 4);
    }
    return null;
  }

  private static String text(long entry, int bytes) {
    boolean wide = (Memory.getU16(entry + 2) & MESSAGE_RESOURCE_UNICODE) != 0;
    String text =
        wide
            ? Memory.wide(entry + 4, bytes / 2)
            : new String(Memory.read(entry + 4, bytes), StandardCharsets.ISO_8859_1);
    int end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
  }
}
