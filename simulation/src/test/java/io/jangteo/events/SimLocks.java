package io.jangteo.events;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Who of a service's relay sessions is there, and who owns which partition. */
public final class SimLocks {
  private final Map<Integer, SimRelayStore> owners = new TreeMap<>();
  private final Set<Integer> able = new TreeSet<>();
  private final List<SimRelayStore> sessions = new ArrayList<>();
  private int ids;

  /** Gives the session the number by which it is known. */
  int add(SimRelayStore session) {
    sessions.add(session);
    return ++ids;
  }

  void remove(SimRelayStore session) {
    sessions.remove(session);
    able.remove(session.id());
    owners.values().removeIf(owner -> owner == session);
  }

  List<SimRelayStore> sessions() {
    return List.copyOf(sessions);
  }

  void announce(SimRelayStore session, boolean ready) {
    if (ready) {
      able.add(session.id());
    } else {
      able.remove(session.id());
    }
  }

  RelayStore.Look seenBy(SimRelayStore session) {
    Set<Integer> free = Partitions.all();
    free.removeAll(owners.keySet());
    return new RelayStore.Look(session.id(), Set.copyOf(able), free);
  }

  Set<Integer> lock(SimRelayStore session, Set<Integer> partitions) {
    Set<Integer> got = new TreeSet<>(partitions);
    got.removeAll(owners.keySet());
    got.forEach(partition -> owners.put(partition, session));
    return got;
  }

  void unlock(SimRelayStore session, Set<Integer> partitions) {
    partitions.forEach(partition -> owners.remove(partition, session));
  }
}
