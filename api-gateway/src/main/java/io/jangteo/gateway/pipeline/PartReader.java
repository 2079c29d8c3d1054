package io.jangteo.gateway.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.bus.BusHeaders;
import io.jangteo.bus.BusReply;
import io.jangteo.gateway.cache.Answer;
import io.jangteo.gateway.cache.Lookup;
import io.jangteo.gateway.cache.ReplyCache;
import io.jangteo.gateway.content.JsonBytes;
import io.jangteo.gateway.contract.CachePolicy;
import io.jangteo.gateway.contract.Operation;
import io.jangteo.gateway.contract.ParameterRule;
import io.jangteo.gateway.contract.Policy.Authentication;
import io.jangteo.gateway.routing.IncludedPart;
import io.jangteo.gateway.security.VerifiedToken;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.FieldError;
import io.jangteo.runtime.failure.Problem;
import io.jangteo.runtime.failure.ServiceFailure;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks another operation in the name of the client, with the same rights, the same cache and the
 * same resilience that the client would meet there.
 */
final class PartReader {
  private static final Buffer NOTHING = Buffer.buffer(0);

  /** Kept for writing the answer. */
  private static final Duration RESERVE = Duration.ofMillis(20);

  private final ReplyCache cache;
  private final Upstream upstream;

  PartReader(ReplyCache cache, Upstream upstream) {
    this.cache = cache;
    this.upstream = upstream;
  }

  /**
   * Reads one.
   *
   * @param values of the target's path parameters
   * @return fails with a {@code ServiceFailure} when there is none
   */
  Future<JsonNode> read(Exchange exchange, IncludedPart part, String[] values) {
    try {
      Operation target = part.target();
      if (target == null) {
        throw FindRoute.withdrawn();
      }
      checkAccess(exchange, target);
      checkValues(target, values);
      Duration share = share(exchange, target);
      Optional<CachePolicy> kept = target.policy().cache();
      return kept.isPresent() && cache.isOn()
          ? fromCache(lookup(exchange, part, values, share)).map(PartReader::content)
          : ask(exchange, part, values, share).map(PartReader::content);
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private Future<Answer> fromCache(Lookup lookup) {
    Answer known = cache.find(lookup);
    return known != null ? Future.succeededFuture(known) : cache.fetch(lookup);
  }

  private static void checkAccess(Exchange exchange, Operation target) {
    Optional<VerifiedToken> token = exchange.token();
    if (token.isPresent()) {
      Authorise.check(token.get(), target);
    } else if (target.policy().authentication() == Authentication.REQUIRED) {
      throw ServiceFailure.of(FailureCode.UNAUTHENTICATED, "An access token is required");
    }
  }

  private static void checkValues(Operation target, String[] values) {
    List<ParameterRule> rules = target.pathRules();
    for (int i = 0; i < values.length; i++) {
      Optional<FieldError> error = rules.get(i).check(values[i]);
      if (error.isPresent()) {
        throw ServiceFailure.ofFields(FailureCode.INVALID_REQUEST, List.of(error.get()));
      }
    }
  }

  /** What is left of the client's time, and never more than the target itself allows. */
  private static Duration share(Exchange exchange, Operation target) {
    Duration left =
        exchange.operation().policy().timeout().minusNanos(exchange.elapsedNanos()).minus(RESERVE);
    if (left.isNegative() || left.isZero()) {
      throw ServiceFailure.of(FailureCode.DEADLINE_EXCEEDED, FailureCode.DEADLINE_EXCEEDED.title());
    }
    Duration own = target.policy().timeout();
    return own.compareTo(left) < 0 ? own : left;
  }

  private Lookup lookup(Exchange exchange, IncludedPart part, String[] values, Duration share) {
    CachePolicy policy = part.target().policy().cache().orElseThrow();
    String caller =
        policy.perCaller() ? exchange.token().map(VerifiedToken::encoded).orElse("") : "";
    return Lookup.of(
        policy,
        values,
        Map.of(),
        caller,
        null,
        System.nanoTime() + share.toNanos(),
        () -> ask(exchange, part, values, part.target().policy().timeout()));
  }

  private Future<BusReply> ask(
      Exchange exchange, IncludedPart part, String[] values, Duration deadline) {
    if (!part.available()) {
      return Future.failedFuture(FindRoute.withdrawn());
    }
    Operation target = part.target();
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    for (String name : new String[] {BusHeaders.REQUEST_ID, BusHeaders.TRACEPARENT}) {
      headers.set(name, exchange.busHeaders().get(name));
    }
    for (int i = 0; i < values.length; i++) {
      headers.set(BusHeaders.PATH_PREFIX + target.pathRules().get(i).name(), values[i]);
    }
    if (exchange.token().isPresent() && target.policy().authentication() != Authentication.NONE) {
      headers.set(BusHeaders.ASSERTION, exchange.assertionFor(target));
    }
    return upstream
        .call(target, headers, NOTHING, deadline)
        .map(reply -> ShapeReply.shaped(reply, target, exchange));
  }

  private static JsonNode content(Answer answer) {
    return answer.stored() == null
        ? content(answer.reply())
        : content(answer.stored().status(), answer.stored().contentType(), answer.stored().body());
  }

  private static JsonNode content(BusReply reply) {
    return content(reply.status(), reply.headers().get(BusHeaders.CONTENT_TYPE), reply.body());
  }

  private static JsonNode content(int status, String type, Buffer body) {
    if (status >= 400) {
      throw Problem.toFailure(status, body);
    }
    if (status != 200 || !JsonBytes.isJson(type)) {
      throw unreadable();
    }
    try {
      return JsonBytes.read(body);
    } catch (UncheckedIOException e) {
      throw unreadable();
    }
  }

  private static ServiceFailure unreadable() {
    return ServiceFailure.of(FailureCode.BAD_GATEWAY, FailureCode.BAD_GATEWAY.title());
  }
}
