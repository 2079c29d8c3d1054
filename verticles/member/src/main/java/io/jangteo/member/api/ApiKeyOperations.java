package io.jangteo.member.api;

import io.jangteo.bus.BusHeaders;
import io.jangteo.bus.BusReply;
import io.jangteo.bus.BusRequest;
import io.jangteo.bus.BusService;
import io.jangteo.member.application.ApiKey;
import io.jangteo.member.application.ApiKeyStore;
import io.jangteo.member.application.ApiKeyStore.NewApiKey;
import io.jangteo.member.crypto.ApiKeySecret;
import io.jangteo.member.domain.Role;
import io.jangteo.runtime.Ids;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keys of machine clients on the bus: operators make and revoke them, the gateway checks them. */
public final class ApiKeyOperations {
  private static final Logger LOG = LoggerFactory.getLogger(ApiKeyOperations.class);
  private static final int DIGEST_BYTES = 32;
  private static final int PAGE_MAX = 100;

  private final ApiKeyStore keys;

  public ApiKeyOperations(ApiKeyStore keys) {
    this.keys = keys;
  }

  /** Adds these operations to the service. */
  public void addTo(BusService.Builder service) {
    service
        .on("createApiKey", this::create)
        .on("listApiKeys", this::list)
        .on("revokeApiKey", this::revoke)
        .on("checkApiKey", this::check);
  }

  private Future<BusReply> create(BusRequest request) {
    UUID operator = operator(request);
    ApiKeyRequest body = request.body(ApiKeyRequest.class);
    ApiKeySecret secret = ApiKeySecret.generate();
    NewApiKey key =
        new NewApiKey(
            Ids.next(),
            body.name(),
            secret.digest(),
            body.wantedRoles(),
            Set.copyOf(body.operations()),
            operator,
            Optional.ofNullable(body.expiresInDays()).map(Duration::ofDays));
    return keys.insert(key)
        .onSuccess(made -> audit("API key made", made.id(), operator))
        .map(
            made ->
                BusReply.created("/api-keys/" + made.id(), ApiKeyView.of(made, secret.text()))
                    .with(BusHeaders.CACHE_CONTROL, "no-store"));
  }

  private Future<BusReply> list(BusRequest request) {
    operator(request);
    int limit = request.query("limit", PAGE_MAX, 1, PAGE_MAX);
    UUID after =
        request
            .query("after")
            .map(
                text ->
                    Ids.parse(text)
                        .orElseThrow(
                            () ->
                                ServiceFailure.ofField(
                                    FailureCode.INVALID_REQUEST, "query.after", "must be an id")))
            .orElse(null);
    return keys.list(after, limit)
        .map(found -> BusReply.ok(new Page(found.stream().map(ApiKeyView::of).toList())));
  }

  private record Page(List<ApiKeyView> items) {}

  private Future<BusReply> revoke(BusRequest request) {
    UUID operator = operator(request);
    UUID id = request.pathId("keyId", "API key");
    return keys.revoke(id)
        .map(
            found -> {
              if (!found) {
                throw ServiceFailure.notFound("API key");
              }
              audit("API key revoked", id, operator);
              return BusReply.noContent();
            });
  }

  /** For gateways. They know the key, and ask by its digest: the bus carries no secret. */
  private Future<BusReply> check(BusRequest request) {
    byte[] digest = digest(request.body(CheckRequest.class).digest());
    return keys.findGood(digest)
        .map(found -> found.orElseThrow(() -> ServiceFailure.notFound("API key")))
        .map(key -> BusReply.ok(Checked.of(key)));
  }

  private record CheckRequest(String digest) {}

  private record Checked(UUID id, List<String> roles, Set<String> operations, Long expiresAt) {
    private static Checked of(ApiKey key) {
      return new Checked(
          key.id(),
          key.roles().stream().map(Role::wireName).toList(),
          key.operations(),
          key.expiresAt().map(Instant::getEpochSecond).orElse(null));
    }
  }

  private static byte[] digest(String text) {
    try {
      byte[] digest = Base64.getUrlDecoder().decode(text == null ? "" : text);
      if (digest.length == DIGEST_BYTES) {
        return digest;
      }
    } catch (IllegalArgumentException e) {
      // Refused below, like one of another length.
    }
    throw ServiceFailure.ofField(FailureCode.INVALID_REQUEST, "/digest", "must be a SHA-256");
  }

  /** The gateway has looked at the role already; who hands out keys had better look twice. */
  private static UUID operator(BusRequest request) {
    if (!request.principal().hasRole(Role.OPERATOR.wireName())) {
      throw ServiceFailure.of(FailureCode.FORBIDDEN, "Only operators deal with API keys");
    }
    return request.principal().sub();
  }

  private static void audit(String what, UUID key, UUID operator) {
    LOG.atInfo().addKeyValue("apiKeyId", key).addKeyValue("memberId", operator).log(what);
  }
}
