package io.jangteo.gateway.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jangteo.gateway.contract.CachePolicy;
import io.jangteo.gateway.contract.LimitPolicy;
import io.jangteo.gateway.contract.Policy;
import io.jangteo.gateway.contract.UpstreamPolicy;
import io.jangteo.gateway.limit.Limit;
import java.util.Locale;
import java.util.Optional;

/** What the gateway does for an operation, as an operator reads it. */
final class PolicyView {
  private PolicyView() {}

  static void write(Policy policy, ObjectNode into) {
    into.put("auth", policy.authentication().name().toLowerCase(Locale.ROOT));
    policy.roles().stream().sorted().forEach(into.putArray("roles")::add);
    into.put("timeoutMs", policy.timeout().toMillis());
    into.put("idempotent", policy.idempotent());
    into.put("bodyMax", policy.bodyMax());
    into.put("apiKeys", policy.caller().apiKeys());
    policy.caller().audience().forEach(into.putArray("callerKnownTo")::add);
    policy.streamCursor().ifPresent(cursor -> into.put("streamCursor", cursor));
    upstream(policy.upstream(), into);
    policy.cache().ifPresent(cache -> cache(cache, into.putObject("cache")));
    limits(policy.limits(), into.putObject("limits"));
  }

  private static void upstream(UpstreamPolicy policy, ObjectNode into) {
    into.put("breaker", policy.routeClass());
    into.put("priority", policy.priority().name().toLowerCase(Locale.ROOT));
    into.put("hedge", policy.hedge());
    into.put("sticky", policy.sticky() ? "subject" : "none");
  }

  private static void cache(CachePolicy policy, ObjectNode into) {
    into.put("freshMs", policy.fresh().toMillis());
    into.put("staleWhileRevalidateMs", policy.staleWhileRevalidate().toMillis());
    into.put("staleIfErrorMs", policy.staleIfError().toMillis());
    into.put("private", policy.perCaller());
  }

  static void limits(LimitPolicy policy, ObjectNode into) {
    put("address", policy.address(), into);
    put("subject", policy.subject(), into);
    put("operation", policy.operation(), into);
    policy.field().ifPresent(field -> into.put("field " + field.pointer(), field.limit().policy()));
  }

  private static void put(String scope, Optional<Limit> limit, ObjectNode into) {
    limit.ifPresent(known -> into.put(scope, known.policy()));
  }
}
