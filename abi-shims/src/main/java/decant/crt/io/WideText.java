package decant.crt.io;

import decant.host.Memory;
import decant.nt.GuestThread;

/** Text mode in Unicode: programs see UTF-16 with line feeds, files hold UTF-8 or UTF-16. */
final class WideText {
  private static final int CTRL_Z = 0x1A;
  private static final int REPLACEMENT = 0xFFFD;

  private WideText() {}

  /** Reads UTF-8 as UTF-16; returns bytes of UTF-16. */
  static int readUtf8(LowFile file, GuestThread t, long buffer, int length) {
    long raw = IoBuffers.of(t).translation;
    int room = Math.min(length / 2, IoBuffers.SIZE - 4);
    int n = file.readBytes(t, raw, room);
    n += completeSequence(file, t, raw, n);
    long to = buffer;
    int i = 0;
    while (i < n) {
      int lead = Memory.getU8(raw + i);
      int size = sequence(lead);
      int c = lead < 0x80 ? lead : decode(raw + i, Math.min(size, n - i), size);
      i += c == REPLACEMENT ? 1 : size;
      if (c == CTRL_Z && (file.flags & LowFile.DEVICE) == 0) {
        file.flags |= LowFile.EOF;
        break;
      }
      if (c == '\r' && i < n && Memory.getU8(raw + i) == '\n') {
        continue;
      }
      if (c >= 0x1_0000) {
        Memory.putShort(to, Character.highSurrogate(c));
        Memory.putShort(to + 2, Character.lowSurrogate(c));
        to += 4;
      } else {
        Memory.putShort(to, c);
        to += 2;
      }
    }
    return (int) (to - buffer);
  }

  /** Reads on until the last sequence, or a carriage return with its line feed, is whole. */
  private static int completeSequence(LowFile file, GuestThread t, long raw, int n) {
    int start = n - 1;
    while (start >= 0 && n - start < 4 && (Memory.getU8(raw + start) & 0xC0) == 0x80) {
      start--;
    }
    if (start < 0) {
      return 0;
    }
    int lead = Memory.getU8(raw + start);
    int missing = lead == '\r' ? 1 : sequence(lead) - (n - start);
    int added = 0;
    while (added < missing) {
      int got = file.readBytes(t, raw + n + added, 1);
      if (got == 0) {
        break;
      }
      added++;
    }
    return added;
  }

  private static int sequence(int lead) {
    return lead < 0xC2 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 1;
  }

  private static int decode(long at, int available, int size) {
    if (size == 1 || available < size) {
      return REPLACEMENT;
    }
    int c = Memory.getU8(at) & 0xFF >> size + 1;
    for (int i = 1; i < size; i++) {
      int next = Memory.getU8(at + i);
      if ((next & 0xC0) != 0x80) {
        return REPLACEMENT;
      }
      c = c << 6 | next & 0x3F;
    }
    return c;
  }

  /** Reads UTF-16; returns bytes. */
  static int readUtf16(LowFile file, GuestThread t, long buffer, int length) {
    int n = file.readBytes(t, buffer, length & -2);
    if ((n & 1) != 0) {
      n += file.readBytes(t, buffer + n, 1);
    }
    long to = buffer;
    for (int i = 0; i + 1 < n; i += 2) {
      int c = Memory.getChar(buffer + i);
      if (c == CTRL_Z && (file.flags & LowFile.DEVICE) == 0) {
        file.flags |= LowFile.EOF;
        break;
      }
      if (c == '\r' && i + 3 < n && Memory.getChar(buffer + i + 2) == '\n') {
        continue;
      }
      Memory.putShort(to, c);
      to += 2;
    }
    return (int) (to - buffer);
  }

  /** Writes UTF-16 as UTF-8; returns the bytes of UTF-16 that were written. */
  static int writeUtf8(LowFile file, GuestThread t, long buffer, int length) {
    long raw = IoBuffers.of(t).translation;
    int done = 0;
    while (done + 1 < length) {
      int n = 0;
      while (done + 1 < length && n + 4 <= IoBuffers.SIZE) {
        int c = Memory.getChar(buffer + done);
        done += 2;
        if (Character.isHighSurrogate((char) c) && done + 1 < length) {
          char low = Memory.getChar(buffer + done);
          if (Character.isLowSurrogate(low)) {
            c = Character.toCodePoint((char) c, low);
            done += 2;
          }
        }
        if (c == '\n') {
          Memory.putByte(raw + n++, '\r');
        }
        n += encode(raw + n, c);
      }
      if (file.writeRaw(t, raw, n) < n) {
        return 0;
      }
    }
    return length;
  }

  /** Writes a code point as UTF-8; returns its bytes. */
  static int encode(long to, int c) {
    if (c < 0x80) {
      Memory.putByte(to, c);
      return 1;
    }
    int size = c < 0x800 ? 2 : c < 0x1_0000 ? 3 : 4;
    for (int i = size - 1; i > 0; i--) {
      Memory.putByte(to + i, 0x80 | c & 0x3F);
      c >>= 6;
    }
    Memory.putByte(to, 0xF00 >> size & 0xFF | c);
    return size;
  }

  /** Writes UTF-16; returns bytes. */
  static int writeUtf16(LowFile file, GuestThread t, long buffer, int length) {
    long raw = IoBuffers.of(t).translation;
    int done = 0;
    while (done + 1 < length) {
      int n = 0;
      while (done + 1 < length && n + 4 <= IoBuffers.SIZE) {
        int c = Memory.getChar(buffer + done);
        done += 2;
        if (c == '\n') {
          Memory.putShort(raw + n, '\r');
          n += 2;
        }
        Memory.putShort(raw + n, c);
        n += 2;
      }
      if (file.writeRaw(t, raw, n) < n) {
        return 0;
      }
    }
    return length;
  }
}
