package io.jangteo.events;

import io.jangteo.simulation.engine.Db;
import io.jangteo.simulation.engine.Sim;
import io.jangteo.simulation.engine.Table;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** The tables of messages in one service's database. */
public final class MessageTables {
  private static final long LATEST = 600_000;

  private final Table<UUID, OutboxEntry> outbox;
  private final Table<AggregateVersion, UUID> versions;
  private final Table<Received, Boolean> inbox;
  private final Table<Received, Parked> parked;

  /** A message at a consumer. */
  public record Received(String consumer, UUID messageId) {}

  /** A message put aside. */
  public record Parked(String type, UUID aggregateId, String reason, String error) {}

  /** What is unique in an outbox beside the message's id. */
  record AggregateVersion(String type, UUID aggregateId, long version) {}

  /**
   * A row of the outbox.
   *
   * @param publishedAt microseconds; below 0 while it waits
   * @param notBefore microseconds; 0 unless it is postponed
   */
  record OutboxEntry(OutboxRow row, long publishedAt, long notBefore) {
    boolean waits() {
      return publishedAt < 0;
    }

    OutboxEntry published(long micros) {
      return new OutboxEntry(row, micros, 0);
    }

    /** Asked for once more. */
    OutboxEntry again(int attempts, long earliest) {
      return new OutboxEntry(copy(row.round() + 1, attempts), -1, earliest);
    }

    OutboxEntry postponed(long earliest) {
      return new OutboxEntry(copy(row.round(), row.attempts() + 1), publishedAt, earliest);
    }

    private OutboxRow copy(int round, int attempts) {
      return new OutboxRow(
          row.id(),
          round,
          row.eventId(),
          row.exchange(),
          row.type(),
          row.aggregateType(),
          row.aggregateId(),
          row.aggregateVersion(),
          row.correlationId(),
          row.shard(),
          row.payload(),
          row.createdAt(),
          attempts);
    }
  }

  public MessageTables(Db db) {
    this.outbox = db.table("outbox");
    this.versions = db.table("outbox_version");
    this.inbox = db.table("inbox");
    this.parked = db.table("parked");
  }

  Table<UUID, OutboxEntry> outbox() {
    return outbox;
  }

  Table<AggregateVersion, UUID> versions() {
    return versions;
  }

  Table<Received, Boolean> inbox() {
    return inbox;
  }

  Table<Received, Parked> parked() {
    return parked;
  }

  /** Marks of the last moments may be lost in a crash of the server: they are not waited for. */
  public void loseLatestMarks(Sim sim) {
    outbox
        .rows()
        .replaceAll(
            (id, entry) -> {
              boolean recent = !entry.waits() && entry.publishedAt() > sim.now() - LATEST;
              return recent && sim.coin() ? new OutboxEntry(entry.row(), -1, 0) : entry;
            });
  }

  /** Whether everything that is to be said has been said. */
  public boolean allPublished() {
    return outbox.rows().values().stream().noneMatch(OutboxEntry::waits);
  }

  /** Ids of the messages of one type that were ever to be said. */
  public Set<UUID> sent(String type) {
    return outbox.rows().entrySet().stream()
        .filter(entry -> entry.getValue().row().type().equals(type))
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  public boolean hasSent(UUID messageId) {
    return outbox.get(messageId) != null;
  }

  public Map<Received, Boolean> received() {
    return inbox.rows();
  }

  public Map<Received, Parked> putAside() {
    return parked.rows();
  }
}
