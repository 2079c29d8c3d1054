package io.jangteo.member.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.jangteo.member.domain.PresentedToken.Verdict;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PresentedTokenTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Optional<Instant> EARLIER = Optional.of(NOW.minusSeconds(60));
  private static final Instant LATER = NOW.plusSeconds(60);
  private static final Optional<Instant> NEVER = Optional.empty();

  @Test
  void freshTokenIsRotated() {
    assertThat(new PresentedToken(NEVER, NEVER, LATER).judge(NOW)).isEqualTo(Verdict.ROTATE);
  }

  @Test
  void usedTokenEndsItsFamily() {
    assertThat(new PresentedToken(EARLIER, NEVER, LATER).judge(NOW))
        .isEqualTo(Verdict.REVOKE_FAMILY);
  }

  @Test
  void usedTokenEndsItsFamilyEvenWhenItHasRunOut() {
    assertThat(new PresentedToken(EARLIER, NEVER, NOW).judge(NOW)).isEqualTo(Verdict.REVOKE_FAMILY);
  }

  @Test
  void tokenThatHasRunOutIsRefusedToTheInstant() {
    assertThat(new PresentedToken(NEVER, NEVER, NOW).judge(NOW)).isEqualTo(Verdict.REFUSE);
    assertThat(new PresentedToken(NEVER, NEVER, NOW).judge(NOW.minusNanos(1)))
        .isEqualTo(Verdict.ROTATE);
  }

  @Test
  void everyTokenOfAnEndedFamilyIsRefused() {
    assertThat(new PresentedToken(NEVER, EARLIER, LATER).judge(NOW)).isEqualTo(Verdict.REFUSE);
    assertThat(new PresentedToken(EARLIER, EARLIER, LATER).judge(NOW)).isEqualTo(Verdict.REFUSE);
  }
}
