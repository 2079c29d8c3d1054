package io.jangteo.payment;

import io.jangteo.bus.BusClient;
import io.jangteo.bus.BusHeaders;
import io.jangteo.bus.BusReply;
import io.jangteo.bus.Principal;
import io.jangteo.bus.ServiceRuntime;
import io.jangteo.events.BrokerConfig;
import io.jangteo.payment.application.PurgeTokens;
import io.jangteo.payment.persistence.PgCardTokens;
import io.jangteo.payment.provider.ProviderConfig;
import io.jangteo.persistence.Database;
import io.jangteo.persistence.DatabaseConfig;
import io.jangteo.runtime.config.Secret;
import io.jangteo.runtime.json.Json;
import io.jangteo.testing.Await;
import io.jangteo.testing.TestGateway;
import io.jangteo.testing.TestRuntime;
import io.jangteo.testing.TestServers;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** The service under test with its database, and ways to look at both from outside. */
final class PaymentService {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final BrokerConfig broker;
  private final int providerPort;
  private final DatabaseConfig db = TestServers.database("payment");
  private ServiceRuntime latest;

  PaymentService(Vertx vertx, BrokerConfig broker, int providerPort) {
    this.vertx = vertx;
    this.broker = broker;
    this.providerPort = providerPort;
  }

  /** Starts one more instance on the same database; returns its deployment. */
  String deploy() {
    PaymentConfig config = config(db, providerPort);
    latest = TestRuntime.create(vertx);
    return Await.success(vertx.deployVerticle(new PaymentVerticle(config, broker, latest)));
  }

  static PaymentConfig config(DatabaseConfig db, int providerPort) {
    ProviderConfig provider =
        new ProviderConfig(
            URI.create("http://127.0.0.1:" + providerPort),
            new Secret("0123456789abcdef"),
            Duration.ofMillis(400),
            32,
            Duration.ofMillis(20),
            Duration.ofMillis(200),
            Duration.ofMillis(300),
            Duration.ofMillis(600));
    return new PaymentConfig(
        db,
        provider,
        Duration.ofMillis(100),
        Duration.ofMillis(1500),
        Duration.ofDays(1),
        Duration.ofSeconds(1));
  }

  /** Starts one more instance on the same database in a process of its own. */
  Process launch() {
    return PaymentProcess.launch(db, broker, providerPort);
  }

  /** A gauge of the instance deployed last. */
  double gauge(String name) {
    return latest.meters().get(name).gauge().value();
  }

  BusReply keepToken(UUID orderId, String token) {
    return call("keepToken", Map.of(), Json.encode(new Token(orderId, token)));
  }

  record Token(UUID orderId, String token) {}

  BusReply getPayment(String orderId, Principal caller) {
    return call(
        "getPayment",
        caller == null
            ? Map.of("path.orderId", orderId)
            : Map.of(
                "path.orderId",
                orderId,
                BusHeaders.ASSERTION,
                TestGateway.assertion(caller, "payment", "order")),
        Buffer.buffer());
  }

  private BusReply call(String action, Map<String, String> headers, Buffer body) {
    MultiMap all = MultiMap.caseInsensitiveMultiMap().addAll(headers);
    return Await.success(new BusClient(vertx).exchange("payment", action, all, body, PATIENCE));
  }

  /** Forgets tokens of more than a day, as the service's timer does. */
  Future<Integer> purge() {
    return Database.open(vertx, db, "db/chassis", "db/payment")
        .compose(
            database ->
                new PurgeTokens(new PgCardTokens(database), Duration.ofDays(1))
                    .purge()
                    .eventually(database::close));
  }

  /** The first column of the first row, as text. */
  String ask(String sql) {
    RowSet<Row> rows = Await.success(run(sql));
    return rows.size() == 0 ? "" : String.valueOf(rows.iterator().next().getValue(0));
  }

  Future<RowSet<Row>> run(String sql) {
    PgConnectOptions options =
        new PgConnectOptions()
            .setHost(db.host())
            .setPort(db.port())
            .setDatabase(db.name())
            .setUser(db.user())
            .setPassword(db.password().value());
    return PgConnection.connect(vertx, options)
        .compose(connection -> connection.query(sql).execute().eventually(connection::close));
  }
}
