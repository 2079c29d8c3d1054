package io.jangteo.gateway.http;

import io.jangteo.gateway.limit.Client;
import io.jangteo.gateway.limit.ClientAddresses;
import io.vertx.core.http.HttpConnection;
import java.util.HashMap;
import java.util.Map;

/**
 * Bounds the connections that one address holds open. Proxies, which hold those of many clients,
 * and exempt addresses may have any number.
 */
public final class ConnectionBound {
  private final ClientAddresses clients;
  private final int most;
  private final Map<String, Integer> open = new HashMap<>();

  public ConnectionBound(ClientAddresses clients, int most) {
    this.clients = clients;
    this.most = most;
  }

  /** Whether one more may be opened; then it is counted until {@link #leave}. */
  boolean enter(HttpConnection connection) {
    Client client = clients.of(connection.remoteAddress());
    if (client.proxy() || client.exempt()) {
      return true;
    }
    if (open.getOrDefault(client.address(), 0) >= most) {
      return false;
    }
    open.merge(client.address(), 1, Integer::sum);
    return true;
  }

  /** One that had been let in is closed. */
  void leave(HttpConnection connection) {
    Client client = clients.of(connection.remoteAddress());
    open.computeIfPresent(client.address(), (address, count) -> count == 1 ? null : count - 1);
  }

  /** Whether the other end may speak the PROXY protocol, if that is what it speaks. */
  boolean trusts(HttpConnection connection) {
    return clients.of(connection.remoteAddress(true)).proxy();
  }
}
