package io.jangteo.catalog.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jangteo.catalog.domain.Sku;
import io.jangteo.runtime.failure.FieldError;
import io.jangteo.runtime.failure.ServiceFailure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
  @ParameterizedTest
  @ValueSource(strings = {"M", "85123A", "BANK CHARGES", "gift_0001_20"})
  void cursorLeadsBackToItsCode(String sku) {
    String cursor = Cursor.encode(new Sku(sku));

    assertThat(cursor).matches("[A-Za-z0-9_-]+");
    assertThat(Cursor.decode(cursor)).isEqualTo(new Sku(sku));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "85123A", "c0", "czg1MTIzQQ==", "czg1MTIzQR", "%", "\u0000", "cwA", "eDg1"})
  void textOfOtherOriginIsRefused(String text) {
    assertThatExceptionOfType(ServiceFailure.class)
        .isThrownBy(() -> Cursor.decode(text))
        .satisfies(
            failure ->
                assertThat(failure.errors())
                    .extracting(FieldError::field)
                    .containsExactly("query.after"));
  }
}
