package io.jangteo.gateway.admin;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jangteo.runtime.failure.FailureCode;
import io.jangteo.runtime.failure.ServiceFailure;
import io.jangteo.runtime.json.Json;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;

/**
 * Levels of the loggers of this process, each for good or until it goes back to what it was before
 * the first change. Used from one context only.
 */
final class LogLevels {
  static final String INHERIT = "INHERIT";

  private static final int LOANS_MAX = 100;

  private final Vertx vertx;
  private final LoggerContext loggers;
  private final Returned onReturn;
  private final Map<String, Loan> loans = new HashMap<>();

  /**
   * A level that holds for a time.
   *
   * @param former null where the logger had none of its own
   */
  private record Loan(long timer, Level former, long until) {}

  /** Hears of a level that has gone back by itself. */
  @FunctionalInterface
  interface Returned {
    void accept(ObjectNode before, ObjectNode after);
  }

  LogLevels(Vertx vertx, LoggerContext loggers, Returned onReturn) {
    this.vertx = vertx;
    this.loggers = loggers;
    this.onReturn = onReturn;
  }

  /**
   * The logger as it is, which must be there: a misspelt name would set nothing.
   *
   * @throws ServiceFailure naming the field
   */
  ObjectNode view(String name) {
    Logger logger = loggers.exists(name);
    if (logger == null) {
      throw invalid("/logger", "is not a logger of this gateway");
    }
    ObjectNode view = Json.LENIENT.createObjectNode().put("logger", name);
    view.put("level", text(logger.getLevel()));
    view.put("effective", logger.getEffectiveLevel().toString());
    Loan loan = loans.get(name);
    if (loan != null) {
      view.put("backInSeconds", Math.max(0, (loan.until() - System.nanoTime()) / 1_000_000_000L));
    }
    return view;
  }

  /**
   * Sets the level.
   *
   * @param seconds 0 for good
   */
  void set(String name, String level, int seconds) {
    Logger logger = loggers.exists(name);
    if (isAudit(name)) {
      throw invalid("/logger", "is that of the audit, which stays as it is");
    }
    if (level.equals(INHERIT) && name.equals(Logger.ROOT_LOGGER_NAME)) {
      throw invalid("/level", "cannot be inherited by the root");
    }
    if (seconds > 0 && loans.size() >= LOANS_MAX && !loans.containsKey(name)) {
      throw invalid("/seconds", "cannot be kept for more than " + LOANS_MAX + " loggers");
    }
    Loan earlier = loans.remove(name);
    Level former = earlier == null ? logger.getLevel() : earlier.former();
    if (earlier != null) {
      vertx.cancelTimer(earlier.timer());
    }
    logger.setLevel(level.equals(INHERIT) ? null : Level.valueOf(level));
    if (seconds > 0) {
      long timer = vertx.setTimer(seconds * 1000L, ignored -> giveBack(name));
      loans.put(name, new Loan(timer, former, System.nanoTime() + seconds * 1_000_000_000L));
    }
  }

  private static boolean isAudit(String name) {
    return name.equals(Audit.LOGGER) || name.startsWith(Audit.LOGGER + ".");
  }

  private void giveBack(String name) {
    ObjectNode before = view(name);
    Loan loan = loans.remove(name);
    if (loan != null) {
      loggers.getLogger(name).setLevel(loan.former());
      onReturn.accept(before, view(name));
    }
  }

  /** Those with a level of their own, and those that will get one back. */
  ObjectNode describe() {
    ObjectNode all = Json.LENIENT.createObjectNode();
    for (Logger logger : loggers.getLoggerList()) {
      if (logger.getLevel() != null || loans.containsKey(logger.getName())) {
        all.set(logger.getName(), view(logger.getName()));
      }
    }
    return all;
  }

  private static String text(Level level) {
    return level == null ? INHERIT : level.toString();
  }

  private static ServiceFailure invalid(String field, String problem) {
    return ServiceFailure.ofField(FailureCode.INVALID_REQUEST, field, problem);
  }
}
