package io.jangteo.events;

import io.jangteo.events.BatchTransaction.Applied;
import io.jangteo.persistence.Transactions;
import io.jangteo.runtime.crash.CrashPoint;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a batch of deliveries to an end: applied, found to be duplicates, or parked. A batch that
 * fails is done again in halves, and these again, so that a bad message is found and costs the
 * others little.
 */
final class BatchRunner {
  private static final Logger LOG = LoggerFactory.getLogger(BatchRunner.class);
  private static final int TRIES_MAX = 5;
  private static final int TRIES_OF_HUNG_MAX = 2;
  private static final Backoff RETRY = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2));
  private static final Backoff OUTAGE = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(1));

  private final Vertx vertx;
  private final Clockwork clockwork;
  private final Transactions transactions;
  private final String consumer;
  private final Set<String> types;
  private final Inbox inbox;
  private final BatchTransaction transaction;
  private final MessageHandler handler;
  private final IntConsumer wakeRelay;
  private final MessagingMeters.Inbound meters;
  private volatile boolean stopped;

  BatchRunner(
      Vertx vertx,
      Clockwork clockwork,
      Transactions transactions,
      String consumer,
      Set<String> types,
      Inbox inbox,
      BatchTransaction transaction,
      MessageHandler handler,
      IntConsumer wakeRelay,
      MessagingMeters.Inbound meters) {
    this.vertx = vertx;
    this.clockwork = clockwork;
    this.transactions = transactions;
    this.consumer = consumer;
    this.types = types;
    this.inbox = inbox;
    this.transaction = transaction;
    this.handler = handler;
    this.wakeRelay = wakeRelay;
    this.meters = meters;
  }

  /** Succeeds when all of them may be acknowledged; fails only when stopped. */
  Future<Void> run(List<Delivery> deliveries) {
    List<InboundMessage> messages = new ArrayList<>(deliveries.size());
    List<Letter.Unreadable> unreadable = new ArrayList<>();
    for (Delivery delivery : deliveries) {
      Letter letter = Envelope.decode(delivery, types);
      if (letter instanceof Letter.Readable readable) {
        messages.add(readable.message());
      } else if (letter instanceof Letter.Unreadable damaged) {
        unreadable.add(damaged);
      }
    }
    return parkAll(unreadable).compose(ignored -> applyAll(messages));
  }

  /** From now on nothing is tried again. */
  void stop() {
    stopped = true;
  }

  private Future<Void> applyAll(List<InboundMessage> messages) {
    if (messages.isEmpty()) {
      return Future.succeededFuture();
    }
    CrashPoint.BEFORE_INBOX.pass(messages, InboundMessage::type);
    meters.batches().increment();
    return apply(messages);
  }

  private Future<Void> apply(List<InboundMessage> messages) {
    if (messages.size() == 1) {
      return applyAlone(messages.get(0), 1, 1);
    }
    return transaction
        .run(messages)
        .map(this::done)
        .recover(
            error -> {
              LOG.warn(
                  "{}: {} failed, in halves now: {}", consumer, messages.size(), explain(error));
              return applyHalves(messages);
            });
  }

  /** The earlier half first, for messages of one aggregate may be in both. */
  private Future<Void> applyHalves(List<InboundMessage> messages) {
    int middle = messages.size() / 2;
    return apply(messages.subList(0, middle))
        .compose(ignored -> apply(messages.subList(middle, messages.size())));
  }

  /**
   * @param tries this one included, those during an outage not counted
   * @param outages in a row
   */
  private Future<Void> applyAlone(InboundMessage message, int tries, int outages) {
    return transaction
        .run(List.of(message))
        .map(this::done)
        .recover(error -> retryOrPark(message, tries, outages, error));
  }

  private Future<Void> retryOrPark(
      InboundMessage message, int tries, int outages, Throwable error) {
    FailureKind kind = FailureKind.of(error);
    if (kind == FailureKind.OUTAGE) {
      LOG.warn("{}: waiting with {}: {}", consumer, message.id(), explain(error));
      return later(OUTAGE, outages, () -> applyAlone(message, tries, outages + 1));
    }
    if (mayRetry(kind, tries)) {
      LOG.warn("{}: trying {} again: {}", consumer, message.id(), explain(error));
      return later(RETRY, tries, () -> applyAlone(message, tries + 1, 1));
    }
    LOG.error(
        "{}: parked {} {} with its aggregate {} after {} tries",
        consumer,
        message.type(),
        message.id(),
        message.aggregateId(),
        tries,
        error);
    Inbox.Reason reason =
        kind == FailureKind.UNDECODABLE ? Inbox.Reason.UNDECODABLE : Inbox.Reason.FAILED;
    return park(message, reason, error, tries);
  }

  private static boolean mayRetry(FailureKind kind, int tries) {
    return kind == FailureKind.RETRY && tries < TRIES_MAX
        || kind == FailureKind.HUNG && tries < TRIES_OF_HUNG_MAX;
  }

  private Future<Void> park(
      InboundMessage message, Inbox.Reason reason, Throwable error, int tries) {
    meters.parked().increment();
    return persist(
        () ->
            transactions.transaction(
                connection ->
                    inbox
                        .record(connection, List.of(message))
                        .compose(
                            recorded -> inbox.park(connection, message, reason, error, tries))),
        1);
  }

  private Future<Void> parkAll(List<Letter.Unreadable> letters) {
    Future<Void> chain = Future.succeededFuture();
    for (Letter.Unreadable letter : letters) {
      LOG.error("{}: parked {}, unreadable: {}", consumer, letter.id(), letter.complaint());
      meters.parked().increment();
      chain =
          chain.compose(
              ignored -> persist(() -> transactions.transaction(tx -> inbox.park(tx, letter)), 1));
    }
    return chain;
  }

  /** What has been decided is written, however long the database is away. */
  private Future<Void> persist(Supplier<Future<Void>> write, int tries) {
    return write
        .get()
        .recover(
            error -> {
              LOG.warn("{}: cannot park just now: {}", consumer, error.toString());
              return later(OUTAGE, tries, () -> persist(write, tries + 1));
            });
  }

  /** What we say of an outage to clients hides what it is. */
  private static String explain(Throwable error) {
    return error.getCause() == null ? error.toString() : error.getCause().toString();
  }

  private Future<Void> later(Backoff backoff, int failures, Supplier<Future<Void>> next) {
    if (stopped) {
      return Future.failedFuture(new CancellationException("stopped"));
    }
    return vertx
        .timer(backoff.pauseMillis(failures, clockwork), TimeUnit.MILLISECONDS)
        .compose(ignored -> next.get());
  }

  private Void done(Applied applied) {
    CrashPoint.BEFORE_ACK.pass(applied.handled(), InboundMessage::type);
    meters.processed().increment(applied.handled().size());
    meters.duplicates().increment(applied.duplicates());
    meters.parked().increment(applied.blocked());
    wakeRelay.accept(applied.partitions());
    if (!applied.handled().isEmpty()) {
      tell(applied.handled());
    }
    return null;
  }

  private void tell(List<InboundMessage> handled) {
    try {
      handler.committed(handled);
    } catch (RuntimeException e) {
      LOG.error("{}: the handler failed after the commit", consumer, e);
    }
  }
}
