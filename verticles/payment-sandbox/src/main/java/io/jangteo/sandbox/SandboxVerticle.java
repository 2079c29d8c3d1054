package io.jangteo.sandbox;

import io.jangteo.launcher.Listening;
import io.jangteo.persistence.Database;
import io.jangteo.runtime.config.PortFailure;
import io.jangteo.runtime.health.Health;
import io.jangteo.sandbox.api.SandboxApi;
import io.jangteo.sandbox.application.SettleRequest;
import io.jangteo.sandbox.persistence.PgOperations;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.TimeUnit;

/** The sandbox provider: an HTTP server of its own on a database of its own. */
public final class SandboxVerticle extends VerticleBase implements Listening {
  private static final String HEALTH = "payment-sandbox.database";
  private static final int IDLE_SECONDS = 60;
  private static final int SHUTDOWN_SECONDS = 5;

  private final SandboxConfig config;
  private final Health health;
  private Database database;
  private HttpServer server;

  public SandboxVerticle(SandboxConfig config, Health health) {
    this.config = config;
    this.health = health;
  }

  @Override
  public Future<?> start() {
    return Database.open(vertx, config.db(), "db/payment-sandbox")
        .compose(this::serve)
        // Vert.x stops only what has started.
        .recover(error -> stop().transform(ignored -> Future.failedFuture(error)));
  }

  private Future<HttpServer> serve(Database opened) {
    database = opened;
    health.register(HEALTH, database::isReachable);
    PgOperations operations = new PgOperations(database);
    SettleRequest requests = new SettleRequest(vertx, operations, config.slowness());
    SandboxApi api = new SandboxApi(vertx, config, requests, operations);
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(config.http().host())
            .setPort(config.http().port())
            .setIdleTimeout(IDLE_SECONDS);
    return vertx
        .createHttpServer(options)
        .requestHandler(api.router())
        .listen()
        .onSuccess(listening -> server = listening)
        .recover(this::explain);
  }

  private Future<HttpServer> explain(Throwable error) {
    return Future.failedFuture(
        PortFailure.of(config.http().host(), config.http().port(), "sandbox.http.port", error));
  }

  @Override
  public int port() {
    return server.actualPort();
  }

  @Override
  public Future<?> stop() {
    health.remove(HEALTH);
    Future<Void> quiet =
        server == null
            ? Future.succeededFuture()
            : server.shutdown(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
    return quiet.eventually(() -> database == null ? Future.succeededFuture() : database.close());
  }
}
