package io.jangteo.bus.discovery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.servicediscovery.Record;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Between instances and discovery's records. Instances with the same contract text share one parsed
 * document.
 */
final class InstanceRecords {
  private static final Logger LOG = LoggerFactory.getLogger(InstanceRecords.class);
  private static final String TYPE = "jangteo-bus-service";
  // A contract nests deeper than any request may.
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Map<String, ObjectNode> contracts = new HashMap<>();

  static Record toRecord(ServiceInstance instance) {
    return new Record()
        .setName(instance.service())
        .setType(TYPE)
        .setLocation(new JsonObject().put(Record.ENDPOINT, instance.service()))
        .setMetadata(
            new JsonObject()
                .put("instanceId", instance.instanceId())
                .put("nodeId", instance.nodeId())
                .put("version", instance.version())
                .put("addresses", addresses(instance))
                .put("contract", instance.contract().toString()));
  }

  private static JsonArray addresses(ServiceInstance instance) {
    return new JsonArray().add(instance.service()).add(instance.directAddress());
  }

  /** Empty, with one warning, for a record that is none of ours. */
  Optional<ServiceInstance> toInstance(Record record) {
    JsonObject metadata = record.getMetadata();
    try {
      if (!TYPE.equals(record.getType())) {
        return Optional.empty();
      }
      return Optional.of(
          new ServiceInstance(
              record.getName(),
              metadata.getString("instanceId"),
              metadata.getString("nodeId", ""),
              metadata.getString("version"),
              contract(metadata.getString("contract"))));
    } catch (JsonProcessingException | RuntimeException e) {
      LOG.atWarn()
          .addKeyValue("service", record.getName())
          .setCause(e)
          .log("ignoring an unreadable discovery record");
      return Optional.empty();
    }
  }

  private ObjectNode contract(String text) throws JsonProcessingException {
    ObjectNode known = contracts.get(text);
    if (known != null) {
      return known;
    }
    ObjectNode parsed = MAPPER.readValue(text, ObjectNode.class);
    contracts.put(text, parsed);
    return parsed;
  }

  /** Forgets documents that no instance of {@code present} has. */
  void retainContractsOf(Collection<ServiceInstance> present) {
    Set<ObjectNode> used = Collections.newSetFromMap(new IdentityHashMap<>());
    present.forEach(instance -> used.add(instance.contract()));
    contracts.values().removeIf(document -> !used.contains(document));
  }
}
