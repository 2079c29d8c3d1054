package io.jangteo.gateway.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** How many sockets listen on a port of this machine, as Linux tells it. */
final class Listeners {
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

  /** The state, the fourth field of a line. */
  private static final String LISTEN = "0A";

  private Listeners() {}

  /** Blocks for a moment. */
  static int on(int port) throws IOException {
    int count = 0;
    for (Path table : TABLES) {
      if (Files.exists(table)) {
        count += count(Files.readAllLines(table), port);
      }
    }
    return count;
  }

  static int count(List<String> lines, int port) {
    String suffix = String.format(Locale.ROOT, ":%04X", port);
    return (int)
        lines.stream()
            .map(line -> line.strip().split("\\s+"))
            .filter(fields -> fields.length > 3 && fields[3].equals(LISTEN))
            .filter(fields -> fields[1].endsWith(suffix))
            .count();
  }
}
