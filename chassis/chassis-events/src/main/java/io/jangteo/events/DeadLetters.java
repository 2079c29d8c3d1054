package io.jangteo.events;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import io.jangteo.contracts.Subscription;
import io.jangteo.persistence.Database;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what RabbitMQ gave up to the parked messages of the service it was for, so that there is
 * one place to look. Every service takes from the one queue of dead letters: its own are parked,
 * another's are passed on to that service, and what nobody owns is put where it is counted. Each is
 * acknowledged when it is safe at its next place, so that a death in between makes two of it, and
 * the inbox one again.
 */
final class DeadLetters implements BrokerLink.User<PublishingSession> {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
  private static final String DIED_IN = "x-first-death-queue";
  private static final int IDLE_SECONDS = 2;
  private static final long CONFIRM_MILLIS_MAX = 5_000;

  private final Context context;
  private final Database database;
  private final String service;
  private final List<Subscription> known;
  private final Map<String, Parking> parkings;
  private final Counter moved;
  private PublishingSession session;
  private volatile int unowned;

  /** What a service has for one of its subscriptions. */
  record Parking(Inbox inbox, Set<String> types) {}

  /**
   * @param known all subscriptions there are
   * @param parkings by queue of the service's own
   */
  DeadLetters(
      Context context,
      Database database,
      String service,
      List<Subscription> known,
      Map<String, Parking> parkings,
      MessagingMeters meters) {
    this.context = context;
    this.database = database;
    this.service = service;
    this.known = List.copyOf(known);
    this.parkings = parkings;
    this.moved = meters.dead(() -> unowned);
  }

  /** How many dead letters nobody owns, as of a moment ago. */
  int unowned() {
    return unowned;
  }

  @Override
  public Future<Void> begin(PublishingSession begun) {
    return begun
        .<Void>run(
            channel -> {
              declare(channel, Topology.DEAD_LETTERS);
              declare(channel, Topology.UNOWNED);
              declare(channel, Topology.deadLettersOf(service));
              channel.confirmSelect();
              return null;
            })
        .onSuccess(
            ignored -> {
              session = begun;
              look(begun);
            });
  }

  private static void declare(Channel channel, String name) throws IOException {
    Topology.Queue queue = Topology.deadLetterQueue(name);
    channel.queueDeclare(queue.name(), true, false, false, queue.arguments());
  }

  @Override
  public void end(PublishingSession ended) {
    if (ended == session) {
      session = null;
    }
  }

  /** Goes on while there is something, and looks again a little later. */
  private void look(PublishingSession current) {
    moveFrom(current, Topology.DEAD_LETTERS)
        .compose(
            some -> moveFrom(current, Topology.deadLettersOf(service)).map(more -> some | more))
        .compose(found -> count(current).map(found))
        .compose(found -> found ? Future.<Void>succeededFuture() : idle())
        .onSuccess(
            ignored -> {
              if (current == session) {
                look(current);
              }
            })
        .onFailure(
            error -> {
              if (current.isAlive()) {
                LOG.warn("{}: dead letters stay where they are: {}", service, error.toString());
                current.discard(error);
              }
            });
  }

  private Future<Void> idle() {
    return context.owner().timer(IDLE_SECONDS, TimeUnit.SECONDS).mapEmpty();
  }

  private Future<Void> count(PublishingSession current) {
    return current
        .run(channel -> (int) channel.messageCount(Topology.UNOWNED))
        .<Void>map(
            messages -> {
              unowned = messages;
              return null;
            });
  }

  private Future<Boolean> moveFrom(PublishingSession current, String queue) {
    return current
        .run(channel -> Optional.ofNullable(channel.basicGet(queue, false)))
        .compose(
            got ->
                got.isEmpty()
                    ? Future.succeededFuture(false)
                    : move(current, got.get())
                        .compose(
                            ignored ->
                                current.run(
                                    channel -> {
                                      channel.basicAck(
                                          got.get().getEnvelope().getDeliveryTag(), false);
                                      return true;
                                    })));
  }

  private Future<Void> move(PublishingSession current, GetResponse letter) {
    String queue = diedIn(letter.getProps());
    Optional<Subscription> subscription =
        known.stream().filter(each -> queue.startsWith(each.queue() + ".")).findFirst();
    if (subscription.isPresent() && parkings.containsKey(subscription.get().queue())) {
      return park(subscription.get().queue(), letter, queue);
    }
    boolean mine = subscription.filter(each -> each.consumer().equals(service)).isPresent();
    if (subscription.isPresent() && !mine) {
      return pass(current, letter, Topology.deadLettersOf(subscription.get().consumer()));
    }
    LOG.error("{}: a dead letter of {} belongs to nobody", service, queue);
    return pass(current, letter, Topology.UNOWNED);
  }

  private static String diedIn(BasicProperties properties) {
    Object queue = properties.getHeaders() == null ? null : properties.getHeaders().get(DIED_IN);
    return queue == null ? "" : queue.toString();
  }

  private Future<Void> park(String queue, GetResponse letter, String diedIn) {
    Parking parking = parkings.get(queue);
    Letter opened =
        Envelope.decode(new Delivery(0, letter.getProps(), letter.getBody()), parking.types());
    moved.increment();
    if (opened instanceof Letter.Unreadable unreadable) {
      LOG.error("{}: parked the dead letter {}, unreadable", queue, unreadable.id());
      return parking.inbox().park(database.pool(), unreadable);
    }
    InboundMessage message = ((Letter.Readable) opened).message();
    LOG.error("{}: parked the dead letter {} {}", queue, message.type(), message.id());
    return parkUnlessKnown(parking.inbox(), message, "its consumers died of it in " + diedIn);
  }

  /** They may have died after the commit: then it is done. */
  private Future<Void> parkUnlessKnown(Inbox inbox, InboundMessage message, String error) {
    return database.transaction(
        connection ->
            inbox
                .record(connection, List.of(message))
                .compose(
                    recorded ->
                        recorded.fresh().isEmpty()
                            ? Future.succeededFuture()
                            : inbox.park(connection, message, Inbox.Reason.DEAD, error, 0)));
  }

  private static Future<Void> pass(PublishingSession current, GetResponse letter, String queue) {
    return current.run(
        channel -> {
          declare(channel, queue);
          channel.basicPublish("", queue, letter.getProps(), letter.getBody());
          try {
            channel.waitForConfirmsOrDie(CONFIRM_MILLIS_MAX);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
          } catch (TimeoutException e) {
            throw new IOException(e);
          }
          return null;
        });
  }
}
