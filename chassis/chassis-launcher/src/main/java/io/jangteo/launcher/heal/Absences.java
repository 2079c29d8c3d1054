package io.jangteo.launcher.heal;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.spi.cluster.NodeInfo;
import java.net.ConnectException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds out of nodes that went without a word whether they are dead: their machine then refuses
 * connections to where they were, or somebody else is there. Confined to one context.
 */
final class Absences {
  private static final int CONNECT_MS = 1_000;

  private final Function<String, Future<NodeInfo>> infos;
  private final NetClient client;
  private final Map<String, Place> known = new HashMap<>();
  private final Set<String> asking = new HashSet<>();
  private final Set<String> reached = new HashSet<>();

  /**
   * @param infos what the cluster knows of a node
   */
  Absences(Vertx vertx, Function<String, Future<NodeInfo>> infos) {
    this.infos = infos;
    this.client = vertx.createNetClient(new NetClientOptions().setConnectTimeout(CONNECT_MS));
  }

  /**
   * Remembers where the present nodes are, for the day on which they no longer are there. The
   * majority is told of the same nodes first: one that has just gone would otherwise be neither
   * present nor lost, be forgotten, and then be lost for long.
   */
  void look(List<String> present, Majority majority, long now) {
    majority.present(present, now);
    for (String node : present) {
      if (!known.containsKey(node) && asking.add(node)) {
        infos
            .apply(node)
            .onSuccess(info -> known.put(node, Place.of(info)))
            .onComplete(ignored -> asking.remove(node));
      }
    }
    Set<String> remembered = new HashSet<>(present);
    remembered.addAll(majority.lost());
    known.keySet().retainAll(remembered);
  }

  /** Takes those for dead that are. */
  void findDead(List<String> present, Majority majority) {
    for (String node : majority.lost()) {
      Place place = known.get(node);
      if (place == null) {
        continue;
      }
      if (isTaken(place, present)) {
        majority.forget(node);
      } else {
        client
            .connect(place.port(), place.host())
            .onSuccess(
                socket -> {
                  reached.add(node);
                  socket.close();
                })
            .onFailure(
                error -> {
                  reached.remove(node);
                  forgetIfRefused(error, node, majority);
                });
      }
    }
    reached.retainAll(majority.lost());
  }

  /** Whether no network is between this node and most of those that it has lost. */
  boolean areWithinReach(Majority majority) {
    return reached.size() * 2 > majority.lost().size();
  }

  private boolean isTaken(Place place, List<String> present) {
    return present.stream().map(known::get).anyMatch(other -> other != null && other.isSame(place));
  }

  /** Not reached is another thing than refused. */
  private static void forgetIfRefused(Throwable error, String node, Majority majority) {
    if (error instanceof ConnectException
        && String.valueOf(error.getMessage()).contains("refused")) {
      majority.forget(node);
    }
  }

  Future<Void> close() {
    return client.close();
  }
}
