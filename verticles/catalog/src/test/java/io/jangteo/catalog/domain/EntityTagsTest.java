package io.jangteo.catalog.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagsTest {
  @Test
  void tagOfAVersionMatchesThatVersionOnly() {
    EntityTags tags = EntityTags.parse(EntityTags.of(3));

    assertThat(tags.matchStrongly(3)).isTrue();
    assertThat(tags.matchWeakly(3)).isTrue();
    assertThat(tags.matchStrongly(33)).isFalse();
    assertThat(tags.matchWeakly(2)).isFalse();
  }

  @Test
  void weakTagMatchesOnlyWhereWeakIsEnough() {
    EntityTags tags = EntityTags.parse("W/\"3\"");

    assertThat(tags.matchStrongly(3)).isFalse();
    assertThat(tags.matchWeakly(3)).isTrue();
  }

  @Test
  void anyTagOfAListMatches() {
    EntityTags tags = EntityTags.parse(" \"1\", W/\"2\" ,\t\"3\" ");

    assertThat(tags.matchStrongly(1)).isTrue();
    assertThat(tags.matchStrongly(2)).isFalse();
    assertThat(tags.matchStrongly(3)).isTrue();
  }

  @Test
  void starMatchesEveryVersion() {
    assertThat(EntityTags.parse("*").matchStrongly(7)).isTrue();
    assertThat(EntityTags.parse(" * ").matchWeakly(7)).isTrue();
  }

  @Test
  void tagsOfOthersAreReadAndMatchNothing() {
    assertThat(EntityTags.parse("\"abc,def\"").matchStrongly(1)).isFalse();
    assertThat(EntityTags.parse("\"\"").matchStrongly(1)).isFalse();
    assertThat(EntityTags.parse("\"01\"").matchStrongly(1)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "3", "\"3", "3\"", "w/\"3\"", "\"3\" \"4\"", "*, \"3\"", ",", "\"a\u0000\""})
  void everythingElseIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> EntityTags.parse(text));
  }

  @Test
  void endlessListIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EntityTags.parse("\"1\",".repeat(100_000)));
  }
}
