package io.jangteo.gateway.cache;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.events.EventFeed;
import io.jangteo.events.EventFeed.Source;
import io.jangteo.gateway.contract.CachePolicy;
import io.jangteo.gateway.contract.CachePolicy.Invalidation;
import io.jangteo.runtime.json.Json;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Forgets answers when an event says that they are out of date. Which events those are, and which
 * answers they concern, the contracts say.
 */
public final class ChangeWatch implements EventFeed.Listener {
  private final ReplyCache cache;
  private Map<String, List<Rule>> byType = Map.of();
  private Set<Source> heard = Set.of();

  private record Rule(CachePolicy policy, Invalidation invalidation) {}

  public ChangeWatch(ReplyCache cache) {
    this.cache = cache;
    cache.watchedBy(this::hearsAllOf);
  }

  /** Takes the policies that are in force now, and gives what must be heard for them. */
  public Set<Source> follow(List<CachePolicy> policies) {
    Map<String, List<Rule>> rules = new HashMap<>();
    Set<Source> sources = new HashSet<>();
    for (CachePolicy policy : policies) {
      for (Invalidation invalidation : policy.invalidations()) {
        sources.add(source(invalidation));
        rules
            .computeIfAbsent(invalidation.type(), ignored -> new ArrayList<>())
            .add(new Rule(policy, invalidation));
      }
    }
    byType = Map.copyOf(rules);
    return Set.copyOf(sources);
  }

  private static Source source(Invalidation invalidation) {
    return new Source(invalidation.owner(), invalidation.type());
  }

  /** Whether every change to what the operation tells of would be heard. */
  boolean hearsAllOf(CachePolicy policy) {
    for (Invalidation invalidation : policy.invalidations()) {
      if (!heard.contains(source(invalidation))) {
        return false;
      }
    }
    return true;
  }

  /** Whatever was stored before may have changed unheard. */
  @Override
  public void listening(Set<Source> sources) {
    heard = sources;
    if (!sources.isEmpty()) {
      cache.purge();
    }
  }

  @Override
  public void event(String type, Optional<Buffer> payload) {
    List<Rule> rules = byType.getOrDefault(type, List.of());
    if (rules.isEmpty()) {
      return;
    }
    Optional<JsonNode> event = payload.flatMap(ChangeWatch::read);
    for (Rule rule : rules) {
      Invalidation invalidation = rule.invalidation();
      Optional<String> value = event.flatMap(found -> value(found, invalidation));
      if (value.isPresent()) {
        cache.changed(rule.policy(), invalidation.parameter(), value.get());
      } else {
        cache.changed(rule.policy());
      }
    }
  }

  /** Empty when the event does not say which answers it concerns: then it is all of them. */
  private static Optional<String> value(JsonNode event, Invalidation invalidation) {
    return invalidation.field() == null
        ? Optional.empty()
        : Optional.of(event.path(invalidation.field()))
            .filter(JsonNode::isValueNode)
            .map(JsonNode::asText);
  }

  private static Optional<JsonNode> read(Buffer payload) {
    try {
      return Optional.ofNullable(Json.LENIENT.readTree(payload.getBytes()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether changes are heard of, for operators. */
  public boolean isListening() {
    return !heard.isEmpty();
  }
}
