package io.jangteo.marketplace.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.marketplace.client.GatewayClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** What a gateway must have learnt before the market is open. */
public final class Routes {
  private static final Set<String> NEEDED =
      Set.of("sessions", "products", "stock", "orders", "payments", "shipments");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long POLL_MILLIS = 50;

  private Routes() {}

  /**
   * Returns when every gateway routes to every service.
   *
   * @throws IOException naming what one did not find
   */
  public static void await(List<URI> gateways) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (URI gateway : gateways) {
      GatewayClient client = new GatewayClient(gateway, PATIENCE);
      Set<String> missing = missing(client);
      while (!missing.isEmpty()) {
        if (System.nanoTime() > deadline) {
          throw new IOException(gateway + " has found nobody who serves " + missing);
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        missing = missing(client);
      }
    }
  }

  private static Set<String> missing(GatewayClient client)
      throws IOException, InterruptedException {
    JsonNode paths = client.call("GET", "/openapi.json", null, Map.of()).body().path("paths");
    Set<String> missing = new TreeSet<>(NEEDED);
    paths.fieldNames().forEachRemaining(path -> missing.remove(path.split("/", 3)[1]));
    return missing;
  }
}
