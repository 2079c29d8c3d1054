package io.jangteo.gateway.fault;

import io.jangteo.gateway.cluster.SharedEntries;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The faults that operators have asked for, the same for all gateways of the cluster. A gateway
 * that hears of no change looks again every few seconds; a request never does. Each fault carries
 * its end with it, so it ends also where the cluster cannot be asked. Used from one context only.
 */
public final class Faults {
  private static final Logger LOG = LoggerFactory.getLogger(Faults.class);
  private static final String NAME = "jangteo.gateway.faults";
  private static final int FAULTS_MAX = 50;

  private final SharedEntries entries;
  private final Clock clock;
  private FaultTable active;

  public Faults(Vertx vertx, Clock clock) {
    this.entries = new SharedEntries(vertx, NAME, this::accept);
    this.clock = clock;
  }

  /** Null when there is none, which is nearly always. */
  public FaultTable active() {
    return active;
  }

  /** Those that are not over, by what they are for. */
  public List<Fault> current() {
    return active == null ? List.of() : valid(active.all().stream());
  }

  private List<Fault> valid(Stream<Fault> faults) {
    long now = clock.millis();
    return faults
        .filter(fault -> !fault.isOver(now))
        .sorted(Comparator.comparing(Fault::target))
        .toList();
  }

  /** From now on. Succeeds also when the cluster cannot be asked just now. */
  public Future<Void> follow() {
    return entries.follow();
  }

  /**
   * In place of the one with the same target. Succeeds when the cluster knows and this gateway does
   * it.
   */
  public Future<Void> put(Fault fault) {
    boolean isNew = current().stream().noneMatch(known -> known.target().equals(fault.target()));
    if (isNew && current().size() >= FAULTS_MAX) {
      throw ServiceFailure.of(
          FailureCode.CONFLICT, "There are " + FAULTS_MAX + " faults already; end one of them");
    }
    long left = Math.max(1, fault.until() - clock.millis());
    return entries.put(fault.target(), fault.encode(), left).compose(ignored -> entries.look());
  }

  /** Those of a service, of an operation, or all. */
  public Future<Void> remove(Optional<String> service, Optional<String> operation) {
    List<String> targets =
        current().stream()
            .filter(fault -> service.map(fault.service()::equals).orElse(true))
            .filter(fault -> operation.map(name -> name.equals(fault.operation())).orElse(true))
            .map(Fault::target)
            .toList();
    return entries.remove(targets).compose(ignored -> entries.look());
  }

  private void accept(Map<String, String> found) {
    List<Fault> before = current();
    List<Fault> next = valid(found.values().stream().map(Fault::decode));
    active = next.isEmpty() ? null : new FaultTable(next);
    if (!next.equals(before)) {
      LOG.atWarn().addKeyValue("faults", next).log("faults are injected on purpose");
    }
  }
}
