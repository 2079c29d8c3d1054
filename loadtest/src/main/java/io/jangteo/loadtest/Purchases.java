package io.jangteo.loadtest;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.doIfOrElse;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.exitHereIfFailed;
import static io.gatling.javaapi.core.CoreDsl.jmesPath;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import io.jangteo.loadtest.profile.Shopper;
import io.jangteo.loadtest.run.MeasuredRun;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * An order of the trace's size, followed to its end. Some buyers let the gateway wait for the end,
 * some send their order twice, and a declared share pays with a card that is declined, so that its
 * order must be undone.
 */
final class Purchases {
  static final String PLACE = "place order";
  static final String PLACE_AND_WAIT = "place order and wait";
  static final String PLACE_AGAIN = "place order again";
  static final String READ = "read order";

  /** Fails for an order that has not ended in time, and for one that ended otherwise than told. */
  static final String END = "order at its end";

  static final Duration WAIT = Duration.ofSeconds(4);

  private static final double WAITS = 0.3;
  private static final double SENDS_TWICE = 0.05;
  private static final Set<String> ENDS = Set.of("COMPLETED", "COMPENSATED", "PARKED");
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 1_000;

  private final Shopper shopper;
  private final MeasuredRun run;

  Purchases(Shopper shopper, MeasuredRun run) {
    this.shopper = shopper;
    this.run = run;
  }

  ChainBuilder buy() {
    return exec(this::fillBasket)
        .exec(
            doIfOrElse(s -> s.getBoolean("waits"))
                .then(exec(place(PLACE_AND_WAIT).header("Prefer", "wait=" + WAIT.toSeconds())))
                .orElse(exec(place(PLACE))),
            exitHereIfFailed(),
            exec(this::accepted),
            doIf(s -> s.getBoolean("sendsTwice"))
                .then(exec(place(PLACE_AGAIN).check(jmesPath("id").isEL("#{orderId}")))),
            asLongAs(this::isWorthLooking)
                .on(
                    pause(Purchases::untilNextLook),
                    exec(s -> s.set("looks", s.getInt("looks") + 1)),
                    exec(read(READ).check(jmesPath("status").saveAs("status")))),
            exec(this::left),
            exec(read(END).check(jmesPath("status").isEL("#{expectedEnd}"))));
  }

  private static HttpRequestActionBuilder place(String name) {
    return http(name)
        .post("/orders")
        .header("Authorization", "Bearer #{token}")
        .header("Idempotency-Key", "#{key}")
        .header("Content-Type", "application/json")
        .body(StringBody("#{body}"))
        .check(status().is(202))
        .check(jmesPath("id").saveAs("idAnswered"), jmesPath("status").saveAs("status"));
  }

  private static HttpRequestActionBuilder read(String name) {
    return http(name)
        .get("/orders/#{orderId}")
        .header("Authorization", "Bearer #{token}")
        .check(status().is(200));
  }

  private Session fillBasket(Session session) {
    RandomGenerator random = Visits.random(session);
    boolean declined = random.nextDouble() < run.settings().declinedShare();
    return session
        .set("body", OrderBody.json(shopper.basket(random), declined ? "tok_declined" : "tok_ok"))
        .set("expectedEnd", declined ? "COMPENSATED" : "COMPLETED")
        .set("waits", random.nextDouble() < WAITS)
        .set("sendsTwice", random.nextDouble() < SENDS_TWICE)
        .set("key", "load-" + UUID.randomUUID())
        .set("token", run.buyerToken(session.userId()))
        .set("looks", 0)
        .set("placedNanos", System.nanoTime());
  }

  private Session accepted(Session session) {
    run.orders().accepted();
    return session.set("orderId", session.getString("idAnswered"));
  }

  private boolean isWorthLooking(Session session) {
    return !hasEnded(session) && sincePlaced(session).compareTo(run.settings().endWithin()) < 0;
  }

  private static Duration untilNextLook(Session session) {
    long doubled = FIRST_PAUSE_MILLIS << Math.min(session.getInt("looks"), 10);
    return Duration.ofMillis(Math.min(doubled, LONGEST_PAUSE_MILLIS));
  }

  private Session left(Session session) {
    run.orders()
        .left(session.getString("status"), hasEnded(session), sincePlaced(session).toMillis());
    return session;
  }

  private static boolean hasEnded(Session session) {
    return ENDS.contains(session.getString("status"));
  }

  private static Duration sincePlaced(Session session) {
    return Duration.ofNanos(System.nanoTime() - session.getLong("placedNanos"));
  }
}
