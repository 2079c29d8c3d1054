package io.jangteo.cluster;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import java.lang.reflect.Field;

/**
 * The listening socket of a clustered bus and what it makes connections with. Both can be given new
 * certificates while they run, and Vert.x has no way to ask a bus for them: they are taken from its
 * fields (ADR 28).
 */
public final class BusSockets {
  private final NetServer server;
  private final NetClient client;

  private BusSockets(NetServer server, NetClient client) {
    this.server = server;
    this.client = client;
  }

  /**
   * @throws IllegalStateException when this Vert.x keeps them elsewhere; it must be known at the
   *     start, not at the first renewal
   */
  public static BusSockets of(Vertx clustered) {
    EventBus bus = clustered.eventBus();
    return new BusSockets(
        field(bus, "server", NetServer.class), field(bus, "client", NetClient.class));
  }

  private static <T> T field(EventBus bus, String name, Class<T> type) {
    try {
      Field field = bus.getClass().getDeclaredField(name);
      field.setAccessible(true);
      return type.cast(field.get(bus));
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new IllegalStateException(
          "the bus of this version of Vert.x cannot be given other certificates while it runs", e);
    }
  }

  /**
   * New connections, both ways, use these from now on; those that are open stay as they are.
   * Nothing can be resumed that began with the former ones: each of these is a context of its own.
   */
  public Future<Void> replace(BusTls tls) {
    return server
        .updateSSLOptions(tls.listening(), true)
        .compose(listening -> client.updateSSLOptions(tls.connecting(), true))
        .mapEmpty();
  }
}
