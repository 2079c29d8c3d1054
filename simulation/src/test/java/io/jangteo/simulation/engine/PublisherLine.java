package io.jangteo.simulation.engine;

import com.rabbitmq.client.AMQP.BasicProperties;

/** One publisher's connection, seen from the broker. */
public final class PublisherLine {
  private final Broker broker;
  private final Node node;
  private final Listener listener;
  private boolean open = true;
  private long lastArrival;
  private long lastAnswer;
  private long tags;

  /** Takes what the broker says. */
  public interface Listener {
    void confirmed(long tag, boolean positive);

    void returned(BasicProperties properties);

    void blocked();

    void unblocked();

    void lost();
  }

  private record Publication(
      long tag,
      String exchange,
      String key,
      boolean mandatory,
      BasicProperties props,
      byte[] body) {}

  PublisherLine(Broker broker, Node node, Listener listener) {
    this.broker = broker;
    this.node = node;
    this.listener = listener;
    node.atDeath(this::close);
  }

  Node node() {
    return node;
  }

  /** Called once the listener is ready. */
  public void confirm() {
    if (broker.blocked()) {
      tellBlocked();
    }
  }

  public void publish(
      String exchange, String key, boolean mandatory, BasicProperties properties, byte[] body) {
    if (!open) {
      return;
    }
    Publication publication = new Publication(++tags, exchange, key, mandatory, properties, body);
    Sim sim = broker.sim();
    lastArrival = Math.max(lastArrival, sim.now() + sim.between(200, 1_500));
    if (sim.faults().strikes(Fault.PUBLISH_LATE)) {
      sim.after(sim.between(5_000, 4_000_000), () -> broker.whenReading(() -> store(publication)));
      sim.inOrder(lastArrival - sim.now(), this::lose);
      return;
    }
    sim.inOrder(lastArrival - sim.now(), () -> broker.whenReading(() -> arrived(publication)));
    node.passes(CrashPoint.M4_PUBLISHED_NOT_CONFIRMED);
  }

  private void arrived(Publication publication) {
    Faults faults = broker.sim().faults();
    if (!open) {
      return;
    }
    if (faults.strikes(Fault.PUBLISH_LOST)) {
      lose();
    } else if (faults.strikes(Fault.NACK)) {
      answer(publication, false);
    } else if (store(publication)) {
      if (faults.strikes(Fault.CONFIRM_LOST)) {
        lose();
      } else {
        answer(publication, true);
      }
    } else {
      answerUnroutable(publication);
    }
  }

  private boolean store(Publication publication) {
    return broker.up()
        && broker.route(publication.exchange, publication.key, publication.props, publication.body);
  }

  private void answer(Publication publication, boolean positive) {
    tell(
        () -> {
          node.note(
              positive ? "confirmed" : "refused",
              publication.props.getType(),
              publication.props.getMessageId());
          listener.confirmed(publication.tag, positive);
          if (positive) {
            node.passes(CrashPoint.M5_CONFIRMED_NOT_MARKED);
          }
        });
  }

  /** The return comes before the confirm. */
  private void answerUnroutable(Publication publication) {
    tell(
        () -> {
          if (publication.mandatory) {
            listener.returned(publication.props);
          }
          listener.confirmed(publication.tag, true);
        });
  }

  void tellBlocked() {
    tell(listener::blocked);
  }

  void tellUnblocked() {
    tell(listener::unblocked);
  }

  private void tell(Runnable message) {
    Sim sim = broker.sim();
    lastAnswer = Math.max(lastAnswer, sim.now() + sim.between(200, 1_500));
    node.inOrder(
        lastAnswer - sim.now(),
        () -> {
          if (open) {
            message.run();
          }
        });
  }

  /** From the side of the process. */
  public void close() {
    open = false;
    broker.ended(this);
  }

  /** From the side of the broker or the network. */
  void lose() {
    if (open) {
      close();
      node.after(broker.sim().between(100, 2_000), listener::lost);
    }
  }
}
