package decant.nls;

import decant.host.Memory;
import decant.nt.Win32Error;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/** A code page of more than one byte per character, converted by one of the JDK's charsets. */
final class MultiByte extends CodePage {
  private final Charset charset;
  private final String leadBytes;
  private final boolean flags;

  /**
   * A code page.
   *
   * @param leadBytes ranges of the bytes that begin a pair, as two characters each
   * @param flags whether the conversion functions take their flags with it
   */
  MultiByte(int id, int maxBytes, Charset charset, String leadBytes, boolean flags) {
    super(id, maxBytes);
    this.charset = charset;
    this.leadBytes = leadBytes;
    this.flags = flags;
  }

  /** The ranges of lead bytes, as two characters each. */
  String leadBytes() {
    return leadBytes;
  }

  @Override
  public boolean isLeadByte(int b) {
    for (int i = 0; i < leadBytes.length(); i += 2) {
      if (b >= leadBytes.charAt(i) && b <= leadBytes.charAt(i + 1)) {
        return true;
      }
    }
    return false;
  }

  @Override
  boolean takesFlags() {
    return flags;
  }

  @Override
  public int decode(long from, int length, boolean strict, long to, int room) {
    CodingErrorAction action = strict ? CodingErrorAction.REPORT : CodingErrorAction.REPLACE;
    CharsetDecoder decoder =
        charset.newDecoder().onMalformedInput(action).onUnmappableCharacter(action);
    try {
      return CodePages.putUnits(
          decoder.decode(ByteBuffer.wrap(Memory.read(from, length))), to, room);
    } catch (CharacterCodingException e) {
      throw Win32Error.NO_UNICODE_TRANSLATION.exception();
    }
  }

  @Override
  public long encode(long from, int length, boolean strict, long to, int room, int defaultChar) {
    CharBuffer in = CharBuffer.wrap(Memory.wide(from, length));
    CharsetEncoder encoder =
        charset
            .newEncoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer out = ByteBuffer.allocate((int) (encoder.maxBytesPerChar() * length) + 16);
    long used = 0;
    CoderResult result = encoder.encode(in, out, true);
    while (result.isError()) {
      if (strict && result.isMalformed()) {
        throw Win32Error.NO_UNICODE_TRANSLATION.exception();
      }
      in.position(in.position() + result.length());
      out.put((byte) defaultChar);
      if (defaultChar > 0xFF) {
        out.put((byte) (defaultChar >> 8));
      }
      used = USED_DEFAULT;
      result = encoder.encode(in, out, true);
    }
    encoder.flush(out);
    int n = out.position();
    if (room != 0) {
      Memory.write(to, out.array(), 0, Math.min(n, room));
      if (n > room) {
        throw Win32Error.INSUFFICIENT_BUFFER.exception();
      }
    }
    return n | used;
  }
}
