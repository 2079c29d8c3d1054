package io.jangteo.gateway.admin;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jangteo.runtime.json.Json;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who has changed what at this gateway: one line of the logger {@code audit} for each change, and
 * the last ones in memory. Used from one context only.
 */
final class Audit {
  /** Cannot be made quieter through /admin. */
  static final String LOGGER = "audit";

  private static final int KEPT = 200;
  private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

  private final String gateway;
  private final Clock clock;
  private final Deque<ObjectNode> entries = new ArrayDeque<>(KEPT);

  /** Sees to it that no setting of another logger silences its own. */
  Audit(String gateway, LoggerContext loggers, Clock clock) {
    this.gateway = gateway;
    this.clock = clock;
    loggers.getLogger(LOGGER).setLevel(Level.INFO);
  }

  Map<String, AdminHandler> handlers() {
    return Map.of("listChanges", request -> Future.succeededFuture(list(request)));
  }

  /**
   * Writes down how a change ends; one that fails may still have had an effect.
   *
   * @param before what held until now
   * @param change gives what holds now
   */
  <T extends JsonNode> Future<T> note(AdminRequest request, JsonNode before, Future<T> change) {
    return change
        .onSuccess(after -> add(request, before, after, "ok"))
        .onFailure(error -> add(request, before, null, "failed"));
  }

  /** For what the gateway takes back by itself. */
  void note(String action, JsonNode before, JsonNode after) {
    ObjectNode entry = entry(gateway, action, before, after, "ok");
    keep(entry);
  }

  private void add(AdminRequest request, JsonNode before, JsonNode after, String outcome) {
    ObjectNode entry = entry(request.subject(), request.action(), before, after, outcome);
    entry.put("requestId", request.requestId());
    request.path().stream().findFirst().ifPresent(name -> entry.put("target", name));
    if (!request.query().isEmpty()) {
      request.query().forEach(entry.putObject("query")::put);
    }
    keep(entry);
  }

  private ObjectNode entry(
      String subject, String action, JsonNode before, JsonNode after, String outcome) {
    ObjectNode entry = Json.LENIENT.createObjectNode();
    entry.put("at", clock.instant().toString());
    entry.put("subject", subject);
    entry.put("action", action);
    entry.put("outcome", outcome);
    entry.set("before", before);
    if (after != null) {
      entry.set("after", after);
    }
    return entry;
  }

  private void keep(ObjectNode entry) {
    if (entries.size() >= KEPT) {
      entries.removeLast();
    }
    entries.addFirst(entry);
    var line = LOG.atInfo();
    for (Map.Entry<String, JsonNode> field : entry.properties()) {
      JsonNode value = field.getValue();
      line = line.addKeyValue(field.getKey(), value.isTextual() ? value.textValue() : value);
    }
    line.log("changed by an operator");
  }

  private ObjectNode list(AdminRequest request) {
    int most = Integer.parseInt(request.query().getOrDefault("limit", "50"));
    ObjectNode view = Json.LENIENT.createObjectNode();
    view.put("gateway", gateway);
    view.put("of", "this gateway's memory");
    ArrayNode items = view.putArray("items");
    entries.stream().limit(most).forEach(items::add);
    return view;
  }
}
