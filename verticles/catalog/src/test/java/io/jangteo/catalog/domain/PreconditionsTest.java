package io.jangteo.catalog.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.catalog.domain.Preconditions.Verdict;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreconditionsTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      nullValues = "-",
      value = {
        // present, If-Match, If-None-Match
        "-, -,     -,     PROCEED",
        "-, -,     *,     PROCEED",
        "-, '\"1\"', -,   FAILED",
        "-, *,     -,     FAILED",
        "4, -,     -,     REQUIRED",
        "4, -,     *,     FAILED",
        "4, -,     '\"4\"', FAILED",
        "4, -,     '\"3\"', REQUIRED",
        "4, '\"4\"', -,   PROCEED",
        "4, '\"3\"', -,   FAILED",
        "4, 'W/\"4\"', -, FAILED",
        "4, *,     -,     PROCEED",
        "4, '\"4\"', *,   FAILED",
      })
  void writerMustKnowWhatItReplaces(
      Long present, String ifMatch, String ifNoneMatch, Verdict expected) {
    Preconditions preconditions =
        new Preconditions(
            Optional.ofNullable(ifMatch).map(EntityTags::parse),
            Optional.ofNullable(ifNoneMatch).map(EntityTags::parse));

    assertThat(
            preconditions.judge(present == null ? OptionalLong.empty() : OptionalLong.of(present)))
        .isEqualTo(expected);
  }
}
