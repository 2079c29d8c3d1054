package io.jangteo.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {
  @ParameterizedTest
  @CsvSource({"512B,512", "64KiB,65536", "16 MiB,16777216", "2GiB,2147483648", "0B,0"})
  void notationIsRead(String text, long bytes) {
    assertThat(ByteSize.parse(text).bytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "64", "64k", "64KB", "64kib", "-1B", "1.5MiB", "999999999999GiB"})
  void anythingElseIsRefusedAsAnIllegalArgument(String text) {
    assertThatThrownBy(() -> ByteSize.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text);
  }

  @Test
  void sizeBeyondAnIntIsNotCutOff() {
    assertThatThrownBy(() -> ByteSize.parse("2GiB").asInt())
        .isInstanceOf(ArithmeticException.class);
  }
}
