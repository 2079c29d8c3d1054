package io.jangteo.cli;

/** The orders a demo places; the one that succeeds comes last. */
enum DemoScenario {
  DECLINED("a card that is declined", "tok_declined", 1, "GB", "COMPENSATED"),
  OUT_OF_STOCK("more than is on the shelf", "tok_ok", 1_000, "GB", "COMPENSATED"),
  UNSERVABLE("an address nobody serves", "tok_ok", 1, "AQ", "COMPENSATED"),
  OK("an order like any other", "tok_ok", 2, "GB", "COMPLETED");

  private final String description;
  private final String cardToken;
  private final int quantity;
  private final String country;
  private final String expectedEnd;

  DemoScenario(
      String description, String cardToken, int quantity, String country, String expectedEnd) {
    this.description = description;
    this.cardToken = cardToken;
    this.quantity = quantity;
    this.country = country;
    this.expectedEnd = expectedEnd;
  }

  String description() {
    return description;
  }

  String cardToken() {
    return cardToken;
  }

  int quantity() {
    return quantity;
  }

  String country() {
    return country;
  }

  String expectedEnd() {
    return expectedEnd;
  }
}
