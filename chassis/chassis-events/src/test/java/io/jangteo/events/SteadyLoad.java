package io.jangteo.events;

import io.jangteo.runtime.Ids;
import io.jangteo.testing.history.Journal;
import io.jangteo.testing.history.Outcome;
import io.vertx.core.Vertx;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Events appended to a service's outbox at a steady pace, whatever becomes of the broker, and a
 * journal of them: they are acknowledged when they are committed.
 */
final class SteadyLoad {
  static final int A_SECOND = 100;

  private static final int AGGREGATES = 64;

  private final Vertx vertx;
  private final TestService service;
  private final Journal<UUID> journal = new Journal<>();
  private final Queue<Aggregate> idle = new ConcurrentLinkedQueue<>();
  private final long timer;

  private SteadyLoad(Vertx vertx, TestService service) {
    this.vertx = vertx;
    this.service = service;
    for (int i = 0; i < AGGREGATES; i++) {
      idle.add(Aggregate.fresh());
    }
    this.timer = vertx.setPeriodic(1_000 / A_SECOND, ignored -> append());
  }

  static SteadyLoad on(Vertx vertx, TestService service) {
    return new SteadyLoad(vertx, service);
  }

  private void append() {
    Aggregate next = idle.poll();
    if (next == null) {
      return;
    }
    UUID id = Ids.next();
    journal.invoke(id);
    service
        .sending(Pings.ping(id, next.id(), next.version(), "n"))
        .onSuccess(ignored -> told(id, Outcome.OK, next.later()))
        .onFailure(ignored -> told(id, Outcome.INFO, Aggregate.fresh()));
  }

  private void told(UUID id, Outcome outcome, Aggregate next) {
    journal.told(id, outcome);
    idle.add(next);
  }

  void stop() {
    vertx.cancelTimer(timer);
  }

  /** Whether every append has an outcome. */
  boolean isIdle() {
    return idle.size() == AGGREGATES;
  }

  Journal<UUID> journal() {
    return journal;
  }

  /** The next version of one aggregate. */
  private record Aggregate(UUID id, long version) {
    /** Not like our other ids: those of one moment fall into few partitions. */
    static Aggregate fresh() {
      return new Aggregate(UUID.randomUUID(), 1);
    }

    Aggregate later() {
      return new Aggregate(id, version + 1);
    }
  }
}
