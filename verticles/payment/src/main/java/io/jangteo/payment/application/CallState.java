package io.jangteo.payment.application;

/** How far a step is. */
public enum CallState {
  /** Commands wait for it, but it cannot be called yet. */
  WAITING,
  /** It is to be called until the answer is known. */
  PENDING,
  /** The answer is known. */
  DONE
}
