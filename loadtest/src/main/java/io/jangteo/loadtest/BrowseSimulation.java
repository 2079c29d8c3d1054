package io.jangteo.loadtest;

import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.jangteo.loadtest.run.Shape;

/** Visitors who look and do not buy. */
public final class BrowseSimulation extends MeasuredSimulation {
  private static final double RATE = 30;

  public BrowseSimulation() {
    super(RATE, Shape.CONSTANT);
    setUp(scenario("browsers").exec(visits().arrive(), visits().look()).injectOpen(arrivals(1)))
        .protocols(gateway())
        .assertions(errorsAreFewAnd(browsingHolds()));
  }
}
