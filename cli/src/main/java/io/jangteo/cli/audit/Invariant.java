package io.jangteo.cli.audit;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/**
 * Something that must hold.
 *
 * @param id as in {@code docs/guarantees.md}
 * @param promise one sentence
 * @param when whether it must hold at every moment, or only when nothing is under way
 * @param check gives one sentence per violation
 */
record Invariant(String id, String promise, When when, Check check) {
  /** When it must hold. */
  enum When {
    ALWAYS,
    QUIET
  }

  /** Looks for violations. */
  @FunctionalInterface
  interface Check {
    List<String> violations(Ledgers ledgers) throws SQLException, IOException;
  }

  static Invariant always(String id, String promise, Check check) {
    return new Invariant(id, promise, When.ALWAYS, check);
  }

  static Invariant quiet(String id, String promise, Check check) {
    return new Invariant(id, promise, When.QUIET, check);
  }

  /** An invariant that one query of one service decides: every row it gives is a violation. */
  static Invariant always(String id, String promise, String service, String violationsSql) {
    return always(id, promise, ledgers -> ledgers.column(service, violationsSql));
  }
}
