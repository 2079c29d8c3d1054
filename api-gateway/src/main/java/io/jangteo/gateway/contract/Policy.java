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
 * @param caller to whom the caller is made known
 * @param streamCursor query parameter that continues a list, where it may be read as a stream
 * @param upstream how its service is called
 * @param cache what may be kept of its answers; empty for nothing
 * @param limits of this operation, beside those that hold for all
 * @param include what clients may have added to its answers
 * @param shape what is changed between client and service; the constant for nothing
 */
public record Policy(
    Authentication authentication,
    Set<String> roles,
    Duration timeout,
    boolean idempotent,
    int bodyMax,
    CallerPolicy caller,
    Optional<String> streamCursor,
    UpstreamPolicy upstream,
    Optional<CachePolicy> cache,
    LimitPolicy limits,
    IncludePolicy include,
    ShapePolicy shape) {

  /** Whether a caller must say who it is. */
  public enum Authentication {
    REQUIRED,
    OPTIONAL,
    NONE
  }

  private static final Pattern TIMEOUT = Pattern.compile("(\\d{1,6})(ms|s)");

  /**
   * @param reads whether the method changes nothing
   * @param place the operation as the rules for its cache need it
   */
  static Policy read(
      String service,
      String action,
      JsonNode extension,
      boolean reads,
      Duration timeout,
      int bodyMax,
      CachePolicy.Place place) {
    Set<String> roles = new TreeSet<>();
    extension.path("roles").forEach(role -> roles.add(role.asText()));
    boolean idempotent = extension.path("idempotent").asBoolean(false);
    Authentication authentication = authentication(extension.path("auth").asText("required"));
    return new Policy(
        authentication,
        Set.copyOf(roles),
        extension.has("timeout") ? duration(extension.get("timeout").asText()) : timeout,
        idempotent,
        extension.has("bodyMax")
            ? ByteSize.parse(extension.get("bodyMax").asText()).asInt()
            : bodyMax,
        CallerPolicy.read(service, extension),
        Optional.ofNullable(extension.path("stream").path("cursor").textValue()),
        UpstreamPolicy.read(extension, reads, idempotent),
        CachePolicy.read(extension, authentication, place),
        LimitPolicy.read(
            extension.path("limits"),
            service + "." + action,
            authentication != Authentication.NONE),
        IncludePolicy.read(extension, reads, place.path(), place.query()),
        ShapePolicy.read(extension));
  }

  Policy with(UpstreamPolicy changed) {
    return new Policy(
        authentication,
        roles,
        timeout,
        idempotent,
        bodyMax,
        caller,
        streamCursor,
        changed,
        cache,
        limits,
        include,
        shape);
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
