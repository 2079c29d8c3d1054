package io.jangteo.gateway;

import io.jangteo.bus.BusClient;
import io.jangteo.bus.ServiceRuntime;
import io.jangteo.gateway.contract.ContractCompiler;
import io.jangteo.gateway.docs.OwnPages;
import io.jangteo.gateway.http.EdgeServer;
import io.jangteo.gateway.pipeline.Authenticate;
import io.jangteo.gateway.pipeline.Authorise;
import io.jangteo.gateway.pipeline.BoundRequest;
import io.jangteo.gateway.pipeline.CallService;
import io.jangteo.gateway.pipeline.Exchange;
import io.jangteo.gateway.pipeline.FindRoute;
import io.jangteo.gateway.pipeline.IdentifyRequest;
import io.jangteo.gateway.pipeline.Pipeline;
import io.jangteo.gateway.pipeline.ReadBody;
import io.jangteo.gateway.pipeline.Responses;
import io.jangteo.gateway.pipeline.ValidateBody;
import io.jangteo.gateway.pipeline.ValidateParameters;
import io.jangteo.gateway.routing.RouteTables;
import io.jangteo.gateway.security.AccessTokens;
import io.jangteo.gateway.security.RoutedKeySource;
import io.jangteo.gateway.security.SigningKeys;
import io.jangteo.gateway.stream.StreamEvents;
import io.jangteo.launcher.Listening;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP edge: serves whatever the services on the bus offer, and names none of them. */
public final class GatewayVerticle extends VerticleBase implements Listening {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayVerticle.class);
  private static final String LISTENING = "gateway.listening";

  private final GatewayConfig config;
  private final ServiceRuntime runtime;
  private final AtomicInteger port = new AtomicInteger();
  private StreamEvents streams;
  private EdgeServer server;

  public GatewayVerticle(GatewayConfig config, ServiceRuntime runtime) {
    this.config = config;
    this.runtime = runtime;
  }

  /** Zero before it listens. */
  @Override
  public int port() {
    return port.get();
  }

  @Override
  public Future<?> start() {
    BusClient bus = new BusClient(vertx);
    ContractCompiler compiler =
        new ContractCompiler(config.readTimeout(), config.writeTimeout(), config.bodyMax().asInt());
    RouteTables tables =
        new RouteTables(vertx, context, compiler, config.withdrawnFor(), OwnPages.reserved());
    return vertx
        .executeBlocking(OwnPages::load)
        .compose(pages -> tables.accept(runtime.directory().instances()).map(pages))
        .map(pages -> assemble(bus, tables, pages))
        .compose(EdgeServer::listen)
        .onSuccess(this::listening);
  }

  private EdgeServer assemble(BusClient bus, RouteTables tables, OwnPages pages) {
    Responses responses = new Responses(config.bodyTimeout().toMillis());
    AccessTokens tokens = accessTokens(bus, tables);
    streams = new StreamEvents(vertx, bus, config.streamsMax(), config.streamLifetime());
    Pipeline pipeline =
        new Pipeline(
            List.of(
                new IdentifyRequest(),
                new BoundRequest(),
                new FindRoute(pages, responses),
                new Authenticate(tokens),
                new Authorise(),
                new ValidateParameters(),
                new ReadBody(config.bodyTimeout()),
                new ValidateBody(),
                streams,
                new CallService(bus)),
            responses);
    runtime.directory().onChange(tables::accept);
    server =
        new EdgeServer(
            vertx, config, request -> new Exchange(request, tables.current()), pipeline::handle);
    return server;
  }

  private AccessTokens accessTokens(BusClient bus, RouteTables tables) {
    RoutedKeySource source = new RoutedKeySource(tables, bus, config.tokens().keysPath());
    AccessTokens tokens =
        new AccessTokens(
            context,
            Clock.systemUTC(),
            config.tokens(),
            onRevocation ->
                new SigningKeys(source, config.tokens(), System::nanoTime, onRevocation));
    tables.onChange(tokens::refreshKeysIfNone);
    vertx.setPeriodic(config.tokens().keysRefresh().toMillis(), ignored -> tokens.refreshKeys());
    return tokens;
  }

  private void listening(int actualPort) {
    port.set(actualPort);
    runtime.health().register(LISTENING, () -> port.get() != 0);
    LOG.atInfo().addKeyValue("port", actualPort).log("gateway listens");
  }

  @Override
  public Future<?> stop() {
    if (server == null) {
      return Future.succeededFuture();
    }
    port.set(0);
    streams.close();
    return server.drain().onComplete(ignored -> runtime.health().remove(LISTENING));
  }
}
