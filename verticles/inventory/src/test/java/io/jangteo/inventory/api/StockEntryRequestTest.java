package io.jangteo.inventory.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jangteo.inventory.domain.Entry;
import io.jangteo.inventory.domain.EntryKind;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.FieldError;
import io.jangteo.runtime.failure.ServiceFailure;
import io.jangteo.runtime.json.Json;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StockEntryRequestTest {
  @Test
  void aCorrectionMayBeNegative() {
    assertThat(entry(EntryKind.CORRECTION, "{\"quantity\":-3,\"reference\":\"count 1\"}"))
        .isEqualTo(new Entry(EntryKind.CORRECTION, "M", -3, "count 1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RECEIPT    | 0            | 'n1'",
        "RECEIPT    | -1           | 'n1'",
        "RECEIPT    | 1000000001   | 'n1'",
        "RECEIPT    | 1.5          | 'n1'",
        "RECEIPT    | 1e1          | 'n1'",
        "RECEIPT    | \"1\"        | 'n1'",
        "RECEIPT    | true         | 'n1'",
        "RECEIPT    | null         | 'n1'",
        "RECEIPT    | 9223372036854775808 | 'n1'",
        "CORRECTION | 0            | 'n1'",
        "CORRECTION | -1000000001  | 'n1'",
        "CORRECTION | 1000000001   | 'n1'"
      })
  void aQuantityOutOfBoundsIsNamed(EntryKind kind, String quantity, String reference) {
    assertThat(
            failure(kind, "{\"quantity\":" + quantity + ",\"reference\":\"" + reference + "\"}")
                .errors())
        .extracting(FieldError::field)
        .containsExactly("/quantity");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"\"",
        "\" n1\"",
        "\"n\\u0000\"",
        "\"n\\r\\nx\"",
        "\"\\ud83d\"",
        "7",
        "null",
        "[\"n1\"]"
      })
  void aReferenceOfAnotherFormIsNamed(String reference) {
    ServiceFailure failure =
        failure(EntryKind.RECEIPT, "{\"quantity\":1,\"reference\":" + reference + "}");

    assertThat(failure.code()).isEqualTo(FailureCode.INVALID_REQUEST);
    assertThat(failure.errors()).extracting(FieldError::field).containsExactly("/reference");
  }

  @Test
  void everythingMissingIsNamedAtOnce() {
    assertThat(failure(EntryKind.RECEIPT, "{}").errors())
        .extracting(FieldError::field)
        .containsExactly("/quantity", "/reference");
  }

  @Test
  void anUnknownFieldIsRefused() {
    assertThat(
            failure(EntryKind.RECEIPT, "{\"quantity\":1,\"reference\":\"n\",\"onHand\":9}")
                .errors())
        .extracting(FieldError::field)
        .containsExactly("/onHand");
  }

  private static ServiceFailure failure(EntryKind kind, String body) {
    return catchThrowableOfType(ServiceFailure.class, () -> entry(kind, body));
  }

  private static Entry entry(EntryKind kind, String body) {
    return Json.decodeRequest(Buffer.buffer(body), StockEntryRequest.class).toEntry(kind, "M");
  }
}
