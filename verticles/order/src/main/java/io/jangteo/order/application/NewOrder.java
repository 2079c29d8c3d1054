package io.jangteo.order.application;

import io.jangteo.contracts.Money;
import io.jangteo.contracts.shipping.Address;
import java.util.List;
import java.util.UUID;

/**
 * An order as it is asked for, checked as far as it can be without asking anyone.
 *
 * @param key the Idempotency-Key
 * @param fingerprint the same for the same request of the same caller, and for no other
 * @param memberId whose order it shall be; null for a guest
 */
public record NewOrder(
    String key,
    byte[] fingerprint,
    UUID placedBy,
    UUID memberId,
    List<Line> lines,
    Address shippingAddress,
    Token token) {

  /**
   * One line.
   *
   * @param unitPrice agreed with the buyer; null for the catalogue's price
   */
  public record Line(String sku, int quantity, Money unitPrice) {}

  /** A card token, which no log may show. */
  public record Token(String value) {
    @Override
    public String toString() {
      return "***";
    }
  }

  /** Whether somebody ordered for another who must exist. */
  boolean onBehalf() {
    return memberId != null && !memberId.equals(placedBy);
  }
}
