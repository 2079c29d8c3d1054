package io.jangteo.system;

import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Begins no class of tests after {@code -Dsystem.until=SECONDS}, of the epoch: where a run is ended
 * from outside at some time, what there is no time for has to be left out, and said to be. A class
 * that has begun is begun again when it failed and is given a second run.
 */
public final class TimeLimit implements ExecutionCondition {
  private static final Long UNTIL = Long.getLong("system.until");
  private static final Set<Class<?>> BEGUN = ConcurrentHashMap.newKeySet();

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    boolean begins = context.getTestClass().isPresent() && context.getTestMethod().isEmpty();
    if (UNTIL == null || !begins || BEGUN.contains(context.getRequiredTestClass())) {
      return ConditionEvaluationResult.enabled(null);
    }
    if (Instant.now().getEpochSecond() < UNTIL) {
      BEGUN.add(context.getRequiredTestClass());
      return ConditionEvaluationResult.enabled(null);
    }
    String name = context.getRequiredTestClass().getSimpleName();
    System.out.println("LEFT OUT: " + name + "; there is no time for it");
    return ConditionEvaluationResult.disabled("no time for " + name);
  }
}
