package io.jangteo.sandbox.application;

import io.jangteo.sandbox.domain.Card;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/** A request for one effect, its input already checked. */
public sealed interface EffectRequest {
  /** The same text exactly when the same thing is asked for. */
  String canonical();

  /** Digest of {@link #canonical()}: a card token is never stored. */
  default String fingerprint() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(canonical().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Hold an amount on a card. */
  record Authorize(long amountMinor, String currency, String cardToken) implements EffectRequest {
    public Card card() {
      return Card.of(cardToken);
    }

    @Override
    public String canonical() {
      return "authorize|" + amountMinor + "|" + currency + "|" + cardToken;
    }

    @Override
    public String toString() {
      return "Authorize[" + amountMinor + " " + currency + "]";
    }
  }

  /** Give back what is held. */
  record VoidHold(UUID authorizationId) implements EffectRequest {
    @Override
    public String canonical() {
      return "void|" + authorizationId;
    }
  }

  /** Take all or part of what is held, once. */
  record Capture(UUID authorizationId, long amountMinor) implements EffectRequest {
    @Override
    public String canonical() {
      return "capture|" + authorizationId + "|" + amountMinor;
    }
  }

  /** Give back all or part of what was taken. */
  record Refund(UUID captureId, long amountMinor) implements EffectRequest {
    @Override
    public String canonical() {
      return "refund|" + captureId + "|" + amountMinor;
    }
  }
}
