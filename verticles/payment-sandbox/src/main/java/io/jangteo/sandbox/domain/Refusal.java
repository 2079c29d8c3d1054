package io.jangteo.sandbox.domain;

/** Why nothing was done; the name in lower case is the stable code callers may depend on. */
public enum Refusal {
  CARD_DECLINED(402, "The card was declined"),
  CARD_UNKNOWN(402, "There is no such card"),
  AUTHORIZATION_UNKNOWN(404, "There is no such authorisation"),
  CAPTURE_UNKNOWN(404, "There is no such capture"),
  AUTHORIZATION_CLOSED(409, "The authorisation was voided or captured before"),
  AMOUNT_TOO_LARGE(409, "The amount is more than there is"),
  KEY_REUSED(409, "The idempotency key was used for another request"),
  KEY_BLOCKED(410, "The idempotency key was blocked before anything was done with it");

  private final int status;
  private final String title;

  Refusal(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** HTTP status code. */
  public int status() {
    return status;
  }

  public String title() {
    return title;
  }
}
