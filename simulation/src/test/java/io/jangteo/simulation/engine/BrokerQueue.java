package io.jangteo.simulation.engine;

import io.jangteo.simulation.engine.Broker.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A queue with one active consumer; the others wait for it to leave. */
final class BrokerQueue {
  private final Broker broker;
  private final String name;
  private final Deque<Message> ready = new ArrayDeque<>();
  private final List<ConsumerLine> lines = new ArrayList<>();
  private int unacknowledged;

  BrokerQueue(Broker broker, String name) {
    this.broker = broker;
    this.name = name;
  }

  String name() {
    return name;
  }

  boolean empty() {
    return ready.isEmpty() && unacknowledged == 0;
  }

  void add(Message message) {
    ready.add(message);
    deliver();
  }

  void consumedBy(ConsumerLine line) {
    lines.add(line);
    deliver();
  }

  void left(ConsumerLine line) {
    if (lines.remove(line)) {
      deliver();
    }
  }

  /** Those that were delivered, in order. */
  void backFrom(List<Message> messages) {
    unacknowledged -= messages.size();
    List<Message> kept =
        messages.stream().map(Message::again).filter(m -> !broker.gaveUp(m)).toList();
    if (broker.sim().faults().strikes(Fault.REQUEUE_TO_TAIL)) {
      ready.addAll(kept);
    } else {
      for (int i = kept.size() - 1; i >= 0; i--) {
        ready.addFirst(kept.get(i));
      }
    }
  }

  void acknowledged() {
    unacknowledged--;
    deliver();
  }

  void deliver() {
    while (broker.up() && !ready.isEmpty() && !lines.isEmpty() && lines.get(0).hasRoom(this)) {
      unacknowledged++;
      lines.get(0).deliver(this, ready.poll());
    }
  }
}
