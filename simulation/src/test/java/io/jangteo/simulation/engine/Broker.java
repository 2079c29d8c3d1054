package io.jangteo.simulation.engine;

import com.rabbitmq.client.AMQP.BasicProperties;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A broker with durable queues. What it has confirmed it keeps; every line to it can break at any
 * moment, and what was not acknowledged then goes back to its queue.
 */
public final class Broker {
  private static final int DELIVERIES_MAX = 20;

  private final Sim sim;
  private final boolean autoAck;
  private final Map<String, List<BrokerQueue>> routes = new LinkedHashMap<>();
  private final Map<String, BrokerQueue> queues = new LinkedHashMap<>();
  private final Set<PublisherLine> publishers = new LinkedHashSet<>();
  private final Set<ConsumerLine> consumers = new LinkedHashSet<>();
  private final List<Runnable> heldBack = new ArrayList<>();
  private boolean up = true;
  private boolean blocked;
  private int dead;

  /** A message as it is kept. */
  record Message(BasicProperties properties, byte[] body, int deliveries) {
    Message again() {
      return new Message(properties, body, deliveries + 1);
    }
  }

  /**
   * @param autoAck whether a delivery counts as acknowledged at once; true only to see that this is
   *     noticed
   */
  public Broker(Sim sim, boolean autoAck) {
    this.sim = sim;
    this.autoAck = autoAck;
  }

  Sim sim() {
    return sim;
  }

  boolean autoAck() {
    return autoAck;
  }

  public boolean up() {
    return up;
  }

  boolean blocked() {
    return blocked;
  }

  public void bind(String queue, String exchange, String key) {
    BrokerQueue bound = queues.computeIfAbsent(queue, name -> new BrokerQueue(this, name));
    routes.computeIfAbsent(exchange + " " + key, ignored -> new ArrayList<>()).add(bound);
  }

  BrokerQueue queue(String name) {
    BrokerQueue queue = queues.get(name);
    if (queue == null) {
      throw new IllegalStateException("nobody has declared " + name);
    }
    return queue;
  }

  /** Whether nothing waits anywhere. */
  public boolean empty() {
    return heldBack.isEmpty() && queues.values().stream().allMatch(BrokerQueue::empty);
  }

  /** Messages that came back too often. */
  public int dead() {
    return dead;
  }

  public PublisherLine publisher(Node node, PublisherLine.Listener listener) {
    PublisherLine line = new PublisherLine(this, node, listener);
    publishers.add(line);
    return line;
  }

  public ConsumerLine consumer(Node node, Runnable lost) {
    ConsumerLine line = new ConsumerLine(this, node, lost);
    consumers.add(line);
    return line;
  }

  void ended(PublisherLine line) {
    publishers.remove(line);
  }

  void ended(ConsumerLine line) {
    consumers.remove(line);
    queues.values().forEach(queue -> queue.left(line));
  }

  /** False when no queue would take it. */
  boolean route(String exchange, String key, BasicProperties properties, byte[] body) {
    List<BrokerQueue> bound = routes.getOrDefault(exchange + " " + key, List.of());
    Message message = new Message(properties, body, 0);
    for (BrokerQueue queue : bound) {
      queue.add(message);
      if (sim.faults().strikes(Fault.DUPLICATE)) {
        sim.after(sim.between(1_000, 8_000_000), () -> queue.add(message));
      }
    }
    return !bound.isEmpty();
  }

  /** Whether it is given up rather than delivered again. */
  boolean gaveUp(Message message) {
    boolean over = message.deliveries() > DELIVERIES_MAX;
    dead += over ? 1 : 0;
    return over;
  }

  /** Runs now, or once the broker reads again. */
  void whenReading(Runnable arrival) {
    if (blocked) {
      heldBack.add(arrival);
    } else {
      arrival.run();
    }
  }

  public void block(long micros) {
    if (!blocked && up) {
      sim.note("broker", "BLOCKED", micros / 1000 + " ms");
      blocked = true;
      publishers.forEach(PublisherLine::tellBlocked);
      sim.after(micros, this::unblock);
    }
  }

  private void unblock() {
    blocked = false;
    List<Runnable> waiting = List.copyOf(heldBack);
    heldBack.clear();
    publishers.forEach(PublisherLine::tellUnblocked);
    waiting.forEach(Runnable::run);
  }

  /** Every line breaks; what it had stored is still there afterwards. */
  public void restart(long micros) {
    if (!up) {
      return;
    }
    sim.note("broker", "RESTART", micros / 1000 + " ms");
    up = false;
    heldBack.clear();
    List.copyOf(publishers).forEach(PublisherLine::lose);
    List.copyOf(consumers).forEach(ConsumerLine::lose);
    sim.after(micros, () -> up = true);
  }

  /** Breaks the lines of a process that the broker has not heard of for too long. */
  public void dropLinesOf(Node node) {
    List.copyOf(publishers).stream().filter(l -> l.node() == node).forEach(PublisherLine::lose);
    List.copyOf(consumers).stream().filter(l -> l.node() == node).forEach(ConsumerLine::lose);
  }
}
