package io.jangteo.system;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.marketplace.cluster.Routes;
import io.jangteo.marketplace.home.Credentials;
import io.jangteo.marketplace.home.Credentials.Account;
import io.jangteo.marketplace.home.Home;
import io.jangteo.marketplace.home.RunState;
import io.jangteo.marketplace.home.RunState.DatabaseAccess;
import io.jangteo.runtime.json.Json;
import io.jangteo.testing.net.ChaosProxy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A market whose processes are spread over hosts of their own. Its database and broker are on this
 * machine, which every host reaches whatever is dropped between hosts.
 */
final class HostMarket implements AutoCloseable {
  /** What runs where, by host; of what is most needed there are two. */
  private static final List<List<String>> PLACES =
      List.of(
          List.of("api-gateway", "order"),
          List.of("payment", "catalog"),
          List.of("api-gateway", "order", "payment-sandbox"),
          List.of("payment", "inventory"),
          List.of("member", "shipping"));

  private static final int MOST_ON_A_HOST = 3;
  private static final int GATEWAY_PORT = 8080;
  private static final int SANDBOX_PORT = 8090;

  private final VirtualHosts hosts;
  private final ServiceEnvironment environment = new ServiceEnvironment();
  private final Home home;
  private final Map<String, Map<String, String>> variables = new HashMap<>();
  private final List<ChaosProxy> ways = new ArrayList<>();
  private final Map<String, LaunchedJar> processes = new TreeMap<>();
  private final Map<String, DatabaseAccess> databases = new HashMap<>();
  private String brokerUri;
  private RunState state;

  private HostMarket(VirtualHosts hosts, Path folder) {
    this.hosts = hosts;
    this.home = new Home(folder);
  }

  /** Returns when everybody is ready and has found everybody. */
  static HostMarket start(VirtualHosts hosts, Path folder)
      throws IOException, InterruptedException {
    HostMarket market = new HostMarket(hosts, folder);
    try {
      market.launch();
      return market;
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      market.close();
      throw e;
    }
  }

  private void launch() throws IOException, InterruptedException {
    home.create();
    for (int host = 1; host <= PLACES.size(); host++) {
      int index = 0;
      for (String service : PLACES.get(host - 1)) {
        processes.put(service + "@" + host, launch(service, host, index++));
      }
    }
    writeCredentials();
    processes.values().forEach(LaunchedJar::awaitServing);
    List<String> urls =
        processes.keySet().stream()
            .filter(name -> name.startsWith("api-gateway@"))
            .map(name -> "http://" + hosts.address(hostOf(name)) + ":" + GATEWAY_PORT)
            .toList();
    state = RunState.ofCluster(urls, brokerUri, databases);
    await().atMost(Duration.ofSeconds(60)).until(this::isWhole);
    Routes.await(state.gateways());
  }

  static int hostOf(String process) {
    return Integer.parseInt(process.substring(process.indexOf('@') + 1));
  }

  private LaunchedJar launch(String service, int host, int index) {
    Map<String, String> own = new HashMap<>(variables.computeIfAbsent(service, this::variablesFor));
    own.put("CLUSTER_HOST", hosts.address(host));
    own.put("CLUSTER_PORT", "5701");
    own.put("CLUSTER_PORT_COUNT", Integer.toString(MOST_ON_A_HOST));
    own.put("CLUSTER_BUS_PORT", Integer.toString(5801 + index));
    own.put(
        "CLUSTER_MEMBERS",
        IntStream.rangeClosed(1, PLACES.size())
            .mapToObj(each -> hosts.address(each) + ":5701-" + (5700 + MOST_ON_A_HOST))
            .collect(Collectors.joining(",")));
    own.put("MANAGEMENT_HOST", hosts.address(host));
    return LaunchedJar.start(hosts.address(host), hosts.on(host), service, own, "-cluster");
  }

