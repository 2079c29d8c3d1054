package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The wall clock of a process put wrong, by libfaketime; what only counts time goes on as it is.
 */
final class FakeClock {
  private static final String VARIABLE = "LIBFAKETIME";
  private static final String LIBRARY = "libfaketimeMT.so.1";
  private static final Pattern BEGUN =
      Pattern.compile("^process_start_time_seconds(?:\\{.*})? (\\S+)$", Pattern.MULTILINE);
  private static final List<Path> ROOTS = List.of(Path.of("/usr/lib"), Path.of("/usr/lib64"));

  private FakeClock() {}

  /**
   * What such a process has in its environment; the test is skipped, and says so, where the library
   * is not.
   *
   * @param offset such as {@code +1h}
   */
  static Map<String, String> off(String offset) throws IOException {
    Optional<Path> library = library();
    Assumptions.assumeTrue(
        library.isPresent(),
        "NOT TESTED: no "
            + LIBRARY
            + " on this machine; install Debian's package faketime, or say in "
            + VARIABLE
            + " where it is");
    // Without the last of these every timed wait of a JVM is over at once, and it spins.
    return Map.of(
        "LD_PRELOAD",
        library.orElseThrow().toString(),
        "FAKETIME",
        offset,
        "DONT_FAKE_MONOTONIC",
        "1",
        "NO_FAKE_STAT",
        "1",
        "FAKETIME_FORCE_MONOTONIC_FIX",
        "0");
  }

  /**
   * How far the clock of a process just started is ahead of ours, by what it says of its start.
   *
   * @param managementPort where it says so
   */
  static long minutesAhead(int managementPort) throws IOException, InterruptedException {
    URI metrics = URI.create("http://127.0.0.1:" + managementPort + "/metrics");
    String told =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
            .body();
    Matcher begun = BEGUN.matcher(told);
    assertThat(begun.find()).isTrue();
    double ahead = Double.parseDouble(begun.group(1)) - System.currentTimeMillis() / 1e3;
    return Math.round(ahead / 60);
  }

  private static Optional<Path> library() throws IOException {
    String told = System.getenv(VARIABLE);
    if (told != null) {
      return Optional.of(Path.of(told)).filter(Files::exists);
    }
    for (Path root : ROOTS) {
      Optional<Path> found = Files.isDirectory(root) ? find(root) : Optional.empty();
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** In a folder of its own, which is below that of the machine's kind or beside it. */
  private static Optional<Path> find(Path root) throws IOException {
    try (Stream<Path> folders = Files.list(root)) {
      return Stream.concat(Stream.of(root), folders.filter(Files::isDirectory))
          .map(folder -> folder.resolve("faketime").resolve(LIBRARY))
          .filter(Files::exists)
          .findFirst();
    }
  }
}
