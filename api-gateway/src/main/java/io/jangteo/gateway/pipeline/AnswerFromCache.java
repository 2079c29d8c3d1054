package io.jangteo.gateway.pipeline;

import io.jangteo.bus.BusHeaders;
import io.jangteo.bus.BusReply;
import io.jangteo.gateway.cache.Answer;
import io.jangteo.gateway.cache.CacheStatus;
import io.jangteo.gateway.cache.Lookup;
import io.jangteo.gateway.cache.ReplyCache;
import io.jangteo.gateway.contract.CachePolicy;
import io.jangteo.gateway.contract.Operation;
import io.jangteo.gateway.security.VerifiedToken;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Optional;

/**
 * Answers operations whose contract allows it with what was kept of an earlier reply, or asks for
 * one that is then kept. Which of the client's bytes can have a say in that: the path, the listed
 * parameters and, for private answers, the token. Everything else stays here.
 */
public final class AnswerFromCache implements Stage {
  private static final Buffer NOTHING = Buffer.buffer(0);
  private static final int FIRST_SECONDS = 64;
  private static final CharSequence[] SECONDS = seconds();

  private final ReplyCache cache;
  private final Upstream upstream;
  private final Responses responses;

  public AnswerFromCache(ReplyCache cache, Upstream upstream, Responses responses) {
    this.cache = cache;
    this.upstream = upstream;
    this.responses = responses;
  }

  private static CharSequence[] seconds() {
    CharSequence[] texts = new CharSequence[FIRST_SECONDS];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = HttpHeaders.createOptimized(Integer.toString(i));
    }
    return texts;
  }

  @Override
  public Future<Void> apply(Exchange exchange) {
    Optional<CachePolicy> policy = exchange.operation().policy().cache();
    if (policy.isEmpty() || !cache.isOn()) {
      return DONE;
    }
    if (!covers(policy.get(), exchange)) {
      cache.bypassed();
      exchange.response().putHeader(CacheStatus.FIELD, CacheStatus.BYPASS);
      return DONE;
    }
    Lookup lookup = lookup(policy.get(), exchange);
    Answer known = cache.find(lookup);
    return known != null
        ? answer(exchange, known)
        : cache.fetch(lookup).compose(answer -> answer(exchange, answer));
  }

  /** A version that must be matched is for the service to look at, a pin for the one it names. */
  private static boolean covers(CachePolicy policy, Exchange exchange) {
    return policy.covers(exchange.query())
        && !InstanceWish.isPinned(exchange)
        && !exchange.request().headers().contains(HttpHeaders.IF_MATCH);
  }

  private Lookup lookup(CachePolicy policy, Exchange exchange) {
    return Lookup.of(
        policy,
        exchange.pathValues(),
        exchange.query(),
        policy.perCaller() ? exchange.token().map(VerifiedToken::encoded).orElse("") : "",
        cacheControl(exchange.request().headers()),
        System.nanoTime() + exchange.operation().policy().timeout().toNanos(),
        () -> ask(exchange));
  }

  private static String cacheControl(MultiMap headers) {
    if (!headers.contains(HttpHeaders.CACHE_CONTROL)) {
      return null;
    }
    List<String> fields = headers.getAll(HttpHeaders.CACHE_CONTROL);
    return fields.size() == 1 ? fields.get(0) : String.join(",", fields);
  }

  private Future<BusReply> ask(Exchange exchange) {
    if (!exchange.isAvailable()) {
      return Future.failedFuture(FindRoute.withdrawn());
    }
    Operation operation = exchange.operation();
    exchange.introduceCaller();
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().addAll(exchange.busHeaders());
    ValidateParameters.FORWARDED.forEach(headers::remove);
    if (!operation.policy().cache().orElseThrow().perCaller()) {
      headers.remove(BusHeaders.ASSERTION);
    }
    return upstream
        .call(operation, headers, NOTHING, operation.policy().timeout())
        .map(reply -> ShapeReply.shaped(reply, operation, exchange));
  }

  private Future<Void> answer(Exchange exchange, Answer answer) {
    HttpServerResponse response = exchange.response();
    response.putHeader(CacheStatus.FIELD, answer.status());
    if (answer.ageNanos() >= 0) {
      response.putHeader(HttpHeaders.AGE, age(answer.ageNanos() / 1_000_000_000L));
    }
    if (answer.stored() == null) {
      exchange.reply(answer.reply());
      responses.complete(exchange);
      exchange.answer();
    } else {
      responses.stored(exchange, answer.stored());
    }
    return DONE;
  }

  private static CharSequence age(long seconds) {
    return seconds < FIRST_SECONDS ? SECONDS[(int) seconds] : Long.toString(seconds);
  }
}
