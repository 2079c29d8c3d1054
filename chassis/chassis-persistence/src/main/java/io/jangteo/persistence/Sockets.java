package io.jangteo.persistence;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.VertxWrapper;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.internal.SqlConnectionInternal;

/**
 * What the driver (5.0.8) does not let us do with its sockets: it is given network options and uses
 * none of them, closes a connection only when the server closes it too, and waits for ever for a
 * server that accepts a connection and then says nothing.
 */
final class Sockets {
  private Sockets() {}

  /** To be given to the driver in place of {@code vertx}. */
  static VertxInternal with(Vertx vertx, NetClientOptions options) {
    return new VertxWrapper((VertxInternal) vertx) {
      @Override
      public NetClient createNetClient(NetClientOptions ignored) {
        return super.createNetClient(options);
      }
    };
  }

  /**
   * Until then its silence ended the connection; from now on it may be idle.
   *
   * @see ServerOptions#network
   */
  static void loggedIn(SqlConnection connection) {
    ChannelHandlerContext channel = channel(connection);
    if (channel.pipeline().get(IdleStateHandler.class) != null) {
      channel.pipeline().remove(IdleStateHandler.class);
    }
  }

  /** Ends the connection whatever the server does; all that was asked on it fails. */
  static void cut(SqlConnection connection) {
    channel(connection).close();
  }

  private static ChannelHandlerContext channel(SqlConnection connection) {
    var driver = ((SqlConnectionInternal) connection).unwrap().unwrap();
    return ((SocketConnectionBase) driver).socket().channelHandlerContext();
  }
}
