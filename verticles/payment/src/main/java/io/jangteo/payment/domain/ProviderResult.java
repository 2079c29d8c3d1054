package io.jangteo.payment.domain;

/** What is known for certain about a step at the provider. Not knowing is never one of these. */
public sealed interface ProviderResult {
  /**
   * It was done.
   *
   * @param reference the provider's id of what was made
   */
  record Done(String reference) implements ProviderResult {}

  /** It was not done and never will be under this key. */
  record Refused(String reason) implements ProviderResult {}
}
