package io.jangteo.catalog;

import io.jangteo.bus.Principal;
import io.jangteo.bus.ServiceRuntime;
import io.jangteo.events.BrokerConfig;
import io.jangteo.persistence.DatabaseConfig;
import io.jangteo.testing.Await;
import io.jangteo.testing.ServiceCaller;
import io.jangteo.testing.ServiceCaller.Answer;
import io.jangteo.testing.TestRuntime;
import io.jangteo.testing.TestServers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** One deployed instance of the service, as a merchant and as the public see it. */
final class RunningCatalog implements AutoCloseable {
  private static final BrokerConfig BROKER = TestServers.freshBroker();
  private static final UUID SOMEONE = UUID.fromString("0191e5a0-0000-7000-8000-000000000001");

  private final Vertx vertx;
  private final ServiceCaller caller;

  private RunningCatalog(Vertx vertx, ServiceRuntime runtime) {
    this.vertx = vertx;
    this.caller = new ServiceCaller(vertx, "catalog", runtime.instanceId());
  }

  static RunningCatalog start(DatabaseConfig database) {
    Vertx vertx = Vertx.vertx();
    ServiceRuntime runtime = TestRuntime.create(vertx);
    CatalogConfig config = new CatalogConfig(database, List.of("GBP", "EUR", "USD", "KRW"));
    Await.success(
        vertx.deployVerticle(new CatalogVerticle(config, BROKER, runtime)), Duration.ofMinutes(1));
    return new RunningCatalog(vertx, runtime);
  }

  Answer put(String sku, Map<String, String> headers, String body) {
    return asMerchant("putProduct", sku, headers, body);
  }

  Answer patch(String sku, Map<String, String> headers, String body) {
    return asMerchant("patchProduct", sku, headers, body);
  }

  Answer delete(String sku, Map<String, String> headers) {
    return asMerchant("deleteProduct", sku, headers, "");
  }

  Answer get(String sku, Map<String, String> headers) {
    return caller.call("getProduct", null, with(headers, sku), "");
  }

  /**
   * @param query such as {@code query.q}
   */
  Answer list(Map<String, String> query) {
    return caller.call("listProducts", null, query, "");
  }

  Answer quote(String body) {
    return caller.call("quoteProducts", body);
  }

  Answer asMerchant(String action, String sku, Map<String, String> headers, String body) {
    return as("merchant", action, sku, headers, body);
  }

  Answer as(String role, String action, String sku, Map<String, String> headers, String body) {
    return caller.call(action, someone(role), with(headers, sku), body);
  }

  /** A merchant's call, without waiting. */
  Future<Answer> send(String action, String sku, Map<String, String> headers, String body) {
    return caller.send(action, someone("merchant"), with(headers, sku), body);
  }

  private static Principal someone(String role) {
    return new Principal(SOMEONE, Set.of(role));
  }

  private static Map<String, String> with(Map<String, String> headers, String sku) {
    Map<String, String> all = new HashMap<>(headers);
    all.put("path.sku", sku);
    return all;
  }

  @Override
  public void close() {
    Await.success(vertx.close());
  }
}
