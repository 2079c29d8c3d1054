package io.jangteo.launcher;

import java.security.Security;

/**
 * For how long this process believes what a name stood for. A name of the cluster may stand for
 * other machines a moment later, and one that nobody knew yet may be known: Java would go on not
 * knowing it for ten seconds, and says so in a file that wins over {@code
 * -Dsun.net.inetaddr.negative.ttl}.
 */
final class NameLookups {
  private static final String KNOWN_SECONDS = "5";
  private static final String UNKNOWN_SECONDS = "1";

  private NameLookups() {}

  /** Before the first name is looked up; what the command line says is kept to. */
  static void forgetSoon() {
    if (Security.getProperty("networkaddress.cache.ttl") == null) {
      set("networkaddress.cache.ttl", "sun.net.inetaddr.ttl", KNOWN_SECONDS);
    }
    set("networkaddress.cache.negative.ttl", "sun.net.inetaddr.negative.ttl", UNKNOWN_SECONDS);
  }

  private static void set(String property, String option, String standard) {
    Security.setProperty(property, System.getProperty(option, standard));
  }
}
