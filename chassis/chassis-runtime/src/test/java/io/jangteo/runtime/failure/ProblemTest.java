package io.jangteo.runtime.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemTest {
  @Test
  void problemHasTheFieldsOfRfc9457AndOurs() {
    ServiceFailure failure =
        ServiceFailure.ofField(FailureCode.INVALID_REQUEST, "/name", "is required");

    assertThat(new JsonObject(Problem.of(failure, "r-1").toBuffer()))
        .isEqualTo(
            new JsonObject(
                """
                {"type":"urn:jangteo:problem:invalid-request",
                 "title":"The request is not valid","status":400,
                 "detail":"/name: is required","code":"invalid_request","requestId":"r-1",
                 "errors":[{"field":"/name","detail":"is required"}]}
                """));
  }

  @ParameterizedTest
  @EnumSource(FailureCode.class)
  void everyCodeComesBackAsItWas(FailureCode code) {
    ServiceFailure received = overTheWire(ServiceFailure.of(code, "Something"));

    assertThat(received.code()).isEqualTo(code);
    assertThat(received.detail()).isEqualTo("Something");
  }

  @Test
  void fieldErrorsComeBackAsTheyWere() {
    List<FieldError> errors =
        List.of(new FieldError("/a", "is required"), new FieldError("query.b", "must be c"));

    ServiceFailure received =
        overTheWire(ServiceFailure.ofFields(FailureCode.UNPROCESSABLE, errors));

    assertThat(received.errors()).isEqualTo(errors);
    assertThat(received.code()).isEqualTo(FailureCode.UNPROCESSABLE);
  }

  @Test
  void shortWaitIsShownAsOneSecond() {
    ServiceFailure received =
        overTheWire(ServiceFailure.unavailable("Busy", Duration.ofMillis(200), null));

    assertThat(received.retryAfter()).contains(Duration.ofSeconds(1));
  }

  @Test
  void causeOfAnInternalFailureIsNotShown() {
    Buffer shown =
        Problem.of(ServiceFailure.internal(new IllegalStateException("secret")), "r").toBuffer();

    assertThat(shown.toString()).doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "null", "{}", "{\"code\":\"unheard_of\"}"})
  void unreadableProblemIsAnInternalFailure(String body) {
    ServiceFailure received = Problem.toFailure(502, Buffer.buffer(body));

    assertThat(received.code()).isEqualTo(FailureCode.INTERNAL);
    assertThat(received.getCause()).hasMessageContaining("502");
  }

  private static ServiceFailure overTheWire(ServiceFailure failure) {
    return Problem.toFailure(failure.code().status(), Problem.of(failure, "r").toBuffer());
  }
}
