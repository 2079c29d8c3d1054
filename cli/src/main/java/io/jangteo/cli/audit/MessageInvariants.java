package io.jangteo.cli.audit;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.jangteo.contracts.MessageType;
import io.jangteo.contracts.Subscription;
import io.jangteo.contracts.Subscriptions;
import io.jangteo.events.BrokerNodes;
import io.jangteo.runtime.config.Secret;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Messages: each reaches everybody who asked for it, and has its effect once. */
final class MessageInvariants {
  /** Older rows may have been purged on one side and not yet on the other. */
  private static final String KEPT = "interval '6 days'";

  private final String brokerUri;

  MessageInvariants(String brokerUri) {
    this.brokerUri = brokerUri;
  }

  List<Invariant> all() {
    return List.of(
        Invariant.quiet(
            "E1",
            "every message that was sent has reached each of its consumers",
            MessageInvariants::reachesAll),
        Invariant.quiet(
            "E2", "every message that was consumed had been sent", MessageInvariants::noGhosts),
        Invariant.always("E3", "a message has its effect once", MessageInvariants::effectsOnce),
        Invariant.always(
            "E4", "messages of an aggregate have their effects in order", MessageOrder::violations),
        Invariant.always(
            "E5", "no message waits for the broker for a minute", MessageInvariants::nothingLate),
        Invariant.quiet("E6", "no message is parked, stuck or unrouted", this::nothingVanishes));
  }

  private static List<String> reachesAll(Ledgers ledgers) throws SQLException {
    List<String> found = new ArrayList<>();
    for (Subscription subscription : Subscriptions.ALL) {
      Set<String> arrived = arrived(ledgers, subscription);
      for (String producer : producers(subscription)) {
        Set<String> lost = sent(ledgers, producer, subscription);
        lost.removeAll(arrived);
        lost.forEach(
            id -> found.add(id + " of " + producer + " never reached " + subscription.queue()));
      }
    }
    return found;
  }

  private static List<String> nothingLate(Ledgers ledgers) throws SQLException {
    List<String> found = new ArrayList<>();
    for (String service : services()) {
      found.addAll(
          ledgers.column(
              service,
              """
              SELECT type || ' ' || event_id || ' waits since ' || queued_at
              FROM outbox WHERE published_at IS NULL AND parked_reason IS NULL
                AND queued_at < now() - interval '60 s'
              """));
    }
    return found;
  }

  /** Everybody who sends or consumes. */
  private static Set<String> services() {
    Set<String> services = new TreeSet<>(Set.of("member", "catalog"));
    Subscriptions.ALL.forEach(subscription -> services.add(subscription.consumer()));
    return services;
  }

  private static List<String> noGhosts(Ledgers ledgers) throws SQLException {
    List<String> found = new ArrayList<>();
    for (Subscription subscription : Subscriptions.ALL) {
      Set<String> ghosts = arrived(ledgers, subscription);
      for (String producer : producers(subscription)) {
        ghosts.removeAll(sent(ledgers, producer, subscription));
      }
      ghosts.forEach(id -> found.add(id + " in " + subscription.queue() + " was never sent"));
    }
    return found;
  }

  /** Events come from their owner; commands of the saga from the order service. */
  static List<String> producers(Subscription subscription) {
    MessageType<?> first = subscription.types().get(0);
    return List.of(first.kind() == MessageType.Kind.COMMAND ? "order" : first.owner());
  }

  /** What it listens to, as SQL has it in a list. */
  static String types(Subscription subscription) {
    return subscription.types().stream()
        .map(type -> "'" + type.name() + "'")
        .collect(Collectors.joining(","));
  }

  private static Set<String> sent(Ledgers ledgers, String producer, Subscription subscription)
      throws SQLException {
    return ledgers.set(
        producer,
        "SELECT event_id FROM outbox WHERE type IN ("
            + types(subscription)
            + ") AND created_at > now() - "
            + KEPT);
  }

