package io.jangteo.runtime.failure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Collects everything that is wrong with a request and reports it as one failure. Meant for the
 * compact constructor of a request record, where fields are named relative to that record: {@code
 * /quantity}, not {@code /lines/0/quantity}; {@code Json.decodeRequest} adds the way to it.
 *
 * <pre>{@code
 * new FieldChecks()
 *     .text("/name", name, 1, 200)
 *     .range("/quantity", quantity, 1, 1_000)
 *     .throwIfAny();
 * }</pre>
 *
 * <p>Only {@link #required}, {@link #text}, {@link #matches} and {@link #size} refuse null.
 */
public final class FieldChecks {
  private final List<FieldError> errors = new ArrayList<>();

  /** The condition that no ready-made check covers; {@code detail} is one sentence. */
  public FieldChecks that(boolean holds, String field, String detail) {
    if (!holds) {
      errors.add(new FieldError(field, detail));
    }
    return this;
  }

  public FieldChecks required(String field, Object value) {
    return that(value != null, field, "is required");
  }

  /** Present, of a length in characters as a person counts them, and without control characters. */
  public FieldChecks text(String field, String value, int least, int most) {
    return value == null ? required(field, null) : optionalText(field, value, least, most);
  }

  /** Like {@link #text}, but null is fine. */
  public FieldChecks optionalText(String field, String value, int least, int most) {
    if (value == null) {
      return this;
    }
    int length = value.codePointCount(0, value.length());
    return that(
            length >= least && length <= most,
            field,
            "must have from " + least + " to " + most + " characters")
        .that(
            value.codePoints().noneMatch(Character::isISOControl),
            field,
            "must not hold control characters");
  }

  /** Present and wholly matched; {@code what} ends the sentence "must be ...". */
  public FieldChecks matches(String field, String value, Pattern pattern, String what) {
    return value == null
        ? required(field, null)
        : that(pattern.matcher(value).matches(), field, "must be " + what);
  }

  public FieldChecks range(String field, long value, long least, long most) {
    return that(
        value >= least && value <= most,
        field,
        "must be a whole number from " + least + " to " + most);
  }

  /** Present and of a number of items within bounds, none of them null. */
  public FieldChecks size(String field, Collection<?> items, int least, int most) {
    if (items == null) {
      return required(field, null);
    }
    return that(
            items.size() >= least && items.size() <= most,
            field,
            "must have from " + least + " to " + most + " items")
        .that(items.stream().allMatch(item -> item != null), field, "must not hold null");
  }

  /**
   * Ends the checks.
   *
   * @throws ServiceFailure {@link FailureCode#INVALID_REQUEST} with every error found, if any
   */
  public void throwIfAny() {
    if (!errors.isEmpty()) {
      throw ServiceFailure.ofFields(FailureCode.INVALID_REQUEST, errors);
    }
  }
}
