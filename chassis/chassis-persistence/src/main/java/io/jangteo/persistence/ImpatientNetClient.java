package io.jangteo.persistence;

import io.vertx.core.Future;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.concurrent.TimeUnit;

/** A client whose sockets are {@linkplain Sockets#impatient impatient} when they are made. */
final class ImpatientNetClient implements NetClient {
  private final NetClient client;

  ImpatientNetClient(NetClient client) {
    this.client = client;
  }

  @Override
  public Future<NetSocket> connect(int port, String host) {
    return client.connect(port, host).map(Sockets::impatient);
  }

  @Override
  public Future<NetSocket> connect(int port, String host, String serverName) {
    return client.connect(port, host, serverName).map(Sockets::impatient);
  }

  @Override
  public Future<NetSocket> connect(SocketAddress address) {
    return client.connect(address).map(Sockets::impatient);
  }

  @Override
  public Future<NetSocket> connect(SocketAddress address, String serverName) {
    return client.connect(address, serverName).map(Sockets::impatient);
  }

  @Override
  public Future<NetSocket> connect(ConnectOptions options) {
    return client.connect(options).map(Sockets::impatient);
  }

  @Override
  public Future<Void> shutdown(long timeout, TimeUnit unit) {
    return client.shutdown(timeout, unit);
  }

  @Override
  public Future<Boolean> updateSSLOptions(ClientSSLOptions options, boolean force) {
    return client.updateSSLOptions(options, force);
  }

  @Override
  public boolean isMetricsEnabled() {
    return client.isMetricsEnabled();
  }
}
