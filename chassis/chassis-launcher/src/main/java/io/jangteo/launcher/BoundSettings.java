package io.jangteo.launcher;

import io.jangteo.runtime.config.Configuration;
import io.jangteo.runtime.config.ConfigurationException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings a process reads, each record bound once and checked. */
public final class BoundSettings {
  private final Map<Class<?>, Record> records;

  private BoundSettings(Map<Class<?>, Record> records) {
    this.records = Map.copyOf(records);
  }

  /**
   * @param optional by prefix the key without which a record is left out
   * @throws ConfigurationException naming every key of every record that is missing or refused
   */
  static BoundSettings bind(
      Configuration configuration,
      Map<String, Class<? extends Record>> types,
      Map<String, String> optional) {
    Map<Class<?>, Record> records = new HashMap<>();
    List<String> problems = new ArrayList<>();
    types.forEach(
        (prefix, type) -> {
          String needed = optional.get(prefix);
          if (needed != null && !configuration.isGiven(needed)) {
            return;
          }
          try {
            records.put(type, configuration.bind(prefix, type));
          } catch (ConfigurationException e) {
            problems.add(e.getMessage());
          }
        });
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return new BoundSettings(records);
  }

  /** The record of that type, if what makes it of use was given. */
  public <T extends Record> Optional<T> find(Class<T> type) {
    return Optional.ofNullable(records.get(type)).map(type::cast);
  }

  /** The record of that type, which the launcher was told of. */
  public <T extends Record> T get(Class<T> type) {
    Record bound = records.get(type);
    if (bound == null) {
      throw new IllegalStateException(type + " is not among the settings of this process");
    }
    return type.cast(bound);
  }
}
