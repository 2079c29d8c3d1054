package io.jangteo.member.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailTest {
  @Test
  void caseDoesNotMatter() {
    assertThat(Email.of("Lee.Sun@Example.COM")).isEqualTo(Email.of("lee.sun@example.com"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a@b", "customer-17850@shop.invalid", "x+y_z@sub-domain.example.co.uk", "1@2.3"})
  void acceptsWhatMailSystemsAccept(String address) {
    assertThat(Email.isValid(address)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@",
        "a@",
        "@b",
        "a b@c",
        "a@b@c",
        "a@-b.c",
        "a@b-.c",
        "a@b..c",
        "a@b.",
        "a\u0000@b",
        "a\n@b",
        "a@b\r\n",
        "\u212A@b\u0130"
      })
  void refusesEverythingElse(String address) {
    assertThat(Email.isValid(address)).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> Email.of(address));
  }

  @Test
  void refusesWhatIsTooLong() {
    assertThat(Email.isValid("a".repeat(65) + "@b")).isFalse();
    assertThat(Email.isValid("a@" + "b".repeat(64))).isFalse();
    assertThat(Email.isValid("a@" + "bbbbbbbbbbbbbbbbbbbbbbbb.".repeat(11) + "c")).isFalse();
  }

  @Test
  void longHostileTextIsRefusedAtOnce() {
    assertThat(Email.isValid("a@" + "a-".repeat(50_000))).isFalse();
  }
}
