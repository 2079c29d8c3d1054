package io.jangteo.loadtest;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.OpenInjectionStep;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import io.jangteo.loadtest.profile.Shopper;
import io.jangteo.loadtest.run.LoadSettings;
import io.jangteo.loadtest.run.MeasuredRun;
import io.jangteo.loadtest.run.SettingsReader;
import io.jangteo.loadtest.run.Shape;
import io.jangteo.loadtest.run.Slope;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What all simulations have in common: target, arrivals, assertions, and the run around them. */
abstract class MeasuredSimulation extends Simulation {
  private static final int PERCENTILE = 99;

  private final MeasuredRun run;
  private final Visits visits;
  private final Purchases purchases;

  MeasuredSimulation(double rate, Shape shape) {
    run = new MeasuredRun(SettingsReader.read(System.getProperties(), rate, shape));
    Shopper shopper = new Shopper(run.profile());
    visits = new Visits(shopper, run.settings().seed());
    purchases = new Purchases(shopper, run);
  }

  @Override
  public final void before() {
    run.begin();
  }

  @Override
  public final void after() {
    run.end();
  }

  final Visits visits() {
    return visits;
  }

  final Purchases purchases() {
    return purchases;
  }

  final int visitsPerOrder() {
    return run.settings().visitsPerOrder();
  }

  final HttpProtocolBuilder gateway() {
    return http.baseUrls(run.target().urls().stream().map(URI::toString).toList())
        .acceptHeader("application/json")
        .userAgentHeader("jangteo-loadtest")
        .disableCaching()
        .disableWarmUp();
  }

  /** A share of all arrivals; an open model, in which nobody waits for those before. */
  final List<OpenInjectionStep> arrivals(double share) {
    LoadSettings settings = run.settings();
    List<Slope> slopes =
        settings
            .shape()
            .slopes(settings.rate(), settings.duration().toSeconds(), run.profile().ordersByHour());
    return Slope.share(slopes, share).stream().map(MeasuredSimulation::step).toList();
  }

  private static OpenInjectionStep step(Slope slope) {
    return slope.isFlat()
        ? constantUsersPerSec(slope.to()).during(slope.lasts()).randomized()
        : rampUsersPerSec(slope.from()).to(slope.to()).during(slope.lasts()).randomized();
  }

  final List<Assertion> browsingHolds() {
    return answeredWithin(Duration.ZERO, Visits.SEARCH, Visits.PRODUCT).toList();
  }

  final List<Assertion> orderingHolds() {
    return Stream.of(
            answeredWithin(Duration.ZERO, Purchases.PLACE, Purchases.READ, Purchases.END),
            answeredWithin(Purchases.WAIT, Purchases.PLACE_AND_WAIT),
            Stream.of(details(Purchases.END).failedRequests().count().is(0L)))
        .flatMap(all -> all)
        .toList();
  }

  @SafeVarargs
  final Assertion[] errorsAreFewAnd(List<Assertion>... more) {
    Assertion few = global().failedRequests().percent().lte(run.settings().maxErrorPercent());
    return Stream.concat(Stream.of(few), Stream.of(more).flatMap(List::stream))
        .toArray(Assertion[]::new);
  }

  /** A limit for each kind of request, which must also have been sent at all. */
  private Stream<Assertion> answeredWithin(Duration allowance, String... requests) {
    int millis = (int) allowance.plus(run.settings().p99()).toMillis();
    return Stream.of(requests)
        .map(request -> details(request).responseTime().percentile(PERCENTILE).lte(millis));
  }
}
