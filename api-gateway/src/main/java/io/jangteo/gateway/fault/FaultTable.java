package io.jangteo.gateway.fault;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The faults of one moment; that of an operation goes before that of its service. */
public final class FaultTable {
  private static final String ALL = "";

  private final List<Fault> faults;
  private final Map<String, Map<String, Fault>> byService = new HashMap<>();

  FaultTable(Collection<Fault> faults) {
    this.faults = List.copyOf(faults);
    for (Fault fault : faults) {
      byService
          .computeIfAbsent(fault.service(), key -> new HashMap<>())
          .put(fault.operation() == null ? ALL : fault.operation(), fault);
    }
  }

  List<Fault> all() {
    return faults;
  }

  /** Null when there is none. */
  public Fault find(String service, String action, long nowMillis) {
    Map<String, Fault> own = byService.get(service);
    if (own == null) {
      return null;
    }
    Fault exact = own.get(action);
    Fault found = exact != null && !exact.isOver(nowMillis) ? exact : own.get(ALL);
    return found == null || found.isOver(nowMillis) ? null : found;
  }
}
