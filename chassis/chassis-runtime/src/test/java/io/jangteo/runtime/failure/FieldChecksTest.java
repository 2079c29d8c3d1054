package io.jangteo.runtime.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FieldChecksTest {
  private static final Pattern CODE = Pattern.compile("[A-Z]{3}");

  @Test
  void soundValuesPass() {
    assertThatCode(
            () ->
                new FieldChecks()
                    .required("/a", "x")
                    .text("/b", "\uD83D\uDE00", 1, 1)
                    .optionalText("/c", null, 1, 2)
                    .matches("/d", "GBP", CODE, "a currency")
                    .range("/e", 5, 5, 5)
                    .size("/f", List.of(1), 1, 1)
                    .that(true, "/g", "never said")
                    .throwIfAny())
        .doesNotThrowAnyException();
  }

  @Test
  void everyErrorIsReportedAtOnceInOrder() {
    ServiceFailure failure =
        catchThrowableOfType(
            ServiceFailure.class,
            () ->
                new FieldChecks()
                    .required("/a", null)
                    .text("/b", null, 1, 2)
                    .text("/c", "abc", 1, 2)
                    .text("/d", "a\tb", 1, 9)
                    .matches("/e", null, CODE, "a currency")
                    .matches("/f", "gbp", CODE, "a currency")
                    .range("/g", 0, 1, 2)
                    .size("/h", null, 1, 2)
                    .size("/i", List.of(), 1, 2)
                    .size("/j", Arrays.asList(1, null), 1, 2)
                    .that(false, "/k", "must be so")
                    .throwIfAny());

    assertThat(failure.code()).isEqualTo(FailureCode.INVALID_REQUEST);
    assertThat(failure.errors())
        .extracting(FieldError::field)
        .containsExactly("/a", "/b", "/c", "/d", "/e", "/f", "/g", "/h", "/i", "/j", "/k");
    assertThat(failure.detail()).isEqualTo("/a: is required");
  }
}
