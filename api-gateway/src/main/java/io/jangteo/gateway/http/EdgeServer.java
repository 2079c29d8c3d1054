package io.jangteo.gateway.http;

import io.jangteo.gateway.GatewayConfig;
import io.jangteo.gateway.TlsConfig;
import io.jangteo.gateway.pipeline.Exchange;
import io.jangteo.gateway.pipeline.SecurityHeaders;
import io.jangteo.runtime.config.PortFailure;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.Problem;
import io.jangteo.runtime.failure.ServiceFailure;
import io.jangteo.runtime.tls.PemIdentity;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.Http1xServerConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listening socket, within {@link ServerBounds}. */
public final class EdgeServer {
  private static final Logger LOG = LoggerFactory.getLogger(EdgeServer.class);
  private static final long GOODBYE_POLL_MILLIS = 20;

  /** Longer than a connection takes to be made. */
  private static final long HALF_MADE_MILLIS = 1_000;

  private static final Duration HANDED_OVER_NOTICE = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final GatewayConfig config;
  private final Function<HttpServerRequest, Exchange> exchanges;
  private final Consumer<Exchange> handler;
  private final Optional<TlsReload> tls;
  private final SharedPort shared;
  private HttpServer server;
  private final ConnectionBound connections;
  private final Set<HttpConnection> silent = new HashSet<>();
  private int open;

  /** Hands every well-formed request to {@code handler}, on the calling context. */
  public EdgeServer(
      Vertx vertx,
      GatewayConfig config,
      MeterRegistry meters,
      ConnectionBound connections,
      Function<HttpServerRequest, Exchange> exchanges,
      Consumer<Exchange> handler) {
    this.vertx = vertx;
    this.config = config;
    this.connections = connections;
    this.exchanges = exchanges;
    this.handler = handler;
    this.shared = new SharedPort(vertx);
    this.tls =
        config.tls().isOn()
            ? Optional.of(new TlsReload(vertx, config.tls(), meters))
            : Optional.empty();
  }

  private HttpServer create(HttpServerOptions options) {
    return vertx
        .createHttpServer(options)
        .connectionHandler(this::opened)
        .invalidRequestHandler(EdgeServer::refuse)
        .exceptionHandler(
            e -> LOG.atDebug().addKeyValue("error", e.getMessage()).log("connection failed"))
        .requestHandler(
            request -> {
              heardFrom(request.connection());
              handler.accept(exchanges.apply(request));
            });
  }

  /** The port it listens on, once it does; a failure names the setting that is at fault. */
  public Future<Integer> listen() {
    if (config.portShared() && !vertx.isNativeTransportEnabled()) {
      return Future.failedFuture(SharedPort.impossible(vertx));
    }
    HttpServerOptions options = ServerBounds.of(config);
    return tls.map(files -> files.first().map(found -> secure(options, config.tls(), found)))
        .orElse(Future.succeededFuture(options))
        .compose(this::listen);
  }

  private Future<Integer> listen(HttpServerOptions options) {
    server = create(options);
    return server
        .listen()
        .map(HttpServer::actualPort)
        .recover(this::explain)
        .onSuccess(ignored -> tls.ifPresent(files -> files.follow(server)))
        .onSuccess(this::share);
  }

  private void share(int port) {
    if (config.portShared()) {
      shared.listening(port);
    }
  }

