package io.jangteo.events;

import io.jangteo.events.Retry.Outcome;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Has the parked messages of one subscription handled again, each in a transaction of its own. */
final class Redelivery {
  private final Set<String> types;
  private final BatchTransaction transaction;
  private final MessageHandler handler;

  /**
   * @param types the subscription knows
   */
  Redelivery(Set<String> types, BatchTransaction transaction, MessageHandler handler) {
    this.types = types;
    this.transaction = transaction;
    this.handler = handler;
  }

  /**
   * One message, if it is its turn. Effect, inbox, outbox and the end of its being parked are one
   * transaction: whoever dies in it leaves the message parked and nothing else.
   */
  Future<Attempt> attempt(SqlConnection connection, ParkedMessage known, UUID by) {
    return ParkedStore.lock(connection, known)
        .compose(
            locked -> {
              Optional<ParkedMessage> parked = locked.filter(ParkedMessage::isParked);
              return parked.isPresent()
                  ? attemptLocked(connection, parked.get(), by)
                  : Attempt.ending(Retry.of(known, Outcome.RESOLVED, null));
            });
  }

  private Future<Attempt> attemptLocked(SqlConnection connection, ParkedMessage parked, UUID by) {
    Letter letter = open(parked);
    if (letter instanceof Letter.Unreadable unreadable) {
      return Attempt.ending(Retry.of(parked, Outcome.UNREADABLE, unreadable.complaint()));
    }
    InboundMessage message = ((Letter.Readable) letter).message();
    return ParkedStore.ahead(connection, parked, message.aggregateId())
        .compose(
            ahead ->
                ahead.isPresent()
                    ? Attempt.ending(Retry.of(parked, Outcome.BLOCKED, "behind " + ahead.get()))
                    : apply(connection, parked, message, by));
  }

  /** One that could not be read may be known by now; every other one was read before. */
  private Letter open(ParkedMessage parked) {
    if (parked.envelope() != null) {
      return Envelope.decode(StoredEnvelope.read(parked.envelope(), parked.payload()), types);
    }
    if (parked.aggregateId() == null || !types.contains(parked.type())) {
      return new Letter.Unreadable(
          parked.id(), parked.type(), parked.source(), parked.payload(), "unknown type", null);
    }
    return new Letter.Readable(
        new InboundMessage(
            parked.id(),
            parked.type(),
            parked.source(),
            parked.aggregateType(),
            parked.aggregateId(),
            parked.aggregateVersion(),
            parked.correlationId(),
            parked.payload()));
  }

  /** A message that could be read is in the inbox since it was parked: that says nothing here. */
  private Future<Attempt> apply(
      SqlConnection connection, ParkedMessage parked, InboundMessage message, UUID by) {
    return ParkedStore.remember(connection, parked)
        .compose(
            fresh -> {
              if (parked.envelope() != null && !fresh) {
                return ParkedStore.resolve(connection, parked, "DUPLICATE", by, null)
                    .map(new Attempt(Retry.of(parked, Outcome.DUPLICATE, null), null, false));
              }
              Transaction effects = new Transaction(connection);
              return transaction
                  .handleAgain(message, effects)
                  .compose(
                      ignored ->
                          ParkedStore.resolve(connection, parked, "RETRIED", by, null)
                              .map(sent(parked, message, effects)));
            });
  }

  private static Attempt sent(ParkedMessage parked, InboundMessage message, Transaction effects) {
    return new Attempt(done(parked, message), message, effects.partitions() != 0);
  }

  private static Retry done(ParkedMessage parked, InboundMessage message) {
    return new Retry(parked.id(), parked.type(), message.aggregateId(), Outcome.DONE, null);
  }

  /** To be called after the commit. */
  void committed(Attempt attempt) {
    handler.committed(List.of(attempt.handled()));
  }

  /**
   * @param handled null unless it was
   * @param sent whether there is something to publish
   */
  record Attempt(Retry retry, InboundMessage handled, boolean sent) {
    static Future<Attempt> ending(Retry retry) {
      return Future.succeededFuture(new Attempt(retry, null, false));
    }
  }
}
