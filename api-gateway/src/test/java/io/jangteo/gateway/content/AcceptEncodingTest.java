package io.jangteo.gateway.content;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptEncodingTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "gzip",
        "GZIP",
        "x-gzip",
        "*",
        "br, gzip, deflate",
        "deflate;q=0.9, gzip;q=0.001",
        "gzip;q=0.5, identity;q=0.5",
        "gzip ; q=1.000",
        "identity;q=0, *;q=0.3",
        ",,gzip,"
      })
  void gzipIsTaken(String field) {
    assertThat(AcceptEncoding.takesGzip(field)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "br",
        "identity",
        "gzip;q=0",
        "gzip;q=0.000, *",
        "*;q=0",
        "gzip;q=0.4, identity",
        "gzip;q=2",
        "gzip;q=-1",
        "gzip;q=0.1234",
        "gzip;q=",
        "gzipped"
      })
  void gzipIsNotTaken(String field) {
    assertThat(AcceptEncoding.takesGzip(field)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"1,1000", "0,0", "0.,0", "1.0,1000", "0.5,500", "0.25,250", "0.125,125", "0.001,1"})
  void aWeightIsReadInThousandths(String text, int weight) {
    assertThat(Preferences.parse("a;q=" + text))
        .containsExactly(new Preferences.Entry("a", weight));
  }
}