  private static Set<String> arrived(Ledgers ledgers, Subscription subscription)
      throws SQLException {
    return ledgers.set(
        subscription.consumer(),
        "SELECT message_id FROM inbox WHERE consumer = '"
            + subscription.queue()
            + "' AND processed_at > now() - "
            + KEPT);
  }

  private static List<String> effectsOnce(Ledgers ledgers) throws SQLException {
    List<String> found = new ArrayList<>();
    for (String consumer :
        Subscriptions.ALL.stream().map(Subscription::consumer).distinct().toList()) {
      found.addAll(
          ledgers.column(
              consumer,
              """
              SELECT message_id || ' stands ' || count(*) || ' times in the inbox of ' || consumer
              FROM inbox GROUP BY consumer, message_id HAVING count(*) > 1
              """));
    }
    found.addAll(
        ledgers.column(
            "order",
            """
            SELECT order_id || ' has ' || type || ' ' || count(*) || ' times'
            FROM order_events WHERE type NOT IN ('OrderParked', 'OrderResumed')
            GROUP BY order_id, type HAVING count(*) > 1
            """));
    found.addAll(
        ledgers.column(
            "payment",
            """
            SELECT order_id || ' has ledger entry ' || kind || ' ' || count(*) || ' times'
            FROM ledger_entries GROUP BY order_id, kind HAVING count(*) > 1
            """));
    return found;
  }

  private List<String> nothingVanishes(Ledgers ledgers) throws SQLException, IOException {
    List<String> found = new ArrayList<>();
    for (String service : services()) {
      found.addAll(
          ledgers.column(
              service,
              "SELECT 'parked: ' || consumer || ' ' || message_id || ' ' || reason"
                  + " FROM parked_messages WHERE state = 'PARKED'"));
      found.addAll(
          ledgers.column(
              service,
              "SELECT 'unpublished: ' || type || ' ' || event_id || ' '"
                  + " || coalesce(parked_reason, '') FROM outbox WHERE published_at IS NULL"));
    }
    found.addAll(queuedMessages());
    return found;
  }

  private List<String> queuedMessages() throws IOException {
    List<String> found = new ArrayList<>();
    BrokerNodes nodes = BrokerNodes.of(new Secret(brokerUri));
    try (Connection connection = nodes.factory().newConnection(nodes.inAnyOrder(), "audit")) {
      for (Subscription subscription : Subscriptions.ALL) {
        for (int partition = 0; partition < Subscription.PARTITIONS; partition++) {
          String queue = subscription.queue(partition);
          long waiting = depth(connection, queue);
          if (waiting > 0) {
            found.add(queue + " holds " + waiting + " messages");
          }
        }
      }
      deadLetterQueues().forEach(queue -> addDead(connection, queue, found));
      return found;
    } catch (GeneralSecurityException | TimeoutException e) {
      throw new IOException("the broker cannot be asked: " + e.getMessage(), e);
    }
  }

  /** Only RabbitMQ has them; from all but the last they are moved to where they can be retried. */
  private static Set<String> deadLetterQueues() {
    Set<String> queues = new TreeSet<>(Set.of("jangteo.dead", "jangteo.unowned"));
    Subscriptions.ALL.forEach(
        subscription -> queues.add("jangteo." + subscription.consumer() + ".dead"));
    return queues;
  }

  private static void addDead(Connection connection, String queue, List<String> found) {
    try {
      long waiting = depth(connection, queue);
      if (waiting > 0) {
        found.add(queue + " holds " + waiting + " dead letters");
      }
    } catch (IOException | TimeoutException e) {
      // There is no such queue: the channel is gone, the connection is not.
    }
  }

  private static long depth(Connection connection, String queue)
      throws IOException, TimeoutException {
    try (Channel channel = connection.createChannel()) {
      return channel.messageCount(queue);
    }
  }
}
