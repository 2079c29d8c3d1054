package io.jangteo.member.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a refresh token that someone presents, and what follows from it. The states are
 * tried from the gravest to the mildest, so a stolen token is noticed even when it is also too old.
 *
 * @param usedAt when its successor was given out
 * @param revokedAt when its whole family was ended
 */
public record PresentedToken(
    Optional<Instant> usedAt, Optional<Instant> revokedAt, Instant expiresAt) {

  /** What to do about a presented token. */
  public enum Verdict {
    /** Give out a successor. */
    ROTATE,
    /** Two parties hold it: end the whole family, and with it the thief's successor. */
    REVOKE_FAMILY,
    /** Answer nothing but that it is not valid. */
    REFUSE
  }

  /** The verdict at {@code now} by the clock that wrote the other times. */
  public Verdict judge(Instant now) {
    if (revokedAt.isPresent()) {
      return Verdict.REFUSE;
    }
    if (usedAt.isPresent()) {
      return Verdict.REVOKE_FAMILY;
    }
    return now.isBefore(expiresAt) ? Verdict.ROTATE : Verdict.REFUSE;
  }
}
