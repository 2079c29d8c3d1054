package io.jangteo.marketplace.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.marketplace.client.Answer;
import io.jangteo.marketplace.client.GatewayClient;
import io.jangteo.marketplace.client.Session;
import io.jangteo.marketplace.home.Credentials;
import io.jangteo.marketplace.home.Home;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits until the gateways ask an instance: being ready is not yet being found. */
final class RoutedWatch {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration CALL = Duration.ofSeconds(10);
  private static final long POLL_MILLIS = 50;

  private final Home home;
  private final ProcessFolder folder;

  RoutedWatch(Home home, ProcessFolder folder) {
    this.home = home;
    this.folder = folder;
  }

  /**
   * Returns when every gateway that lives has that instance among those it may ask.
   *
   * @throws IOException naming the gateway that has not
   */
  void await(ServiceKind service, String instance) throws IOException, InterruptedException {
    ClusterSettings settings =
        ClusterSettings.read(home).orElseThrow(() -> new IOException("there is no cluster"));
    for (ExpectedProcess gateway : folder.expected(ServiceKind.GATEWAY)) {
      if (gateway.isAlive() && gateway.managementPort() > 0) {
        await(settings.gatewayUrl(gateway.instance().number()), service.title(), instance);
      }
    }
  }

  private void await(String url, String service, String instance)
      throws IOException, InterruptedException {
    GatewayClient gateway = new GatewayClient(URI.create(url), CALL);
    Session operator = new Session(gateway, Credentials.load(home).operator());
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!isKnown(gateway, operator, service, instance)) {
      if (System.nanoTime() > deadline) {
        throw new IOException(url + " has not found it within " + PATIENCE.toSeconds() + " s");
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  private static boolean isKnown(
      GatewayClient gateway, Session operator, String service, String instance)
      throws IOException, InterruptedException {
    Answer answer =
        gateway.call("GET", "/admin/instances?service=" + service, null, operator.authorization());
    for (JsonNode each : answer.body().path("services").path(service).path("instances")) {
      if (each.path("instance").asText().equals(instance)) {
        return true;
      }
    }
    return false;
  }
}
