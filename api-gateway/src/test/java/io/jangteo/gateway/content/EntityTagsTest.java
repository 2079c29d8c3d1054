package io.jangteo.gateway.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      textBlock =
          """
          "a"            | "a"
          W/"a"          | "a"
          "a"            | W/"a"
          "x", "a"       | "a"
          "x",W/"a"      | "a"
          ,, "a" ,       | "a"
          *              | "a"
          "a,b"          | "a,b"
          """)
  void aClientThatHasItIsRecognised(String field, String present) {
    assertThat(EntityTags.matchWeakly(List.of(field), present)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"b\"", "a", "\"a", "\"a\" x", "**", "w/\"a\"", "\"x\" \"b\"", ""})
  void anyoneElseIsNot(String field) {
    assertThat(EntityTags.matchWeakly(List.of(field), "\"a\"")).isFalse();
  }

  @Test
  void everyFieldOfTheNameIsLookedAt() {
    assertThat(EntityTags.matchWeakly(List.of("\"x\"", "\"a\""), "\"a\"")).isTrue();
    assertThat(EntityTags.matchWeakly(List.of(), "\"a\"")).isFalse();
  }

  @Test
  void aFieldBeyondAllMeasureMatchesNothing() {
    assertThat(EntityTags.matchWeakly(List.of("\"x\", ".repeat(300) + "\"a\""), "\"a\"")).isFalse();
  }

  @Test
  void theSameContentHasTheSameTagEverywhere() {
    String tag = EntityTags.of(Buffer.buffer("content"));

    assertThat(tag).isEqualTo(EntityTags.of(Buffer.buffer("content")));
    assertThat(tag).isNotEqualTo(EntityTags.of(Buffer.buffer("Content")));
    assertThat(EntityTags.isWellFormed(tag)).isTrue();
    assertThat(EntityTags.isWellFormed("\"a\r\nb\"")).isFalse();
  }
}
