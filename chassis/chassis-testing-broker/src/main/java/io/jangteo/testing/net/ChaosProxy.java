package io.jangteo.testing.net;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A TCP proxy, on 127.0.0.1 unless told otherwise, that is as bad a network as a test asks for, and
 * may be another one at any moment. It runs on a thread of its own, so that it is never late for
 * what the tested code does to its own; methods return when what they ask for is done.
 */
public final class ChaosProxy implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final long PATIENCE_SECONDS = 10;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  // With one event loop everything happens in one thread.
  private final Context context = vertx.getOrCreateContext();
  private final String serverHost;
  private final int serverPort;
  private final String host;
  private final NetServer listener;
  private final NetClient connector = vertx.createNetClient(new NetClientOptions());
  private final Set<Link> links = new LinkedHashSet<>();
  private volatile Conditions conditions = Conditions.CLEAR;

  private ChaosProxy(String host, String serverHost, int serverPort) {
    this.host = host;
    this.listener = vertx.createNetServer(new NetServerOptions().setHost(host));
    this.serverHost = serverHost;
    this.serverPort = serverPort;
    listener.connectHandler(this::accepted);
    await(listener.listen(0));
  }

  /** One that listens on a free port and leads there. */
  public static ChaosProxy to(String serverHost, int serverPort) {
    return new ChaosProxy(LOOPBACK, serverHost, serverPort);
  }

  /**
   * The same for clients that are not on this machine's loopback.
   *
   * @param host an address of this machine, on which it listens
   */
  public static ChaosProxy on(String host, String serverHost, int serverPort) {
    return new ChaosProxy(host, serverHost, serverPort);
  }

  public String host() {
    return host;
  }

  public int port() {
    return listener.actualPort();
  }

  /** How many connections lead through it. */
  public int connections() {
    List<Integer> count = new ArrayList<>();
    run(() -> count.add(links.size()));
    return count.get(0);
  }

  /** For all connections, present and future. */
  public void set(Conditions others) {
    run(
        () -> {
          conditions = others;
          forEach(Link::changed);
        });
  }

  /** A good network from now on; what was held back goes on, what is stranded stays so. */
  public void heal() {
    set(Conditions.CLEAR);
  }

  /**
   * To the client the connections there are stay open and carry nothing any more, as when the
   * machine behind an address is another one and says nothing of it; the server sees them reset.
   * New ones are not affected.
   */
  public void strand() {
    run(() -> forEach(Link::strand));
  }

  /** Resets the connections there are. */
  public void reset() {
    run(() -> forEach(Link::reset));
  }

  @Override
  public void close() {
    await(vertx.close());
  }

  private void accepted(NetSocket client) {
    client.pause();
    connector
        .connect(serverPort, serverHost)
        .onSuccess(server -> connected(client, server))
        .onFailure(ignored -> Link.reset(client));
  }

  private void connected(NetSocket client, NetSocket server) {
    Link link = new Link(vertx, client, server, () -> conditions, links::remove);
    links.add(link);
    link.start();
  }

  private void forEach(Consumer<Link> action) {
    List.copyOf(links).forEach(action);
  }

  private void run(Runnable action) {
    await(
        Future.<Void>future(
            done ->
                context.runOnContext(
                    ignored -> {
                      action.run();
                      done.complete();
                    })));
  }

  private static void await(Future<?> done) {
    try {
      done.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the proxy does not do it", e);
    }
  }
}
