package io.jangteo.bus;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jangteo.bus.caller.AnnouncedKeys;
import io.jangteo.bus.discovery.ClusterNodes;
import io.jangteo.bus.discovery.ServiceDirectory;
import io.jangteo.bus.discovery.ServiceInstance;
import io.jangteo.bus.resilience.Breaker;
import io.jangteo.bus.resilience.InstanceRules;
import io.jangteo.bus.resilience.Outliers;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The instances that may be asked, by service. Which one is decided here and not by the event bus,
 * so that an instance that withdraws is asked nothing more before it leaves the bus, one that dies
 * is known to have died with requests of ours, and one that fails is left alone.
 */
final class Targets {
  private final Vertx vertx;
  private final ClusterNodes nodes;
  private final InstanceRules rules;
  private Map<String, Target> known = Map.of();
  private final Map<String, Outliers> outliers = new HashMap<>();
  private List<ServiceInstance> present = List.of();
  private Map<String, Map<String, Integer>> weights = Map.of();
  private volatile Map<String, TargetGroup> groups = Map.of();
  private final Set<String> everKnown = ConcurrentHashMap.newKeySet();

  Targets(Vertx vertx, ServiceDirectory directory, InstanceRules rules) {
    this.vertx = vertx;
    this.nodes = new ClusterNodes(vertx);
    this.rules = rules;
    directory.onChange(this::accept);
    new SilenceWatch(vertx, this, rules.outlier()).start();
  }

  /** Null where the snapshot knows nobody. */
  TargetGroup group(String service) {
    return groups.get(service);
  }

  /** Whether there is or was an instance of it. */
  boolean knew(String service) {
    return everKnown.contains(service);
  }

  Iterable<TargetGroup> groups() {
    return groups.values();
  }

  /**
   * @param next weights of versions, by service
   */
  synchronized void weigh(Map<String, Map<String, Integer>> next) {
    weights = next;
    accept(present);
  }

  private synchronized void accept(List<ServiceInstance> instances) {
    // Whose keys are announced is nobody that can be called.
    present = instances.stream().filter(each -> !AnnouncedKeys.isIn(each)).toList();
    Map<String, Target> next = new HashMap<>();
    Map<String, List<Target>> grouped = new HashMap<>();
    for (ServiceInstance instance : present) {
      Target target = known.get(instance.directAddress());
      if (target == null || !target.instance().nodeId().equals(instance.nodeId())) {
        target = newTarget(instance);
      }
      next.put(target.address(), target);
      grouped.computeIfAbsent(instance.service(), key -> new ArrayList<>()).add(target);
    }
    Map<String, Target> earlier = known;
    known = next;
    Map<String, TargetGroup> formed = new HashMap<>();
    grouped.forEach(
        (service, targets) ->
            formed.put(
                service,
                new TargetGroup(service, targets, weights.getOrDefault(service, Map.of()))));
    everKnown.addAll(formed.keySet());
    groups = Map.copyOf(formed);
    outliers.keySet().retainAll(grouped.keySet());
    earlier.values().stream()
        .filter(target -> next.get(target.address()) != target)
        .forEach(this::leave);
  }

  private Target newTarget(ServiceInstance instance) {
    Outliers others =
        outliers.computeIfAbsent(
            instance.service(),
            service -> new Outliers(rules.outlier(), System::nanoTime, Targets::random));
    return new Target(
        instance,
        others.join(),
        routeClass ->
            new Breaker(
                instance.directAddress() + " " + routeClass,
                vertx,
                rules.breaker(),
                System::nanoTime,
                Targets::random));
  }

  private static double random() {
    return ThreadLocalRandom.current().nextDouble();
  }

  /** One that withdrew may still answer what it was asked; one that died will not. */
  private void leave(Target target) {
    Outliers others = outliers.get(target.instance().service());
    if (others != null) {
      others.leave(target.outlier());
    }
    if (!nodes.isLive(target.instance().nodeId())) {
      target.abandon();
    }
  }

  /** Instances by service, for operators. */
  ObjectNode describe() {
    ObjectNode services = JsonNodeFactory.instance.objectNode();
    new TreeMap<>(groups)
        .forEach(
            (service, group) -> {
              ArrayNode list = services.putArray(service);
              for (Target target : group.targets()) {
                list.add(target.describe());
              }
            });
    return services;
  }
}
