package io.jangteo.gateway.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import io.jangteo.gateway.contract.LimitPolicy.FieldLimit;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * Refuses when a field of the body has had one value too often, such as the account of a login.
 * Values are compared without regard to case, and only their digests are kept or told to other
 * gateways.
 */
public final class LimitField implements Stage {
  private static final int DIGEST_BYTES = 16;

  private final Admission admission;

  public LimitField(Admission admission) {
    this.admission = admission;
  }

  @Override
  public Future<Void> apply(Exchange exchange) {
    Optional<FieldLimit> limited = exchange.operation().policy().limits().field();
    if (limited.isEmpty() || exchange.client().exempt()) {
      return DONE;
    }
    JsonNode value = exchange.document().at(limited.get().pointer());
    if (!value.isMissingNode()) {
      admission.admit(exchange, limited.get().limit(), digest(value.asText()));
    }
    return DONE;
  }

  private static String digest(String value) {
    byte[] text = value.strip().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text);
      return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
