package io.jangteo.gateway.cache;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jangteo.bus.BusHeaders;
import io.jangteo.bus.BusReply;
import io.jangteo.gateway.content.EntityTags;
import io.jangteo.gateway.contract.CachePolicy;
import io.jangteo.runtime.failure.Problem;
import io.jangteo.runtime.json.Json;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.regex.Pattern;

/** Decides which replies are kept, and for how long (RFC 9111, sections 3 and 4.2.1). */
final class Admission {
  private static final String SET_COOKIE = "set-cookie";
  private static final String VARY = "vary";
  private static final double JITTER = 0.1;
  private static final Pattern TEXT = Pattern.compile("[\\x20-\\x7e]+");

  private final int bodyMax;
  private final DoubleSupplier random;

  /**
   * Takes what bounds an answer.
   *
   * @param random of 0 to 1: answers that came together must not grow old together
   */
  Admission(int bodyMax, DoubleSupplier random) {
    this.bodyMax = bodyMax;
    this.random = random;
  }

  /**
   * Whether others may be given this reply who asked the same at the same time.
   *
   * @return false when the service says it is for one caller, and the contract did not know
   */
  static boolean isShareable(CachePolicy policy, BusReply reply) {
    MultiMap headers = reply.headers();
    CacheControl control = CacheControl.parse(headers.get(BusHeaders.CACHE_CONTROL));
    return !control.has("no-store")
        && (policy.perCaller() || !control.has("private"))
        && !headers.contains(SET_COOKIE);
  }

  /**
   * What is kept of a reply.
   *
   * @param bornNanos when the service was asked
   * @return null for nothing
   */
  StoredReply admit(CachePolicy policy, BusReply reply, long generation, long bornNanos) {
    CacheControl control = CacheControl.parse(reply.headers().get(BusHeaders.CACHE_CONTROL));
    long lifetime = lifetime(policy, reply.status(), control);
    String contentType = reply.headers().get(BusHeaders.CONTENT_TYPE);
    if (lifetime == 0
        || !isShareable(policy, reply)
        || control.has("no-cache")
        || reply.headers().contains(VARY)
        || contentType == null
        || !TEXT.matcher(contentType).matches()
        || reply.body().length() > bodyMax) {
      return null;
    }
    boolean found = reply.status() == 200;
    return new StoredReply(
        reply.status(),
        contentType,
        found ? etag(reply) : null,
        forClients(policy),
        found ? reply.body() : impersonal(contentType, reply.body()),
        generation,
        bornNanos,
        (long) (lifetime * (1 - JITTER + 2 * JITTER * random.getAsDouble())),
        found ? policy.staleWhileRevalidate().toNanos() : 0,
        found ? policy.staleIfError().toNanos() : 0,
        false,
        0);
  }

  /** The service's own word goes before the contract's; nanoseconds. */
  private static long lifetime(CachePolicy policy, int status, CacheControl control) {
    if (status == 404) {
      return policy.notFound().toNanos();
    }
    if (status != 200) {
      return 0;
    }
    OptionalLong shared = control.seconds("s-maxage");
    OptionalLong said = shared.isPresent() ? shared : control.seconds("max-age");
    return said.isPresent() ? TimeUnit.SECONDS.toNanos(said.getAsLong()) : policy.fresh().toNanos();
  }

  private static String etag(BusReply reply) {
    String given = reply.headers().get(BusHeaders.ETAG);
    return given != null && EntityTags.isWellFormed(given) ? given : EntityTags.of(reply.body());
  }

  /** Clients are not told of changes, so without the contract's word they ask each time. */
  private static String forClients(CachePolicy policy) {
    String who = policy.perCaller() ? "private, " : "public, ";
    return policy.clientsKeep().isZero()
        ? who + "no-cache"
        : who + "max-age=" + policy.clientsKeep().toSeconds();
  }

  /** A problem names the request it answered, and this one will answer others. */
  private static Buffer impersonal(String contentType, Buffer body) {
    if (!contentType.startsWith(Problem.MEDIA_TYPE)) {
      return body;
    }
    try {
      JsonNode problem = Json.LENIENT.readTree(body.getBytes());
      return problem instanceof ObjectNode object ? Json.encode(object.without("requestId")) : body;
    } catch (IOException e) {
      return body;
    }
  }
}
