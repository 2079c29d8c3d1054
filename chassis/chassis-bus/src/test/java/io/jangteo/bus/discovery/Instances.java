package io.jangteo.bus.discovery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Sample instances. */
final class Instances {
  private Instances() {}

  static ServiceInstance of(String service, String instanceId, String nodeId) {
    return new ServiceInstance(service, instanceId, nodeId, "1.2.3", contract("/" + service));
  }

  static ObjectNode contract(String path) {
    try {
      String text = "{\"openapi\":\"3.1.0\",\"paths\":{\"%s\":{}}}".formatted(path);
      return new ObjectMapper().readValue(text, ObjectNode.class);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
