package decant.msvcp;

import decant.crt.Units;

/** What the library's templates are instantiated for: {@code char} and {@code wchar_t}. */
enum Element {
  NARROW(1, -1),
  WIDE(2, 0xFFFF);

  /** Size in bytes. */
  final int size;

  /** What {@code char_traits::eof()} is, as a number beside those of characters. */
  final int eof;

  Element(int size, int eof) {
    this.size = size;
    this.eof = eof;
  }

  /** Reads a character: from 0 on. */
  int get(long address) {
    return Units.get(size, address);
  }

  void put(long address, int c) {
    Units.put(size, address, c);
  }

  /** A result of a virtual function that returns a character or {@link #eof}. */
  int result(long value) {
    return this == NARROW ? (int) value : (int) value & 0xFFFF;
  }
}
