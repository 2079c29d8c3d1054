package io.jangteo.persistence;

import io.vertx.core.Vertx;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server stops a statement for its time, but one that is frozen or out of reach stops nothing.
 * When an answer is owed and none at all has come for as long as the patience lasts, this gives the
 * connection up. What waits behind others in the pipeline does not count as unanswered while those
 * are answered. For many threads.
 */
final class AnswerWatch {
  private static final Logger LOG = LoggerFactory.getLogger(AnswerWatch.class);
  private static final long NONE = -1;

  private final Vertx vertx;
  private final Duration patience;
  private final Runnable giveUp;
  private int owed;
  private long heardNanos;
  private long timer = NONE;

  /**
   * @param giveUp must end the connection, so that whatever is owed fails; must not block
   */
  AnswerWatch(Vertx vertx, Duration patience, Runnable giveUp) {
    this.vertx = vertx;
    this.patience = patience;
    this.giveUp = giveUp;
  }

  synchronized void asked() {
    if (owed++ == 0) {
      heardNanos = System.nanoTime();
    }
    if (timer == NONE) {
      lookAfter(patience.toNanos());
    }
  }

  synchronized void answered() {
    owed--;
    heardNanos = System.nanoTime();
  }

  synchronized void stop() {
    if (timer != NONE) {
      vertx.cancelTimer(timer);
      timer = NONE;
    }
  }

  private void lookAfter(long nanos) {
    timer = vertx.setTimer(1 + nanos / 1_000_000, ignored -> look());
  }

  private synchronized void look() {
    timer = NONE;
    if (owed == 0) {
      return;
    }
    long left = patience.toNanos() - (System.nanoTime() - heardNanos);
    if (left > 0) {
      lookAfter(left);
      return;
    }
    LOG.warn("a database connection is cut: {} answers owed, none for {}", owed, patience);
    giveUp.run();
  }
}
