package io.jangteo.member.application;

import java.time.Duration;

/**
 * What a client gets to act as a member.
 *
 * @param tokenType always Bearer (RFC 6750)
 * @param expiresIn life of the access token in seconds
 */
public record TokenPair(String accessToken, String refreshToken, String tokenType, long expiresIn) {
  static TokenPair bearer(String accessToken, String refreshToken, Duration lifetime) {
    return new TokenPair(accessToken, refreshToken, "Bearer", lifetime.toSeconds());
  }

  /** Never the tokens: this may end up in a log. */
  @Override
  public String toString() {
    return "TokenPair[***]";
  }
}
