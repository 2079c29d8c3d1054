package io.jangteo.gateway.http;

import io.jangteo.gateway.limit.WindowCount;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Settings;
import java.util.concurrent.TimeUnit;

/**
 * Gives up an HTTP/2 connection that sends more SETTINGS, PING or PRIORITY frames than anybody
 * needs. The first two cost an answer each, and none of them is a request, so no limit of ours and
 * no bound of Netty's ever counts them as long as the answers are read.
 */
final class FloodGuard extends Http2FrameListenerDecorator {
  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int ANSWERED_MAX = 100;

  /** Some browsers send one or two for each request. */
  private static final int PRIORITIES_MAX = 1_000;

  private final WindowCount answered = new WindowCount(ANSWERED_MAX, WINDOW_NANOS);
  private final WindowCount priorities = new WindowCount(PRIORITIES_MAX, WINDOW_NANOS);

  private FloodGuard(Http2ConnectionDecoder decoder) {
    super(decoder.frameListener());
  }

  /** Counts what {@code decoder} reads from now on. */
  static void watch(Http2ConnectionDecoder decoder) {
    decoder.frameListener(new FloodGuard(decoder));
  }

  @Override
  public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings)
      throws Http2Exception {
    count(answered);
    super.onSettingsRead(context, settings);
  }

  @Override
  public void onPingRead(ChannelHandlerContext context, long data) throws Http2Exception {
    count(answered);
    super.onPingRead(context, data);
  }

  @Override
  public void onPriorityRead(
      ChannelHandlerContext context, int stream, int dependency, short weight, boolean exclusive)
      throws Http2Exception {
    count(priorities);
    super.onPriorityRead(context, stream, dependency, weight, exclusive);
  }

  private static void count(WindowCount frames) throws Http2Exception {
    if (!frames.admits(System.nanoTime())) {
      throw Http2Exception.connectionError(
          Http2Error.ENHANCE_YOUR_CALM, "more frames than anybody needs");
    }
  }
}
