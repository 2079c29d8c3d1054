package io.jangteo.events;

import io.jangteo.persistence.Transactions;
import io.jangteo.runtime.crash.CrashPoint;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/** Applies messages in one transaction: inbox, effects and outbox together, or none of it. */
final class BatchTransaction {
  /** For a connection, inbox, outbox and commit. */
  private static final Duration AROUND_THE_HANDLER_MAX = Duration.ofSeconds(15);

  private final Clockwork clockwork;
  private final Transactions transactions;
  private final Inbox inbox;
  private final Outbox outbox;
  private final MessageHandler handler;
  private final Duration handlerMax;

  /**
   * @param handlerMax after which a handler counts as hung
   */
  BatchTransaction(
      Clockwork clockwork,
      Transactions transactions,
      Inbox inbox,
      Outbox outbox,
      MessageHandler handler,
      Duration handlerMax) {
    this.clockwork = clockwork;
    this.transactions = transactions;
    this.inbox = inbox;
    this.outbox = outbox;
    this.handler = handler;
    this.handlerMax = handlerMax;
  }

  /** When this fails, the outcome may still be a commit: to run it again finds duplicates then. */
  Future<Applied> run(List<InboundMessage> messages) {
    return clockwork.within(
        handlerMax.plus(AROUND_THE_HANDLER_MAX),
        transactions.transaction(connection -> apply(connection, messages)));
  }

  /** Handles one message whose turn was found out elsewhere, and writes what it sends. */
  Future<Void> handleAgain(InboundMessage message, Transaction transaction) {
    return inTime(
            Future.succeededFuture()
                .compose(ignored -> handler.prepare(List.of(message), transaction))
                .compose(ignored -> handler.handle(message, transaction)))
        .compose(ignored -> outbox.flush(transaction));
  }

  private Future<Applied> apply(SqlConnection connection, List<InboundMessage> messages) {
    Transaction transaction = new Transaction(connection);
    return inbox
        .record(connection, messages)
        .map(recorded -> sort(messages, recorded))
        .compose(
            sorted ->
                inTime(
                        park(connection, sorted.blocked())
                            .compose(ignored -> handle(sorted, transaction)))
                    .compose(ignored -> outbox.flush(transaction))
                    .onSuccess(
                        ignored ->
                            CrashPoint.BEFORE_COMMIT.pass(sorted.fresh(), InboundMessage::type))
                    .map(ignored -> sorted.applied(transaction.partitions())));
  }

  /** What it goes on with after that finds the connection closed to it. */
  private <T> Future<T> inTime(Future<T> handling) {
    return clockwork
        .within(handlerMax, handling)
        .recover(
            error ->
                Future.failedFuture(
                    handling.isComplete() ? error : new HungHandlerException(handlerMax)));
  }

  private static Sorted sort(List<InboundMessage> messages, Inbox.Recorded recorded) {
    Set<UUID> due = new HashSet<>(recorded.fresh());
    List<InboundMessage> fresh = new ArrayList<>();
    List<InboundMessage> blocked = new ArrayList<>();
    List<InboundMessage> inOrder = new ArrayList<>();
    for (InboundMessage message : messages) {
      boolean first = due.remove(message.id());
      boolean held = recorded.blocked().contains(message.aggregateId());
      if (held && first) {
        blocked.add(message);
      } else if (!held) {
        inOrder.add(message);
      }
      if (!held && first) {
        fresh.add(message);
      }
    }
    return new Sorted(fresh, blocked, inOrder, messages.size());
  }

  private Future<Void> park(SqlConnection connection, List<InboundMessage> blocked) {
    List<Future<Void>> parked = new ArrayList<>();
    for (InboundMessage message : blocked) {
      parked.add(
          inbox.park(connection, message, Inbox.Reason.BLOCKED, "an earlier message is parked", 0));
    }
    return Future.join(parked).mapEmpty();
  }

  private Future<Void> handle(Sorted sorted, Transaction transaction) {
    Future<Void> prepared =
        sorted.fresh().isEmpty()
            ? Future.succeededFuture()
            : handler.prepare(List.copyOf(sorted.fresh()), transaction);
    return prepared.compose(ignored -> handleAll(sorted, transaction));
  }

  /** Chains the messages of each aggregate; the chains run side by side on the one connection. */
  private Future<Void> handleAll(Sorted sorted, Transaction transaction) {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Map<UUID, Future<Void>> chains = new LinkedHashMap<>();
    Set<UUID> due = new HashSet<>();
    sorted.fresh().forEach(message -> due.add(message.id()));
    for (InboundMessage message : sorted.inOrder()) {
      boolean fresh = due.remove(message.id());
      Future<Void> before = chains.getOrDefault(message.aggregateId(), Future.succeededFuture());
      Future<Void> chain =
          before
              .compose(ignored -> handle(message, fresh, transaction, failure))
              .onFailure(error -> failure.compareAndSet(null, error));
      chains.put(message.aggregateId(), chain);
    }
    // All have to come to rest before the rollback; the first failure is the one that explains.
    return Future.join(List.copyOf(chains.values()))
        .recover(error -> Future.failedFuture(failure.get()))
        .mapEmpty();
  }

  private Future<Void> handle(
      InboundMessage message,
      boolean fresh,
      Transaction transaction,
      AtomicReference<Throwable> failure) {
    if (failure.get() != null) {
      return Future.failedFuture(failure.get());
    }
    return fresh ? handler.handle(message, transaction) : handler.duplicate(message, transaction);
  }

  /**
   * @param fresh to be handled
   * @param blocked new, but of an aggregate that is held back
   * @param inOrder the fresh ones and the repeated ones, as delivered
   */
  private record Sorted(
      List<InboundMessage> fresh,
      List<InboundMessage> blocked,
      List<InboundMessage> inOrder,
      int all) {

    Applied applied(int partitions) {
      return new Applied(fresh, all - fresh.size() - blocked.size(), blocked.size(), partitions);
    }
  }

  /**
   * What one transaction did.
   *
   * @param handled the messages that were new
   * @param partitions in which it left something to publish
   */
  record Applied(List<InboundMessage> handled, int duplicates, int blocked, int partitions) {}
}
