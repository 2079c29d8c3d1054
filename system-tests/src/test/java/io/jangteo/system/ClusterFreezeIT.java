package io.jangteo.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One of three processes of a service frozen, which no connection and no heartbeat tells soon, and
 * thawed when the others have long given it up. {@code -Dfreeze.seconds=90} freezes it for longer.
 */
@Tag("alone")
class ClusterFreezeIT {
  private static final String ILL = "catalog-2";
  private static final int PER_SECOND = 60;
  private static final Duration CALM = Duration.ofSeconds(10);

  private static final Duration FROZEN =
      Duration.ofSeconds(Integer.getInteger("freeze.seconds", 22));

  /** After ten seconds the others give it up, which costs them a moment. */
  private static final Duration NOTICED = Duration.ofSeconds(Math.min(12, FROZEN.toSeconds() - 1));

  /** The earliest that they do. */
  private static final Duration GIVEN_UP = Duration.ofSeconds(9);

  /** It costs all of them the CPU at once; who waited for the frozen one would wait for longer. */
  private static final long MOMENT_MILLIS = 2_000L * Machine.slowness();

  private static final Duration BACK = Duration.ofSeconds(15);

  private static final Pattern SUSPECTED = Pattern.compile("Suspecting Member \\[(\\S+)");

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

  @TempDir private Path folder;
  private CommandLine jangteo;
  private long frozen;

  /** One answer, by the time its request was sent. */
  private record Answer(boolean ofTheIll, long sentAt, int status, long micros) {}

  @BeforeEach
  void start() throws IOException, InterruptedException {
    jangteo = new CommandLine(folder, Map.of());
    jangteo.startCluster();
    assertThat(jangteo.run("scale", "catalog", "3").exit()).isZero();
  }

  @AfterEach
  void stop() throws IOException, InterruptedException {
    clock.shutdownNow();
    if (frozen != 0) {
      signal("CONT", frozen);
    }
    jangteo.run("down", "--wipe");
  }

  @Test
  void aFrozenProcessIsLeftOutWithinSecondsAndNobodyElseIsSlower() throws Exception {
    URI gateway = jangteo.state().gateways().get(0);
    AtomicInteger turn = new AtomicInteger();
    clock.scheduleAtFixedRate(
        () -> ask(gateway, turn.incrementAndGet()),
        0,
        1_000_000_000L / PER_SECOND,
        TimeUnit.NANOSECONDS);
    pass(CALM);
    long calmFrom = System.nanoTime();
    pass(CALM);

    long frozenAt = System.nanoTime();
    long served = served(ILL);
    frozen = pid(ILL);
    signal("STOP", frozen);
    pass(NOTICED);
    long noticedAt = System.nanoTime();
    pass(FROZEN.minus(NOTICED));
    long end = System.nanoTime();
    double back = thaw(served);
    pass(Duration.ofSeconds(4));
    List<Answer> thawed = since(end);

    List<Answer> calm = between(true, calmFrom, frozenAt);
    List<Answer> upset = between(true, frozenAt, noticedAt);
    List<Answer> after = between(true, noticedAt, end);
    List<Answer> othersCalm = between(false, calmFrom, frozenAt);
    List<Answer> othersMoment = between(false, frozenAt + GIVEN_UP.toNanos(), noticedAt);
    List<Answer> othersUpset = new ArrayList<>(between(false, frozenAt, end));
    othersUpset.removeAll(othersMoment);
    System.out.printf(
        "frozen: failed %d of %d in the first %d s, %d of %d then; p99 %d ms before, %d ms in the"
            + " first seconds, %d ms then; other routes p99 %d ms before, %d ms since, %d ms in the"
            + " moment in which it is given up%n",
        failed(upset),
        upset.size(),
        NOTICED.toSeconds(),
        failed(after),
        after.size(),
        p99(calm),
        p99(upset),
        p99(after),
        p99(othersCalm),
        p99(othersUpset),
        p99(othersMoment));
    System.out.printf(
        Locale.ROOT,
        "thawed after %d s: serving again after %.1f s, failed %d of %d meanwhile%n",
        FROZEN.toSeconds(),
        back,
        failed(thawed),
        thawed.size());
    System.out.println("slowest others: " + slowest(between(false, frozenAt, end), frozenAt));
    System.out.println("failed since it was thawed: " + failures(thawed, end));
    assertThat(suspected()).as("taken for dead").hasSize(1);
    assertThat(failed(calm)).isZero();
    assertThat(failed(after)).isZero();
    assertThat(failed(between(false, frozenAt, end))).isZero();
    assertThat(failed(thawed)).as("since it was thawed").isZero();
    assertThat(back).isLessThanOrEqualTo(BACK.toSeconds());
    assertThat(failed(upset)).isLessThanOrEqualTo(upset.size() / 50);
    // Beside each other, for the machine may be busy with something else by then; a request that
    // waited for the frozen process would have waited for seconds.
    assertThat(p99(after)).isLessThanOrEqualTo(Math.max(200, 2 * p99(othersUpset)));
    assertThat(p99(othersUpset)).isLessThanOrEqualTo(Math.max(500, 2 * p99(othersCalm)));
    assertThat(p99(othersMoment)).isLessThanOrEqualTo(MOMENT_MILLIS);
  }

