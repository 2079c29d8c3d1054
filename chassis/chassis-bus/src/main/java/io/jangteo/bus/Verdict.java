package io.jangteo.bus;

import io.jangteo.bus.resilience.Breaker;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Completable;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;

/** What the end of one call says about the instance that was asked. */
final class Verdict implements Completable<BusReply> {
  /** Not to answer within less time than this is no fault. */
  private static final long FAIR_MILLIS = 200;

  private final Target target;
  private final Breaker breaker;
  private final int number;
  private final boolean mayWait;
  private final long millis;
  private final long startedAt = System.nanoTime();

  /** The call begins now. */
  Verdict(Target target, BusCall call, long millis) {
    this.target = target;
    this.breaker = target.breaker(call.ask().routeClass());
    this.number = breaker.begin();
    this.mayWait = call.mayWait();
    this.millis = millis;
  }

  @Override
  public void complete(BusReply reply, Throwable failure) {
    if (failure == null) {
      judge(reply);
    } else {
      judge(failure);
    }
  }

  private void judge(BusReply reply) {
    if (reply.headers().contains(BusHeaders.REFUSED)) {
      target.outlier().answered();
      breaker.endUnjudged(number);
    } else if (isGatewayError(reply.status())) {
      failed();
    } else {
      target.outlier().answered();
      breaker.end(number, reply.status() >= 500, mayWait ? -1 : System.nanoTime() - startedAt);
    }
  }

  private static boolean isGatewayError(int status) {
    return status >= 502 && status <= 504;
  }

  private void judge(Throwable failure) {
    if (failure instanceof ReplyException reply) {
      judge(reply.failureType());
    } else if (failure instanceof ServiceFailure known && known.code() == FailureCode.BAD_GATEWAY) {
      failed();
    } else {
      breaker.endUnjudged(number);
    }
  }

  private void judge(ReplyFailure failure) {
    switch (failure) {
      case TIMEOUT -> {
        if (millis >= FAIR_MILLIS) {
          failed();
        } else {
          breaker.endUnjudged(number);
        }
      }
      case NO_HANDLERS -> {
        // It is leaving, or has just come back and the bus does not know it again yet.
        target.fallSilent("is not known at its address");
        breaker.endUnjudged(number);
      }
      default -> failed();
    }
  }

  private void failed() {
    target.outlier().failed();
    breaker.end(number, true, -1);
  }
}
