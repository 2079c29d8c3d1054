package io.jangteo.gateway.contract;

import io.jangteo.runtime.failure.FieldError;
import java.util.Optional;

/**
 * One declared parameter.
 *
 * @param name as in the contract
 * @param field how an error names it: {@code query.limit}, {@code header.Idempotency-Key}
 */
public record ParameterRule(String name, String field, boolean required, ValueRule rule) {

  /** What is wrong with the value the client gave, null standing for none. */
  public Optional<FieldError> check(String value) {
    if (value == null) {
      return required ? Optional.of(new FieldError(field, "is required")) : Optional.empty();
    }
    Optional<String> problem = rule.problem(value);
    return problem.isEmpty() ? Optional.empty() : Optional.of(new FieldError(field, problem.get()));
  }
}