  /** Gives the seconds until it is ready and does its share of the work again. */
  private double thaw(long served) throws Exception {
    long from = System.nanoTime();
    signal("CONT", frozen);
    frozen = 0;
    await().atMost(BACK.multipliedBy(3)).until(() -> !isReady(ILL));
    await().atMost(BACK.multipliedBy(3)).until(() -> isReady(ILL));
    await().atMost(BACK.multipliedBy(3)).until(() -> served(ILL) > served + 30);
    return (System.nanoTime() - from) / 1e9;
  }

  private boolean isReady(String process) throws IOException, InterruptedException {
    return management(process, "/ready").statusCode() == 200;
  }

  /** Requests that it has answered so far. */
  private long served(String process) throws IOException, InterruptedException {
    return management(process, "/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("jangteo_bus_requests_seconds_count"))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private HttpResponse<String> management(String process, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + reportOf(process).path("managementPort").asInt());
    return http.send(
        HttpRequest.newBuilder(uri.resolve(path)).timeout(Duration.ofSeconds(5)).build(),
        BodyHandlers.ofString());
  }

  /** In turn the service that will be ill, never from a cache, and another. */
  private void ask(URI gateway, int turn) {
    boolean ofTheIll = turn % 2 == 0;
    String path = ofTheIll ? "/products?q=word" + turn : "/.well-known/jwks.json";
    long sentAt = System.nanoTime();
    HttpRequest request =
        HttpRequest.newBuilder(gateway.resolve(path)).timeout(Duration.ofSeconds(10)).build();
    http.sendAsync(request, BodyHandlers.discarding())
        .whenComplete(
            (response, error) ->
                answers.add(
                    new Answer(
                        ofTheIll,
                        sentAt,
                        response == null ? 0 : response.statusCode(),
                        (System.nanoTime() - sentAt) / 1000)));
  }

  private List<Answer> between(boolean ofTheIll, long from, long to) {
    return answers.stream()
        .filter(each -> each.ofTheIll() == ofTheIll)
        .filter(each -> each.sentAt() >= from && each.sentAt() < to)
        .toList();
  }

  private List<Answer> since(long from) {
    return answers.stream().filter(each -> each.sentAt() >= from).toList();
  }

  private static long failed(List<Answer> some) {
    return some.stream().filter(each -> each.status() != 200).count();
  }

  private static long p99(List<Answer> some) {
    long[] micros = some.stream().mapToLong(Answer::micros).sorted().toArray();
    return micros[micros.length * 99 / 100] / 1000;
  }

  /** Addresses of members that others have given up, by what they log of it. */
  private Set<String> suspected() throws IOException {
    Set<String> addresses = new TreeSet<>();
    try (Stream<Path> logs = Files.list(jangteo.home().directory().resolve("logs"))) {
      for (Path log : logs.toList()) {
        SUSPECTED.matcher(Files.readString(log)).results().forEach(x -> addresses.add(x.group(1)));
      }
    }
    return addresses;
  }

  private static String slowest(List<Answer> some, long since) {
    return some.stream()
        .sorted(Comparator.comparingLong(Answer::micros).reversed())
        .limit(8)
        .map(each -> each.micros() / 1000 + " ms at " + (each.sentAt() - since) / 1_000_000)
        .collect(Collectors.joining(", "));
  }

  private static String failures(List<Answer> some, long since) {
    return some.stream()
        .filter(each -> each.status() != 200)
        .map(
            each ->
                "%d after %d ms, sent at %d, %s"
                    .formatted(
                        each.status(),
                        each.micros() / 1000,
                        (each.sentAt() - since) / 1_000_000,
                        each.ofTheIll() ? "of the frozen one's service" : "of another"))
        .toList()
        .toString();
  }

  private long pid(String process) throws IOException {
    return reportOf(process).path("pid").asLong();
  }

  private JsonNode reportOf(String process) throws IOException {
    Path report = jangteo.home().directory().resolve("processes/" + process + ".json");
    return Json.LENIENT.readTree(Files.readAllBytes(report));
  }

  private static void signal(String name, long pid) throws IOException, InterruptedException {
    assertThat(pid).isPositive();
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start();
    assertThat(kill.waitFor()).isZero();
  }

  /** Load goes on meanwhile; what happens in that time is what is measured. */
  private static void pass(Duration time) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(time.toNanos());
  }
}
