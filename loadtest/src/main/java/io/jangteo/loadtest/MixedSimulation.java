package io.jangteo.loadtest;

import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.jangteo.loadtest.run.Shape;

/**
 * A day of the trace, compressed: visitors come as its orders came, hour by hour, and one in so
 * many buys. How many visitors there were to an order the trace does not say.
 */
public final class MixedSimulation extends MeasuredSimulation {
  private static final double RATE = 20;

  public MixedSimulation() {
    super(RATE, Shape.DAY);
    double buying = 1.0 / visitsPerOrder();
    setUp(
            scenario("browsers")
                .exec(visits().arrive(), visits().look())
                .injectOpen(arrivals(1 - buying)),
            scenario("buyers")
                .exec(visits().arrive(), visits().look(), purchases().buy())
                .injectOpen(arrivals(buying)))
        .protocols(gateway())
        .assertions(errorsAreFewAnd(browsingHolds(), orderingHolds()));
  }
}
