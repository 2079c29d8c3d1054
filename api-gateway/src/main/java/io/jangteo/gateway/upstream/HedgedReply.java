package io.jangteo.gateway.upstream;

import io.jangteo.bus.BusReply;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/**
 * The better of two replies, of which the second is asked for only when the first is late. The
 * first good one wins; when there is none, the first call's end is the end. The loser cannot be
 * called back; its answer is dropped.
 */
final class HedgedReply {
  private final Future<BusReply> first;
  private final Supplier<Future<BusReply>> second;
  private final Promise<BusReply> winner = Promise.promise();
  private int underWay = 1;

  /**
   * @param second gives null when there is to be none
   */
  HedgedReply(Future<BusReply> first, Supplier<Future<BusReply>> second) {
    this.first = first;
    this.second = second;
  }

  Future<BusReply> orSecondAfter(Vertx vertx, long millis) {
    long timer = vertx.setTimer(millis, ignored -> begin());
    first.onComplete(
        ended -> {
          vertx.cancelTimer(timer);
          end(ended);
        });
    return winner.future();
  }

  private void begin() {
    Future<BusReply> asked = second.get();
    if (asked != null) {
      underWay++;
      asked.onComplete(this::end);
    }
  }

  private void end(AsyncResult<BusReply> ended) {
    underWay--;
    if (ended.succeeded() && ended.result().status() < 500) {
      winner.tryComplete(ended.result());
    } else if (underWay == 0) {
      first.onSuccess(winner::tryComplete).onFailure(winner::tryFail);
    }
  }
}
