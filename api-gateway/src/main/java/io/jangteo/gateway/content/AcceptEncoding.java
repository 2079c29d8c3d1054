package io.jangteo.gateway.content;

/** Whether a client takes compressed answers (RFC 9110, section 12.5.3). */
public final class AcceptEncoding {
  private static final String GZIP = "gzip";

  private AcceptEncoding() {}

  /**
   * Whether gzip is welcome, and not less than the answer as it is.
   *
   * @param field null for none, which means that nothing is
   */
  public static boolean takesGzip(String field) {
    if (field == null || (!field.regionMatches(true, 0, GZIP, 0, 4) && !mayTake(field))) {
      return false;
    }
    int gzip = -1;
    int any = -1;
    int identity = 0;
    for (Preferences.Entry entry : Preferences.parse(field)) {
      switch (entry.value()) {
        case GZIP, "x-gzip" -> gzip = Math.max(gzip, entry.weight());
        case "*" -> any = entry.weight();
        case "identity" -> identity = entry.weight();
        default -> {}
      }
    }
    int weight = gzip >= 0 ? gzip : any;
    return weight > 0 && weight >= identity;
  }

  /** Cheap, and right when it says no. */
  private static boolean mayTake(String field) {
    return field.indexOf('*') >= 0 || field.indexOf('g') >= 0 || field.indexOf('G') >= 0;
  }
}
