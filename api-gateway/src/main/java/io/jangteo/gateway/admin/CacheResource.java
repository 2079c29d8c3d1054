package io.jangteo.gateway.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jangteo.gateway.cache.WatchedCache;
import io.jangteo.runtime.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.util.Map;

/** What is kept of answers. To forget is told to the other gateways once, without an answer. */
final class CacheResource {
  private static final String ADDRESS = "jangteo.gateway.purge";
  private static final String FROM = "from";
  private static final String EVERYTHING = "";

  private final Vertx vertx;
  private final String gateway;
  private final WatchedCache cache;
  private final KnownServices services;
  private final Audit audit;

  CacheResource(
      Vertx vertx, String gateway, WatchedCache cache, KnownServices services, Audit audit) {
    this.vertx = vertx;
    this.gateway = gateway;
    this.cache = cache;
    this.services = services;
    this.audit = audit;
  }

  /** From now on it forgets what others are told to. */
  void follow() {
    vertx.eventBus().<String>consumer(ADDRESS, this::hear);
  }

  Map<String, AdminHandler> handlers() {
    return Map.of(
        "showCache", request -> Future.succeededFuture(describe()),
        "purgeCache", request -> purge(request, EVERYTHING),
        "purgeCacheOfService", request -> purge(request, services.require(request.path().get(0))));
  }

  private JsonNode describe() {
    return cache.describe().put("gateway", gateway);
  }

  private Future<JsonNode> purge(AdminRequest request, String service) {
    ObjectNode before = Json.LENIENT.createObjectNode();
    before.set("entries", cache.describe().get("entries"));
    int operations = forget(service);
    vertx.eventBus().publish(ADDRESS, service, new DeliveryOptions().addHeader(FROM, gateway));
    ObjectNode after = Json.LENIENT.createObjectNode().put("operations", operations);
    after.put("reach", "this gateway now; the others of the cluster are told once");
    return audit.note(request, before, Future.<JsonNode>succeededFuture(after));
  }

  private void hear(Message<String> message) {
    if (!gateway.equals(message.headers().get(FROM))) {
      forget(message.body());
    }
  }

  private int forget(String service) {
    return service.equals(EVERYTHING) ? cache.purge() : cache.purgeService(service);
  }
}
