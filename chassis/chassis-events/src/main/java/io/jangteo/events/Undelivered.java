package io.jangteo.events;

import io.jangteo.events.BrokerConfig.BrokerKind;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of the rows that the broker does not take or has no queue for: they are held back in
 * the table, with those behind them, and said again later. All calls on the relay's context.
 */
final class Undelivered {
  private static final Logger LOG = LoggerFactory.getLogger(Undelivered.class);
  private static final String REFUSED = "REFUSED";
  private static final String NO_ROUTE = "NO_ROUTE";
  private static final Duration REDECLARE_PAUSE = Duration.ofSeconds(1);
  private static final Backoff PAUSES = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30));

  private final Clockwork clockwork;
  private final BrokerKind broker;
  private final String service;
  private final Topology topology;
  private final MessagingMeters meters;
  private final Share share;
  private final RelayRows rows;
  private final Refusals refusals;
  private PublishingSession session;
  private long redeclareNotBefore;

  Undelivered(
      Clockwork clockwork,
      BrokerKind broker,
      String service,
      Topology topology,
      MessagingMeters meters,
      Share share,
      RelayRows rows) {
    this.clockwork = clockwork;
    this.broker = broker;
    this.service = service;
    this.topology = topology;
    this.meters = meters;
    this.share = share;
    this.rows = rows;
    this.refusals = new Refusals(clockwork);
  }

  /** Rows are published on that session from now on. */
  void begin(PublishingSession begun) {
    session = begun;
    refusals.begin();
  }

  /** Nothing is published any more. */
  void end() {
    session = null;
  }

  void refused(OutboxRow row) {
    postpone(row, REFUSED);
    // The embedded broker refuses what it cannot route, and has yet to say so on this session.
    boolean explained = broker == BrokerKind.RABBITMQ;
    if (explained && session != null && session.isAlive() && refusals.refused()) {
      session.discard(new IOException("the broker refuses " + row.type()));
    }
  }

  void unroutable(OutboxRow row) {
    alarm(row);
    postpone(row, NO_ROUTE);
  }

  /** One that was refused was so for want of a queue. */
  void explained(OutboxRow row) {
    alarm(row);
    if (share.store() != null) {
      share.store().label(row, NO_ROUTE);
    }
  }

  private void alarm(OutboxRow row) {
    meters.unrouted();
    LOG.error(
        "{}: nobody can hear {} {} though somebody subscribed to it: declaring the queues again",
        service,
        row.type(),
        row.eventId());
    long now = clockwork.nanos();
    if (session != null && now - redeclareNotBefore > 0) {
      redeclareNotBefore = now + REDECLARE_PAUSE.toNanos();
      session
          .declare(topology)
          .onFailure(error -> LOG.error("{}: queues cannot be declared", service, error));
    }
  }

  /** Its aggregate stays busy until the table holds the later rows back. */
  private void postpone(OutboxRow row, String reason) {
    if (share.store() == null) {
      return;
    }
    int asked = rows.generation();
    share
        .store()
        .postpone(row, reason, PAUSES.pauseMillis(row.attempts() + 1, clockwork))
        .onComplete(
            postponed -> {
              if (asked == rows.generation()) {
                rows.heldBack(row);
              }
            });
  }
}
