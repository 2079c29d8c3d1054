package io.jangteo.gateway.routing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jangteo.bus.caller.AnnouncedKeys;
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
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
  private final Supplier<PublicContract.Part> ownSource;
  private final Map<String, Known> services = new LinkedHashMap<>();
  private final Map<String, String> refusedContracts = new TreeMap<>();
  private PublicContract.Part own;
  private Set<String> faultsTold = Set.of();

  /**
   * Takes the paths that are the gateway's own and that no service may claim, nor any below them.
   *
   * @param withdrawnFor how long the routes of a vanished service stay as unavailable
   * @param own gives what the gateway answers itself; asked once, when the first table is built
   */
  RouteTableBuilder(
      ContractCompiler compiler,
      Duration withdrawnFor,
      Set<String> reserved,
      Supplier<PublicContract.Part> own) {
    this.compiler = compiler;
    this.withdrawnFor = withdrawnFor;
    this.reserved = Set.copyOf(reserved);
    this.ownSource = own;
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

    /** Those that old answers may still stand in for. */
    private Stream<Operation> outliving(long now) {
      Duration gone = Duration.ofNanos(now - goneAt);
      return operations.stream()
          .filter(
              o ->
                  o.policy().cache().filter(c -> c.staleIfError().compareTo(gone) > 0).isPresent());
    }
  }

  /**
   * The table for a snapshot.
   *
   * @param nowNanos of a monotonic clock
   */
  RouteTable build(List<ServiceInstance> instances, long nowNanos) {
    if (own == null) {
      own = ownSource.get();
    }
    Map<String, ObjectNode> live = contracts(instances);
    refusedContracts.keySet().retainAll(live.keySet());
    if (live.remove(own.service()) != null) {
      refuse(own.service(), "the name is the gateway's own");
    }
    services.replaceAll(
        (service, known) -> live.containsKey(service) ? known : known.gone(nowNanos));
    services
        .entrySet()
        .removeIf(
            entry ->
                isLongGone(entry.getValue(), nowNanos)
                    && (live.containsKey(entry.getKey())
                        || entry.getValue().outliving(nowNanos).findAny().isEmpty()));
    live.forEach(this::learn);
    return table(nowNanos);
  }

  /** Its places are free; one that comes back then is the last to claim them. */
  private boolean isLongGone(Known known, long nowNanos) {
    return known.goneAt() != null && nowNanos - known.goneAt() >= withdrawnFor.toNanos();
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
      if (AnnouncedKeys.isIn(instance)) {
        continue;
      }
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
      refusedContracts.remove(service);
      return new Known(contract, contract, operations, null);
    } catch (RuntimeException e) {
      refuse(service, String.valueOf(e.getMessage()));
      return otherwise.alive(contract);
    }
  }

  private void refuse(String service, String reason) {
    if (!reason.equals(refusedContracts.put(service, reason))) {
      LOG.atError()
          .addKeyValue("service", service)
          .addKeyValue("error", reason)
          .log("contract refused, the former one stays");
    }
  }

  private RouteTable table(long nowNanos) {
    RouteTree.Builder tree = RouteTree.builder();
    List<PublicContract.Part> parts = new ArrayList<>(List.of(own));
    own.operations().forEach(operation -> tree.add(new Route(operation, true)));
    List<Refusal> refusals = new ArrayList<>();
    refusedContracts.forEach(
        (service, reason) -> refusals.add(new Refusal(service, Optional.empty(), reason)));
    boolean withdrawn = false;
    List<Known> longGone = new ArrayList<>();
    List<Route> routed = new ArrayList<>();
    for (Map.Entry<String, Known> entry : services.entrySet()) {
      Known known = entry.getValue();
      if (isLongGone(known, nowNanos)) {
        longGone.add(known);
        continue;
      }
      boolean available = known.goneAt() == null;
      withdrawn |= !available;
      List<Operation> accepted = add(known.operations(), available, tree, refusals);
      accepted.forEach(operation -> routed.add(new Route(operation, available)));
      if (available && !accepted.isEmpty()) {
        parts.add(new PublicContract.Part(entry.getKey(), known.contract(), accepted));
      }
    }
    // Last, because whoever lives and claims such a place has it.
    longGone.forEach(
        known ->
            known.outliving(nowNanos).forEach(operation -> tree.add(new Route(operation, false))));
    boolean changesByItself = withdrawn || !longGone.isEmpty();
    Includes includes = Includes.of(routed);
    tell(includes.faults());
    return new RouteTable(
        tree.build(), PublicContract.of(parts), includes, changesByItself, refusals);
  }

  /** Each once, for as long as it lasts. */
  private void tell(List<String> faults) {
    faults.stream()
        .filter(fault -> !faultsTold.contains(fault))
        .forEach(fault -> LOG.atInfo().addKeyValue("error", fault).log("part is absent"));
    faultsTold = Set.copyOf(faults);
  }

  private List<Operation> add(
      List<Operation> operations,
      boolean available,
      RouteTree.Builder tree,
      List<Refusal> refusals) {
    return operations.stream()
        .filter(operation -> claim(operation, available, tree, refusals))
        .collect(Collectors.toUnmodifiableList());
  }

  private boolean isReserved(String template) {
    return reserved.stream()
        .anyMatch(
            path ->
                template.equals(path) || (path.length() > 1 && template.startsWith(path + "/")));
  }

  private boolean claim(
      Operation operation, boolean available, RouteTree.Builder tree, List<Refusal> refusals) {
    String holder =
        isReserved(operation.template())
            ? "the gateway"
            : tree.add(new Route(operation, available))
                .map(route -> route.operation().service())
                .orElse(null);
    if (holder == null) {
      return true;
    }
    String route = operation.method() + " " + operation.template();
    refusals.add(new Refusal(operation.service(), Optional.of(route), "held by " + holder));
    LOG.atError()
        .addKeyValue("service", operation.service())
        .addKeyValue("route", route)
        .addKeyValue("holder", holder)
        .log("route refused, it is taken");
    return false;
  }
}