  private Map<String, String> variablesFor(String service) {
    Map<String, String> own = environment.of(service);
    String prefix = service.equals("payment-sandbox") ? "sandbox" : service;
    String variable = prefix.toUpperCase(Locale.ROOT) + "_DB_";
    if (own.containsKey(variable + "HOST")) {
      String host = own.get(variable + "HOST");
      int port = Integer.parseInt(own.get(variable + "PORT"));
      databases.put(
          prefix,
          new DatabaseAccess(
              host,
              port,
              own.get(variable + "NAME"),
              own.get(variable + "USER"),
              own.get(variable + "PASSWORD")));
      own.put(variable + "HOST", hosts.gateway());
      own.put(variable + "PORT", Integer.toString(wayTo(host, port)));
    }
    if (own.containsKey("RABBITMQ_URI")) {
      brokerUri = own.get("RABBITMQ_URI");
      URI uri = URI.create(brokerUri);
      String way = hosts.gateway() + ":" + wayTo(uri.getHost(), uri.getPort());
      own.put("RABBITMQ_URI", brokerUri.replace(uri.getHost() + ":" + uri.getPort(), way));
    }
    switch (service) {
      case "api-gateway" -> {
        own.put("GATEWAY_HOST", "0.0.0.0");
        own.put("GATEWAY_PORT", Integer.toString(GATEWAY_PORT));
        own.put("GATEWAY_LIMITS_EXEMPT", "10.0.0.0/8");
      }
      case "payment-sandbox" -> {
        own.put("SANDBOX_HTTP_HOST", "0.0.0.0");
        own.put("SANDBOX_HTTP_PORT", Integer.toString(SANDBOX_PORT));
      }
      case "payment" ->
          own.put(
              "PAYMENT_PROVIDER_BASE_URL",
              "http://" + hosts.address(sandboxHost()) + ":" + SANDBOX_PORT);
      default -> {
        // Nothing more.
      }
    }
    return own;
  }

  private static int sandboxHost() {
    return IntStream.rangeClosed(1, PLACES.size())
        .filter(host -> PLACES.get(host - 1).contains("payment-sandbox"))
        .findFirst()
        .orElseThrow();
  }

  /** A port of this machine for the hosts that leads to one of its loopback. */
  private int wayTo(String host, int port) {
    ChaosProxy way = ChaosProxy.on(hosts.gateway(), host, port);
    ways.add(way);
    return way.port();
  }

  private void writeCredentials() throws IOException {
    Map<String, String> member = variables.get("member");
    Credentials credentials =
        new Credentials(
            account(member, "MERCHANT"), account(member, "OPERATOR"), Map.of(), "unused", "unused");
    Home.writePrivately(home.credentialsFile(), Json.encode(credentials).getBytes());
  }

  private static Account account(Map<String, String> member, String role) {
    return new Account(
        member.get("MEMBER_SEED_" + role + "_EMAIL"),
        member.get("MEMBER_SEED_" + role + "_PASSWORD"));
  }

  Home home() {
    return home;
  }

  RunState state() {
    return state;
  }

  Map<String, LaunchedJar> processes() {
    return processes;
  }

  /** Whether every node reaches every address of every node, and all of them are ready. */
  boolean isWhole() {
    return unwell().isEmpty();
  }

  /** What each process that is not well says of itself. */
  Map<String, String> unwell() {
    Map<String, String> unwell = new TreeMap<>();
    processes.forEach(
        (name, process) -> {
          String complaint = complaint(process);
          if (complaint != null) {
            unwell.put(name, complaint);
          }
        });
    return unwell;
  }

  /** Names of those whose readiness says no. */
  Set<String> notReady() throws IOException, InterruptedException {
    Set<String> names = new TreeSet<>();
    for (Map.Entry<String, LaunchedJar> each : processes.entrySet()) {
      if (each.getValue().management("/ready").statusCode() != 200) {
        names.add(each.getKey());
      }
    }
    return names;
  }

  private String complaint(LaunchedJar process) {
    try {
      JsonNode report = Json.LENIENT.readTree(process.management("/cluster").body());
      for (JsonNode peer : report.path("peers")) {
        if (peer.path("failures").asInt() > 0) {
          return report.toString();
        }
      }
      boolean whole =
          report.path("members").asInt() == processes.size()
              && report.path("peers").size() == processes.size() - 1
              && report.path("lost").isEmpty()
              && report.path("missing").isEmpty()
              && report.path("unreached").isEmpty();
      if (!whole) {
        return report.toString();
      }
      HttpResponse<String> ready = process.management("/ready");
      return ready.statusCode() == 200 ? null : ready.body();
    } catch (IOException e) {
      return e.toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  @Override
  public void close() {
    processes.values().forEach(LaunchedJar::close);
    ways.forEach(ChaosProxy::close);
  }
}
