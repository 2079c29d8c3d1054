package io.jangteo.gateway.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.runtime.config.ByteSize;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the gateway does for one operation: its {@code x-jangteo} object.
 *
 * @param roles any one of them is enough; empty means whoever is authenticated
 * @param timeout deadline given to the call
 * @param idempotent whether the call may be sent twice
 * @param bodyMax bytes
 * @param streamCursor query parameter that continues a list, where it may be read as a stream
 */
public record Policy(
    Authentication authentication,
    Set<String> roles,
    Duration timeout,
    boolean idempotent,
    int bodyMax,
    Optional<String> streamCursor) {

  /** Whether a caller must say who it is. */
  public enum Authentication {
    REQUIRED,
    OPTIONAL,
    NONE
  }

  private static final Pattern TIMEOUT = Pattern.compile("(\\d{1,6})(ms|s)");

  static Policy read(JsonNode extension, Duration timeout, int bodyMax) {
    Set<String> roles = new TreeSet<>();
    extension.path("roles").forEach(role -> roles.add(role.asText()));
    return new Policy(
        authentication(extension.path("auth").asText("required")),
        Set.copyOf(roles),
        extension.has("timeout") ? duration(extension.get("timeout").asText()) : timeout,
        extension.path("idempotent").asBoolean(false),
        extension.has("bodyMax")
            ? ByteSize.parse(extension.get("bodyMax").asText()).asInt()
            : bodyMax,
        Optional.ofNullable(extension.path("stream").path("cursor").textValue()));
  }

  private static Authentication authentication(String text) {
    return Authentication.valueOf(text.toUpperCase(Locale.ROOT));
  }

  private static Duration duration(String text) {
    Matcher matcher = TIMEOUT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("x-jangteo.timeout " + text + " is no time like 3s");
    }
    long amount = Long.parseLong(matcher.group(1));
    return matcher.group(2).equals("s") ? Duration.ofSeconds(amount) : Duration.ofMillis(amount);
  }
}
