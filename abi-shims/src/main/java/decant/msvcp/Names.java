package decant.msvcp;

/** The parts that the decorated names of the library's classes are made of. */
final class Names {
  static final String LIBRARY = "msvcp140";

  private static final String OF_CHAR = "DU?$char_traits@D@std@@@std@@";
  private static final String OF_WCHAR = "_WU?$char_traits@_W@std@@@std@@";

  /** {@code std::streambuf} and {@code std::wstreambuf}; so are the pairs below. */
  static final String BUFFER = "@?$basic_streambuf@" + OF_CHAR;

  static final String WIDE_BUFFER = "@?$basic_streambuf@" + OF_WCHAR;
  static final String FILE_BUFFER = "@?$basic_filebuf@" + OF_CHAR;
  static final String IOS = "@?$basic_ios@" + OF_CHAR;
  static final String WIDE_IOS = "@?$basic_ios@" + OF_WCHAR;
  static final String OUTPUT = "@?$basic_ostream@" + OF_CHAR;
  static final String WIDE_OUTPUT = "@?$basic_ostream@" + OF_WCHAR;
  static final String INPUT = "@?$basic_istream@" + OF_CHAR;
  static final String WIDE_INPUT = "@?$basic_istream@" + OF_WCHAR;
  static final String BOTH = "@?$basic_iostream@" + OF_CHAR;
  static final String WIDE_BOTH = "@?$basic_iostream@" + OF_WCHAR;
  static final String IOS_BASE = "@ios_base@std@@";

  /** A pointer or reference to a buffer, in the list of parameters of a class of the library. */
  static final String BUFFER_1 = "V?$basic_streambuf@DU?$char_traits@D@std@@@1@";

  static final String WIDE_BUFFER_1 = "V?$basic_streambuf@_WU?$char_traits@_W@std@@@1@";
  static final String BUFFER_2 = "V?$basic_streambuf@DU?$char_traits@D@std@@@2@";
  static final String WIDE_BUFFER_2 = "V?$basic_streambuf@_WU?$char_traits@_W@std@@@2@";

  private Names() {}
}
