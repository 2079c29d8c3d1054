package io.jangteo.bus.discovery;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One live instance of a service as others see it.
 *
 * @param service its name and shared address
 * @param instanceId unique among instances; its direct address is {@code <service>.<instanceId>}
 * @param nodeId the cluster node it runs on; empty when the process is not clustered
 * @param version of the service's software
 * @param contract its OpenAPI document with policy
 */
public record ServiceInstance(
    String service, String instanceId, String nodeId, String version, ObjectNode contract) {
  public String directAddress() {
    return service + "." + instanceId;
  }
}
