package io.jangteo.loadtest;

import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.jangteo.loadtest.run.Shape;

/** Buyers who know what they want. */
public final class OrderSimulation extends MeasuredSimulation {
  private static final double RATE = 5;

  public OrderSimulation() {
    super(RATE, Shape.CONSTANT);
    setUp(scenario("buyers").exec(visits().arrive(), purchases().buy()).injectOpen(arrivals(1)))
        .protocols(gateway())
        .assertions(errorsAreFewAnd(orderingHolds()));
  }
}
