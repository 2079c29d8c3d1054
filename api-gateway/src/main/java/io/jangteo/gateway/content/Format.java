package io.jangteo.gateway.content;

import java.util.List;

/**
 * What an answer may look like. Services know JSON only; the others are made here of it.
 *
 * @see #choose
 */
public enum Format {
  JSON("application/json", "application/problem+json", ""),
  CBOR("application/cbor", "application/cbor", ";cbor"),
  XML("application/xml", "application/problem+xml", ";xml");

  private static final Format[] ALL = values();
  private static final String ANY = "*/*";
  private static final int NAMED = 3;
  private static final int OF_TYPE = 2;

  private final String mediaType;
  private final String problemType;
  private final String suffix;

  Format(String mediaType, String problemType, String suffix) {
    this.mediaType = mediaType;
    this.problemType = problemType;
    this.suffix = suffix;
  }

  public String mediaType() {
    return mediaType;
  }

  /** For problem documents; CBOR has none of its own for those of RFC 9457. */
  public String problemType() {
    return problemType;
  }

  /** What tells its entity tags from those of the other formats. */
  String suffix() {
    return suffix;
  }

  /**
   * The one that the client likes best (RFC 9110, section 12.5.1); of equals the first.
   *
   * @param accept null for none, which takes anything
   * @return null when there is none that it takes
   */
  public static Format choose(String accept) {
    if (accept == null || isPlain(accept)) {
      return JSON;
    }
    List<Preferences.Entry> entries = Preferences.parse(accept);
    Format best = null;
    int most = 0;
    for (Format format : ALL) {
      int weight = format.weight(entries);
      if (weight > most) {
        best = format;
        most = weight;
      }
    }
    // A field without an entry says nothing.
    return entries.isEmpty() && accept.isBlank() ? JSON : best;
  }

  /** Whether it is what nearly everybody sends: JSON, or anything. */
  public static boolean isPlain(String accept) {
    return accept.equals(ANY) || accept.equals(JSON.mediaType);
  }

  /** By the entry that names it most precisely. */
  private int weight(List<Preferences.Entry> entries) {
    int precision = 0;
    int weight = 0;
    for (Preferences.Entry entry : entries) {
      int how = precision(entry.value());
      if (how > precision || (how == precision && how > 0 && entry.weight() > weight)) {
        precision = how;
        weight = entry.weight();
      }
    }
    return weight;
  }

  private int precision(String range) {
    if (range.equals(mediaType) || range.equals(problemType) || isOtherName(range)) {
      return NAMED;
    }
    if (range.equals("application/*")) {
      return OF_TYPE;
    }
    return range.equals(ANY) ? 1 : 0;
  }

  private boolean isOtherName(String range) {
    return this == XML && range.equals("text/xml");
  }
}
