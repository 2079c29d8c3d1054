package io.jangteo.member.persistence;

final class SessionSql {
  /** The share lock keeps the password from changing until the session is there to be ended. */
  static final String OPEN =
      """
      WITH holder AS (
        SELECT id FROM members WHERE id = $2 AND password_hash = $3 FOR SHARE
      ), opened AS (
        INSERT INTO sessions (id, member_id, expires_at)
        SELECT $1, id, now() + $5::interval FROM holder
        RETURNING id, opened_at, expires_at
      ), issued AS (
        INSERT INTO refresh_tokens (token_hash, session_id, expires_at)
        SELECT $4, id, expires_at FROM opened
      )
      SELECT opened_at FROM opened
      """;

  /** Locks token and session: of two uses of one token the second sees what the first did. */
  static final String LOCK_TOKEN =
      """
      SELECT t.session_id, t.used_at, t.expires_at, s.revoked_at, s.member_id, now() AS at
      FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id
      WHERE t.token_hash = $1
      FOR UPDATE
      """;

  static final String ROTATE =
      """
      WITH used AS (
        UPDATE refresh_tokens SET used_at = now() WHERE token_hash = $1
        RETURNING session_id
      ), issued AS (
        INSERT INTO refresh_tokens (token_hash, session_id, expires_at)
        SELECT $2, session_id, now() + $3::interval FROM used
        RETURNING session_id, expires_at
      ), prolonged AS (
        UPDATE sessions s SET expires_at = issued.expires_at
        FROM issued WHERE s.id = issued.session_id
        RETURNING s.member_id
      )
      SELECT m.id, m.email, m.name, m.roles, m.created_at, now() AS at
      FROM prolonged JOIN members m ON m.id = prolonged.member_id
      """;

  static final String REVOKE =
      """
      UPDATE sessions SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL
      """;

  static final String REVOKE_ALL =
      """
      UPDATE sessions SET revoked_at = now() WHERE member_id = $1 AND revoked_at IS NULL
      """;

  static final String PURGE =
      """
      DELETE FROM sessions WHERE id IN (
        SELECT id FROM sessions WHERE expires_at < now()
        ORDER BY expires_at LIMIT 500 FOR UPDATE SKIP LOCKED)
      """;

  private SessionSql() {}
}
