package io.jangteo.launcher.heal;

import io.jangteo.bus.caller.AnnouncedKeys;
import io.jangteo.bus.discovery.ServiceDirectory;
import io.jangteo.bus.discovery.ServiceInstance;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Asks every other node at its own address, and every instance of a service at its direct one, and
 * answers those who ask. Confined to one context.
 */
final class Probing {
  /** Several rounds of another that is calm. */
  private static final Duration LATELY = Duration.ofSeconds(20);

  private final Vertx vertx;
  private final String own;
  private final NodeList nodes;
  private final ServiceDirectory directory;
  private final Duration patience;
  private final Map<String, Peer> peers = new TreeMap<>();

  /** The members as this node knows them now, itself included. */
  interface NodeList {
    List<String> present();
  }

  Probing(Vertx vertx, String own, NodeList nodes, ServiceDirectory directory, Duration patience) {
    this.vertx = vertx;
    this.own = own;
    this.nodes = nodes;
    this.directory = directory;
    this.patience = patience;
  }

  /** Answers a request that came to this node's own address. */
  void answer(Message<Object> message) {
    String asker = message.headers().get(Words.NODE);
    List<String> present = nodes.present();
    if (asker != null && present.contains(asker)) {
      peer(asker).heard(System.nanoTime());
    }
    message.reply(Words.answer(present.contains(asker), unreached()));
  }

  private Peer peer(String node) {
    return peers.computeIfAbsent(node, Peer::new);
  }

  /** Addresses that did not answer twice in a row. */
  Set<String> unreached() {
    Set<String> all = new TreeSet<>();
    peers.values().forEach(peer -> all.addAll(peer.unreached()));
    return all;
  }

  Stream<Peer> peers() {
    return peers.values().stream();
  }

  /** Asks all at once; what does not answer in time is part of the result, not a failure. */
  Future<Round> ask(Set<String> missing, boolean apart) {
    List<String> others = nodes.present().stream().filter(node -> !node.equals(own)).toList();
    peers.keySet().retainAll(others);
    Map<String, List<String>> instances = new HashMap<>();
    for (ServiceInstance each : directory.instances()) {
      if (!AnnouncedKeys.isIn(each)) {
        instances
            .computeIfAbsent(each.nodeId(), key -> new ArrayList<>())
            .add(each.directAddress());
      }
    }
    List<Future<Answer>> answers = new ArrayList<>();
    for (String node : others) {
      answers.add(ask(peer(node), instances.getOrDefault(node, List.of())));
    }
    Set<String> ours = new HashSet<>(instances.getOrDefault(own, List.of()));
    return Future.join(answers)
        .map(all -> count(answers.stream().map(Future::result).toList(), ours, missing, apart));
  }

  /** What one node said; null for nothing. */
  private record Answer(Peer peer, JsonObject said) {}

  private Future<Answer> ask(Peer peer, List<String> instances) {
    Set<String> silent = new TreeSet<>();
    Future<Object> node = ask(Words.address(peer.node()), silent);
    List<Future<Object>> all = new ArrayList<>(List.of(node));
    instances.forEach(address -> all.add(ask(address, silent)));
    return Future.join(all)
        .map(
            ignored -> {
              peer.asked(silent);
              return new Answer(peer, node.result() instanceof JsonObject said ? said : null);
            });
  }

  /** Succeeds with the answer or with null. */
  private Future<Object> ask(String address, Set<String> silent) {
    return vertx
        .eventBus()
        .request(address, Buffer.buffer(), Words.request(Words.PROBE, own, patience))
        .map(Message::body)
        .recover(
            error -> {
              silent.add(address);
              return Future.succeededFuture();
            });
  }

  private Round count(List<Answer> answers, Set<String> ours, Set<String> missing, boolean apart) {
    long lately = System.nanoTime() - LATELY.toNanos();
    int answered = 0;
    int listing = 0;
    int complaining = 0;
    int missed = 0;
    for (Answer answer : answers) {
      if (answer.said() == null) {
        continue;
      }
      answered++;
      listing += Words.isListed(answer.said()) ? 1 : 0;
      Set<String> unreached = Words.unreached(answer.said());
      boolean unheard = !answer.peer().wasHeardSince(lately);
      complaining += unheard && unreached.contains(Words.address(own)) ? 1 : 0;
      boolean concerned =
          unreached.contains(Words.address(own)) || unreached.stream().anyMatch(ours::contains);
      missed += concerned ? 1 : 0;
    }
    int heard = (int) answers.stream().filter(each -> each.peer().wasHeardSince(lately)).count();
    return new Round(answers.size(), answered, listing, heard, complaining, missed, missing, apart);
  }

  /** Tells everybody that this node goes; nobody is waited for. */
  void sayGoodbye() {
    for (String node : nodes.present()) {
      if (!node.equals(own)) {
        vertx
            .eventBus()
            .send(
                Words.address(node), Buffer.buffer(), Words.request(Words.GOODBYE, own, patience));
      }
    }
  }
}
