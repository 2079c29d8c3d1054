package io.jangteo.gateway.routing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jangteo.bus.discovery.ServiceInstance;
import io.jangteo.gateway.contract.ContractCompiler;
import io.jangteo.gateway.contract.Operation;
import io.jangteo.gateway.docs.PublicContract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes route tables out of directory snapshots. Remembers what it compiled, so that a contract is
 * compiled once, and which services it has seen, so that a route is not taken from the service that
 * had it first and does not turn into 404 at once when its service vanishes. Not thread safe.
 */
final class RouteTableBuilder {
  private static final Logger LOG = LoggerFactory.getLogger(RouteTableBuilder.class);

  private final ContractCompiler compiler;
  private final Duration withdrawnFor;
  private final Set<String> reserved;
  private final Map<String, Known> services = new LinkedHashMap<>();

  /**
   * Takes the paths that are the gateway's own and that no service may claim.
   *
   * @param withdrawnFor how long the routes of a vanished service stay as unavailable
   */
  RouteTableBuilder(ContractCompiler compiler, Duration withdrawnFor, Set<String> reserved) {
    this.compiler = compiler;
    this.withdrawnFor = withdrawnFor;
    this.reserved = Set.copyOf(reserved);
  }

  /**
   * A service as last seen.
   *
   * @param seen the contract it announced, which may have been refused
   * @param contract the one that is routed
   * @param goneAt null while it lives
   */
  private record Known(
      ObjectNode seen, ObjectNode contract, List<Operation> operations, Long goneAt) {
    private Known gone(long now) {
      return goneAt == null ? new Known(seen, contract, operations, now) : this;
    }

    private Known alive(ObjectNode announced) {
      return new Known(announced, contract, operations, null);
    }
  }

  /**
   * The table for a snapshot.
   *
   * @param nowNanos of a monotonic clock
   */
  RouteTable build(List<ServiceInstance> instances, long nowNanos) {
    Map<String, ObjectNode> live = contracts(instances);
    services.replaceAll(
        (service, known) -> live.containsKey(service) ? known : known.gone(nowNanos));
    services
        .values()
        .removeIf(k -> k.goneAt() != null && nowNanos - k.goneAt() >= withdrawnFor.toNanos());
    live.forEach(this::learn);
    return table();
  }

  /**
   * One contract per service. While versions are mixed it is that of the oldest: what it offers,
   * every instance can answer.
   */
  private static Map<String, ObjectNode> contracts(List<ServiceInstance> instances) {
    Map<String, ServiceInstance> oldest = new HashMap<>();
    Comparator<ServiceInstance> byVersion =
        Comparator.comparing(ServiceInstance::version, VersionOrder.ORDER);
    for (ServiceInstance instance : instances) {
      oldest.merge(instance.service(), instance, (a, b) -> byVersion.compare(b, a) < 0 ? b : a);
    }
    return oldest.values().stream()
        .sorted(Comparator.comparing(ServiceInstance::service))
        .collect(
            Collectors.toMap(
                ServiceInstance::service,
                ServiceInstance::contract,
                (a, b) -> a,
                LinkedHashMap::new));
  }

  private void learn(String service, ObjectNode contract) {
    Known known = services.get(service);
    if (known == null || (known.seen() != contract && !known.seen().equals(contract))) {
      Known former = known == null ? new Known(contract, contract, List.of(), null) : known;
      services.put(service, compile(service, contract, former));
    } else {
      services.put(service, known.alive(known.seen()));
    }
  }

  private Known compile(String service, ObjectNode contract, Known otherwise) {
    try {
      List<Operation> operations = compiler.compile(service, contract);
      LOG.atInfo()
          .addKeyValue("service", service)
          .addKeyValue("operations", operations.size())
          .log("contract learned");
      return new Known(contract, contract, operations, null);
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("service", service)
          .addKeyValue("error", e.getMessage())
          .log("contract refused, the former one stays");
      return otherwise.alive(contract);
    }
  }

  private RouteTable table() {
    RouteTree.Builder tree = RouteTree.builder();
    List<PublicContract.Part> parts = new ArrayList<>();
    boolean withdrawn = false;
    for (Map.Entry<String, Known> entry : services.entrySet()) {
      Known known = entry.getValue();
      boolean available = known.goneAt() == null;
      withdrawn |= !available;
      List<Operation> accepted = add(known.operations(), available, tree);
      if (available && !accepted.isEmpty()) {
        parts.add(new PublicContract.Part(entry.getKey(), known.contract(), accepted));
      }
    }
    return new RouteTable(tree.build(), PublicContract.of(parts), withdrawn);
  }

  private List<Operation> add(
      List<Operation> operations, boolean available, RouteTree.Builder tree) {
    return operations.stream()
        .filter(operation -> claim(operation, available, tree))
        .collect(Collectors.toUnmodifiableList());
  }

  private boolean claim(Operation operation, boolean available, RouteTree.Builder tree) {
    String holder =
        reserved.contains(operation.template())
            ? "the gateway"
            : tree.add(new Route(operation, available))
                .map(route -> route.operation().service())
                .orElse(null);
    if (holder == null) {
      return true;
    }
    LOG.atError()
        .addKeyValue("service", operation.service())
        .addKeyValue("route", operation.method() + " " + operation.template())
        .addKeyValue("holder", holder)
        .log("route refused, it is taken");
    return false;
  }
}
