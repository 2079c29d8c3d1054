package io.jangteo.inventory.application;

import io.jangteo.events.Messaging;
import io.jangteo.events.Transaction;
import io.jangteo.inventory.application.EntryOutcome.Accepted;
import io.jangteo.inventory.application.EntryOutcome.HeldGoodsMissing;
import io.jangteo.inventory.application.EntryOutcome.ReferenceTaken;
import io.jangteo.inventory.application.EntryOutcome.UnknownProduct;
import io.jangteo.inventory.application.Stock.Recorded;
import io.jangteo.inventory.domain.Entry;
import io.jangteo.inventory.domain.StockLevel;
import io.vertx.core.Future;
import java.util.Optional;

/** Takes a receipt or correction into the books, once per reference. */
public final class RecordEntry {
  private final Messaging messaging;
  private final Stock stock;
  private final EntryAnnouncer announcer;

  public RecordEntry(Messaging messaging, Stock stock, EntryAnnouncer announcer) {
    this.messaging = messaging;
    this.stock = stock;
    this.announcer = announcer;
  }

  /** Tells others about an entry, within the transaction that records it. */
  @FunctionalInterface
  public interface EntryAnnouncer {
    void announce(Transaction transaction, Entry entry, StockLevel after);
  }

  /** Fails with {@code UNAVAILABLE} while too many messages wait to be published. */
  public Future<EntryOutcome> record(Entry entry) {
    return messaging
        .requireRoom()
        .compose(ignored -> messaging.transaction(transaction -> record(transaction, entry)));
  }

  /**
   * The product's lock comes before the look at earlier entries: of two requests with one
   * reference, the second sees what the first has done.
   */
  private Future<EntryOutcome> record(Transaction transaction, Entry entry) {
    return stock
        .lockLevel(transaction, entry.sku(), entry.quantity() > 0)
        .compose(
            level ->
                level.isEmpty()
                    ? Future.succeededFuture(new UnknownProduct())
                    : recordOnce(transaction, entry, level.get()));
  }

  private Future<EntryOutcome> recordOnce(Transaction transaction, Entry entry, StockLevel level) {
    return stock
        .findEntry(transaction, entry)
        .compose(
            earlier ->
                earlier.isPresent()
                    ? Future.succeededFuture(repeated(entry, earlier.get()))
                    : recordNew(transaction, entry, level));
  }

  private static EntryOutcome repeated(Entry entry, Recorded earlier) {
    return earlier.quantity() == entry.quantity()
        ? new Accepted(earlier.after())
        : new ReferenceTaken();
  }

  private Future<EntryOutcome> recordNew(Transaction transaction, Entry entry, StockLevel level) {
    Optional<StockLevel> after = level.plus(entry.quantity());
    if (after.isEmpty()) {
      return Future.succeededFuture(new HeldGoodsMissing(level));
    }
    announcer.announce(transaction, entry, after.get());
    return stock.record(transaction, entry, after.get()).map(new Accepted(after.get()));
  }
}
