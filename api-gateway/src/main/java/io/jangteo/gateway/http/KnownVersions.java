package io.jangteo.gateway.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;

/**
 * Marks requests of other versions than HTTP/1.1 and 1.0 as unreadable. Vert.x would answer them
 * 501, in the version that they name and without a word, before anybody is asked.
 */
final class KnownVersions extends ChannelInboundHandlerAdapter {
  private boolean refused;

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (refused) {
      // Whatever follows is not for us to understand either.
      ReferenceCountUtil.release(message);
      return;
    }
    if (message instanceof HttpRequest request && !isKnown(request.protocolVersion())) {
      refused = true;
      request.setProtocolVersion(HttpVersion.HTTP_1_1);
      request.setDecoderResult(
          DecoderResult.failure(new IllegalArgumentException("unknown version of HTTP")));
    }
    context.fireChannelRead(message);
  }

  private static boolean isKnown(HttpVersion version) {
    return version.equals(HttpVersion.HTTP_1_1) || version.equals(HttpVersion.HTTP_1_0);
  }
}
