package io.jangteo.member.persistence;

final class KeySql {
  /** One row at least, so that the time is known when there are no keys. */
  static final String LOAD =
      """
      SELECT k.kid, k.jwk, k.active_from, clock_timestamp() AS at
      FROM (VALUES (1)) AS one LEFT JOIN signing_keys k ON true
      ORDER BY k.active_from
      """;

  static final String LOCK =
      """
      SELECT singleton FROM signing_key_rotations FOR UPDATE
      """;

  static final String INSERT =
      """
      INSERT INTO signing_keys (kid, jwk, active_from) VALUES ($1, $2, $3)
      """;

  static final String DELETE =
      """
      DELETE FROM signing_keys WHERE kid = ANY($1)
      """;

  private KeySql() {}
}
