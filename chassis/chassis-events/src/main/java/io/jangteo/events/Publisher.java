package io.jangteo.events;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConfirmListener;
import io.jangteo.runtime.Ids;
import io.jangteo.runtime.crash.CrashPoint;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

/**
 * Publishes through one session and says of every message what became of it, or that the session
 * ended first. A message that somebody subscribed to is published as mandatory: the broker returns
 * it when no queue would take it.
 */
final class Publisher {
  /** Most messages without an answer. */
  static final int WINDOW = 256;

  private final Clockwork clockwork;
  private final PublishingSession session;
  private final String service;
  private final Set<String> mandatory;
  private final long patienceNanos;
  private final Outcome outcome;
  private final Mailbox<Answer> answers;
  private final TreeMap<Long, Sent> unconfirmed = new TreeMap<>();
  private final Map<UUID, Sent> returnable = new HashMap<>();
  private final Map<UUID, OutboxRow> refused = new Recent<>();
  private long lastTag;
  private boolean blocked;
  private long unblockedNanos;

  /**
   * @param mandatory names of the types that somebody subscribed to
   */
  Publisher(
      Context context,
      Clockwork clockwork,
      PublishingSession session,
      String service,
      Set<String> mandatory,
      Duration patience,
      Outcome outcome) {
    this.clockwork = clockwork;
    this.unblockedNanos = clockwork.nanos();
    this.session = session;
    this.service = service;
    this.mandatory = mandatory;
    this.patienceNanos = patience.toNanos();
    this.outcome = outcome;
    this.answers = new Mailbox<>(context, this::answered);
  }

  Future<Void> open() {
    return session.run(
        channel -> {
          channel.addReturnListener(
              (code, text, exchange, key, properties, body) ->
                  answers.offer(new Returned(Ids.parse(properties.getMessageId()).orElse(null))));
          channel.addConfirmListener(confirms());
          channel
              .getConnection()
              .addBlockedListener(
                  reason -> answers.offer(new Blocked(reason)),
                  () -> answers.offer(new Unblocked()));
          channel.confirmSelect();
          return null;
        });
  }

  private ConfirmListener confirms() {
    return new ConfirmListener() {
      @Override
      public void handleAck(long tag, boolean multiple) {
        answers.offer(new Confirm(tag, multiple, true));
      }

      @Override
      public void handleNack(long tag, boolean multiple) {
        answers.offer(new Confirm(tag, multiple, false));
      }
    };
  }

  /** How many more may be given to {@link #publish} now. */
  int room() {
    return blocked ? 0 : WINDOW - unconfirmed.size();
  }

  /**
   * Whether the broker has stopped reading from this connection. What would be written then waits
   * in buffers, and at last blocks the thread that writes.
   */
  boolean isBlocked() {
    return blocked;
  }

  /** How many were published and have no answer yet. */
  int unconfirmed() {
    return unconfirmed.size();
  }

  void publish(List<OutboxRow> rows) {
    long now = clockwork.nanos();
    List<Outgoing> outgoing = new ArrayList<>(rows.size());
    for (OutboxRow row : rows) {
      Sent sent = new Sent(row, now);
      unconfirmed.put(++lastTag, sent);
      boolean returns = mandatory.contains(row.type());
      if (returns) {
        returnable.put(row.eventId(), sent);
      }
      outgoing.add(
          new Outgoing(
              row.exchange(),
              row.routingKey(),
              returns,
              Envelope.encode(row, service),
              row.payload().getBytes(StandardCharsets.UTF_8)));
    }
    session.run(
        channel -> {
          for (Outgoing message : outgoing) {
            message.publish(channel);
          }
          CrashPoint.BEFORE_CONFIRM.pass(rows, OutboxRow::type);
          return null;
        });
  }

  /**
   * Ends the session when the broker owes an answer for too long. It owes none for the time in
   * which it said it would not listen.
   */
  void expire() {
    if (blocked || unconfirmed.isEmpty()) {
      return;
    }
    long now = clockwork.nanos();
    long waiting = now - unconfirmed.firstEntry().getValue().nanos;
    if (Math.min(waiting, now - unblockedNanos) > patienceNanos) {
      session.discard(new TimeoutException("no confirm within the time-out"));
    }
  }

  /** Returns first: one of our brokers sends them after the confirm they explain. */
  private void answered(List<Answer> batch) {
    if (!session.isAlive()) {
      return;
    }
    for (Answer answer : batch) {
      if (answer instanceof Returned returned) {
        returned(returned.messageId());
      }
    }
    for (Answer answer : batch) {
      if (answer instanceof Confirm confirm) {
        confirmed(confirm);
      } else if (answer instanceof Blocked told) {
        blocked = true;
        outcome.blocked(told.reason());
      } else if (answer instanceof Unblocked) {
        blocked = false;
        unblockedNanos = clockwork.nanos();
        outcome.unblocked();
      }
    }
    outcome.advanced();
  }

  private void returned(UUID messageId) {
    Sent sent = returnable.get(messageId);
    if (sent != null) {
      sent.returned = true;
    } else if (refused.containsKey(messageId)) {
      outcome.explained(refused.remove(messageId));
    }
  }

  private void confirmed(Confirm confirm) {
    if (!confirm.multiple()) {
      Sent sent = unconfirmed.remove(confirm.tag());
      if (sent != null) {
        settle(sent, confirm.positive());
      }
      return;
    }
    Map<Long, Sent> covered = unconfirmed.headMap(confirm.tag(), true);
    List<Sent> settled = List.copyOf(covered.values());
    covered.clear();
    settled.forEach(sent -> settle(sent, confirm.positive()));
  }

  private void settle(Sent sent, boolean positive) {
    returnable.remove(sent.row.eventId());
    if (sent.returned) {
      outcome.unroutable(sent.row);
    } else if (positive) {
      outcome.published(sent.row, clockwork.nanos() - sent.nanos);
    } else {
      refused.put(sent.row.eventId(), sent.row);
      outcome.refused(sent.row);
    }
  }

  /** What becomes of a message. After the end of the session nothing more is said. */
  interface Outcome {
    void published(OutboxRow row, long nanos);

    /** The broker has taken it and found no queue for it. */
    void unroutable(OutboxRow row);

    /** The broker would not take it. */
    void refused(OutboxRow row);

    /** A message already {@link #refused} was so because there is no queue for it. */
    void explained(OutboxRow row);

    /** The broker is short of something and reads no more from us; nothing is refused by that. */
    void blocked(String reason);

    void unblocked();

    /** Called after a round of the above: there may be room now. */
    void advanced();
  }

  private sealed interface Answer {}

  private record Confirm(long tag, boolean multiple, boolean positive) implements Answer {}

  private record Returned(UUID messageId) implements Answer {}

  private record Blocked(String reason) implements Answer {}

  private record Unblocked() implements Answer {}

  private static final class Sent {
    private final OutboxRow row;
    private final long nanos;
    private boolean returned;

    private Sent(OutboxRow row, long nanos) {
      this.row = row;
      this.nanos = nanos;
    }
  }

  private record Outgoing(
      String exchange, String key, boolean mandatory, BasicProperties properties, byte[] body) {
    void publish(Channel channel) throws IOException {
      channel.basicPublish(exchange, key, mandatory, properties, body);
    }
  }

  /** The last few entries. */
  private static final class Recent<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
      return size() > WINDOW;
    }
  }
}
