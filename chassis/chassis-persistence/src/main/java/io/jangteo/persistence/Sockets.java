package io.jangteo.persistence;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.VertxWrapper;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.internal.SqlConnectionInternal;
import java.util.concurrent.TimeUnit;

/**
 * What the driver (5.0.8) does not do with its sockets: it is given network options and uses none
 * of them; it waits for ever for a server that accepts a connection and then says nothing; and it
 * leaves it to the server to close a connection, whoever asks for that.
 */
final class Sockets {
  private Sockets() {}

  /** To be given to the driver in place of {@code vertx}. */
  static VertxInternal with(Vertx vertx, NetClientOptions options) {
    return new VertxWrapper((VertxInternal) vertx) {
      @Override
      public NetClient createNetClient(NetClientOptions ignored) {
        return new ImpatientNetClient(super.createNetClient(options));
      }
    };
  }

  /** Silence ends it from now on. */
  static NetSocket impatient(NetSocket socket) {
    ChannelPipeline pipeline = ((NetSocketInternal) socket).channelHandlerContext().pipeline();
    pipeline.addFirst(
        new ReadTimeoutHandler(ServerOptions.CONNECT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
    return socket;
  }

  /** It may be silent from now on: it is logged in, and is watched when it owes an answer. */
  static void patient(SqlConnection connection) {
    ChannelPipeline pipeline = pipeline(connection);
    // Nothing is left in the pipeline of one that has just been closed.
    if (pipeline.get(ReadTimeoutHandler.class) != null) {
      pipeline.remove(ReadTimeoutHandler.class);
    }
  }

  /** Ends the connection whatever the server does; all that was asked on it fails. */
  static void cut(SqlConnection connection) {
    // From the far end of the pipeline: the driver has a part in it that swallows a close.
    ChannelHandlerContext first = pipeline(connection).firstContext();
    if (first != null) {
      first.close();
    }
  }

  private static ChannelPipeline pipeline(SqlConnection connection) {
    var driver = ((SqlConnectionInternal) connection).unwrap().unwrap();
    return ((SocketConnectionBase) driver).socket().channelHandlerContext().pipeline();
  }
}
