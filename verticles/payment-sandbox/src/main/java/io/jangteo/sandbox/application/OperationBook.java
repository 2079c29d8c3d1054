package io.jangteo.sandbox.application;

import io.jangteo.sandbox.application.EffectRequest.Authorize;
import io.jangteo.sandbox.domain.Card;
import io.jangteo.sandbox.domain.Operation;
import io.jangteo.sandbox.domain.Refusal;
import io.vertx.core.Future;
import java.util.Optional;

/** The provider's books. */
public interface OperationBook {
  /**
   * Does and logs the effect as one act. Empty when it was not done: its key is taken, or the
   * authorisation or capture it is about does not allow it.
   */
  Future<Optional<Logged>> perform(String key, EffectRequest request);

  /** Logs that the card was refused; empty when the key is taken. */
  Future<Optional<Logged>> decline(String key, Authorize request, Refusal reason);

  /** Why {@link #perform} did nothing for a request whose key is free. */
  Future<Refusal> explain(EffectRequest request);

  /** After this the key stands for what was done with it before, or for nothing, for ever. */
  Future<Operation> block(String key);

  /** The operation with this key. */
  Future<Optional<Operation>> find(String key);

  /** How many attempts there were with this key, this one included. */
  Future<Integer> countAttempt(String key);

  /** An operation just written, with the card it concerns. */
  record Logged(Operation operation, Optional<Card> card) {}
}
