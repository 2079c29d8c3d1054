package io.jangteo.member.persistence;

final class MemberSql {
  private static final String COLUMNS = "id, email, name, roles, created_at";

  static final String INSERT =
      """
      INSERT INTO members (id, email, name, password_hash, roles)
      VALUES ($1, $2, $3, $4, $5)
      RETURNING %s
      """
          .formatted(COLUMNS);

  static final String FIND =
      """
      SELECT %s FROM members WHERE id = $1
      """
          .formatted(COLUMNS);

  static final String ACCOUNT_BY_ID =
      """
      SELECT %s, password_hash FROM members WHERE id = $1
      """
          .formatted(COLUMNS);

  static final String ACCOUNT_BY_EMAIL =
      """
      SELECT %s, password_hash FROM members WHERE email = $1
      """
          .formatted(COLUMNS);

  static final String RENAME =
      """
      UPDATE members SET name = $2 WHERE id = $1
      RETURNING %s
      """
          .formatted(COLUMNS);

  static final String CHANGE_PASSWORD =
      """
      UPDATE members SET password_hash = $3, name = coalesce($4::text, name)
      WHERE id = $1 AND password_hash = $2
      RETURNING %s
      """
          .formatted(COLUMNS);

  static final String RESET =
      """
      UPDATE members SET password_hash = $2, roles = $3 WHERE id = $1
      """;

  private MemberSql() {}
}
