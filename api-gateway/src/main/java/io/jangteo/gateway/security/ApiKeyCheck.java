package io.jangteo.gateway.security;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.bus.BusClient;
import io.jangteo.bus.BusHeaders;
import io.jangteo.bus.Principal;
import io.jangteo.bus.discovery.ServiceInstance;
import io.jangteo.runtime.Ids;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.jangteo.runtime.json.Json;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Asks the service whose contract says so ({@code x-jangteo.apiKeysCheckedBy}, an action, at the
 * top of the document) what a key is good for. It is asked by the key's digest.
 */
public final class ApiKeyCheck implements ApiKeys.Source {
  private final BusClient bus;
  private final Duration patience;
  private volatile Optional<Checker> checker = Optional.empty();

  private record Checker(String service, String action) {}

  private record Question(String digest) {}

  public ApiKeyCheck(BusClient bus, Duration patience) {
    this.bus = bus;
    this.patience = patience;
  }

  /** Takes a new snapshot of the directory. */
  public void accept(List<ServiceInstance> instances) {
    checker =
        instances.stream()
            .sorted(Comparator.comparing(ServiceInstance::service))
            .map(
                instance ->
                    new Checker(
                        instance.service(),
                        instance.contract().path("x-jangteo").path("apiKeysCheckedBy").asText()))
            .filter(found -> !found.action().isEmpty())
            .findFirst();
  }

  @Override
  public Future<Optional<VerifiedToken>> find(String digest) {
    if (checker.isEmpty()) {
      return Future.failedFuture(
          ServiceFailure.unavailable(
              "API keys cannot be checked just now", Duration.ofSeconds(1), null));
    }
    MultiMap headers =
        MultiMap.caseInsensitiveMultiMap().set(BusHeaders.REQUEST_ID, Ids.next().toString());
    Checker asked = checker.get();
    return bus.call(
            asked.service(), asked.action(), headers, Json.encode(new Question(digest)), patience)
        .map(reply -> Optional.of(read(Json.decode(reply.body().toString(), JsonNode.class))))
        .recover(ApiKeyCheck::explain);
  }

  private static Future<Optional<VerifiedToken>> explain(Throwable error) {
    if (error instanceof ServiceFailure failure && failure.code() == FailureCode.NOT_FOUND) {
      return Future.succeededFuture(Optional.empty());
    }
    return Future.failedFuture(
        ServiceFailure.unavailable(
            "API keys cannot be checked just now", Duration.ofSeconds(1), error));
  }

  private static VerifiedToken read(JsonNode key) {
    Set<String> roles = new HashSet<>();
    key.path("roles").forEach(role -> roles.add(role.asText()));
    Set<String> operations = new HashSet<>();
    key.path("operations").forEach(operation -> operations.add(operation.asText()));
    Instant expiry =
        key.hasNonNull("expiresAt")
            ? Instant.ofEpochSecond(key.get("expiresAt").asLong())
            : Instant.MAX;
    Principal machine = new Principal(Ids.parse(key.path("id").asText()).orElseThrow(), roles);
    return VerifiedToken.ofKey(machine, expiry, operations);
  }
}
