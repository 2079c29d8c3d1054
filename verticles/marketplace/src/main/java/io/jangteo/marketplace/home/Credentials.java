package io.jangteo.marketplace.home;

import io.jangteo.runtime.config.Secret;
import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Passwords made up at the first start and kept in a file that only its owner can read.
 *
 * @param merchant first account that may write the catalogue and place assisted orders
 * @param operator first account that may operate
 * @param databases password per service
 * @param provider key with which payment speaks to the payment sandbox
 * @param replay seed of the passwords of replayed customers
 */
public record Credentials(
    Account merchant,
    Account operator,
    Map<String, String> databases,
    String provider,
    String replay) {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** An account that can log in. */
  public record Account(String email, String password) {}

  /** Reads the file of {@code home}, or makes it. */
  public static Credentials loadOrCreate(Home home, Iterable<String> services) throws IOException {
    Credentials credentials = Files.exists(home.credentialsFile()) ? load(home) : fresh();
    Map<String, String> databases = new TreeMap<>(credentials.databases());
    services.forEach(service -> databases.computeIfAbsent(service, ignored -> password()));
    Credentials complete =
        new Credentials(
            credentials.merchant(),
            credentials.operator(),
            databases,
            credentials.provider(),
            credentials.replay());
    if (!complete.equals(credentials) || !Files.exists(home.credentialsFile())) {
      Home.writePrivately(home.credentialsFile(), Json.encode(complete).getBytes());
    }
    return complete;
  }

  /** Reads the file of {@code home}. */
  public static Credentials load(Home home) throws IOException {
    return Json.LENIENT.readValue(Files.readAllBytes(home.credentialsFile()), Credentials.class);
  }

  /** The account created at first start that has {@code role}. */
  public Account account(String role) {
    Map<String, Account> accounts = Map.of("merchant", merchant, "operator", operator);
    if (!accounts.containsKey(role)) {
      throw new IllegalArgumentException(
          "no account with role '" + role + "' is kept; choose merchant or operator");
    }
    return accounts.get(role);
  }

  /** Configuration keys and values of every service's database password. */
  public Map<String, Secret> databaseSecrets() {
    return databases.keySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                Function.identity(), service -> new Secret(databases.get(service))));
  }

  private static Credentials fresh() {
    return new Credentials(
        new Account("merchant@jangteo.example", password()),
        new Account("operator@jangteo.example", password()),
        Map.of(),
        password(),
        password());
  }

  private static String password() {
    byte[] bytes = new byte[24];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
