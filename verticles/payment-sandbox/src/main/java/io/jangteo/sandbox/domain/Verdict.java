package io.jangteo.sandbox.domain;

/** How a request for an effect ends. */
public sealed interface Verdict {
  /**
   * The key stands for this operation.
   *
   * @param replyLost whether the caller shall not learn of it in time
   */
  record Settled(Operation operation, boolean replyLost) implements Verdict {}

  /** Nothing was done under this request. */
  record Refused(Refusal refusal) implements Verdict {}
}
