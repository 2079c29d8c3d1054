package io.jangteo.events;

import io.jangteo.events.ParkedStore.Waiting;
import io.jangteo.persistence.Database;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks now and then how many messages wait for a person, and for how long. */
final class ParkedWatch {
  private static final Logger LOG = LoggerFactory.getLogger(ParkedWatch.class);
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final Database database;
  private long timer = -1;
  private volatile Waiting waiting = new Waiting(0, 0);

  ParkedWatch(Vertx vertx, Database database, MessagingMeters meters) {
    this.vertx = vertx;
    this.database = database;
    meters.parked(() -> waiting);
  }

  void start() {
    look();
    timer = vertx.setPeriodic(INTERVAL.toMillis(), ignored -> look());
  }

  void stop() {
    vertx.cancelTimer(timer);
  }

  private void look() {
    ParkedStore.sample(database.pool())
        .onSuccess(sample -> waiting = sample)
        .onFailure(error -> LOG.debug("parked messages are not counted just now", error));
  }
}
