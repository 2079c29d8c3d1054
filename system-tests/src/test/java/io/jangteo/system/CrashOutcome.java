package io.jangteo.system;

import java.util.HashMap;
import java.util.Map;

/** The ways in which an order ends, and what is true of it afterwards. */
enum CrashOutcome {
  SUCCESS("success", "COMPLETED", "CAPTURED", "READY"),
  DECLINE("decline", "COMPENSATED", "DECLINED", "none"),
  OUT_OF_STOCK("out of stock", "COMPENSATED", "VOIDED", "none"),
  UNSERVABLE("unservable address", "COMPENSATED", "VOIDED", "REFUSED");

  static final int IN_STOCK = 10;
  private static final int ORDERED = 2;

  private final String title;
  private final String order;
  private final String payment;
  private final String shipment;

  CrashOutcome(String title, String order, String payment, String shipment) {
    this.title = title;
    this.order = order;
    this.payment = payment;
    this.shipment = shipment;
  }

  String title() {
    return title;
  }

  /** An order that ends so. */
  Map<String, Object> body(String sku) {
    Map<String, Object> body = Orders.body(sku, this == OUT_OF_STOCK ? IN_STOCK + 1 : ORDERED);
    if (this == DECLINE) {
      body.put("payment", Map.of("token", "tok_declined"));
    }
    if (this == UNSERVABLE) {
      Map<String, String> address = new HashMap<>(Orders.LONDON);
      address.put("country", "AQ");
      body.put("shippingAddress", address);
    }
    return body;
  }

  /**
   * What is to be read from the databases.
   *
   * @param pence price of one
   */
  CrashTrade.Facts facts(long pence) {
    boolean sold = this == SUCCESS;
    return new CrashTrade.Facts(
        order,
        payment,
        sold ? ORDERED * pence : 0,
        sold ? IN_STOCK - ORDERED : IN_STOCK,
        0,
        shipment);
  }
}
