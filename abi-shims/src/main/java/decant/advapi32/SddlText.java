package decant.advapi32;

import decant.nt.Sid;
import decant.nt.Win32Error;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The security descriptor definition language: text to bytes. Entries about objects and conditions
 * are refused.
 *
 * @see <a
 *     href="https://learn.microsoft.com/windows/win32/secauthz/security-descriptor-string-format">Security
 *     Descriptor String Format</a>
 */
final class SddlText {
  private static final int SE_SELF_RELATIVE = 0x8000;
  private static final int SE_DACL_PRESENT = 0x4;
  private static final int SE_SACL_PRESENT = 0x10;
  private static final int SE_DACL_AUTO_INHERIT_REQ = 0x100;
  private static final int SE_DACL_AUTO_INHERITED = 0x400;
  private static final int SE_DACL_PROTECTED = 0x1000;
  private static final int HEADER = 20;
  private static final int ACL_REVISION = 2;
  private static final String NO_ACCESS_CONTROL = "NO_ACCESS_CONTROL";

  /** Two letters each, and their authority and subauthorities. */
  private static final String[] SID_NAMES = {
    "WD", "CO", "CG", "OW", "NU", "IU", "SU", "AN", "PS", "AU", "RC", "SY", "LS", "NS", "BA", "BU",
    "BG", "PU", "BO", "ER", "AC", "LW", "ME", "HI", "SI"
  };

  private static final int[][] SIDS = {
    {1, 0},
    {3, 0},
    {3, 1},
    {3, 4},
    {5, 2},
    {5, 4},
    {5, 6},
    {5, 7},
    {5, 10},
    {5, 11},
    {5, 12},
    {5, 18},
    {5, 19},
    {5, 20},
    {5, 32, 544},
    {5, 32, 545},
    {5, 32, 546},
    {5, 32, 547},
    {5, 32, 551},
    {5, 32, 573},
    {15, 2, 1},
    {16, 0x1000},
    {16, 0x2000},
    {16, 0x3000},
    {16, 0x4000}
  };

  private static final String[] RIGHT_NAMES = {
    "GA", "GX", "GW", "GR", "RC", "SD", "WD", "WO", "CC", "DC", "LC", "SW", "RP", "WP", "DT", "LO",
    "CR", "FA", "FR", "FW", "FX", "KA", "KR", "KW", "KX"
  };

  private static final int[] RIGHTS = {
    0x1000_0000,
    0x2000_0000,
    0x4000_0000,
    0x8000_0000,
    0x2_0000,
    0x1_0000,
    0x4_0000,
    0x8_0000,
    0x1,
    0x2,
    0x4,
    0x8,
    0x10,
    0x20,
    0x40,
    0x80,
    0x100,
    0x1F_01FF,
    0x12_0089,
    0x12_0116,
    0x12_00A0,
    0xF_003F,
    0x2_0019,
    0x2_0006,
    0x2_0019
  };

  private static final String[] FLAG_NAMES = {"OI", "CI", "NP", "IO", "ID", "SA", "FA"};
  private static final int[] FLAGS = {1, 2, 4, 8, 0x10, 0x40, 0x80};

  /** Types by their number. */
  private static final String[] TYPES = {"A", "D", "AU", "AL"};

  private static final int MANDATORY_LABEL = 0x11;

  private SddlText() {}

  private static int find(String[] names, String name) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /** The bytes of a SID that text means: two letters, or {@code S-1-…}. */
  static byte[] sid(String text) {
    int known = find(SID_NAMES, text);
    if (known >= 0) {
      return sid(SIDS[known][0], SIDS[known], 1);
    }
    String[] parts = text.split("-", -1);
    if (parts.length < 4 || !parts[0].equalsIgnoreCase("S") || !parts[1].equals("1")) {
      throw Win32Error.INVALID_SID.exception();
    }
    int[] subAuthorities = new int[parts.length - 3];
    long authority = number(parts[2], 0xFFFF_FFFF_FFFFL);
    for (int i = 0; i < subAuthorities.length; i++) {
      subAuthorities[i] = (int) number(parts[i + 3], 0xFFFF_FFFFL);
    }
    return sid(authority, subAuthorities, 0);
  }

  private static long number(String text, long most) {
    try {
      long value = Long.decode(text);
      if (value >= 0 && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // falls through: it is none
    }
    throw Win32Error.INVALID_SID.exception();
  }

  private static byte[] sid(long authority, int[] subAuthorities, int first) {
    int count = subAuthorities.length - first;
    if (count > Sid.MAX_SUB_AUTHORITIES) {
      throw Win32Error.INVALID_SID.exception();
    }
    ByteBuffer out = buffer(Sid.size(count));
    out.put((byte) Sid.REVISION).put((byte) count);
    for (int shift = 40; shift >= 0; shift -= 8) {
      out.put((byte) (authority >> shift));
    }
    for (int i = first; i < subAuthorities.length; i++) {
      out.putInt(subAuthorities[i]);
    }
    return out.array();
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The bytes of the self-relative descriptor that text describes. */
  static byte[] descriptor(String text) {
    byte[][] parts = new byte[4][];
    int control = SE_SELF_RELATIVE;
    int at = 0;
    while (at < text.length()) {
      int part = "OGSD".indexOf(text.charAt(at));
      if (part < 0 || at + 1 >= text.length() || text.charAt(at + 1) != ':') {
        throw Win32Error.INVALID_PARAMETER.exception();
      }
      int end = end(text, at + 2);
      String value = text.substring(at + 2, end).trim();
      if (part < 2) {
        parts[part] = sid(value);
      } else {
        control |= control(value, part == 3);
        parts[part] = acl(value);
      }
      at = end;
    }
    return assembled(control, parts);
  }

  /** Where the next part begins: at a letter before a colon that is in no entry. */
  private static int end(String text, int from) {
    int depth = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth == 0 && i + 1 < text.length() && text.charAt(i + 1) == ':') {
        return i;
      }
    }
    return text.length();
  }

