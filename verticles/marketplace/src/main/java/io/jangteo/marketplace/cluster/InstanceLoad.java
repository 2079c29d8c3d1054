package io.jangteo.marketplace.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What one process has answered and parked since it started, as it tells itself.
 *
 * @param answered requests, those that failed not among them
 * @param failed requests: a fault of the server or out of time
 * @param parked messages that it could not handle
 */
record InstanceLoad(double answered, double failed, double parked) {
  static final InstanceLoad NONE = new InstanceLoad(0, 0, 0);

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Pattern REQUESTS =
      Pattern.compile(
          "^jangteo_bus_requests_seconds_count\\{.*outcome=\"(\\w+)\".*} (\\S+)$",
          Pattern.MULTILINE);
  private static final Pattern PARKED =
      Pattern.compile("^jangteo_inbox_parked_total(?:\\{.*})? (\\S+)$", Pattern.MULTILINE);
  private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  /**
   * Asks it.
   *
   * @throws IOException when it does not tell within two seconds
   */
  static InstanceLoad of(ExpectedProcess process) throws IOException, InterruptedException {
    URI metrics = URI.create("http://127.0.0.1:" + process.managementPort() + "/metrics");
    HttpRequest request = HttpRequest.newBuilder(metrics).timeout(PATIENCE).build();
    return read(HTTP.send(request, BodyHandlers.ofString()).body());
  }

  static InstanceLoad read(String metrics) {
    double answered = 0;
    double failed = 0;
    for (MatchResult match : REQUESTS.matcher(metrics).results().toList()) {
      double count = Double.parseDouble(match.group(2));
      answered += match.group(1).equals("answered") ? count : 0;
      failed += match.group(1).equals("failed") ? count : 0;
    }
    double parked =
        PARKED.matcher(metrics).results().mapToDouble(m -> Double.parseDouble(m.group(1))).sum();
    return new InstanceLoad(answered, failed, parked);
  }

  InstanceLoad plus(InstanceLoad other) {
    return new InstanceLoad(
        answered + other.answered, failed + other.failed, parked + other.parked);
  }

  InstanceLoad minus(InstanceLoad earlier) {
    return new InstanceLoad(
        answered - earlier.answered, failed - earlier.failed, parked - earlier.parked);
  }

  double requests() {
    return answered + failed;
  }

  /** Of its requests, those that failed; none where there was none. */
  double errorRatio() {
    return requests() <= 0 ? 0 : failed / requests();
  }
}
