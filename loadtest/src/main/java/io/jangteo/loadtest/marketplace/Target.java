package io.jangteo.loadtest.marketplace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * The marketplace under load: found in the folder of a local one, or given by address with the
 * merchant's account in the environment.
 */
public record Target(List<URI> urls, Account merchant) {
  private static final String EMAIL = "JANGTEO_MERCHANT_EMAIL";
  private static final String PASSWORD = "JANGTEO_MERCHANT_PASSWORD";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** An account that can log in. */
  public record Account(String email, String password) {}

  public Target {
    urls = List.copyOf(urls);
  }

  /**
   * Finds it.
   *
   * @param given addresses; those of the local marketplace where there are none
   * @throws IllegalStateException saying what to do when nothing is found
   */
  public static Target find(List<String> given, Path home, Map<String, String> environment) {
    List<URI> urls = given.isEmpty() ? running(home) : given.stream().map(URI::create).toList();
    return new Target(urls, merchant(home, environment));
  }

  private static List<URI> running(Path home) {
    JsonNode state =
        read(home.resolve("run.json"), "start a marketplace with ./jangteo up, or say its address");
    if (state.path("urls").isArray()) {
      return StreamSupport.stream(state.path("urls").spliterator(), false)
          .map(url -> URI.create(url.asText()))
          .toList();
    }
    return List.of(URI.create(state.path("url").asText()));
  }

  private static Account merchant(Path home, Map<String, String> environment) {
    if (environment.containsKey(EMAIL)) {
      return new Account(environment.get(EMAIL), environment.getOrDefault(PASSWORD, ""));
    }
    JsonNode merchant =
        read(home.resolve("credentials.json"), "set " + EMAIL + " and " + PASSWORD)
            .path("merchant");
    return new Account(merchant.path("email").asText(), merchant.path("password").asText());
  }

  private static JsonNode read(Path file, String advice) {
    try {
      return JSON.readTree(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new IllegalStateException(file + " cannot be read; " + advice, e);
    }
  }
}
