package decant.msvcp;

/** The parts that the decorated names of the library's classes are made of. */
final class Names {
  static final String LIBRARY = "msvcp140";

  /** What templates of streams have as arguments. */
  static final String OF_CHAR = "DU?$char_traits@D@std@@@std@@";

  static final String OF_WCHAR = "_WU?$char_traits@_W@std@@@std@@";

  static final String BUFFER = "@?$basic_streambuf@" + OF_CHAR;

  static final String FILE_BUFFER = "@?$basic_filebuf@" + OF_CHAR;
  static final String IOS = "@?$basic_ios@" + OF_CHAR;
  static final String WIDE_IOS = "@?$basic_ios@" + OF_WCHAR;
  static final String IOS_BASE = "@ios_base@std@@";

  /** A pointer or reference to a buffer, in the list of parameters of a class of the library. */
  static final String BUFFER_1 = "V?$basic_streambuf@DU?$char_traits@D@std@@@1@";

  static final String WIDE_BUFFER_1 = "V?$basic_streambuf@_WU?$char_traits@_W@std@@@1@";
  static final String BUFFER_2 = "V?$basic_streambuf@DU?$char_traits@D@std@@@2@";
  static final String WIDE_BUFFER_2 = "V?$basic_streambuf@_WU?$char_traits@_W@std@@@2@";

  /** What is missing of functions that call virtual functions of a program's. */
  static final String OWN_EXCEPTIONS =
      "An exception of the program's own buffer or facet passes through; the stream is not bad"
          + " then.";

  private Names() {}
}