  private static byte[] assembled(int control, byte[][] parts) {
    int size = HEADER;
    for (byte[] part : parts) {
      size += part == null ? 0 : part.length;
    }
    ByteBuffer out = buffer(size);
    out.put((byte) 1).put((byte) 0).putShort((short) control);
    int at = HEADER;
    for (byte[] part : parts) {
      out.putInt(part == null ? 0 : at);
      at += part == null ? 0 : part.length;
    }
    for (byte[] part : parts) {
      if (part != null) {
        out.put(part);
      }
    }
    return out.array();
  }

  private static String aclFlags(String text) {
    int entries = text.indexOf('(');
    return entries < 0 ? text : text.substring(0, entries).trim();
  }

  /** The control bits of a list; those of the system's list are one place higher. */
  private static int control(String acl, boolean discretionary) {
    String flags = aclFlags(acl);
    int control = 0;
    int at = flags.equals(NO_ACCESS_CONTROL) ? flags.length() : 0;
    while (at < flags.length()) {
      if (flags.startsWith("P", at)) {
        control |= SE_DACL_PROTECTED;
        at++;
      } else if (flags.startsWith("AR", at)) {
        control |= SE_DACL_AUTO_INHERIT_REQ;
        at += 2;
      } else if (flags.startsWith("AI", at)) {
        control |= SE_DACL_AUTO_INHERITED;
        at += 2;
      } else {
        throw Win32Error.INVALID_ACL.exception();
      }
    }
    return discretionary ? control | SE_DACL_PRESENT : control << 1 | SE_SACL_PRESENT;
  }

  /** The bytes of a list of entries; null for the list that is none. */
  private static byte[] acl(String text) {
    if (aclFlags(text).equals(NO_ACCESS_CONTROL)) {
      return null;
    }
    ByteArrayOutputStream entries = new ByteArrayOutputStream();
    int count = 0;
    int at = aclFlags(text).length();
    while (at < text.length()) {
      int end = text.indexOf(')', at);
      if (text.charAt(at) != '(' || end < 0) {
        throw Win32Error.INVALID_ACL.exception();
      }
      entries.writeBytes(entry(text.substring(at + 1, end)));
      count++;
      at = end + 1;
    }
    ByteBuffer out = buffer(8 + entries.size());
    out.put((byte) ACL_REVISION).put((byte) 0).putShort((short) out.capacity());
    out.putShort((short) count).putShort((short) 0).put(entries.toByteArray());
    return out.array();
  }

  private static byte[] entry(String text) {
    String[] fields = text.split(";", -1);
    if (fields.length != 6 || !fields[3].isBlank() || !fields[4].isBlank()) {
      throw Win32Error.INVALID_ACL.exception();
    }
    String name = fields[0].trim();
    int type = name.equals("ML") ? MANDATORY_LABEL : find(TYPES, name);
    if (type < 0) {
      throw Win32Error.INVALID_ACL.exception();
    }
    byte[] sid = sid(fields[5].trim());
    ByteBuffer out = buffer(8 + sid.length);
    out.put((byte) type).put((byte) bits(fields[1].trim(), FLAG_NAMES, FLAGS));
    out.putShort((short) out.capacity()).putInt(rights(fields[2].trim(), type)).put(sid);
    return out.array();
  }

  private static int rights(String text, int type) {
    if (type == MANDATORY_LABEL) {
      return bits(text, new String[] {"NW", "NR", "NX"}, new int[] {1, 2, 4});
    }
    if (!text.isEmpty() && Character.isDigit(text.charAt(0))) {
      try {
        return (int) (long) Long.decode(text);
      } catch (NumberFormatException e) {
        throw Win32Error.INVALID_ACL.exception();
      }
    }
    return bits(text, RIGHT_NAMES, RIGHTS);
  }

  /** The bits of names of two letters that stand behind each other. */
  private static int bits(String text, String[] names, int[] values) {
    int bits = 0;
    for (int i = 0; i < text.length(); i += 2) {
      int known = find(names, text.substring(i, Math.min(i + 2, text.length())));
      if (known < 0) {
        throw Win32Error.INVALID_ACL.exception();
      }
      bits |= values[known];
    }
    return bits;
  }
}
