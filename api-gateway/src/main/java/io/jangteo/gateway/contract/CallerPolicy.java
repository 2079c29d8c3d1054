package io.jangteo.gateway.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Who may call the operation with what, and which services may know of it: the one that answers it,
 * and those it asks itself in the caller's name ({@code x-jangteo.callerKnownTo}).
 *
 * @param audience what the gateway signs, the service itself first
 * @param key the same as one word
 * @param apiKeys whether a machine may call with an API key ({@code x-jangteo.apiKeys})
 */
public record CallerPolicy(List<String> audience, String key, boolean apiKeys) {
  private static final String FIELD = "callerKnownTo";
  private static final Pattern SERVICE = Pattern.compile("[a-z][a-z0-9-]{0,62}");
  private static final int MAX_SERVICES = 8;

  static CallerPolicy read(String service, JsonNode extension) {
    List<String> audience = new ArrayList<>(List.of(service));
    JsonNode others = extension.path(FIELD);
    if (!others.isMissingNode() && (!others.isArray() || others.size() > MAX_SERVICES)) {
      throw new IllegalArgumentException(
          "x-jangteo." + FIELD + " must be a list of at most " + MAX_SERVICES + " services");
    }
    for (JsonNode other : others) {
      if (!other.isTextual() || !SERVICE.matcher(other.textValue()).matches()) {
        throw new IllegalArgumentException("x-jangteo." + FIELD + ": " + other + " is no service");
      }
      audience.add(other.textValue());
    }
    JsonNode apiKeys = extension.path("apiKeys");
    if (!apiKeys.isMissingNode() && !apiKeys.isBoolean()) {
      throw new IllegalArgumentException("x-jangteo.apiKeys must be true or false");
    }
    return new CallerPolicy(
        List.copyOf(audience), String.join(" ", audience), apiKeys.asBoolean(true));
  }
}
