package io.jangteo.gateway.admin;

import ch.qos.logback.classic.LoggerContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jangteo.runtime.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;

/** How much the loggers of this gateway say; of this gateway alone. */
final class LogLevelResource {
  private static final String REACH = "this gateway alone";

  private final String gateway;
  private final LogLevels levels;
  private final Audit audit;

  LogLevelResource(Vertx vertx, String gateway, LoggerContext loggers, Audit audit) {
    this.gateway = gateway;
    this.levels =
        new LogLevels(
            vertx, loggers, (before, after) -> audit.note("logLevelIsBack", before, after));
    this.audit = audit;
  }

  Map<String, AdminHandler> handlers() {
    return Map.of(
        "showLogLevels", request -> Future.succeededFuture(list()), "putLogLevel", this::put);
  }

  private JsonNode list() {
    ObjectNode view = Json.LENIENT.createObjectNode().put("gateway", gateway);
    view.put("reach", REACH).set("loggers", levels.describe());
    return view;
  }

  private Future<JsonNode> put(AdminRequest request) {
    String name = request.body().get("logger").textValue();
    ObjectNode before = levels.view(name);
    levels.set(
        name, request.body().get("level").textValue(), request.body().path("seconds").asInt(0));
    ObjectNode after = levels.view(name).put("gateway", gateway).put("reach", REACH);
    return audit.note(request, before, Future.succeededFuture(after));
  }
}
