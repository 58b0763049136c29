package decant.msvcp;

/** The parts that the decorated names of the library's classes are made of. */
final class Names {
  static final String LIBRARY = "msvcp140";

  /** A character, in the names of twins: {@link decant.abi.Text#name}. */
  static final String C = "{D|_W}";

  /** A character or EOF, in the names of twins. */
  static final String I = "{H|G}";

  /** What templates of streams have as arguments, in the names of twins. */
  static final String OF = C + "U?$char_traits@" + C + "@std@@@std@@";

  /** The same, for one of the kinds of characters. */
  static final String OF_CHAR = "DU?$char_traits@D@std@@@std@@";

  static final String OF_WCHAR = "_WU?$char_traits@_W@std@@@std@@";

  static final String BUFFER = "@?$basic_streambuf@" + OF_CHAR;

  static final String FILE_BUFFER = "@?$basic_filebuf@" + OF_CHAR;
  static final String IOS_BASE = "@ios_base@std@@";

  /** A pointer or reference to a buffer, in the list of parameters of a class of the library. */
  static final String BUFFER_1 = "V?$basic_streambuf@" + C + "U?$char_traits@" + C + "@std@@@1@";

  static final String BUFFER_2 = "V?$basic_streambuf@" + C + "U?$char_traits@" + C + "@std@@@2@";

  /** What is missing of functions that call virtual functions of a program's. */
  static final String OWN_EXCEPTIONS =
      "An exception of the program's own buffer or facet passes through; the stream is not bad"
          + " then.";

  private Names() {}
}
