/**
 * A teaching interpreter of x86-64: what Decant does <em>not</em> do. It fetches, decodes and
 * executes instructions one by one, as emulators in their simplest form do, so that {@code decant
 * demo} can show the contrast on one and the same program.
 *
 * <p>Read {@link decant.demo.x86.Interpreter} first, then {@link decant.demo.x86.Decoder} (bytes to
 * {@link decant.demo.x86.Instruction}), {@link decant.demo.x86.Operand} and {@link
 * decant.demo.x86.Flags}. It knows the instructions that the program of the demonstration uses and
 * says so where it meets another one. Nothing outside of {@code decant.demo} uses it.
 *
 * @see <a
 *     href="https://www.intel.com/content/www/us/en/developer/articles/technical/intel-sdm.html">Intel
 *     64 and IA-32 Architectures Software Developer's Manual, volume 2</a>
 */
package decant.demo.x86;
