package decant.msvcp;

import decant.abi.Text;
import decant.crt.Units;

/** What the library's templates are instantiated for: {@code char} and {@code wchar_t}. */
enum Element {
  NARROW(Text.ANSI, -1),
  WIDE(Text.WIDE, 0xFFFF);

  /** Which of the twins of functions it is. */
  final Text text;

  /** Size in bytes. */
  final int size;

  /** What {@code char_traits::eof()} is, as a number beside those of characters. */
  final int eof;

  Element(Text text, int eof) {
    this.text = text;
    this.size = text.unit;
    this.eof = eof;
  }

  /** That of one of the twins of a function. */
  static Element of(Text text) {
    return text == Text.WIDE ? WIDE : NARROW;
  }

  /** The character that an argument is, as {@link #get}: what is above it is undefined. */
  int cut(int argument) {
    return this == NARROW ? argument & 0xFF : argument & 0xFFFF;
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
