package io.jangteo.simulation.market;

import io.jangteo.events.MessageTables;
import io.jangteo.events.SimBackbone;
import io.jangteo.events.SimLocks;
import io.jangteo.simulation.engine.Broker;
import io.jangteo.simulation.engine.Db;
import io.jangteo.simulation.engine.Fault;
import io.jangteo.simulation.engine.Mutation;
import io.jangteo.simulation.engine.Node;
import io.jangteo.simulation.engine.Sim;
import io.jangteo.simulation.engine.SimTransactions;
import java.util.ArrayList;
import java.util.List;

/** A service: its database, and the processes that come and go. */
abstract class Service {
  private final Sim sim;
  private final String name;
  private final Broker broker;
  private final Mutation mutation;
  private final Db db;
  private final MessageTables messages;
  private final AppliedLog applied;
  private final SimLocks locks = new SimLocks();
  private final List<Node> nodes = new ArrayList<>();
  private int lives;

  Service(Sim sim, String name, Broker broker, Mutation mutation) {
    this.sim = sim;
    this.name = name;
    this.broker = broker;
    this.mutation = mutation;
    this.db = new Db(sim, name + "-db", mutation != Mutation.NO_VERSION_GATE);
    this.messages = new MessageTables(db);
    this.applied = new AppliedLog(db);
  }

  Sim sim() {
    return sim;
  }

  String name() {
    return name;
  }

  Mutation mutation() {
    return mutation;
  }

  Db db() {
    return db;
  }

  MessageTables messages() {
    return messages;
  }

  AppliedLog applied() {
    return applied;
  }

  List<Node> nodes() {
    return nodes;
  }

  /** Brings up one more process; when it dies, another takes its place. */
  void launch() {
    Node node = new Node(sim, name + "#" + ++lives);
    nodes.add(node);
    node.note("starts");
    node.atDeath(
        () -> {
          nodes.remove(node);
          sim.after(restartPause(), this::launch);
        });
    SimTransactions transactions = new SimTransactions(db, node);
    SimBackbone backbone = new SimBackbone(transactions, messages, locks, broker, mutation);
    start(node, transactions, backbone);
  }

  private long restartPause() {
    return sim.faults().healed() ? 500_000 : sim.between(200_000, 4_000_000);
  }

  /** Wires the service's own classes, as its verticle does. */
  abstract void start(Node node, SimTransactions transactions, SimBackbone backbone);

  /** What may happen to it from outside, every second or so. */
  void disturb() {
    if (sim.faults().strikes(Fault.DATABASE_RESTART)) {
      db.restart(sim.between(200_000, 6_000_000));
      messages.loseLatestMarks(sim);
    }
    for (Node node : List.copyOf(nodes)) {
      if (sim.faults().strikes(Fault.PAUSE)) {
        pause(node);
      }
    }
  }

  /** The broker gives up a process that is silent for long; its other sessions live on. */
  private void pause(Node node) {
    long pause = sim.between(300_000, 10_000_000);
    node.pause(pause);
    if (pause > 5_000_000) {
      sim.after(5_000_000, () -> broker.dropLinesOf(node));
    }
  }
}
