package io.jangteo.gateway.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.bus.BusClient;
import io.jangteo.gateway.cluster.SharedEntries;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.jangteo.runtime.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What share of a service's calls goes to which version of it, as operators set it, the same for
 * all gateways of the cluster. It lasts as long as the cluster. A gateway that hears of no change
 * looks again every few seconds; a request never does.
 */
public final class VersionWeights {
  private static final Logger LOG = LoggerFactory.getLogger(VersionWeights.class);
  private static final String NAME = "jangteo.gateway.weights";
  private static final int WEIGHT_MAX = 1_000;
  private static final int VERSIONS_MAX = 20;
  private static final int SERVICES_MAX = 200;

  private final BusClient bus;
  private final SharedEntries entries;
  private Map<String, Map<String, Integer>> current = Map.of();

  /** Tells {@code bus} of each change, once {@link #follow} is called. */
  public VersionWeights(Vertx vertx, BusClient bus) {
    this.bus = bus;
    this.entries = new SharedEntries(vertx, NAME, this::accept);
  }

  /** From now on. Succeeds also when the cluster cannot be asked just now. */
  public Future<Void> follow() {
    return entries.follow();
  }

  /**
   * Sets the weights of one service's versions; a version that is not named gets nothing while one
   * that is named is there. Succeeds when the cluster knows.
   */
  public Future<Void> set(String service, Map<String, Integer> weights) {
    weights.forEach(VersionWeights::check);
    boolean tooMany =
        weights.isEmpty()
            || weights.size() > VERSIONS_MAX
            || (!current.containsKey(service) && current.size() >= SERVICES_MAX);
    if (tooMany) {
      throw invalid("/weights", "must be from 1 to " + VERSIONS_MAX + " versions");
    }
    return entries.put(service, Json.encode(new TreeMap<>(weights)).toString());
  }

  /** All its instances are equal again. */
  public Future<Void> clear(String service) {
    return entries.remove(List.of(service));
  }

  /** By service and version, as this gateway knows it. */
  public Map<String, Map<String, Integer>> current() {
    return current;
  }

  /** Asks the cluster what holds now, so that this gateway acts on it afterwards. */
  public Future<Void> look() {
    return entries.look();
  }

  private void accept(Map<String, String> found) {
    Map<String, Map<String, Integer>> next = new HashMap<>();
    found.forEach((service, text) -> next.put(service, decode(text)));
    if (!next.equals(current)) {
      current = Map.copyOf(next);
      bus.weigh(current);
      LOG.atInfo().addKeyValue("weights", current).log("versions are weighed");
    }
  }

  private static Map<String, Integer> decode(String text) {
    Map<String, Integer> weights = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : Json.decode(text, JsonNode.class).properties()) {
      weights.put(entry.getKey(), entry.getValue().asInt());
    }
    return weights;
  }

  private static void check(String version, int weight) {
    if (weight < 0 || weight > WEIGHT_MAX) {
      throw invalid("/weights/" + version, "must be from 0 to " + WEIGHT_MAX);
    }
  }

  private static ServiceFailure invalid(String field, String problem) {
    return ServiceFailure.ofField(FailureCode.INVALID_REQUEST, field, problem);
  }
}
