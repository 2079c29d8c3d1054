package io.jangteo.bus;

import io.jangteo.bus.discovery.ServiceDirectory;
import io.jangteo.runtime.health.Health;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;

/**
 * What the services of one process share.
 *
 * @param instanceId unique among instances of a service, short
 * @param primary whether the instance stands for its node at the service's shared address; others
 *     of the same node have their direct addresses alone
 * @param version of our software, usually {@link io.jangteo.runtime.SoftwareVersion#current()}
 * @param clock what time it is for all processes that talk with this one; its own clock may be
 *     wrong
 */
public record ServiceRuntime(
    String instanceId,
    boolean primary,
    String version,
    Health health,
    MeterRegistry meters,
    ServiceDirectory directory,
    InstantSource clock) {

  /** For the only instance of each service in this process, in which all others are, too. */
  public ServiceRuntime(
      String instanceId,
      String version,
      Health health,
      MeterRegistry meters,
      ServiceDirectory directory) {
    this(instanceId, true, version, health, meters, directory, InstantSource.system());
  }

  /** For a further instance of the same service in the same process. */
  public ServiceRuntime sibling(int number) {
    return new ServiceRuntime(
        instanceId + "-" + number, false, version, health, meters, directory, clock);
  }

  /** The same where another clock counts. */
  public ServiceRuntime by(InstantSource other) {
    return new ServiceRuntime(instanceId, primary, version, health, meters, directory, other);
  }
}
