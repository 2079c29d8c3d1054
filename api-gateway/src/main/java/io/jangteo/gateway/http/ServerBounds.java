package io.jangteo.gateway.http;

import io.jangteo.gateway.GatewayConfig;
import io.jangteo.gateway.pipeline.Handshake;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Every bound that the protocol itself has. */
final class ServerBounds {
  private static final int MAX_LINE = 4096;
  private static final int MAX_HEADERS = 8192;
  private static final int MAX_STREAMS = 100;
  private static final int MAX_RESETS = 100;
  private static final int RESET_WINDOW_SECONDS = 10;

  /** Clients of a WebSocket send control frames only, and those have at most 125 bytes. */
  private static final int MAX_FRAME = 125;

  private static final int CLOSING_SECONDS = 5;
  private static final int BACKLOG = 1024;

  private ServerBounds() {}

  static HttpServerOptions of(GatewayConfig config) {
    return new HttpServerOptions()
        .setHost(config.host())
        .setPort(config.port())
        .setAcceptBacklog(BACKLOG)
        .setReuseAddress(true)
        .setReusePort(config.portShared())
        .setTcpNoDelay(true)
        .setUseProxyProtocol(config.proxies().protocol())
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
        // With it a connection would be unknown to us until its first whole head has come, and a
        // head that never ends could not be given up.
        .setHttp2ClearTextEnabled(false)
        .setWebSocketSubProtocols(List.of(Handshake.PROTOCOL))
        .setMaxWebSocketFrameSize(MAX_FRAME)
        .setMaxWebSocketMessageSize(MAX_FRAME)
        .setAcceptUnmaskedFrames(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false)
        .setWebSocketClosingTimeout(CLOSING_SECONDS)
        .setInitialSettings(
            new Http2Settings()
                .setMaxConcurrentStreams(MAX_STREAMS)
                .setMaxHeaderListSize(MAX_HEADERS)
                .setPushEnabled(false))
        .setHttp2RstFloodMaxRstFramePerWindow(MAX_RESETS)
        .setHttp2RstFloodWindowDuration(RESET_WINDOW_SECONDS)
        .setHttp2RstFloodWindowDurationTimeUnit(TimeUnit.SECONDS);
  }
}
