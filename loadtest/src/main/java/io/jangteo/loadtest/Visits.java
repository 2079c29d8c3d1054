package io.jangteo.loadtest;

import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jmesPath;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.repeat;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.jangteo.loadtest.marketplace.Shelf;
import io.jangteo.loadtest.profile.Shopper;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Looking around: a search, sometimes a second page of it, some product pages. What is looked for
 * and at is as popular as it was in the trace; the trace holds orders only, so how a visit goes is
 * assumed, by the constants here.
 */
final class Visits {
  static final String SEARCH = "search";
  static final String NEXT_PAGE = "next page";
  static final String PRODUCT = "product";

  private static final double TURNS_PAGE = 0.3;

  /** One at least; the mean of a geometric distribution. */
  private static final double PRODUCTS_SEEN = 3;

  private static final int MOST_SEEN = 20;
  private static final Duration LOOKS_FOR = Duration.ofMillis(300);
  private static final String RANDOM = "random";

  private final Shopper shopper;
  private final long seed;

  Visits(Shopper shopper, long seed) {
    this.shopper = shopper;
    this.seed = seed;
  }

  /** The visitor's own chance, the same in every run of the same seed. */
  static RandomGenerator random(Session session) {
    return session.<SplittableRandom>get(RANDOM);
  }

  ChainBuilder arrive() {
    return exec(s -> s.set(RANDOM, new SplittableRandom(seed * 1_000_003 + s.userId())));
  }

  ChainBuilder look() {
    return exec(this::decide)
        .exec(
            http(SEARCH)
                .get("/products?q=#{word}&limit=20")
                .check(status().is(200), jmesPath("next").optional().saveAs("next")))
        .doIf(s -> s.getBoolean("turnsPage") && s.contains("next"))
        .then(
            pause(LOOKS_FOR),
            exec(
                http(NEXT_PAGE)
                    .get("/products?q=#{word}&limit=20&after=#{next}")
                    .check(status().is(200))))
        .exec(
            repeat(s -> s.getInt("productsSeen"))
                .on(
                    pause(LOOKS_FOR),
                    exec(s -> s.set("seen", popular(s))),
                    exec(http(PRODUCT).get("/products/#{seen}").check(status().is(200)))));
  }

  private Session decide(Session session) {
    RandomGenerator random = random(session);
    int seen = 1;
    while (seen < MOST_SEEN && random.nextDouble() > 1 / PRODUCTS_SEEN) {
      seen++;
    }
    return session
        .set("word", shopper.word(random))
        .set("turnsPage", random.nextDouble() < TURNS_PAGE)
        .set("productsSeen", seen);
  }

  private String popular(Session session) {
    return Shelf.encoded(Shelf.sku(shopper.product(random(session)).sku()));
  }
}
