package io.jangteo.payment.application;

import io.jangteo.payment.domain.CardToken;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.UUID;

/** Card tokens of orders not yet authorised; they never leave this service's database. */
public interface CardTokens {
  /** Keeps the token; false when another one is kept for the order. */
  Future<Boolean> keep(UUID orderId, CardToken token);

  /** Forgets tokens older than {@code age}: how many, at most {@code most}. */
  Future<Integer> purge(Duration age, int most);
}
