package io.jangteo.runtime.failure;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.jangteo.runtime.json.Json;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * A failure as a client reads it (RFC 9457).
 *
 * @param code the {@link FailureCode} in lower case
 * @param errors empty unless fields are at fault
 * @param retryAfterSeconds null unless waiting helps
 */
@JsonInclude(Include.NON_EMPTY)
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    String code,
    String requestId,
    Long retryAfterSeconds,
    List<FieldError> errors) {

  /** The media type of {@link #toBuffer()}. */
  public static final String MEDIA_TYPE = "application/problem+json";

  public static Problem of(ServiceFailure failure, String requestId) {
    FailureCode code = failure.code();
    String name = code.name().toLowerCase(Locale.ROOT);
    return new Problem(
        "urn:jangteo:problem:" + name.replace('_', '-'),
        code.title(),
        code.status(),
        failure.detail(),
        name,
        requestId,
        failure.retryAfter().map(Duration::toSeconds).map(s -> Math.max(1, s)).orElse(null),
        failure.errors());
  }

  /** Reads what {@link #toBuffer()} wrote; an unreadable body becomes an internal failure. */
  public static ServiceFailure toFailure(int status, Buffer body) {
    try {
      Problem problem = Json.LENIENT.readValue(body.getBytes(), Problem.class);
      FailureCode code = FailureCode.valueOf(problem.code().toUpperCase(Locale.ROOT));
      if (problem.errors() != null && !problem.errors().isEmpty()) {
        return ServiceFailure.ofFields(code, problem.errors());
      }
      return problem.retryAfterSeconds() == null
          ? ServiceFailure.of(code, problem.detail())
          : ServiceFailure.retryable(
              code, problem.detail(), Duration.ofSeconds(problem.retryAfterSeconds()));
    } catch (java.io.IOException | RuntimeException e) {
      return ServiceFailure.internal(
          new IllegalStateException("unreadable problem with status " + status, e));
    }
  }

  public Buffer toBuffer() {
    return Json.encode(this);
  }
}
