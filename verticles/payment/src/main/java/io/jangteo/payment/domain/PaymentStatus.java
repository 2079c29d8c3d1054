package io.jangteo.payment.domain;

/** Where an order's payment stands. */
public enum PaymentStatus {
  /** Nothing was asked yet. */
  NEW,
  AUTHORIZING,
  AUTHORIZED,
  /** Nothing was ever held; final. */
  DECLINED,
  /** To be voided, once it is known whether the authorisation was done. */
  AUTHORIZING_TO_VOID,
  VOIDING,
  /** Nothing is held and nothing will be; final. */
  VOIDED,
  CAPTURING,
  /** To be undone, once it is known whether the capture was done. */
  CAPTURING_TO_UNDO,
  CAPTURED,
  /** The hold is still there, but cannot be taken. */
  CAPTURE_REFUSED,
  REFUNDING,
  /** Final. */
  REFUNDED;

  /** Whether {@code step} is under way and better not done, because it would be undone at once. */
  public boolean isUndoing(Step step) {
    return (this == AUTHORIZING_TO_VOID && step == Step.AUTHORIZE)
        || (this == CAPTURING_TO_UNDO && step == Step.CAPTURE);
  }
}
