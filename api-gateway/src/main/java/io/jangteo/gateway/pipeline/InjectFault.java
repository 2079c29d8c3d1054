package io.jangteo.gateway.pipeline;

import io.jangteo.gateway.contract.Operation;
import io.jangteo.gateway.fault.Fault;
import io.jangteo.gateway.fault.FaultTable;
import io.jangteo.gateway.fault.Faults;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import java.time.Clock;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/** Does to a request what an operator has asked for; costs one look at a field otherwise. */
public final class InjectFault implements Stage {
  private static final CharSequence FAULT = HttpHeaders.createOptimized("x-jangteo-fault");
  private static final int DELAYED_MAX = 1_000;

  private final Vertx vertx;
  private final Faults faults;
  private final Clock clock;
  private final DoubleSupplier random;
  private final Counter delays;
  private final Counter aborts;
  private int delayed;

  /**
   * Injects what {@code faults} names.
   *
   * @param random of 0 to 1
   */
  public InjectFault(
      Vertx vertx, Faults faults, Clock clock, DoubleSupplier random, MeterRegistry meters) {
    this.vertx = vertx;
    this.faults = faults;
    this.clock = clock;
    this.random = random;
    this.delays = meters.counter("jangteo.gateway.faults", "kind", "delay");
    this.aborts = meters.counter("jangteo.gateway.faults", "kind", "abort");
  }

  @Override
  public Future<Void> apply(Exchange exchange) {
    FaultTable active = faults.active();
    return active == null ? DONE : inject(exchange, active);
  }

  private Future<Void> inject(Exchange exchange, FaultTable active) {
    Operation operation = exchange.operation();
    Fault fault = active.find(operation.service(), operation.action(), clock.millis());
    if (fault == null
        || !fault.concerns(header(exchange, fault))
        || random.getAsDouble() * 100 >= fault.percentage()) {
      return DONE;
    }
    // Beyond what can be held back at once, requests are let through.
    return fault.delayMs() > 0 && delayed < DELAYED_MAX
        ? delay(exchange, fault)
        : end(exchange, fault);
  }

  private static String header(Exchange exchange, Fault fault) {
    return fault.header() == null ? null : exchange.request().getHeader(fault.header());
  }

  private Future<Void> delay(Exchange exchange, Fault fault) {
    delayed++;
    delays.increment();
    exchange.response().putHeader(FAULT, "delay");
    return vertx
        .timer(fault.delayMs(), TimeUnit.MILLISECONDS)
        .onComplete(ignored -> delayed--)
        .compose(ignored -> end(exchange, fault));
  }

  private Future<Void> end(Exchange exchange, Fault fault) {
    if (fault.abortStatus() == 0) {
      return DONE;
    }
    aborts.increment();
    exchange.response().putHeader(FAULT, "abort");
    throw ServiceFailure.of(code(fault.abortStatus()), "An operator lets this request fail");
  }

  private static FailureCode code(int status) {
    return Arrays.stream(FailureCode.values())
        .filter(code -> code.status() == status)
        .findFirst()
        .orElse(FailureCode.UNAVAILABLE);
  }
}
