package io.jangteo.gateway.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2RemoteFlowController;

/**
 * Tells HTTP/2 streams that they may write again whenever the socket can take more. Netty compares
 * the socket only with what it last marked the connection as. When more than the socket's high
 * water mark is answered within one read, the mark is never set to full, so the end of it goes
 * unnoticed, and the streams that found it full (Vert.x keeps their bytes back) would wait until
 * the connection is given up. Setting the initial window to what it is makes Netty look at every
 * stream once more.
 */
final class WakeStreams extends ChannelInboundHandlerAdapter {
  static final String NAME = "wakeStreams";

  private final Http2ConnectionHandler streams;
  private boolean waking;
  private boolean again;

  private WakeStreams(Http2ConnectionHandler streams) {
    this.streams = streams;
  }

  /** Puts it behind the handler of the connection's streams. */
  static void behind(ChannelHandlerContext context, Http2ConnectionHandler streams) {
    context.pipeline().addAfter(context.name(), NAME, new WakeStreams(streams));
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) throws Http2Exception {
    if (waking) {
      again = true;
    } else {
      wake(context);
    }
    context.fireChannelWritabilityChanged();
  }

  /** What a woken stream writes may fill and empty the socket at once: then it is told again. */
  private void wake(ChannelHandlerContext context) throws Http2Exception {
    Http2RemoteFlowController windows = streams.encoder().flowController();
    waking = true;
    try {
      do {
        again = false;
        if (context.channel().isWritable()) {
          windows.initialWindowSize(windows.initialWindowSize());
        }
      } while (again);
    } finally {
      waking = false;
    }
  }
}
