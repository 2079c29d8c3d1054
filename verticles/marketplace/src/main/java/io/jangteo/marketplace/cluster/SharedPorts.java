package io.jangteo.marketplace.cluster;

import java.util.Locale;

/** Whether two processes can listen on one port, so that one can take it over from the other. */
final class SharedPorts {
  /** Only on Linux, and where there is a native transport of Vert.x for the machine. */
  static final boolean ARE_POSSIBLE =
      areOn(System.getProperty("os.name"), System.getProperty("os.arch"));

  private SharedPorts() {}

  static boolean areOn(String system, String machine) {
    String known = machine.toLowerCase(Locale.ROOT);
    return system.toLowerCase(Locale.ROOT).equals("linux")
        && (known.equals("amd64") || known.equals("x86_64") || known.equals("aarch64"));
  }
}
