package io.jangteo.payment.application;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forgets card tokens whose order never came to be paid. */
public final class PurgeTokens {
  private static final Logger LOG = LoggerFactory.getLogger(PurgeTokens.class);
  private static final int BATCH_MAX = 5_000;

  private final CardTokens tokens;
  private final Duration age;

  public PurgeTokens(CardTokens tokens, Duration age) {
    this.tokens = tokens;
    this.age = age;
  }

  /** Runs until Vert.x closes or the timer is cancelled; returns the timer. */
  public long every(Vertx vertx, Duration interval) {
    return vertx.setPeriodic(interval.toMillis(), timer -> purge());
  }

  /** How many were forgotten; at most a batch per run. */
  public Future<Integer> purge() {
    return tokens
        .purge(age, BATCH_MAX)
        .onFailure(error -> LOG.atWarn().setCause(error).log("old card tokens stay for now"));
  }
}
