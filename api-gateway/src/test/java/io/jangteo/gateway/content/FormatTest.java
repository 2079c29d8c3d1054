package io.jangteo.gateway.content;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json | JSON",
        "*/* | JSON",
        "application/* | JSON",
        "application/problem+json | JSON",
        "application/json;charset=utf-8 | JSON",
        "application/cbor | CBOR",
        "APPLICATION/CBOR | CBOR",
        "text/xml | XML",
        "application/xml, application/json;q=0.9 | XML",
        "application/xml;q=0.8, application/json;q=0.9 | JSON",
        "application/xml, application/json | JSON",
        "*/*, application/json;q=0.5 | CBOR",
        "application/json;q=0, */*;q=0.1 | CBOR",
        "application/*;q=0.2, application/xml;q=0.3 | XML",
        "text/html, application/xml;q=0.9, */*;q=0.8 | XML",
        "text/html, */*;q=0.001 | JSON",
        "text/html | -",
        "application/json;q=0 | -",
        "*/*;q=0 | -",
        "json | -",
        "image/*, application/xhtml+xml | -"
      })
  void theBestThatTheClientTakesIsChosen(String accept, String chosen) {
    Format format = Format.choose(accept);

    assertThat(format == null ? "-" : format.name()).isEqualTo(chosen);
  }

  @Test
  void nothingSaidTakesAnything() {
    assertThat(Format.choose(null)).isEqualTo(Format.JSON);
    assertThat(Format.choose("")).isEqualTo(Format.JSON);
  }
}