  private static HttpServerOptions secure(
      HttpServerOptions options, TlsConfig config, PemIdentity credentials) {
    return options
        .setSsl(true)
        .setKeyCertOptions(credentials.options())
        .setEnabledSecureTransportProtocols(new HashSet<>(config.versions()))
        .setSslHandshakeTimeout(TlsReload.HANDSHAKE_SECONDS)
        .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
        .setUseAlpn(true)
        .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1));
  }

  private Future<Integer> explain(Throwable error) {
    return Future.failedFuture(PortFailure.of(config.host(), config.port(), "gateway.port", error));
  }

  /**
   * Waits until everybody has gone or the time of notice is over, then accepts nothing more, lets
   * open requests end within the drain time, and closes the rest.
   */
  public Future<Void> drain() {
    if (server == null) {
      return Future.succeededFuture();
    }
    tls.ifPresent(TlsReload::stop);
    long now = System.nanoTime();
    return shared
        .handOver()
        .compose(handedOver -> handedOver ? awaitLate(now) : awaitGoodbyes(now, Duration.ZERO))
        .compose(ignored -> shutdown());
  }

  /**
   * Some connections are half made, and are still ours. Afterwards nobody has to find another
   * gateway, so that clients may take their time to ask once more.
   */
  private Future<Void> awaitLate(long begun) {
    return vertx
        .timer(HALF_MADE_MILLIS, TimeUnit.MILLISECONDS)
        .compose(ignored -> awaitGoodbyes(begun, HANDED_OVER_NOTICE));
  }

  /**
   * Who asks once more is told to go elsewhere; one that is only cut off may be asking just then.
   */
  private Future<Void> awaitGoodbyes(long begun, Duration atLeast) {
    long notice = Math.max(config.drainNotice().toNanos(), atLeast.toNanos());
    return open == 0 || System.nanoTime() - begun > notice
        ? Future.succeededFuture()
        : vertx
            .timer(GOODBYE_POLL_MILLIS, TimeUnit.MILLISECONDS)
            .compose(ignored -> awaitGoodbyes(begun, atLeast));
  }

  private Future<Void> shutdown() {
    return server.shutdown(config.drainTimeout().toMillis(), TimeUnit.MILLISECONDS);
  }

  private void opened(HttpConnection connection) {
    shared.accepted(channel(connection).parent());
    prepare(connection);
    boolean trusted = !config.proxies().protocol() || connections.trusts(connection);
    if (trusted && connections.enter(connection)) {
      expectRequest(connection);
    } else {
      connection.close();
    }
  }

  /** Adds what Vert.x does not do of itself for a connection of this protocol. */
  private static void prepare(HttpConnection connection) {
    ChannelPipeline pipeline = channel(connection).pipeline();
    if (connection instanceof Http1xServerConnection) {
      pipeline.addBefore("handler", "knownVersions", new KnownVersions());
    } else {
      ChannelHandlerContext context = pipeline.context(Http2ConnectionHandler.class);
      Http2ConnectionHandler streams = (Http2ConnectionHandler) context.handler();
      WakeStreams.behind(context, streams);
      FloodGuard.watch(streams.decoder());
    }
  }

  private static Channel channel(HttpConnection connection) {
    return ((ConnectionBase) connection).channel();
  }

  /** The idle time-out never ends a head that comes one byte at a time; this does. */
  private void expectRequest(HttpConnection connection) {
    silent.add(connection);
    open++;
    // One that becomes a WebSocket is no HttpConnection any more, and its handler is forgotten.
    channel(connection)
        .closeFuture()
        .addListener(
            ignored -> {
              open--;
              silent.remove(connection);
              connections.leave(connection);
            });
    vertx.setTimer(
        config.firstRequestTimeout().toMillis(),
        ignored -> {
          if (silent.remove(connection)) {
            connection.close();
          }
        });
  }

  private void heardFrom(HttpConnection connection) {
    if (!silent.isEmpty()) {
      silent.remove(connection);
    }
  }

  /** What the HTTP decoder could not read is answered once, and the connection is given up. */
  private static void refuse(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    FailureCode code =
        cause instanceof TooLongHttpLineException
            ? FailureCode.URI_TOO_LONG
            : cause instanceof TooLongHttpHeaderException
                ? FailureCode.HEADERS_TOO_LARGE
                : FailureCode.INVALID_REQUEST;
    ServiceFailure failure = ServiceFailure.of(code, code.title());
    SecurityHeaders.answer(request.response())
        .setStatusCode(code.status())
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .end(Problem.of(failure, null).toBuffer())
        .eventually(() -> request.connection().close());
  }
}
