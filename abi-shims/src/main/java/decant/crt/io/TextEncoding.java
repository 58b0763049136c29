package decant.crt.io;

/**
 * How a text-mode descriptor encodes characters. In the Unicode modes, what programs read and write
 * is UTF-16.
 *
 * @see <a
 *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/fopen-wfopen#unicode-support">Unicode
 *     support of fopen</a>
 */
enum TextEncoding {
  ANSI,
  UTF8,
  UTF16
}
