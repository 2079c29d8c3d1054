package io.jangteo.payment.application;

import io.jangteo.contracts.Money;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * A payment as callers see it.
 *
 * @param authorized null until asked for; so are the next two
 * @param entries its part of the ledger, oldest first
 */
public record PaymentView(
    UUID orderId,
    String status,
    Money authorized,
    Money captured,
    Money refunded,
    List<Entry> entries) {

  /** One ledger entry; its lines sum to zero. */
  public record Entry(String kind, OffsetDateTime occurredAt, List<Line> lines) {}

  /** A signed change of one account. */
  public record Line(String account, long amountMinor, String currency) {}
}
