package io.jangteo.gateway.content;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Fields such as Accept: a list of what a client takes, with weights (RFC 9110, section 12.4). */
final class Preferences {
  /** The weight of what is named without one. */
  static final int FULL = 1000;

  private static final int MAX_ENTRIES = 64;
  private static final int DECIMALS = 3;

  private Preferences() {}

  /**
   * One entry.
   *
   * @param value in lower case, without parameters
   * @param weight 0, which refuses it, to {@link #FULL}
   */
  record Entry(String value, int weight) {}

  /** The entries in their order. One that is malformed is left out, like those beyond the 64th. */
  static List<Entry> parse(String field) {
    List<Entry> entries = new ArrayList<>(4);
    int start = 0;
    while (start < field.length() && entries.size() < MAX_ENTRIES) {
      int comma = field.indexOf(',', start);
      int end = comma < 0 ? field.length() : comma;
      add(field.substring(start, end), entries);
      start = end + 1;
    }
    return entries;
  }

  private static void add(String text, List<Entry> entries) {
    String[] parts = text.split(";", -1);
    String value = parts[0].strip().toLowerCase(Locale.ROOT);
    int weight = FULL;
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip();
      if (parameter.regionMatches(true, 0, "q=", 0, 2)) {
        weight = weight(parameter.substring(2).strip());
      }
    }
    if (!value.isEmpty() && weight >= 0) {
      entries.add(new Entry(value, weight));
    }
  }

  /** In thousandths; negative when it is none. */
  private static int weight(String text) {
    int length = text.length();
    boolean formed =
        length >= 1
            && length <= DECIMALS + 2
            && (text.charAt(0) == '0' || text.charAt(0) == '1')
            && (length == 1 || text.charAt(1) == '.');
    if (!formed) {
      return -1;
    }
    int weight = text.charAt(0) - '0';
    for (int i = 2; i < DECIMALS + 2; i++) {
      int digit = i < length ? text.charAt(i) - '0' : 0;
      if (digit < 0 || digit > 9) {
        return -1;
      }
      weight = weight * 10 + digit;
    }
    weight = length < 2 ? (text.charAt(0) - '0') * FULL : weight;
    return weight <= FULL ? weight : -1;
  }
}
