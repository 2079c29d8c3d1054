package io.jangteo.payment.application;

import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers answers that come close together and records them in one transaction. One that cannot be
 * recorded is let go: its lease runs out, and the provider is asked what became of it.
 *
 * <p>Used from one context only.
 */
final class ResultBatcher {
  private static final Logger LOG = LoggerFactory.getLogger(ResultBatcher.class);
  private static final int BATCH_MAX = 64;
  private static final int QUEUE_MAX = 1024;
  private static final long GATHER_MILLIS = 5;

  private final Vertx vertx;
  private final RecordResults results;
  private final Runnable recorded;
  private final Queue<Resolution> queue = new ArrayDeque<>();
  private boolean busy;

  /**
   * @param recorded called after each transaction: there may be new calls to make
   */
  ResultBatcher(Vertx vertx, RecordResults results, Runnable recorded) {
    this.vertx = vertx;
    this.results = results;
    this.recorded = recorded;
  }

  void add(Resolution resolution) {
    if (queue.size() >= QUEUE_MAX) {
      LOG.atWarn()
          .addKeyValue("orderId", resolution.call().orderId())
          .log("too many answers wait to be recorded; this one is asked for again");
      return;
    }
    queue.add(resolution);
    if (!busy) {
      busy = true;
      vertx.setTimer(GATHER_MILLIS, timer -> flush());
    }
  }

  boolean isIdle() {
    return !busy;
  }

  private void flush() {
    List<Resolution> batch = new ArrayList<>(BATCH_MAX);
    while (batch.size() < BATCH_MAX && !queue.isEmpty()) {
      batch.add(queue.poll());
    }
    record(batch)
        .onComplete(
            ignored -> {
              recorded.run();
              if (queue.isEmpty()) {
                busy = false;
              } else {
                flush();
              }
            });
  }

  private Future<Void> record(List<Resolution> batch) {
    return results
        .record(batch)
        .recover(
            error -> {
              if (batch.size() > 1 && !isUnavailable(error)) {
                return recordEach(batch);
              }
              LOG.atError().setCause(error).log("{} answers were not recorded", batch.size());
              return Future.succeededFuture();
            });
  }

  /** So that one that can never be recorded does not keep the others from it. */
  private Future<Void> recordEach(List<Resolution> batch) {
    Future<Void> all = Future.succeededFuture();
    for (Resolution resolution : batch) {
      all = all.compose(ignored -> record(List.of(resolution)));
    }
    return all;
  }

  private static boolean isUnavailable(Throwable error) {
    return error instanceof ServiceFailure failure && failure.code() == FailureCode.UNAVAILABLE;
  }
}
