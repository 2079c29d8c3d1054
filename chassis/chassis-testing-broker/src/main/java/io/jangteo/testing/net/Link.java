package io.jangteo.testing.net;

import io.netty.channel.socket.SocketChannel;
import io.vertx.core.Vertx;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A connection through a {@link ChaosProxy}. All state belongs to the proxy's one thread. */
final class Link {
  private final NetSocket client;
  private final NetSocket server;
  private final List<Flow> flows;
  private final Consumer<Link> over;

  /**
   * @param over told when nothing is connected any more
   */
  Link(
      Vertx vertx,
      NetSocket client,
      NetSocket server,
      Supplier<Conditions> conditions,
      Consumer<Link> over) {
    this.client = client;
    this.server = server;
    this.over = over;
    this.flows =
        List.of(
            new Flow(
                vertx, Direction.TO_SERVER, client, server, conditions, this::reset, this::ended),
            new Flow(
                vertx, Direction.TO_CLIENT, server, client, conditions, this::reset, this::ended));
  }

  void start() {
    flows.forEach(Flow::start);
  }

  private void ended() {
    if (flows.stream().allMatch(Flow::isEnded)) {
      over.accept(this);
    }
  }

  void changed() {
    flows.forEach(Flow::changed);
  }

  /** The server's side is reset: it was its machine that went away. A goodbye has no answer. */
  void strand() {
    flows.forEach(Flow::drop);
    channel(client).config().setAllowHalfClosure(true);
    reset(server);
  }

  void reset() {
    flows.forEach(Flow::drop);
    reset(client);
    reset(server);
  }

  /** Without lingering a close is a reset, and what was not sent by then is lost. */
  static void reset(NetSocket socket) {
    SocketChannel channel = channel(socket);
    channel.config().setSoLinger(0);
    channel.close();
  }

  private static SocketChannel channel(NetSocket socket) {
    return (SocketChannel) ((NetSocketInternal) socket).channelHandlerContext().channel();
  }
}
