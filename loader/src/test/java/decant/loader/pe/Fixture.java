package decant.loader.pe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** An image of the test resources, to be changed field by field. */
public final class Fixture {
  static final int MACHINE = 4;
  static final int SECTION_COUNT = 6;
  static final int CHARACTERISTICS = 22;
  static final int MAGIC = 24;
  static final int ENTRY_POINT = 24 + 16;
  static final int IMAGE_BASE = 24 + 24;
  static final int SECTION_ALIGNMENT = 24 + 32;
  static final int FILE_ALIGNMENT = 24 + 36;
  static final int SIZE_OF_IMAGE = 24 + 56;
  static final int SIZE_OF_HEADERS = 24 + 60;
  static final int SUBSYSTEM = 24 + 68;
  static final int DIRECTORIES = 24 + 112;
  static final int SECTIONS = 24 + 240;

  public final byte[] bytes;
  final ByteBuffer buffer;

  private Fixture(byte[] bytes) {
    this.bytes = bytes;
    this.buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  public static Fixture of(String name) {
    try (InputStream in = Fixture.class.getResourceAsStream("/decant/loader/" + name)) {
      return new Fixture(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The offset of a field of the PE header. */
  int header(int field) {
    return buffer.getInt(0x3C) + field;
  }

  Fixture u16(int field, int value) {
    buffer.putShort(header(field), (short) value);
    return this;
  }

  Fixture u32(int field, long value) {
    buffer.putInt(header(field), (int) value);
    return this;
  }

  Fixture u64(int field, long value) {
    buffer.putLong(header(field), value);
    return this;
  }

  long u32(int field) {
    return buffer.getInt(header(field)) & 0xFFFF_FFFFL;
  }

  Fixture directory(int index, long rva, long size) {
    return u32(DIRECTORIES + 8 * index, rva).u32(DIRECTORIES + 8 * index + 4, size);
  }

  /** Changes a field of a section header: 8 size, 12 address, 16 raw size, 20 raw offset. */
  Fixture section(int index, int field, long value) {
    return u32(SECTIONS + 40 * index + field, value);
  }

  long section(int index, int field) {
    return u32(SECTIONS + 40 * index + field);
  }

  /** The file offset of an RVA. */
  int offset(long rva) {
    for (int i = 0; i < buffer.getShort(header(SECTION_COUNT)); i++) {
      long delta = rva - section(i, 12);
      if (delta >= 0 && delta < section(i, 16)) {
        return (int) (section(i, 20) + delta);
      }
    }
    throw new IllegalArgumentException("RVA " + rva);
  }

  /** Writes 32-bit words at an RVA. */
  Fixture words(long rva, long... words) {
    for (int i = 0; i < words.length; i++) {
      buffer.putInt(offset(rva) + 4 * i, (int) words[i]);
    }
    return this;
  }

  Fixture ascii(long rva, String text) {
    for (int i = 0; i < text.length(); i++) {
      bytes[offset(rva) + i] = (byte) text.charAt(i);
    }
    bytes[offset(rva) + text.length()] = 0;
    return this;
  }

  PeImage parse() {
    return PeImage.parse(bytes, "it");
  }
}
