package io.jangteo.simulation.engine;

import java.util.LinkedHashMap;
import java.util.Map;

/** Rows as last committed, in the order in which they were first written. */
public final class Table<K, V> {
  private final String name;
  private final Map<K, V> rows = new LinkedHashMap<>();

  Table(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  public Map<K, V> rows() {
    return rows;
  }

  public V get(K key) {
    return rows.get(key);
  }
}
