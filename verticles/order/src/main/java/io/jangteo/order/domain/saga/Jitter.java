package io.jangteo.order.domain.saga;

import java.util.UUID;

/** Spreads repeated commands, so that what failed together is not tried again together. */
@FunctionalInterface
public interface Jitter {
  /** None: every pause has its full length. */
  Jitter NONE = (orderId, sequence, attempt) -> 1.0;

  /** Between half and all of the pause, always the same for the same attempt. */
  Jitter HASHED =
      (orderId, sequence, attempt) -> {
        long mixed = orderId.getLeastSignificantBits() + 0x9E3779B97F4A7C15L * (sequence + 1L);
        mixed = (mixed ^ (mixed >>> 32)) * (0xD6E8FEB86659FD93L + 2L * attempt);
        return 0.5 + ((mixed >>> 11) * 0x1.0p-53) / 2;
      };

  /** The part of the pause to wait, above 0 and at most 1. */
  double fraction(UUID orderId, int sequence, int attempt);
}
