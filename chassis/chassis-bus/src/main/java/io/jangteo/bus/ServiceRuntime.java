package io.jangteo.bus;

import io.jangteo.bus.discovery.ServiceDirectory;
import io.jangteo.runtime.health.Health;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What the services of one process share.
 *
 * @param processId unique among processes, short; used as the instance id of its services
 * @param version of our software, usually {@link io.jangteo.runtime.SoftwareVersion#current()}
 */
public record ServiceRuntime(
    String processId,
    String version,
    Health health,
    MeterRegistry meters,
    ServiceDirectory directory) {}
