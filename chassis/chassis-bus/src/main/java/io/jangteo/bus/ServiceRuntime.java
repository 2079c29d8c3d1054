package io.jangteo.bus;

import io.jangteo.bus.discovery.ServiceDirectory;
import io.jangteo.runtime.health.Health;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What the services of one process share.
 *
 * @param instanceId unique among instances of a service, short
 * @param primary whether the instance stands for its node at the service's shared address; others
 *     of the same node have their direct addresses alone
 * @param version of our software, usually {@link io.jangteo.runtime.SoftwareVersion#current()}
 */
public record ServiceRuntime(
    String instanceId,
    boolean primary,
    String version,
    Health health,
    MeterRegistry meters,
    ServiceDirectory directory) {

  /** For the only instance of each service in this process. */
  public ServiceRuntime(
      String instanceId,
      String version,
      Health health,
      MeterRegistry meters,
      ServiceDirectory directory) {
    this(instanceId, true, version, health, meters, directory);
  }

  /** For a further instance of the same service in the same process. */
  public ServiceRuntime sibling(int number) {
    return new ServiceRuntime(instanceId + "-" + number, false, version, health, meters, directory);
  }
}
