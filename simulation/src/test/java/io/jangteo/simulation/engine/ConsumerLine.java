package io.jangteo.simulation.engine;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.jangteo.simulation.engine.Broker.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One consumer's connection, seen from the broker. */
public final class ConsumerLine {
  private final Broker broker;
  private final Node node;
  private final Runnable lost;
  private final Map<BrokerQueue, Receiver> receivers = new LinkedHashMap<>();
  private final TreeMap<Long, Unacknowledged> unacknowledged = new TreeMap<>();
  private int prefetch = Integer.MAX_VALUE;
  private long tags;
  private long lastArrival;
  private boolean open = true;

  private record Unacknowledged(BrokerQueue queue, Message message) {}

  /** Takes what is delivered. */
  @FunctionalInterface
  public interface Receiver {
    void receive(long tag, BasicProperties properties, byte[] body);
  }

  ConsumerLine(Broker broker, Node node, Runnable lost) {
    this.broker = broker;
    this.node = node;
    this.lost = lost;
    node.atDeath(this::close);
  }

  Node node() {
    return node;
  }

  public void prefetch(int count) {
    prefetch = count;
  }

  public void consume(String queue, Receiver receiver) {
    if (open) {
      BrokerQueue consumed = broker.queue(queue);
      receivers.put(consumed, receiver);
      consumed.consumedBy(this);
    }
  }

  boolean hasRoom(BrokerQueue queue) {
    return open
        && unacknowledged.values().stream().filter(u -> u.queue == queue).count() < prefetch;
  }

  void deliver(BrokerQueue queue, Message message) {
    Sim sim = broker.sim();
    long tag = ++tags;
    unacknowledged.put(tag, new Unacknowledged(queue, message));
    long delay =
        sim.faults().strikes(Fault.SLOW_DELIVERY)
            ? sim.between(5_000, 3_000_000)
            : sim.between(200, 1_500);
    lastArrival = Math.max(lastArrival, sim.now() + delay);
    node.inOrder(lastArrival - sim.now(), () -> arrived(tag, queue, message));
    if (broker.autoAck()) {
      sim.inOrder(0, () -> acknowledge(tag));
    }
  }

  private void arrived(long tag, BrokerQueue queue, Message message) {
    if (!open || !node.passes(CrashPoint.M6_DELIVERED_NOT_BEGUN)) {
      return;
    }
    if (broker.sim().faults().strikes(Fault.CONSUMER_CUT)) {
      lose();
      return;
    }
    node.note("delivered", message.properties().getType(), message.properties().getMessageId());
    receivers.get(queue).receive(tag, message.properties(), message.body());
  }

  /** Everything delivered up to {@code tag}. */
  public void acknowledge(long tag) {
    if (!open) {
      return;
    }
    List<Unacknowledged> done = List.copyOf(unacknowledged.headMap(tag, true).values());
    unacknowledged.headMap(tag, true).clear();
    done.forEach(each -> each.queue.acknowledged());
  }

  /** From the side of the process. */
  public void close() {
    if (!open) {
      return;
    }
    open = false;
    Map<BrokerQueue, List<Message>> back = new LinkedHashMap<>();
    unacknowledged
        .values()
        .forEach(u -> back.computeIfAbsent(u.queue, ignored -> new ArrayList<>()).add(u.message));
    unacknowledged.clear();
    back.forEach(BrokerQueue::backFrom);
    broker.ended(this);
  }

  /** From the side of the broker or the network. */
  void lose() {
    if (open) {
      close();
      node.after(broker.sim().between(100, 2_000), lost);
    }
  }
}
