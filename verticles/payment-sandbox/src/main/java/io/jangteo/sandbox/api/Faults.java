package io.jangteo.sandbox.api;

import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.FieldChecks;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.ThreadLocalRandom;

/** Makes the whole provider unreliable for a while; forgotten when the process ends. */
final class Faults implements Handler<RoutingContext> {
  private static final int LATENCY_MAX = 60_000;

  private final Vertx vertx;
  private volatile Setting current = new Setting(0, 0);

  Faults(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * What goes wrong.
   *
   * @param failRate share of requests answered 500 without effect, from 0 to 1
   * @param latencyMs pause before each request is served
   */
  record Setting(double failRate, int latencyMs) {
    Setting {
      new FieldChecks()
          .that(failRate >= 0 && failRate <= 1, "/failRate", "must be from 0 to 1")
          .range("/latencyMs", latencyMs, 0, LATENCY_MAX)
          .throwIfAny();
    }
  }

  /** Replaces the setting by the request's body. */
  void change(RoutingContext context) {
    current = Requests.body(context, Setting.class);
    context.response().setStatusCode(204).end();
  }

  @Override
  public void handle(RoutingContext context) {
    Setting setting = current;
    if (setting.latencyMs() == 0) {
      passOrFail(context, setting);
    } else {
      vertx.setTimer(setting.latencyMs(), timer -> passOrFail(context, setting));
    }
  }

  private static void passOrFail(RoutingContext context, Setting setting) {
    if (ThreadLocalRandom.current().nextDouble() < setting.failRate()) {
      context.fail(ServiceFailure.of(FailureCode.INTERNAL, "The provider is told to fail"));
    } else {
      context.next();
    }
  }
}
