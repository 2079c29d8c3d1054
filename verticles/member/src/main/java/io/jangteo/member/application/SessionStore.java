package io.jangteo.member.application;

import io.jangteo.member.domain.Member;
import io.jangteo.member.domain.PasswordHash;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Where sessions, that is families of refresh tokens, are kept. Times are the database's. */
public interface SessionStore {
  /**
   * Opens a session with its first token, provided the member's password still is the one that was
   * just checked; empty when it is not.
   *
   * @param tokenDigest of the refresh token
   * @return when it was opened
   */
  Future<Optional<Instant>> open(UUID memberId, PasswordHash checked, byte[] tokenDigest);

  /**
   * Replaces a token by its successor. A token that was replaced before ends its whole family: that
   * is committed, and the answer is empty as for any token that is not valid.
   */
  Future<Optional<Rotated>> rotate(byte[] tokenDigest, byte[] successorDigest);

  /** Ends every session of a member; tokens already given out for access stay good to their end. */
  Future<Void> endAll(UUID memberId);

  /** Forgets sessions that ran out, a bounded number at a time. */
  Future<Void> purge();

  /** Whom a token was replaced for, and when. */
  record Rotated(Member member, Instant at) {}
}
