package io.jangteo.bus.caller;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.bus.Principal;
import io.jangteo.bus.discovery.ServiceInstance;
import io.jangteo.runtime.Ids;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.jangteo.runtime.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * Whether a gateway of this cluster has said, to this service and just now, who the caller is. What
 * was found good is remembered by its exact text until it expires: a check takes up to 0.4 ms of
 * CPU. For many threads.
 */
public final class CallerCheck {
  /** Clocks of two machines may differ by it. */
  static final long LEEWAY_SECONDS = 10;

  /** An assertion that is meant to live longer is none of ours. */
  static final long MAX_LIFETIME_SECONDS = 60;

  /**
   * A key counts for so long after its gateway was last seen: a record may be lost for a moment.
   */
  static final long KEPT_SECONDS = 60;

  private static final int MAX_LENGTH = 4096;
  private static final int MAX_REMEMBERED = 4096;
  private static final Pattern SIGNATURE = Pattern.compile("[A-Za-z0-9_-]{86}");

  private final String service;
  private final LongSupplier seconds;
  private final Map<String, Verified> remembered = new ConcurrentHashMap<>();
  private volatile Map<String, Known> keys = Map.of();

  private record Known(PublicKey key, long goneAt) {}

  private record Verified(Principal principal, long expiresAt) {}

  /**
   * Knows no key yet.
   *
   * @param seconds since 1970
   */
  public CallerCheck(String service, LongSupplier seconds) {
    this.service = service;
    this.seconds = seconds;
  }

  /** Takes a new snapshot of the directory. */
  public synchronized void accept(List<ServiceInstance> instances) {
    long now = seconds.getAsLong();
    Map<String, Known> next = new HashMap<>();
    keys.forEach(
        (header, known) -> {
          long goneAt = Math.min(known.goneAt(), now);
          if (now - goneAt <= KEPT_SECONDS) {
            next.put(header, new Known(known.key(), goneAt));
          }
        });
    AnnouncedKeys.of(instances)
        .forEach((header, key) -> next.put(header, new Known(key, Long.MAX_VALUE)));
    keys = Map.copyOf(next);
  }

  /**
   * Who the caller is.
   *
   * @throws ServiceFailure {@code UNAUTHENTICATED} when that is not vouched for, {@code
   *     UNAVAILABLE} when it may be by a gateway that is not known here yet
   */
  public Principal check(String assertion) {
    long now = seconds.getAsLong();
    Verified known = remembered.get(assertion);
    if (known != null && now < known.expiresAt()) {
      return known.principal();
    }
    Verified verified = claims(verifiedPayload(assertion, now), now);
    if (remembered.size() >= MAX_REMEMBERED) {
      remembered.clear();
    }
    remembered.put(assertion, verified);
    return verified.principal();
  }

  private byte[] verifiedPayload(String assertion, long now) {
    int first = assertion.indexOf('.');
    int last = assertion.lastIndexOf('.');
    if (assertion.length() > MAX_LENGTH
        || first < 0
        || first == last
        || !SIGNATURE.matcher(assertion).region(last + 1, assertion.length()).matches()) {
      throw refused("malformed");
    }
    PublicKey key = key(assertion.substring(0, first), now);
    byte[] input = assertion.substring(0, last).getBytes(StandardCharsets.ISO_8859_1);
    if (!isSignature(key, input, assertion.substring(last + 1))) {
      throw refused("not signed by a gateway");
    }
    return decode(assertion.substring(first + 1, last));
  }

  private PublicKey key(String header, long now) {
    Known known = keys.get(header);
    if (known != null && (known.goneAt() > now || now - known.goneAt() <= KEPT_SECONDS)) {
      return known.key();
    }
    if (AssertionHeader.isWellFormed(header)) {
      throw ServiceFailure.unavailable(
          "The gateway that was asked is not known to the service yet",
          Duration.ofSeconds(1),
          null);
    }
    throw refused("of another kind");
  }

  private static boolean isSignature(PublicKey key, byte[] input, String signature) {
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(input);
      return verifier.verify(Base64.getUrlDecoder().decode(signature));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  private Verified claims(byte[] payload, long now) {
    JsonNode claims = json(payload);
    long issued = claims.path("iat").asLong(Long.MAX_VALUE);
    long expires = claims.path("exp").asLong(0);
    require(isSaidToUs(claims.path("aud")), "meant for another service");
    require(expires + LEEWAY_SECONDS > now, "too old");
    require(issued - LEEWAY_SECONDS <= now, "of the future");
    require(expires - issued <= MAX_LIFETIME_SECONDS, "meant to live too long");
    Set<String> roles = new HashSet<>();
    claims.path("roles").forEach(role -> roles.add(role.asText()));
    UUID subject =
        Ids.parse(claims.path("sub").textValue()).orElseThrow(() -> refused("without a subject"));
    return new Verified(new Principal(subject, roles), expires + LEEWAY_SECONDS);
  }

  private boolean isSaidToUs(JsonNode audience) {
    for (JsonNode item : audience) {
      if (service.equals(item.textValue())) {
        return true;
      }
    }
    return false;
  }

  private static JsonNode json(byte[] payload) {
    try {
      return Json.LENIENT.readTree(payload);
    } catch (IOException e) {
      throw refused("unreadable");
    }
  }

  private static byte[] decode(String part) {
    try {
      return Base64.getUrlDecoder().decode(part);
    } catch (IllegalArgumentException e) {
      throw refused("unreadable");
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw refused(otherwise);
    }
  }

  private static ServiceFailure refused(String why) {
    return ServiceFailure.of(
        FailureCode.UNAUTHENTICATED, "What is said of the caller is not accepted: it is " + why);
  }
}
