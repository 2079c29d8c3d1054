package io.jangteo.gateway.http;

import io.jangteo.gateway.GatewayConfig;
import io.jangteo.gateway.pipeline.Exchange;
import io.jangteo.runtime.config.PortFailure;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.Problem;
import io.jangteo.runtime.failure.ServiceFailure;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listening socket: every bound that the protocol itself has is set here. */
public final class EdgeServer {
  private static final Logger LOG = LoggerFactory.getLogger(EdgeServer.class);
  private static final int MAX_LINE = 4096;
  private static final int MAX_HEADERS = 8192;
  private static final int MAX_STREAMS = 100;
  private static final int MAX_RESETS = 100;
  private static final int RESET_WINDOW_SECONDS = 10;
  private static final int BACKLOG = 1024;

  private final Vertx vertx;
  private final GatewayConfig config;
  private final HttpServer server;
  private final Set<HttpConnection> silent = new HashSet<>();

  /** Hands every well-formed request to {@code handler}, on the calling context. */
  public EdgeServer(
      Vertx vertx,
      GatewayConfig config,
      Function<HttpServerRequest, Exchange> exchanges,
      Consumer<Exchange> handler) {
    this.vertx = vertx;
    this.config = config;
    this.server =
        vertx
            .createHttpServer(options(config))
            .connectionHandler(this::expectRequest)
            .invalidRequestHandler(EdgeServer::refuse)
            .exceptionHandler(
                e -> LOG.atDebug().addKeyValue("error", e.getMessage()).log("connection failed"))
            .requestHandler(
                request -> {
                  heardFrom(request.connection());
                  handler.accept(exchanges.apply(request));
                });
  }

  private static HttpServerOptions options(GatewayConfig config) {
    return new HttpServerOptions()
        .setHost(config.host())
        .setPort(config.port())
        .setAcceptBacklog(BACKLOG)
        .setReuseAddress(true)
        .setTcpNoDelay(true)
        .setIdleTimeout((int) config.idleTimeout().toSeconds())
        .setIdleTimeoutUnit(TimeUnit.SECONDS)
        .setMaxInitialLineLength(MAX_LINE)
        .setMaxHeaderSize(MAX_HEADERS)
        .setMaxChunkSize(MAX_HEADERS)
        .setCompressionSupported(false)
        .setDecompressionSupported(false)
        .setHandle100ContinueAutomatically(false)
        .setMaxFormFields(0)
        .setMaxFormAttributeSize(0)
        // Without TLS the connection is unknown to us until a whole head has come if this is on,
        // and
        // a head that never ends could not be given up.
        .setHttp2ClearTextEnabled(false)
        .setInitialSettings(
            new Http2Settings()
                .setMaxConcurrentStreams(MAX_STREAMS)
                .setMaxHeaderListSize(MAX_HEADERS)
                .setPushEnabled(false))
        .setHttp2RstFloodMaxRstFramePerWindow(MAX_RESETS)
        .setHttp2RstFloodWindowDuration(RESET_WINDOW_SECONDS)
        .setHttp2RstFloodWindowDurationTimeUnit(TimeUnit.SECONDS);
  }

  /** The port it listens on, once it does; a failure names the port and its setting. */
  public Future<Integer> listen() {
    return server.listen().map(HttpServer::actualPort).recover(this::explain);
  }

  private Future<Integer> explain(Throwable error) {
    return Future.failedFuture(PortFailure.of(config.host(), config.port(), "gateway.port", error));
  }

  /** Accepts nothing more, lets open requests end within the drain time, then closes the rest. */
  public Future<Void> drain() {
    return server.shutdown(config.drainTimeout().toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The idle time-out never ends a head that comes one byte at a time; this does. */
  private void expectRequest(HttpConnection connection) {
    silent.add(connection);
    connection.closeHandler(ignored -> silent.remove(connection));
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
    request
        .response()
        .setStatusCode(code.status())
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .end(Problem.of(failure, null).toBuffer())
        .eventually(() -> request.connection().close());
  }
}
