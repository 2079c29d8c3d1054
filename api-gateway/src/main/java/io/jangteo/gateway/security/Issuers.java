package io.jangteo.gateway.security;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jangteo.runtime.json.Json;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Everyone whose tokens are accepted, each with keys and rules of its own. */
public final class Issuers {
  /** One of them. */
  public record Trusted(Issuer issuer, SigningKeys keys) {}

  /** One, ready to judge. */
  record Judge(Issuer issuer, SigningKeys keys, ClaimRules rules) {}

  private final Map<String, Judge> byName = new HashMap<>();

  public Issuers(Collection<Trusted> trusted, Duration leeway) {
    trusted.forEach(
        one ->
            byName.put(
                one.issuer().name(),
                new Judge(one.issuer(), one.keys(), new ClaimRules(one.issuer(), leeway))));
  }

  /**
   * The one that the token says it is of.
   *
   * @throws InvalidTokenException when there is none or its tokens are of another kind
   */
  Judge of(SignedToken token) throws InvalidTokenException {
    Judge judge = byName.get(token.issuer());
    if (judge == null) {
      throw ClaimRules.refused("issuer is not ours");
    }
    token.requireKindOf(judge.issuer());
    return judge;
  }

  void refreshKeys() {
    List.copyOf(byName.values()).forEach(judge -> judge.keys().refresh());
  }

  void refreshKeysWhereNone() {
    byName.values().stream()
        .filter(judge -> !judge.keys().isLoaded())
        .forEach(judge -> judge.keys().refresh());
  }

  /** Each with the ids of its keys and their age, for operators. */
  ObjectNode describe() {
    ObjectNode all = Json.LENIENT.createObjectNode();
    ArrayNode list = all.putArray("issuers");
    byName.values().forEach(judge -> list.add(judge.keys().describe(judge.issuer().name())));
    return all;
  }
}
