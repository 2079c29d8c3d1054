package io.jangteo.gateway.pipeline;

import io.jangteo.gateway.limit.Client;
import io.jangteo.gateway.limit.ClientAddresses;
import io.jangteo.gateway.limit.Limit;
import io.vertx.core.Future;

/** Finds out where the request comes from, and refuses it when too many come from there. */
public final class LimitAddress implements Stage {
  private final ClientAddresses clients;
  private final Admission admission;
  private final Limit limit;

  public LimitAddress(ClientAddresses clients, Admission admission, Limit limit) {
    this.clients = clients;
    this.admission = admission;
    this.limit = limit;
  }

  @Override
  public Future<Void> apply(Exchange exchange) {
    Client client = clients.of(exchange.request());
    exchange.client(client);
    if (!client.exempt()) {
      admission.admitQuietly(exchange, limit, client.address());
    }
    return DONE;
  }
}
