package io.jangteo.bus.resilience;

import io.jangteo.runtime.config.Configuration;
import java.util.Map;

/** When a client stops asking one instance of a service. */
public record InstanceRules(OutlierRules outlier, BreakerRules breaker) {
  private static final String NO_PREFIX_OF_ANYTHING = "usual";

  /** What holds for a process that sets nothing. */
  public static final InstanceRules USUAL =
      Configuration.ofEnvironment(Map.of()).bind(NO_PREFIX_OF_ANYTHING, InstanceRules.class);
}
