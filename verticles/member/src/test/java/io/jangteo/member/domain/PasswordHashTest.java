package io.jangteo.member.domain;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jangteo.member.domain.PasswordHash.Cost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {
  private static final PasswordHash HASH =
      new PasswordHash(new Cost(19456, 2, 1), "0123456789abcdef".getBytes(US_ASCII), new byte[32]);

  @Test
  void notationIsThePhcOne() {
    assertThat(HASH.notation())
        .isEqualTo(
            "$argon2id$v=19$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$"
                + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
  }

  @Test
  void notationReadsBackAsTheSame() {
    assertThat(PasswordHash.parse(HASH.notation())).isEqualTo(HASH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret",
        "$argon2i$v=19$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$AAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$argon2id$v=16$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$AAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$argon2id$v=19$m=99999999,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$AAAAAAAAAAAAAAAAAAAAAAAAAA",
        "$argon2id$v=19$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg"
      })
  void otherNotationsAreRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> PasswordHash.parse(text));
  }

  @Test
  void textForLogsDoesNotHoldTheHash() {
    assertThat(HASH.toString()).doesNotContain("MDEy").doesNotContain("AAAA");
  }
}
