package io.jangteo.runtime.failure;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The one failure that crosses a boundary. A refusal that the business expects, such as out of
 * stock, is a value and never this. Carries no stack trace: it describes a request, not our code;
 * the cause, where there is one, keeps its own.
 */
public final class ServiceFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final FailureCode code;
  private final transient List<FieldError> errors;
  private final transient Duration retryAfter;
  private final boolean refusal;

  private ServiceFailure(
      FailureCode code,
      String detail,
      List<FieldError> errors,
      Duration retryAfter,
      boolean refusal,
      Throwable cause) {
    super(detail, cause, false, false);
    this.code = code;
    this.errors = List.copyOf(errors);
    this.retryAfter = retryAfter;
    this.refusal = refusal;
  }

  /** A failure with one sentence of detail, shown to the client. */
  public static ServiceFailure of(FailureCode code, String detail) {
    return new ServiceFailure(code, detail, List.of(), null, false, null);
  }

  /** A failure of one named field. */
  public static ServiceFailure ofField(FailureCode code, String field, String detail) {
    return ofFields(code, List.of(new FieldError(field, detail)));
  }

  /** A failure of several named fields. */
  public static ServiceFailure ofFields(FailureCode code, List<FieldError> errors) {
    String detail =
        errors.isEmpty() ? code.title() : errors.get(0).field() + ": " + errors.get(0).detail();
    return new ServiceFailure(code, detail, errors, null, false, null);
  }

  public static ServiceFailure notFound(String what) {
    return of(FailureCode.NOT_FOUND, "There is no such " + what);
  }

  /** Temporarily unavailable: the client may try again after {@code retryAfter}. */
  public static ServiceFailure unavailable(String detail, Duration retryAfter, Throwable cause) {
    return new ServiceFailure(FailureCode.UNAVAILABLE, detail, List.of(), retryAfter, false, cause);
  }

  /**
   * Nothing was begun, for want of room or time: whoever says so is busy and not broken, and no
   * breaker counts it.
   */
  public static ServiceFailure busy(String detail, Duration retryAfter) {
    return new ServiceFailure(FailureCode.UNAVAILABLE, detail, List.of(), retryAfter, true, null);
  }

  /** Refused for now, whatever the code: the client may try again after {@code retryAfter}. */
  public static ServiceFailure retryable(FailureCode code, String detail, Duration retryAfter) {
    return new ServiceFailure(code, detail, List.of(), retryAfter, false, null);
  }

  /** A fault of ours; {@code cause} is for the log and is never shown. */
  public static ServiceFailure internal(Throwable cause) {
    return new ServiceFailure(
        FailureCode.INTERNAL, FailureCode.INTERNAL.title(), List.of(), null, false, cause);
  }

  public FailureCode code() {
    return code;
  }

  /** What the client is told; never null. */
  public String detail() {
    return getMessage();
  }

  public List<FieldError> errors() {
    return errors;
  }

  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** See {@link #busy}. */
  public boolean isRefusal() {
    return refusal;
  }
}
