package io.jangteo.marketplace.home;

import io.jangteo.marketplace.home.Credentials.Account;
import io.jangteo.marketplace.home.RunState.DatabaseAccess;
import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A market that runs in containers of {@code compose.yaml}, noted in a home so that the verbs find
 * it there like any other. The home has no data of its own then.
 */
public record Attachment(RunState state, Credentials credentials) {
  private static final List<String> DATABASES =
      List.of("member", "catalog", "inventory", "order", "payment", "sandbox", "shipping");
  private static final String ANY_ADDRESS = "0.0.0.0";
  private static final String LOOPBACK = "127.0.0.1";

  /**
   * @param settings what {@code compose.yaml} is given: {@code .env} and variables
   * @throws IllegalArgumentException naming a password that is missing
   */
  public static Attachment of(Map<String, String> settings) {
    Settings given = new Settings(settings);
    Map<String, String> passwords = new TreeMap<>();
    Map<String, DatabaseAccess> databases = new TreeMap<>();
    for (String service : DATABASES) {
      passwords.put(service, given.required(variable(service)));
      databases.put(service, database(given, service));
    }
    return new Attachment(
        RunState.ofContainers(given.gatewayUrls(), given.brokerUri(), databases),
        new Credentials(
            given.account("MERCHANT"),
            given.account("OPERATOR"),
            passwords,
            given.required("PROVIDER_API_KEY"),
            // Of replayed customers: must be the same after attaching anew.
            given.required("MEMBER_SEED_MERCHANT_PASSWORD") + "/replay"));
  }

  private static DatabaseAccess database(Settings given, String service) {
    return new DatabaseAccess(
        LOOPBACK,
        given.port("PUBLISH_POSTGRES", 15432),
        service + "_db",
        service + "_app",
        given.required(variable(service)));
  }

  private static String variable(String service) {
    return service.toUpperCase(Locale.ROOT) + "_DB_PASSWORD";
  }

  /** The market in containers that {@code home} was attached to, if it was. */
  public static Optional<RunState> of(Home home) throws IOException {
    return RunState.read(home).filter(RunState::isAttached);
  }

  /**
   * Makes {@code home} lead to the containers.
   *
   * @throws IOException when a market of its own lives there, whose passwords would be lost
   */
  public void write(Home home) throws IOException {
    if (Files.exists(home.credentialsFile()) && of(home).isEmpty()) {
      throw new IOException(
          home.directory()
              + " holds a market of its own; name another folder with --home or JANGTEO_HOME");
    }
    home.create();
    // First what marks the folder: a crash between the two must not look like a market of its own.
    state.write(home);
    Home.writePrivately(home.credentialsFile(), Json.encode(credentials).getBytes());
  }

  /**
   * For what would start a market of its own, with the containers' passwords, in that folder.
   *
   * @throws IOException when {@code home} is attached to containers
   */
  public static void refuse(Home home) throws IOException {
    if (of(home).isPresent()) {
      throw new IOException(
          home.directory()
              + " is attached to containers; let go with ./jangteo down, or name another --home");
    }
  }

  /** Lets go; the containers are not touched. */
  public static void remove(Home home) throws IOException {
    Files.deleteIfExists(home.credentialsFile());
    RunState.remove(home);
  }

  /** What {@code compose.yaml} is given, with its defaults. */
  private record Settings(Map<String, String> values) {
    String required(String name) {
      String value = values.get(name);
      if (value == null || value.isBlank()) {
        throw new IllegalArgumentException(name + " is not set");
      }
      return value;
    }

    int port(String name, int otherwise) {
      String value = values.getOrDefault(name, Integer.toString(otherwise));
      if (!value.matches("[1-9][0-9]{0,4}")) {
        throw new IllegalArgumentException(name + " is no port: " + value);
      }
      return Integer.parseInt(value);
    }

    List<String> gatewayUrls() {
      String address = values.getOrDefault("PUBLISH_ADDRESS", LOOPBACK);
      String reached = "http://" + (address.equals(ANY_ADDRESS) ? LOOPBACK : address) + ":";
      return List.of(
          reached + port("PUBLISH_GATEWAY_1", 8080), reached + port("PUBLISH_GATEWAY_2", 8081));
    }

    String brokerUri() {
      return "amqp://"
          + required("BROKER_USER")
          + ":"
          + required("BROKER_PASSWORD")
          + "@"
          + LOOPBACK
          + ":"
          + port("PUBLISH_RABBITMQ", 15673);
    }

    Account account(String role) {
      return new Account(
          required("MEMBER_SEED_" + role + "_EMAIL"),
          required("MEMBER_SEED_" + role + "_PASSWORD"));
    }
  }
}
