package io.jangteo.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jangteo.bus.ServiceRuntime;
import io.jangteo.events.BrokerConfig;
import io.jangteo.gateway.admin.AdminContract;
import io.jangteo.gateway.contract.ContractCompiler;
import io.jangteo.gateway.docs.OwnPages;
import io.jangteo.gateway.pipeline.Stage;
import io.jangteo.gateway.routing.RouteTables;
import io.jangteo.gateway.upstream.Upstreams;
import io.jangteo.gateway.upstream.VersionWeights;
import io.jangteo.launcher.Listening;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP edge: serves whatever the services on the bus offer, and names none of them. */
public final class GatewayVerticle extends VerticleBase implements Listening {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayVerticle.class);
  private static final String LISTENING = "gateway.listening";

  private final GatewayConfig config;
  private final ServiceRuntime runtime;
  private final Optional<BrokerConfig> broker;
  private final UnaryOperator<List<Stage>> stages;
  private final AtomicInteger port = new AtomicInteger();
  private Foundations foundations;
  private Assembly assembly;

  /**
   * Takes what it serves with.
   *
   * @param broker where it hears of changes to what it caches; empty for caching by time alone
   */
  public GatewayVerticle(
      GatewayConfig config, Optional<BrokerConfig> broker, ServiceRuntime runtime) {
    this(config, broker, runtime, UnaryOperator.identity());
  }

  /**
   * The same for a program that measures.
   *
   * @param stages gives the stages that requests pass, made of those that they would pass
   */
  public GatewayVerticle(
      GatewayConfig config,
      Optional<BrokerConfig> broker,
      ServiceRuntime runtime,
      UnaryOperator<List<Stage>> stages) {
    this.config = config;
    this.broker = broker;
    this.runtime = runtime;
    this.stages = stages;
  }

  /** Zero before it listens. */
  @Override
  public int port() {
    return port.get();
  }

  /** State of services and their instances, for operators; once it has started. */
  public Upstreams upstreams() {
    return assembly.upstreams();
  }

  /** What operators may set; once it has started. */
  public VersionWeights weights() {
    return foundations.weights();
  }

  /** What is cached and how it fares, once it listens. */
  public ObjectNode describeCache() {
    return assembly.cache().describe();
  }

  @Override
  public Future<?> start() {
    Surroundings at = new Surroundings(vertx, context, config, runtime, broker);
    foundations = new Foundations(at);
    RouteTables tables = tables();
    return foundations
        .start()
        .compose(ignored -> vertx.executeBlocking(OwnPages::load))
        .compose(pages -> tables.accept(runtime.directory().instances()).map(pages))
        .map(pages -> assembly = new Assembly(at, foundations, tables, pages, stages))
        .compose(Assembly::listen)
        .onSuccess(this::listening)
        .recover(this::abandon);
  }

  private RouteTables tables() {
    ContractCompiler compiler =
        new ContractCompiler(config.readTimeout(), config.writeTimeout(), config.bodyMax().asInt());
    return new RouteTables(
        vertx,
        context,
        compiler,
        config.withdrawnFor(),
        OwnPages.reserved(),
        () -> AdminContract.load(compiler));
  }

  /** Vert.x stops only what has started. */
  private Future<Integer> abandon(Throwable error) {
    return release().transform(ignored -> Future.failedFuture(error));
  }

  /** Whatever of it has been started. */
  private Future<?> release() {
    return Future.succeededFuture()
        .eventually(() -> assembly == null ? Future.succeededFuture() : assembly.cache().stop())
        .eventually(foundations::release);
  }

  private void listening(int actualPort) {
    port.set(actualPort);
    runtime.health().register(LISTENING, () -> port.get() != 0);
    LOG.atInfo().addKeyValue("port", actualPort).log("gateway listens");
  }

  @Override
  public Future<?> stop() {
    if (assembly == null) {
      return Future.succeededFuture();
    }
    port.set(0);
    return assembly
        .drain()
        .eventually(this::release)
        .onComplete(ignored -> runtime.health().remove(LISTENING));
  }
}
