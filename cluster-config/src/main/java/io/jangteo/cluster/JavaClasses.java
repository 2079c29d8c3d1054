package io.jangteo.cluster;

import com.hazelcast.config.ClassFilter;
import com.hazelcast.config.JavaSerializationFilterConfig;

/**
 * What Hazelcast may read by Java's own serialization. Vert.x and we send nothing in that form;
 * Hazelcast sends failures and a few collections. Everything else comes from somebody who should
 * not be in the cluster, and reading it could run what is found on the class path.
 */
final class JavaClasses {
  private static final String[] PREFIXES = {
    "com.hazelcast.", "java.lang.", "java.util.", "java.io.", "java.math.", "java.time.", "["
  };

  /** Failures of a network, without the rest of their package. */
  private static final String[] CLASSES = {
    "java.net.BindException",
    "java.net.ConnectException",
    "java.net.NoRouteToHostException",
    "java.net.SocketException",
    "java.net.SocketTimeoutException",
    "java.net.UnknownHostException"
  };

  private JavaClasses() {}

  /** Hazelcast's own white list begins with all of {@code java} and {@code javax}. */
  static JavaSerializationFilterConfig filter() {
    return new JavaSerializationFilterConfig()
        .setDefaultsDisabled(true)
        .setWhitelist(new ClassFilter().addPrefixes(PREFIXES).addClasses(CLASSES));
  }
}
